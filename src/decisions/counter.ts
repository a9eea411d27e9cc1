import type { Change, TallyRow } from './change.js';
import type { Context } from './context.js';

/** What the changes of one decision add to the counters. Pure; runs in every write. */
export type Counter = (changes: readonly Change[], context: Context) => readonly TallyRow[];

/** A row that counts one thing, in the minute of the moment at which it happened. */
export const once = (series: string, label: string, at: number, ms = 0, bucket = 0): TallyRow => ({
  series,
  label,
  minute: Math.floor(at / 60_000),
  bucket,
  count: 1,
  totalMs: ms,
  minMs: ms,
  maxMs: ms,
});
