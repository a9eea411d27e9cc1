import type { Moment } from '../../domain/interactions/interaction.js';
import { BUCKET_MS, DAY_BUCKETS } from '../rows/deliveries.js';
import type { TidyAges } from '../work.js';
import { plucked, type Sql } from './sql.js';

/** Interactions, or chats, removed in one step, and those looked at for it: some wait for their messages. */
const MOST_PURGED = 40;
const LOOK_AHEAD = 10;

/** Forgotten in one step. */
const MOST_FORGOTTEN = 1000;
const MOST_TALLIES = 200;

/** What was removed altogether. */
export interface Removed {
  readonly queue: string;
  readonly identity_id: string | null;
}

/** Nothing about it is still to be sent. */
const delivered = (column: 'interaction' | 'chat', n: string): string => `not exists (
  select 1 from messages m where m.${column} = ${n} and (
    m.n > (select min(cursor) from webhook_endpoints where enabled = 1)
    or exists (select 1 from deliveries d where d.message = m.n and d.status = 'pending')))`;

/** Removes interactions that were stopped at or before a moment, earliest first, as many as a step may. */
export const purge = (sql: Sql, stoppedBy: Moment): Promise<readonly Removed[]> =>
  // Their histories and messages go by their foreign keys.
  sql.all<Removed>(
    `delete from interactions where n in (
       select n from (
         select n, stopped_at from interactions
         where stopped_at <= ? and clock is null and not exists (
           select 1 from chats where chats.id = interactions.chat_id and closed_at is null)
         order by stopped_at limit ?) earliest
       where ${delivered('interaction', 'earliest.n')} order by stopped_at limit ?)
     returning queue, identity_id`,
    ...[stoppedBy, MOST_PURGED * LOOK_AHEAD, MOST_PURGED],
  );

/** The same for chats that ended. */
export const purgeChats = (sql: Sql, closedBy: Moment): Promise<readonly Removed[]> =>
  sql.all<Removed>(
    `delete from chats where n in (
       select n from (
         select n, closed_at from chats where closed_at <= ? order by closed_at limit ?) earliest
       where ${delivered('chat', 'earliest.n')} order by closed_at limit ?)
     returning queue, identity_id`,
    ...[closedBy, MOST_PURGED * LOOK_AHEAD, MOST_PURGED],
  );

/** Forgets some of what is past its time; whether there may be more. */
export async function forget(sql: Sql, madeBy: Moment): Promise<boolean> {
  const oldest = (table: string, moment: string, key: string): Promise<number> =>
    sql.run(
      `delete from ${table} where (${key}) in (
         select ${key} from ${table} where ${moment} <= ? order by ${moment} limit ?)`,
      ...[madeBy, MOST_FORGOTTEN],
    );
  const removed = await Promise.all([
    oldest('agent_history', 'at', 'agent, at, sequence'),
    sql.run(
      `delete from refusals where n in (
         select n from (select n, at from refusals order by n limit ?) o where at <= ?)`,
      ...[MOST_FORGOTTEN, madeBy],
    ),
    oldest('erased_visitors', 'erased_at', 'signing_key, mark'),
    oldest('visits', 'at', 'visit_id'),
  ]);
  return removed.includes(MOST_FORGOTTEN);
}

/** Forgets some of what was counted in a minute or before; whether there may be more. */
export const forgetTallies = async (sql: Sql, minute: number): Promise<boolean> =>
  (await sql.run(
    `delete from tallies where (series, minute, label, bucket) in (
       select series, minute, label, bucket from tallies where minute <= ? order by minute limit ?)`,
    ...[minute, MOST_TALLIES],
  )) === MOST_TALLIES;

/**
 * Removes a little of what is no longer needed, nothing for its age without ages; tells whether
 * there may be more.
 */
export async function tidyMessages(
  sql: Sql,
  ages: TidyAges | null,
  limit: number,
): Promise<boolean> {
  const changed = [
    await sql.run(
      `update deliveries set status = 'failed', next_attempt_at = null where n in (
         select d.n from webhook_endpoints e join deliveries d on d.endpoint = e.n
         where e.enabled = 0 and d.status = 'pending' limit ?)`,
      limit,
    ),
    await sql.run(
      `delete from deliveries where n in (
         select d.n from webhook_endpoints e join deliveries d on d.endpoint = e.n
         where e.deleted_at is not null limit ?)`,
      limit,
    ),
  ];
  await sql.run(
    `delete from webhook_endpoints where deleted_at is not null
       and not exists (select 1 from deliveries d where d.endpoint = webhook_endpoints.n)`,
  );
  if (ages) {
    const { now, purgeBefore } = ages;
    // About no interaction, oldest first: the others go with theirs.
    changed.push(
      await sql.run(
        `delete from messages where n in (
           select m.n from (
             select n, created_at from messages where interaction is null and created_at < ?
             order by created_at limit ?) m
           where m.n <= (select coalesce(min(cursor), m.n) from webhook_endpoints where enabled = 1)
             and not exists (select 1 from deliveries d where d.message = m.n and d.status = 'pending')
           limit ?)`,
        ...[purgeBefore, LOOK_AHEAD * limit, limit],
      ),
      await sql.run(
        `delete from webhook_counts where (endpoint, bucket) in (
           select endpoint, bucket from webhook_counts where bucket < ? limit ?)`,
        ...[Math.floor(now / BUCKET_MS) - DAY_BUCKETS, limit],
      ),
    );
  }
  return changed.includes(limit);
}

/** How many lines of the feed are removed in one step, and how long each is kept, as an interval. */
const MOST_LINES = 1000;
const KEPT_FOR = '2 minutes';

/**
 * Removes lines of the feed that everybody has read long ago, and keeps how far; the newest moment
 * stays. Only the oldest are looked at: those after one that is too young are younger. Whether there
 * may be more.
 */
export async function forgetFeed(sql: Sql): Promise<boolean> {
  const removed = await plucked(
    sql.one<{ value: number }>(
      `with gone as (
         delete from feed where n in (
           select n from (select n, written_at, at from feed order by n limit ?) oldest
           where written_at < clock_timestamp() - ?::interval
             and at < (select max(at) from feed))
         returning transaction),
       kept as (
         update feed_removed set transaction = greatest(transaction,
           (select max(transaction::text::bigint)::text::xid8 from gone))
         where exists (select 1 from gone))
       select count(*) as value from gone`,
      ...[MOST_LINES, KEPT_FOR],
    ),
  );
  return removed === MOST_LINES;
}
