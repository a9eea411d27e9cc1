import type { Database } from 'better-sqlite3';
import type { CountedSeries, TallyRow } from '../../decisions/change.js';
import { createTally } from '../../decisions/counter.js';
import type { StoredSettings } from '../../decisions/settings.js';
import { type FunnelCount, foldFunnel } from '../../domain/funnel/report.js';
import { LIMITS } from '../../domain/limits.js';
import type { Answers } from '../queries.js';
import type { WritersOf } from './writer.js';

/** Counters as the changes of a transaction add to them: each row is written once. */
export interface Tallies {
  add(rows: readonly TallyRow[]): void;
  write(): void;
  /** Forgets what was added up, after a rollback. */
  reset(): void;
}

const DAY = 24 * 60;
/** Days of which it is known which labels they have: now, and what is noticed late. */
const DAYS = 4;

/** Holds labels that strangers make up to a bound: of each day, those that came first. */
function createBounds(database: Database): {
  keep(row: TallyRow): TallyRow;
  reset(): void;
} {
  // From label to label: however much is counted of each.
  const next = database
    .prepare<[string, number, string], string>(
      `select label from tallies where series = ? and minute = ? and label > ?
       order by label limit 1`,
    )
    .pluck();
  const known = new Map<number, Map<string, Set<string>>>();

  function labelsOf(series: string, day: number): Set<string> {
    const found = known.get(day)?.get(series);
    if (found) return found;
    const labels = new Set<string>();
    for (let label = next.get(series, day, ''); label; label = next.get(series, day, label))
      labels.add(label);
    if (known.size >= DAYS && !known.has(day)) known.clear();
    known.set(day, (known.get(day) ?? new Map<string, Set<string>>()).set(series, labels));
    return labels;
  }

  return {
    keep(row) {
      const { bound } = row;
      if (bound === undefined) return row;
      const labels = labelsOf(bound.series, Math.floor(row.minute / DAY) * DAY);
      if (labels.has(row.label)) return row;
      if (labels.size >= LIMITS.tallyLabels.most && bound.others !== null)
        return { ...row, label: bound.others };
      labels.add(row.label);
      return row;
    },
    reset: () => known.clear(),
  };
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
  const bounds = createBounds(database);
  return {
    add(rows) {
      for (const row of rows) tally.add(bounds.keep(row));
    },
    write() {
      for (const { series, label, minute, bucket, count, totalMs, minMs, maxMs } of tally.take())
        upsert.run(series, label, minute, bucket, count, totalMs, minMs, maxMs);
    },
    reset() {
      tally.take();
      bounds.reset();
    },
  };
}

/** The first minute of the step that a row is of. */
const STEP = `(minute - cast(:from as integer)) / cast(:step as integer) * cast(:step as integer)
  + cast(:from as integer)`;

/** Adds the funnel up: what nobody tells apart is not told apart here, which is far less to sort. */
function createFunnelRead(database: Database): Answers<'funnel'>['funnel'] {
  const select = (label: 'label' | `'[]'`, minute: string, group: string) =>
    database.prepare<unknown[], FunnelCount>(
      `select ${label} as label, ${minute} as minute, bucket,
         sum(count) as count, min(min_ms) as minMs, max(max_ms) as maxMs
       from tallies where series = :series and minute >= :from and minute < :to group by ${group}`,
    );
  const all = {
    whole: select(`'[]'`, ':from', 'bucket'),
    steps: select(`'[]'`, STEP, '2, bucket'),
  };
  const byLabel = {
    whole: select('label', ':from', 'label, bucket'),
    steps: select('label', STEP, '2, label, bucket'),
  };
  return (ranges, wish) => {
    const { whole, steps } = wish.by === null ? all : byLabel;
    const counts = ranges.flatMap(({ series, from, to, step = to - from }) =>
      step < to - from ? steps.all({ series, from, to, step }) : whole.all({ series, from, to }),
    );
    // Where it is read: what it comes to is a hundredth of what there is to add up.
    return foldFunnel(counts, wish);
  };
}

/** Answers from the counters; of a series as long as its labels and minutes are many. */
export function createTallyReads(database: Database): Answers<'tallies' | 'funnel'> {
  const select = (where: string) =>
    database.prepare<unknown[], TallyRow>(
      `select series, label, ${STEP} as minute, bucket,
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
    funnel: createFunnelRead(database),
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
