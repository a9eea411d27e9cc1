import type { Moment } from '../domain/interactions/interaction.js';
import {
  CATALOGUE,
  type OptionKey,
  type OptionValues,
  parseOption,
} from '../domain/options/catalogue.js';
import { inForce } from '../domain/options/timeline.js';
import { quote } from '../domain/quote.js';
import type { Operator } from './audit.js';
import type { OptionChange } from './change.js';
import type { Decided } from './context.js';
import { type Deciding, decision, NOTHING_READ } from './decision.js';
import { viewFollowing } from './engaged-clean.js';
import { announce } from './messages.js';
import { nextVersion, shownValue } from './option-versions.js';
import { clashOf, warningOf } from './option-warnings.js';
import type { Settings } from './settings.js';

/** An option as it stands. */
export interface OptionView {
  readonly section: string;
  readonly name: string;
  /** Null when not set. */
  readonly value: string | null;
  readonly default: string | null;
  readonly isDefault: boolean;
  readonly valid: string;
  readonly description: string;
  readonly updatedAt: Moment | null;
  readonly updatedBy: string | null;
  /** 1 for the shipped default; rises by one with each change. */
  readonly version: number;
  /** What to think of before leaving it so; null for most. */
  readonly warning: string | null;
}

export type OptionRefusal =
  | { readonly code: 'invalid_option_value'; readonly detail: string }
  | { readonly code: 'unknown_version'; readonly detail: string }
  | { readonly code: 'precondition_failed'; readonly detail: string };

export type OptionOutcome =
  | { readonly ok: true; readonly option: OptionView }
  | ({ readonly ok: false } & OptionRefusal);

/** How ops changes an option: the writer, and the version it expects to replace (undefined: any). */
export interface OptionWrite {
  readonly operator: Operator;
  readonly expectedVersion?: number | undefined;
}

/** An option after its last change, or as it is shipped. */
export function viewOption(
  key: OptionKey,
  change: OptionChange | undefined,
  settings: Pick<Settings, 'timeline' | 'agents' | 'groupsOfAgent'>,
): OptionView {
  const { section, name, kind, description, default: fallback } = CATALOGUE[key];
  const value = change?.value ?? fallback;
  const parsed = parseOption(key, value);
  const options = { ...inForce(settings.timeline), ...(parsed.ok && { [key]: parsed.value }) };
  return {
    section,
    name,
    value: shownValue(value),
    default: shownValue(fallback),
    isDefault: value === fallback,
    valid: kind.valid,
    description,
    updatedAt: change?.at ?? null,
    updatedBy: change?.by ?? null,
    version: change?.version ?? 1,
    warning: warningOf(key, options, settings),
  };
}

/** What is asked for: a value as text, the empty one for not set. */
export interface OptionRequest extends OptionWrite {
  readonly seed: string;
  readonly key: OptionKey;
  readonly text: string;
}

/** Whether a value may be put in force: the text to store and the values then in force, or why not. */
export function judgeOption(
  { key, text, expectedVersion }: Pick<OptionRequest, 'key' | 'text' | 'expectedVersion'>,
  settings: Settings,
):
  | { readonly ok: true; readonly stored: string; readonly values: OptionValues }
  | ({ readonly ok: false } & OptionRefusal) {
  const { name, kind } = CATALOGUE[key];
  const before = viewOption(key, settings.lastChanges.get(name), settings);
  if (expectedVersion !== undefined && expectedVersion !== before.version)
    return {
      ok: false,
      code: 'precondition_failed',
      detail: `${name} is at version ${before.version}, not ${expectedVersion}; read it again.`,
    };
  const parsed = parseOption(key, text, settings.known);
  const values = { ...inForce(settings.timeline), ...(parsed.ok && { [key]: parsed.value }) };
  const clash = parsed.ok ? clashOf(key, values) : parsed.problem;
  if (parsed.ok && clash === null) return { ok: true, stored: parsed.text ?? text, values };
  return {
    ok: false,
    code: 'invalid_option_value',
    detail: `${shownValue(text) === null ? 'null' : quote(text)} ${clash}. Valid for ${name}: ${kind.valid}. It stays ${JSON.stringify(before.value)}.`,
  };
}

/** Puts a value in force from now on; what was due before goes by the value before. */
function decideOption(request: OptionRequest, context: Deciding): Decided<OptionOutcome> {
  const { settings } = context;
  const { key, operator } = request;
  const judged = judgeOption(request, settings);
  if (!judged.ok) return { result: judged };
  const before = viewOption(key, settings.lastChanges.get(CATALOGUE[key].name), settings);
  if (shownValue(judged.stored) === before.value) return { result: { ok: true, option: before } };
  const [change, audit] = nextVersion(key, judged.stored, operator, context);
  const objects =
    key === 'abandonedTime' ? viewFollowing(settings.objects, judged.values.abandonedTime) : [];
  return {
    changes: announce([change, audit, ...objects], context),
    result: { ok: true, option: viewOption(key, change.option, settings) },
  };
}

export const OPTION_DECISIONS = {
  changeOption: decision(NOTHING_READ, decideOption),
};
