import type { Moment } from '../../domain/interactions/interaction.js';
import { SILENT } from './leases.js';
import { plucked, type Sql } from './sql.js';

/** A process that serves. */
export interface Node {
  readonly id: string;
  readonly host: string;
  /** Of its program. */
  readonly version: string;
}

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

/** A sign of life; the revision of what operators set. */
export async function beat(sql: Sql, id: string): Promise<number> {
  const revision = await plucked(
    sql.one<{ value: number }>(
      `with seen as (update nodes set seen_at = clock_timestamp() where id = ?)
       select revision as value from service`,
      id,
    ),
  );
  return revision ?? 0;
}

export const unregister = (sql: Sql, id: string): Promise<number> =>
  sql.run('delete from nodes where id = ?', id);
