import type { Clock } from '../clock.js';
import type { OptionChange } from '../decisions/change.js';
import { shownValue } from '../decisions/option-versions.js';
import {
  type OptionOutcome,
  type OptionView,
  type OptionWrite,
  viewOption,
} from '../decisions/options.js';
import type { Moment } from '../domain/interactions/interaction.js';
import { CATALOGUE, OPTION_KEYS, type OptionKey, optionKey } from '../domain/options/catalogue.js';
import { createId } from '../ids.js';
import type { Page, PageRequest } from '../store/page.js';
import type { Store } from '../store/store.js';
import { withShipped } from './history.js';

/** One version of an option. */
export interface OptionVersion {
  readonly version: number;
  readonly value: string | null;
  readonly updatedAt: Moment | null;
  readonly updatedBy: string | null;
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

export function createOptions(store: Store, clock: Pick<Clock, 'now'>): Options {
  const last = (key: OptionKey): OptionChange | undefined =>
    store.lastSettings().lastChanges.get(CATALOGUE[key].name);

  const current = (key: OptionKey): OptionView => viewOption(key, last(key), store.lastSettings());

  const change = (key: OptionKey, text: string, write: OptionWrite): Promise<OptionOutcome> =>
    store.apply('changeOption', { seed: createId(clock.now()), key, text, ...write });

  async function history(key: OptionKey, page: PageRequest): Promise<Page<OptionVersion>> {
    const { name, default: fallback } = CATALOGUE[key];
    const { items, next } = await store.read('optionHistory', name, page);
    const versions = items.map(({ version, value, at, by }) => ({
      version,
      value: shownValue(value),
      updatedAt: at,
      updatedBy: by,
    }));
    const shipped = { version: 1, value: shownValue(fallback), updatedAt: null, updatedBy: null };
    return withShipped<OptionVersion>({ items: versions, next }, page.size, shipped);
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
      const stored = version === 1 ? null : await store.read('optionVersion', name, version);
      const target = version === 1 ? fallback : stored?.value;
      if (target !== undefined) return change(key, target, write);
      return {
        ok: false,
        code: 'unknown_version',
        detail: `${name} has the versions 1–${last(key)?.version ?? 1}.`,
      };
    },
    history,
  };
}
