import { performance } from 'node:perf_hooks';
import type { Moment } from '../../domain/interactions/interaction.js';
import type { ServingNode } from '../node-queries.js';
import { SINGLETONS } from '../work.js';
import { plucked, type Sql } from './sql.js';

/** A process that serves. */
export interface Node {
  readonly id: string;
  readonly host: string;
  /** Of its program. */
  readonly version: string;
}

/** A node as it was entered. */
export interface Serving extends Node {
  /** When that was, by the monotonic clock. */
  readonly since: number;
  /** Since when anybody serves, in service time. */
  readonly servingSince: Moment;
}

/** Nodes that were silent for longer are gone, and with them what they hold. */
export const SILENT = "interval '7 seconds'";
/** Who is silent for so long is not remembered any more. */
const FORGOTTEN = "interval '1 hour'";

/** Enters a node; since when anybody serves: since now, or since others do that are there. */
export async function register(
  sql: Sql,
  { id, host, version }: Node,
  now: Moment,
): Promise<Moment> {
  await sql.run(`delete from nodes where seen_at < clock_timestamp() - ${FORGOTTEN}`);
  const since = await plucked(
    sql.one<{ value: Moment }>(
      `insert into nodes (id, host, version, serving_since) values (?, ?, ?, coalesce(
         (select min(serving_since) from nodes where seen_at > clock_timestamp() - ${SILENT}), ?))
       returning serving_since as value`,
      ...[id, host, version, now],
    ),
  );
  return since ?? now;
}

/** What a node is told with its sign of life. */
export interface Beat {
  /** Of what operators set. */
  readonly revision: number;
  /** What time it is, in milliseconds since the epoch. */
  readonly moment: number;
}

/** A sign of life: enters a node anew, as it was, that was silent for so long that it is forgotten. */
export const beat = (
  sql: Sql,
  { id, host, version, since, servingSince }: Serving,
): Promise<Beat | undefined> =>
  sql.one<Beat>(
    `with seen as (
       insert into nodes (id, host, version, started_at, serving_since)
       values (?, ?, ?, clock_timestamp() - ? * interval '1 millisecond', ?)
       on conflict (id) do update set seen_at = clock_timestamp())
     select revision, (extract(epoch from clock_timestamp()) * 1000)::float8 as moment from service`,
    ...[id, host, version, performance.now() - since, servingSince],
  );

const millisecondsOf = (column: string): string => `(extract(epoch from ${column}) * 1000)::bigint`;

/** Who is there, as a node tells it, and who has claimed what is not past its time. */
export const listNodes = (sql: Sql, self: string): Promise<readonly ServingNode[]> =>
  sql.all<ServingNode>(
    `select id, id = ? as self, host, version, ${millisecondsOf('started_at')} as "startedAt",
       ${millisecondsOf('seen_at')} as "seenAt", array(
       select work.name from unnest(?::text[]) with ordinality work(name, place)
       join work_leases on work_leases.name = work.name and work_leases.node = nodes.id
       where work_leases.until > clock_timestamp() order by work.place) as leases
     from nodes where seen_at > clock_timestamp() - ${SILENT} order by id`,
    ...[self, SINGLETONS],
  );

export const unregister = (sql: Sql, id: string): Promise<number> =>
  sql.run('delete from nodes where id = ?', id);
