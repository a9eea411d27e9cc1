import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Bulk, BulkCounts } from '../decisions/bulk.js';
import { createSecret } from '../ids.js';
import { afterSome } from '../store/failures.js';
import type { Page, PageRequest, Place } from '../store/page.js';
import type { Store } from '../store/store.js';

/** Changed in one transaction: a few milliseconds of the event loop. */
const BATCH = 25;
/** Bulks under way whose counts are remembered; of older ones what came before is not told. */
const MOST_UNDER_WAY = 100;

/** What became of one: it was changed, it was so already, or why it was refused. */
export type Applied = 'done' | 'unchanged' | { readonly refused: string };

export interface BulkRequest<T> extends Omit<Bulk, 'counts'> {
  /** The `next` of the step before; undefined for the first. */
  readonly after: Place | undefined;
  readonly size: number;
  readonly list: (page: PageRequest) => Promise<Page<T>>;
  readonly apply: (item: T) => Promise<Applied>;
}

/** What one step came to; `next` continues, null at the end. */
export interface BulkStep extends BulkCounts {
  readonly next: Place | null;
}

/**
 * Acts on everything that a filter finds, newest first, a step at a time; what is new meanwhile is
 * left. The audit has a line when it begins, and one with all that came of it. Rejects as reads and
 * changes of the store do: what was done stays done, and the same step may be asked for again.
 */
export type Bulks = <T>(request: BulkRequest<T>) => Promise<BulkStep>;

const NOTHING: BulkCounts = { matched: 0, done: 0, refused: {} };

function sum(a: BulkCounts, b: BulkCounts): BulkCounts {
  const refused = { ...a.refused };
  for (const [code, count] of Object.entries(b.refused))
    refused[code] = (refused[code] ?? 0) + count;
  return { matched: a.matched + b.matched, done: a.done + b.done, refused };
}

function countsOf(outcomes: readonly Applied[]): BulkCounts {
  const refused: Record<string, number> = {};
  for (const outcome of outcomes)
    if (typeof outcome === 'object') refused[outcome.refused] = (refused[outcome.refused] ?? 0) + 1;
  const done = outcomes.filter((outcome) => outcome === 'done').length;
  return { matched: outcomes.length, done, refused };
}

/** Applies to each, in batches that others get their turn between. */
async function applyAll<T>(
  items: readonly T[],
  apply: (item: T) => Promise<Applied>,
): Promise<BulkCounts> {
  let counts = NOTHING;
  for (let at = 0; at < items.length; at += BATCH) {
    const outcomes = await Promise.allSettled(items.slice(at, at + BATCH).map(apply));
    counts = sum(
      counts,
      countsOf(outcomes.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []))),
    );
    const failed = outcomes.find((each) => each.status === 'rejected');
    if (failed) throw counts.done > 0 ? afterSome(failed.reason) : failed.reason;
    await nextTurn();
  }
  return counts;
}

export function createBulks(store: Pick<Store, 'apply'>): Bulks {
  /** What came of each that is under way, by its name in the places it goes on from. */
  const underWay = new Map<string, BulkCounts>();

  return async ({ after, size, list, apply, ...bulk }) => {
    const [, known = createSecret(9), place] = /^([^ ]+) (.*)$/.exec(after ?? '') ?? [];
    const page = await list({ size, after: place });
    if (after === undefined && page.items.length > 0)
      await store.apply('noteBulk', { ...bulk, counts: null });
    const counts = await applyAll(page.items, apply);
    const total = sum(underWay.get(known) ?? NOTHING, counts);
    underWay.delete(known);
    if (page.next !== null) {
      underWay.set(known, total);
      for (const oldest of underWay.keys())
        if (underWay.size > MOST_UNDER_WAY) underWay.delete(oldest);
    } else if (total.matched > 0) await store.apply('noteBulk', { ...bulk, counts: total });
    return { ...counts, next: page.next === null ? null : `${known} ${page.next}` };
  };
}
