import type { Database } from 'better-sqlite3';
import type { TallyRow } from '../../decisions/change.js';
import type { Answers } from '../queries.js';

/** Counters as the changes of a transaction add to them: each row is written once. */
export interface Tallies {
  add(rows: readonly TallyRow[]): void;
  write(): void;
  /** Forgets what was added up, after a rollback. */
  reset(): void;
}

const sum = (a: TallyRow, b: TallyRow): TallyRow => ({
  ...a,
  count: a.count + b.count,
  totalMs: a.totalMs + b.totalMs,
  minMs: Math.min(a.minMs, b.minMs),
  maxMs: Math.max(a.maxMs, b.maxMs),
});

export function createTallies(database: Database): Tallies {
  const upsert = database.prepare(
    `insert into tallies (series, label, minute, bucket, count, total_ms, min_ms, max_ms)
     values (?, ?, ?, ?, ?, ?, ?, ?)
     on conflict (series, label, minute, bucket) do update set
       count = count + excluded.count, total_ms = total_ms + excluded.total_ms,
       min_ms = min(min_ms, excluded.min_ms), max_ms = max(max_ms, excluded.max_ms)`,
  );
  const added = new Map<string, TallyRow>();
  return {
    add(rows) {
      for (const row of rows) {
        const key = `${row.minute}/${row.bucket}/${row.series}\n${row.label}`;
        const before = added.get(key);
        added.set(key, before ? sum(before, row) : row);
      }
    },
    write() {
      for (const { series, label, minute, bucket, count, totalMs, minMs, maxMs } of added.values())
        upsert.run(series, label, minute, bucket, count, totalMs, minMs, maxMs);
      added.clear();
    },
    reset: () => added.clear(),
  };
}

/** Answers from the counters; of a series as long as its labels and minutes are many. */
export function createTallyReads(database: Database): Answers<'tallies'> {
  const select = (where: string) =>
    database.prepare<unknown[], TallyRow>(
      `select series, label, (minute - cast(:from as integer)) / cast(:step as integer) * cast(:step as integer)
         + cast(:from as integer) as minute, bucket,
         sum(count) as count, sum(total_ms) as totalMs, min(min_ms) as minMs, max(max_ms) as maxMs
       from tallies where series = :series ${where} and minute >= :from and minute < :to
       group by label, 3, bucket order by label, minute, bucket`,
    );
  const all = select('');
  const ofLabel = select('and label = :label');
  return {
    tallies({ series, label, from, to, step = Math.max(1, to - from) }) {
      const range = { series, from, to, step };
      return label === undefined ? all.all(range) : ofLabel.all({ ...range, label });
    },
  };
}
