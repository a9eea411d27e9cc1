import type { Change, TallyRow } from './change.js';
import type { Context } from './context.js';

/** What one change adds to the counters. Pure. */
export type Counter = (change: Change, context: Context) => readonly TallyRow[];

/** Everything that is counted with the facts it is made of. */
const COUNTERS: readonly Counter[] = [];

/** The minute of a moment, since the Unix epoch. */
export const minuteOf = (moment: number): number => Math.floor(moment / 60_000);

/** A row that counts one thing, which took so long. */
export const once = (series: string, label: string, at: number, ms = 0, bucket = 0): TallyRow => ({
  series,
  label,
  minute: minuteOf(at),
  bucket,
  count: 1,
  totalMs: ms,
  minMs: ms,
  maxMs: ms,
});

/** What changes add to the counters. */
export function tallyOf(changes: readonly Change[], context: Context): readonly TallyRow[] {
  if (COUNTERS.length === 0) return [];
  return changes.flatMap((change) => COUNTERS.flatMap((counter) => counter(change, context)));
}
