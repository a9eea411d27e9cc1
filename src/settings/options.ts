import type { Operator } from '../decisions/audit.js';
import type { Changes, OptionChange } from '../decisions/change.js';
import type { Context } from '../decisions/context.js';
import { viewFollowing } from '../decisions/engaged-clean.js';
import { announce } from '../decisions/messages.js';
import { changeOf, shownValue } from '../decisions/option-change.js';
import type { Moment } from '../domain/interactions/interaction.js';
import {
  CATALOGUE,
  OPTION_KEYS,
  type OptionKey,
  optionKey,
  parseOption,
} from '../domain/options/catalogue.js';
import { quote } from '../domain/quote.js';
import type { Page, PageRequest } from '../store/page.js';
import type { Store } from '../store/store.js';

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

/** One version of an option. */
export interface OptionVersion {
  readonly version: number;
  readonly value: string | null;
  readonly updatedAt: Moment | null;
  readonly updatedBy: string | null;
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

/**
 * The options in force. A change is validated, versioned, audited and effective in one commit; what
 * was due before it is settled with the old values.
 */
export interface Options {
  list(): readonly OptionView[];
  /** Undefined for an unknown name. */
  get(name: string): OptionView | undefined;
  set(key: OptionKey, value: string, write: OptionWrite): Promise<OptionOutcome>;
  /** Back to the default. */
  reset(key: OptionKey, write: OptionWrite): Promise<OptionOutcome>;
  /** Makes the value of an earlier version the newest. */
  rollBack(key: OptionKey, version: number, write: OptionWrite): Promise<OptionOutcome>;
  /** Newest first; the last one is the shipped default. */
  history(key: OptionKey, page: PageRequest): Promise<Page<OptionVersion>>;
}

const WARNINGS: Partial<Record<OptionKey, string>> = {
  defaultEngagementChannel:
    'Meant for development: while it is set, agent availability is not looked at.',
};

function viewOf(key: OptionKey, change: OptionChange | undefined): OptionView {
  const { section, name, kind, description, default: fallback } = CATALOGUE[key];
  const value = change?.value ?? fallback;
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
    warning: value === '' ? null : (WARNINGS[key] ?? null),
  };
}

export function createOptions(store: Store): Options {
  const current = (key: OptionKey): OptionView =>
    viewOf(key, store.lastChanges().get(CATALOGUE[key].name));

  function decide(
    key: OptionKey,
    text: string,
    write: OptionWrite,
    context: Context,
  ): { changes?: Changes; result: OptionOutcome } {
    const { name, kind } = CATALOGUE[key];
    const before = viewOf(key, context.lastChange(name));
    const { expectedVersion, operator } = write;
    if (expectedVersion !== undefined && expectedVersion !== before.version)
      return {
        result: {
          ok: false,
          code: 'precondition_failed',
          detail: `${name} is at version ${before.version}, not ${expectedVersion}; read it again.`,
        },
      };
    const parsed = parseOption(key, text, context.known);
    if (!parsed.ok)
      return {
        result: {
          ok: false,
          code: 'invalid_option_value',
          detail: `${shownValue(text) === null ? 'null' : quote(text)} ${parsed.problem}. Valid for ${name}: ${kind.valid}. It stays ${JSON.stringify(before.value)}.`,
        },
      };
    if (shownValue(text) === before.value) return { result: { ok: true, option: before } };
    const { option, audit } = changeOf(key, text, operator, context);
    const objects =
      key === 'abandonedTime' ? viewFollowing(context.objects, Number(parsed.value)) : [];
    return {
      changes: announce({ option, audit, ...(objects.length > 0 && { objects }) }, context),
      result: { ok: true, option: viewOf(key, option) },
    };
  }

  const change = (key: OptionKey, text: string, write: OptionWrite): Promise<OptionOutcome> =>
    store.apply({}, (context) => decide(key, text, write, context));

  async function history(key: OptionKey, page: PageRequest): Promise<Page<OptionVersion>> {
    const { items, next } = await store.optionHistory(CATALOGUE[key].name, page);
    const versions = items.map(({ version, value, at, by }) => ({
      version,
      value: shownValue(value),
      updatedAt: at,
      updatedBy: by,
    }));
    if (next !== null) return { items: versions, next };
    // The shipped default ends the list: one more than a page holds has a page of its own.
    if (versions.length === page.size) return { items: versions, next: 2 };
    const value = shownValue(CATALOGUE[key].default);
    return {
      items: [...versions, { version: 1, value, updatedAt: null, updatedBy: null }],
      next: null,
    };
  }

  return {
    list: () => OPTION_KEYS.map(current),
    get(name) {
      const key = optionKey(name);
      return key && current(key);
    },
    set: change,
    reset: (key, write) => change(key, CATALOGUE[key].default, write),
    async rollBack(key, version, write) {
      const { name, default: fallback } = CATALOGUE[key];
      const target = version === 1 ? fallback : (await store.optionVersion(name, version))?.value;
      if (target !== undefined) return change(key, target, write);
      const newest = store.lastChanges().get(name)?.version ?? 1;
      return {
        ok: false,
        code: 'unknown_version',
        detail: `${name} has the versions 1–${newest}.`,
      };
    },
    history,
  };
}
