import type { ErrorObject } from 'ajv';
import type { Misfit } from '../../domain/problems.js';
import { clip } from '../../domain/quote.js';
import { nearest } from '../../text/near.js';

/** Places named in one answer; a body may be wrong in more. */
const MAX_MISFITS = 16;

/** The types of JSON in words that follow "must be". */
const TYPES: Readonly<Record<string, string>> = {
  string: 'a string',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  object: 'an object',
  array: 'a list',
  null: 'null',
};

/** What a format asks for, in the same words. */
const FORMATS: Readonly<Record<string, string>> = {
  'date-time': 'must be a date-time, for instance 2026-01-31T08:00:00.000Z',
  text: 'must be well-formed Unicode text without NUL',
  name: 'must have no space at either end, and letters with their accents in one character (Unicode normal form C)',
};

const counted = (count: unknown, unit: string): string =>
  `${String(count)} ${unit}${count === 1 ? '' : 's'}`;

/** What each keyword of a schema asks for, in words that follow the place. */
const SENTENCES: Readonly<Record<string, (error: ErrorObject) => string>> = {
  required: () => 'is required',
  type: ({ params }) =>
    `must be ${[params.type]
      .flat()
      .map((type: string) => TYPES[type] ?? type)
      .join(' or ')}`,
  enum({ params, data }) {
    const words = params.allowedValues as unknown[];
    const names = words.filter((word) => typeof word === 'string');
    const near = typeof data === 'string' ? nearest(clip(data), names) : undefined;
    return `must be one of: ${words.join(', ')}${near === undefined ? '' : `; did you mean "${near}"?`}`;
  },
  pattern: ({ parentSchema, message }) => String(parentSchema?.['x-valid'] ?? message),
  format: ({ params: { format } }) => FORMATS[String(format)] ?? `must be a ${String(format)}`,
  minLength: ({ params }) => `must have at least ${counted(params.limit, 'character')}`,
  maxLength: ({ params }) => `must have at most ${counted(params.limit, 'character')}`,
  minItems: ({ params }) => `must have at least ${counted(params.limit, 'item')}`,
  maxProperties: ({ params }) => `must have at most ${counted(params.limit, 'key')}`,
  minimum: ({ params }) => `must be at least ${String(params.limit)}`,
  maximum: ({ params }) => `must be at most ${String(params.limit)}`,
  uniqueItems: () => 'must not name anything twice',
  'x-maxBytes': ({ schema }) =>
    `must have at most ${String(schema)} bytes of keys and values in all`,
  additionalProperties: ({ params, parentSchema }) => {
    const known = Object.keys((parentSchema?.properties as object | undefined) ?? {});
    if (known.length === 0) return 'is not known here; nothing is';
    const near = nearest(clip(String(params.additionalProperty)), known);
    const guess = near === undefined ? '.' : `; did you mean "${near}"?`;
    return `is not known here${guess} Known are: ${known.join(', ')}`;
  },
};

function misfitOf(error: ErrorObject): Misfit {
  const { instancePath, keyword, params, propertyName, message } = error;
  const child =
    propertyName ?? (keyword === 'required' ? params.missingProperty : params.additionalProperty);
  const path =
    child === undefined ? instancePath : `${instancePath}/${escapePointer(String(child))}`;
  const sentence = SENTENCES[keyword]?.(error) ?? message ?? 'is not valid';
  return {
    pointer: clip(`#${path}`),
    detail: propertyName === undefined ? sentence : `as a key ${sentence}`,
  };
}

const escapePointer = (segment: string): string =>
  segment.replaceAll('~', '~0').replaceAll('/', '~1');

/** What is wrong with a request, one sentence for each place. */
export function misfitsOf(error: { readonly validation?: unknown }): readonly Misfit[] {
  const errors = (error.validation ?? []) as ErrorObject[];
  const misfits = new Map<string, Misfit>();
  for (const each of errors) {
    if (misfits.size === MAX_MISFITS) break;
    // It only repeats what its own error says of the key.
    if (each.keyword === 'propertyNames') continue;
    const misfit = misfitOf(each);
    if (!misfits.has(misfit.pointer)) misfits.set(misfit.pointer, misfit);
  }
  return [...misfits.values()];
}
