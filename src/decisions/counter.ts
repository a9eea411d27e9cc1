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

/** Counters as they add up: each row once. */
export interface Tally {
  add(row: TallyRow): void;
  readonly size: number;
  /** What was added up since the last time. */
  take(): readonly TallyRow[];
}

/** Nothing counted yet. */
export function createTally(): Tally {
  const rows = new Map<string, TallyRow>();
  return {
    add(row) {
      const key = `${row.minute}/${row.bucket}/${row.series}\n${row.label}`;
      const before = rows.get(key);
      rows.set(key, before === undefined ? row : sum(before, row));
    },
    get size() {
      return rows.size;
    },
    take() {
      const taken = [...rows.values()];
      rows.clear();
      return taken;
    },
  };
}

const sum = (a: TallyRow, b: TallyRow): TallyRow => ({
  ...a,
  count: a.count + b.count,
  totalMs: a.totalMs + b.totalMs,
  minMs: Math.min(a.minMs, b.minMs),
  maxMs: Math.max(a.maxMs, b.maxMs),
});
