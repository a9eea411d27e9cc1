import type { Change, TallyRow } from './change.js';
import type { Context } from './context.js';

/** What the changes of one decision add to the counters. Pure; runs in every write. */
export type Counter = (changes: readonly Change[], context: Context) => readonly TallyRow[];

/** A row that counts one thing, or none of which only the time is added, in the minute of the moment at which it happened. */
export const once = (
  series: string,
  label: string,
  at: number,
  ms = 0,
  bucket = 0,
  count = 1,
): TallyRow => ({
  series,
  label,
  minute: Math.floor(at / 60_000),
  bucket,
  count,
  totalMs: ms,
  minMs: ms,
  maxMs: ms,
});

/** Counters as they add up: each row once. */
export interface Tally {
  add(row: TallyRow): void;
  readonly size: number;
  /** What was added up since the last time. */
  take(): readonly TallyRow[];
}

/** Changed in place: this runs in every write. */
type Sum = { -readonly [Member in keyof TallyRow]: TallyRow[Member] };

type Parts = Map<number, Sum>;
type Minutes = Map<number, Parts>;

/** What a map has under a key, made if need be. */
function within<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const fresh = make();
  map.set(key, fresh);
  return fresh;
}

const emptyMap = <K, V>(): Map<K, V> => new Map();

/** Nothing counted yet. */
export function createTally(): Tally {
  // From map to map: to make a text of all four for each row took longer than all the counting.
  const sums = new Map<string, Map<string, Minutes>>();
  let rows: Sum[] = [];
  return {
    add(row) {
      const ofSeries = within(sums, row.series, emptyMap<string, Minutes>);
      const ofLabel = within(ofSeries, row.label, emptyMap<number, Parts>);
      const parts = within(ofLabel, row.minute, emptyMap<number, Sum>);
      const sum = parts.get(row.bucket);
      if (sum === undefined) {
        const fresh = { ...row };
        parts.set(row.bucket, fresh);
        rows.push(fresh);
        return;
      }
      sum.count += row.count;
      sum.totalMs += row.totalMs;
      if (row.minMs < sum.minMs) sum.minMs = row.minMs;
      if (row.maxMs > sum.maxMs) sum.maxMs = row.maxMs;
    },
    get size() {
      return rows.length;
    },
    take() {
      const taken = rows;
      rows = [];
      sums.clear();
      return taken;
    },
  };
}
