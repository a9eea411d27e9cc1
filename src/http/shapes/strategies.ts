import { LIMITS } from '../../domain/limits.js';
import type { Fault } from '../../domain/strategies/bundle.js';
import { STRATEGY_NAME_PATTERN, STRATEGY_NAME_VALID } from '../../domain/strategies/reference.js';
import type { StrategySummary, StrategyVersion } from '../../domain/strategies/version.js';
import { Type } from '../../domain/typebox.js';
import { moment, momentOrNull, textOrNull } from './schemas.js';

export const StrategyParams = Type.Object({
  name: Type.String({
    pattern: STRATEGY_NAME_PATTERN,
    'x-valid': `must be ${STRATEGY_NAME_VALID}`,
    description: 'The name of the strategy.',
  }),
});

/** A place in a bundle. */
const FaultView = Type.Object({
  file: Type.String({ description: 'The path of the document.' }),
  line: Type.Integer({ description: 'From 1.' }),
  column: Type.Integer({ description: 'From 1.' }),
  detail: Type.String(),
});

const NEWEST = {
  name: Type.String(),
  sha256: Type.String({
    description: 'Of the JSON `[main, [[path, text], …]]`, ordered by path; hexadecimal.',
  }),
  main: Type.String({ description: 'The path of the document that a session begins with.' }),
  documents: Type.Integer({ description: 'How many there are.' }),
  bytes: Type.Integer({ description: 'Of all of them, as UTF-8.' }),
  warnings: Type.Array(FaultView, { description: 'What to look at again.' }),
};

const VERSION = {
  version: Type.Integer({ description: 'Each change adds one; the text of a version stays.' }),
  updatedAt: moment('When this version was made.'),
  updatedBy: Type.String({ description: 'The name of the key that made it.' }),
};

export const StrategyView = Type.Object({ ...NEWEST, ...VERSION });

/** One version with its text. */
export const StrategyWithText = Type.Object({
  ...NEWEST,
  ...VERSION,
  files: Type.Unsafe<Readonly<Record<string, string>>>({
    type: 'object',
    additionalProperties: { type: 'string' },
    description: 'The documents: path → text.',
  }),
});

/** What came of a push, or of a check. */
export const PushedStrategy = Type.Object({
  ...NEWEST,
  version: Type.Unsafe<number | null>({
    type: ['integer', 'null'],
    description: 'The version in force; null when the bundle was only checked.',
  }),
  isChanged: Type.Boolean({
    description: 'Whether that is a new version: the text in force again makes none.',
  }),
  updatedAt: momentOrNull('When that version was made.'),
  updatedBy: textOrNull('The name of the key that made it.'),
});

/** A strategy in JSON: its documents by path. */
export const BundleBody = Type.Object(
  {
    main: Type.String({
      minLength: 1,
      maxLength: LIMITS.objectName.most,
      format: 'text',
      description: 'The path of the document that a session begins with.',
    }),
    files: Type.Unsafe<Readonly<Record<string, string>>>({
      type: 'object',
      minProperties: 1,
      propertyNames: { minLength: 1, maxLength: LIMITS.objectName.most, format: 'text' },
      additionalProperties: { type: 'string', format: 'text' },
      description: 'Every document: path → text. Includes are found by their path.',
    }),
  },
  { additionalProperties: false },
);

const faults = (all: readonly Fault[]) => all.map((fault) => ({ ...fault }));

/** A version as lists show it. */
export function presentStrategy(summary: StrategySummary) {
  const { name, version, sha256, main, files, bytes, warnings, at, by } = summary;
  return {
    name,
    version,
    sha256,
    main,
    documents: files,
    bytes,
    warnings: faults(warnings),
    updatedAt: new Date(at).toISOString(),
    updatedBy: by,
  };
}

/** A version with its text. */
export const presentWithText = (version: StrategyVersion) => ({
  ...presentStrategy(version),
  files: { ...version.bundle.files },
});
