import type { TallyRow } from '../../decisions/change.js';
import { createTally } from '../../decisions/counter.js';
import { LIMITS } from '../../domain/limits.js';
import type { Sql } from './sql.js';
import type { Writing } from './writing.js';

const DAY = 24 * 60;
/** Days of which it is known which labels they have: now, and what is noticed late. */
const DAYS = 4;

/** Labels that a day has in a series are only ever more: what is known stays so. */
export interface KnownLabels {
  labelsOf(sql: Sql, series: string, day: number, wanted: string): Promise<Set<string>>;
}

export function createKnownLabels(): KnownLabels {
  const known = new Map<string, Set<string>>();
  return {
    async labelsOf(sql, series, day, wanted) {
      const name = `${day} ${series}`;
      const found = known.get(name);
      if (found?.has(wanted) || (found?.size ?? 0) >= LIMITS.tallyLabels.most)
        return found ?? new Set();
      const rows = await sql.all<{ label: string }>(
        'select distinct label from tallies where series = ? and minute = ?',
        series,
        day,
      );
      const labels = new Set(rows.map(({ label }) => label));
      if (known.size >= DAYS && found === undefined) known.clear();
      known.set(name, labels);
      return labels;
    },
  };
}

/**
 * What a transaction adds to the counters, each row once. Labels that strangers make up are held to a
 * bound: of each day, those that came first.
 */
export async function addUp(
  sql: Sql,
  rows: readonly TallyRow[],
  known: KnownLabels,
): Promise<readonly TallyRow[]> {
  const tally = createTally();
  const fresh = new Map<string, Set<string>>();
  for (const row of rows) {
    const { bound, label } = row;
    if (bound === undefined) {
      tally.add(row);
      continue;
    }
    const day = Math.floor(row.minute / DAY) * DAY;
    const name = `${day} ${bound.series}`;
    // A copy: what is not committed is not known.
    const labels = fresh.get(name) ?? new Set(await known.labelsOf(sql, bound.series, day, label));
    fresh.set(name, labels);
    const isOther =
      !labels.has(label) && labels.size >= LIMITS.tallyLabels.most && bound.others !== null;
    if (!isOther) labels.add(label);
    tally.add(isOther && bound.others !== null ? { ...row, label: bound.others } : row);
  }
  return tally.take();
}

/** Writes rows of counters in one order, so that nobody waits for somebody who waits. */
export function writeTallies(writing: Writing, rows: readonly TallyRow[]): void {
  if (rows.length === 0) return;
  const keyOf = ({ series, minute, label, bucket }: TallyRow): string =>
    JSON.stringify([series, minute, label, bucket]);
  const all = [...rows].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  writing.run(
    `insert into tallies (series, label, minute, bucket, count, total_ms, min_ms, max_ms)
     select * from unnest(?::text[], ?::text[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[],
       ?::bigint[], ?::bigint[])
     on conflict (series, minute, label, bucket) do update set
       count = tallies.count + excluded.count, total_ms = tallies.total_ms + excluded.total_ms,
       min_ms = least(tallies.min_ms, excluded.min_ms),
       max_ms = greatest(tallies.max_ms, excluded.max_ms)`,
    all.map(({ series }) => series),
    all.map(({ label }) => label),
    all.map(({ minute }) => minute),
    all.map(({ bucket }) => bucket),
    all.map(({ count }) => count),
    all.map(({ totalMs }) => totalMs),
    all.map(({ minMs }) => minMs),
    all.map(({ maxMs }) => maxMs),
  );
}
