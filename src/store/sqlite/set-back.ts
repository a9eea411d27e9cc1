import type { Database } from 'better-sqlite3';
import type { AuditAction } from '../../decisions/audit.js';
import { BUCKET_MS } from '../rows/deliveries.js';

const DAY_MS = 24 * 60 * 60 * 1000;

/** Moments by the names of their columns, in every table there is. */
const IS_MOMENT = /(^|_)(at|since|until|moment)$/;
/** Those that lie ahead by their nature: an overlap goes on for a day at most. */
const LIES_AHEAD = /_expires_at$/;

interface Column {
  readonly table: string;
  readonly column: string;
}

/** The columns that hold moments, by table. */
function momentColumns(database: Database): ReadonlyMap<string, readonly string[]> {
  const columns = database
    .prepare<[], Column>(
      `select m.name as "table", c.name as "column" from sqlite_schema m, pragma_table_info(m.name) c
       where m.type = 'table' and m.name not like 'sqlite_%' and upper(c.type) = 'INTEGER'`,
    )
    .all();
  const byTable = new Map<string, readonly string[]>();
  for (const { table, column } of columns)
    if (IS_MOMENT.test(column)) byTable.set(table, [...(byTable.get(table) ?? []), column]);
  return byTable;
}

/**
 * Moves every stored moment that is later than `now` (milliseconds since the epoch) back to it, in
 * one transaction; returns how many rows of which table that concerned. The order of moments stays,
 * so what holds between them holds on. Counters of the future are forgotten.
 */
export function setBack(database: Database, now: number): ReadonlyMap<string, number> {
  const changed = new Map<string, number>();
  database.transaction(() => {
    for (const [table, columns] of momentColumns(database)) {
      const latest = columns.map((column) => (LIES_AHEAD.test(column) ? now + DAY_MS : now));
      // One statement a table: its checks hold one moment of a row against another.
      const { changes } = database
        .prepare(
          `update "${table}" set ${columns.map((column) => `"${column}" = min("${column}", ?)`).join(', ')}
           where ${columns.map((column) => `"${column}" > ?`).join(' or ')}`,
        )
        .run(...latest, ...latest);
      if (changes > 0) changed.set(table, changes);
    }
    const lastBucket = Math.floor(now / BUCKET_MS);
    database.prepare('delete from webhook_counts where bucket > ?').run(lastBucket);
    if (changed.size > 0)
      database
        .prepare(
          `insert into audit (at, key_id, key_name, action, target, before, after)
           values (?, 'system', 'system', ?, 'database', null, ?)`,
        )
        .run(
          now,
          'time.set_back' satisfies AuditAction,
          JSON.stringify(Object.fromEntries(changed)),
        );
  })();
  return changed;
}
