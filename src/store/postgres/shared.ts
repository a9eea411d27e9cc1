import { hash } from 'node:crypto';
import {
  type Called,
  type Codes,
  type LeavingPage,
  type Leavings,
  MOST_CODES,
  type Shared,
} from '../shared.js';
import { type Sql, STATEMENT_TIME } from './sql.js';

/** Rows that are removed in one step. */
const MOST_FORGOTTEN = 1000;

const IN = "clock_timestamp() + ? * interval '1 millisecond'";

const hashOf = (code: string): string => hash('sha256', code, 'base64url');

/** Codes by their hashes: who reads the table cannot use them. */
export const createSharedCodes = (sql: Sql): Codes => ({
  async keep(purpose, code, ms) {
    await sql.run(
      `insert into codes (purpose, hash, until) values (?, ?, ${IN})
       on conflict (purpose, hash) do update set until = excluded.until`,
      ...[purpose, hashOf(code), ms],
    );
    await sql.run(
      `delete from codes where purpose = ? and hash in (
         select hash from codes where purpose = ? order by until desc offset ?)`,
      ...[purpose, purpose, MOST_CODES[purpose]],
    );
  },
  has: async (purpose, code) =>
    (await sql.one(
      'select 1 from codes where purpose = ? and hash = ? and until > clock_timestamp()',
      ...[purpose, hashOf(code)],
    )) !== undefined,
  use: async (purpose, code) =>
    (await sql.run(
      'delete from codes where purpose = ? and hash = ? and until > clock_timestamp()',
      ...[purpose, hashOf(code)],
    )) === 1,
});

const createLeavings = (sql: Sql): Leavings => ({
  async put({ visitId, interactionId, at }) {
    // A visit of which nobody knows has not been changed: creations count from there.
    await sql.run(
      `insert into visits (visit_id, changes, at, leaving, leaving_at) values (?, 0, ?, ?, ?)
       on conflict (visit_id) do update set leaving = excluded.leaving,
         leaving_at = excluded.leaving_at`,
      ...[visitId, at, interactionId, at],
    );
  },
  async drop(visitId) {
    await sql.run(
      `update visits set leaving = null, leaving_at = null
       where visit_id = ? and leaving_at is not null`,
      visitId,
    );
  },
  async end({ visitId, interactionId, at }) {
    await sql.run(
      `update visits set leaving = null, leaving_at = null
       where visit_id = ? and leaving = ? and leaving_at = ?`,
      ...[visitId, interactionId, at],
    );
  },
  list: (limit) =>
    sql.all<LeavingPage>(
      `select visit_id as "visitId", leaving as "interactionId", leaving_at as at from visits
       where leaving_at is not null order by leaving_at limit ?`,
      limit,
    ),
});

interface CalledRow extends Called {
  readonly name: string;
}

async function countCalls(
  sql: Sql,
  calls: ReadonlyMap<string, number>,
  windowMs: number,
): Promise<ReadonlyMap<string, Called>> {
  // In one order, so that nobody waits for somebody who waits.
  const names = [...calls.keys()].sort();
  const isOver = 'calls.until <= clock_timestamp()';
  const rows = await sql.all<CalledRow>(
    `insert into calls (name, count, until)
     select name, count, ${IN} from unnest(?::text[], ?::bigint[]) c(name, count) order by name
     on conflict (name) do update set
       count = excluded.count + case when ${isOver} then 0 else calls.count end,
       until = case when ${isOver} then excluded.until else calls.until end
     returning name, count,
       (extract(epoch from until - clock_timestamp()) * 1000)::float8 as "msLeft"`,
    ...[windowMs, names, names.map((name) => calls.get(name) ?? 0)],
  );
  return new Map(rows.map(({ name, ...called }) => [name, called]));
}

/** What nodes share beside the data; hints go with the lines of the feed. */
export const createShared = (sql: Sql, hints: Pick<Shared, 'hint' | 'onHint'>): Shared => ({
  ...hints,
  codes: createSharedCodes(sql),
  leavings: createLeavings(sql),
  count: (calls, windowMs) => countCalls(sql, calls, windowMs),
});

/** Forgets some of what is past its time; whether there may be more. */
export async function forgetShared(sql: Sql): Promise<boolean> {
  const past = (table: string, key: string): Promise<number> =>
    sql.run(
      `delete from ${table} where (${key}) in (
         select ${key} from ${table} where until < ${STATEMENT_TIME} limit ? for update skip locked)`,
      MOST_FORGOTTEN,
    );
  const removed = await Promise.all([past('calls', 'name'), past('codes', 'purpose, hash')]);
  return removed.includes(MOST_FORGOTTEN);
}
