import type { Database } from 'better-sqlite3';
import type { CopySource, StoredRow } from '../copying.js';
import { StoreUnusable } from '../failures.js';
import { checkMigrations, readMigrations } from './migrate.js';
import { newestMoment } from './sqlite.js';

/** What a database of this driver has for itself: its own migrations, and one row of its time. */
const OWN_TABLES: ReadonlySet<string> = new Set(['migrations', 'service']);

/** Who dispatches for an endpoint: with the process it is gone. */
const OWN_COLUMNS: ReadonlySet<string> = new Set(['lease_owner', 'lease_until']);

/**
 * Everything in a database that nobody writes to, for a store of another kind. Throws `StoreUnusable`
 * for a schema that is not the newest: it is left as it is.
 */
export function readAll(database: Database): CopySource {
  const missing = readMigrations().length - checkMigrations(database).length;
  if (missing > 0)
    throw new StoreUnusable(
      `the data directory lacks ${missing} ${missing === 1 ? 'migration' : 'migrations'} of this program; back it up, run "webengagement migrate" on it, then copy`,
    );
  const columns = database
    .prepare<[string], string>('select name from pragma_table_info(?)')
    .pluck();
  const names = database
    .prepare<[], string>(
      `select name from sqlite_schema where type = 'table' and name not like 'sqlite\\_%' escape '\\'
       order by name`,
    )
    .pluck()
    .all()
    .filter((name) => !OWN_TABLES.has(name));
  const tables = new Map(
    names.map((name) => [name, columns.all(name).filter((column) => !OWN_COLUMNS.has(column))]),
  );

  const counts = new Map<string, number>();

  return {
    tables,
    count(table) {
      // It is asked for again with every few rows, and each answer looks at all of them.
      const known = counts.get(table);
      if (known !== undefined) return known;
      const found = database.prepare<[], number>(`select count(*) from "${table}"`).pluck().get();
      counts.set(table, found ?? 0);
      return found ?? 0;
    },
    rows(table, asked) {
      const known = tables.get(table) ?? [];
      const selected = asked.map((column) => {
        if (known.includes(column)) return `"${column}"`;
        if (column === 'n') return 'rowid';
        throw new Error(`${table} has no column ${column}`);
      });
      return database
        .prepare<[], StoredRow>(`select ${selected.join(', ')} from "${table}"`)
        .raw()
        .iterate();
    },
    newestMoment: newestMoment(database),
    newestMessage:
      database
        .prepare<[], number>(`select seq from sqlite_sequence where name = 'messages'`)
        .pluck()
        .get() ?? 0,
  };
}
