import type { Database } from 'better-sqlite3';
import type { CountedSeries, TallyRow } from '../../decisions/change.js';
import { createTally } from '../../decisions/counter.js';
import type { StoredSettings } from '../../decisions/settings.js';
import type { Answers } from '../queries.js';
import type { WritersOf } from './writer.js';

/** Counters as the changes of a transaction add to them: each row is written once. */
export interface Tallies {
  add(rows: readonly TallyRow[]): void;
  write(): void;
  /** Forgets what was added up, after a rollback. */
  reset(): void;
}

export function createTallies(database: Database): Tallies {
  const upsert = database.prepare(
    `insert into tallies (series, label, minute, bucket, count, total_ms, min_ms, max_ms)
     values (?, ?, ?, ?, ?, ?, ?, ?)
     on conflict (series, minute, label, bucket) do update set
       count = count + excluded.count, total_ms = total_ms + excluded.total_ms,
       min_ms = min(min_ms, excluded.min_ms), max_ms = max(max_ms, excluded.max_ms)`,
  );
  const tally = createTally();
  return {
    add(rows) {
      for (const row of rows) tally.add(row);
    },
    write() {
      for (const { series, label, minute, bucket, count, totalMs, minMs, maxMs } of tally.take())
        upsert.run(series, label, minute, bucket, count, totalMs, minMs, maxMs);
    },
    reset: () => void tally.take(),
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

/** Since when each statistic is counted. */
export function createSeriesWriter(database: Database): WritersOf<'counted_series'> {
  const upsert = database.prepare(
    `insert into counted_series (statistic, series, since) values (?, ?, ?)
     on conflict (statistic) do update set series = excluded.series, since = excluded.since`,
  );
  return {
    counted_series({ counted: { statistic, series, since } }) {
      upsert.run(statistic, series, since);
    },
  };
}

/** Since when each is, by its name. */
export function loadSeries(database: Database): Pick<StoredSettings, 'countedSeries'> {
  const rows = database
    .prepare<[], CountedSeries>('select statistic, series, since from counted_series')
    .all();
  return { countedSeries: new Map(rows.map((row) => [row.statistic, row])) };
}
