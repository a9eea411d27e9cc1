import type { Clock } from '../clock.js';
import type { OptionChange } from '../decisions/change.js';
import { shownValue } from '../decisions/option-versions.js';
import {
  judgeOption,
  type OptionOutcome,
  type OptionView,
  type OptionWrite,
  viewOption,
} from '../decisions/options.js';
import { CLOCKS, startsMoved } from '../domain/clocks.js';
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

/** Of the clocks that run and are not due: whose deadline moves, and which of these end at once. */
export interface OptionEffect {
  readonly movedDeadlines: number;
  readonly endingNow: number;
}

/** What a change would do, or why it would be refused. */
export type OptionPreview =
  | { readonly ok: true; readonly effect: OptionEffect }
  | Extract<OptionOutcome, { ok: false }>;

/**
 * The options in force. A change is validated, versioned, audited and effective in one commit; what
 * was due before it is settled with the old values.
 */
export interface Options {
  list(): readonly OptionView[];
  /** Undefined for an unknown name. */
  get(name: string): OptionView | undefined;
  set(key: OptionKey, value: string, write: OptionWrite): Promise<OptionOutcome>;
  /** What `set` would do to the clocks that run; nothing is changed. */
  preview(
    key: OptionKey,
    value: string,
    expectedVersion: number | undefined,
  ): Promise<OptionPreview>;
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
    async preview(key, text, expectedVersion) {
      const settings = store.lastSettings();
      const judged = judgeOption({ key, text, expectedVersion }, settings);
      if (!judged.ok) return judged;
      const { timeline, servingSince } = settings;
      let [movedDeadlines, endingNow] = [0, 0];
      for (const name of CLOCKS) {
        const starts = startsMoved(name, timeline, judged.values, servingSince, clock.now());
        if (starts === null) continue;
        movedDeadlines += await store.read('countRunning', name, starts.moved);
        endingNow += await store.read('countRunning', name, starts.ending);
      }
      return { ok: true, effect: { movedDeadlines, endingNow } };
    },
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
