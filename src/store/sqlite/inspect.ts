import type { Database } from 'better-sqlite3';
import Sqlite from 'better-sqlite3';
import { StoreUnusable } from '../failures.js';
import { checkMigrations } from './migrate.js';

/**
 * Looks into every page of a database that nobody else uses; throws `StoreUnusable` when it is none
 * of this program, is newer than the program, or is damaged. Returns the number of its newest
 * migration. Takes seconds for a gigabyte, and holds the thread.
 */
export function inspect(database: Database): number {
  try {
    const number = checkMigrations(database).length;
    if (number === 0) throw new StoreUnusable('it is no database of this program, or an empty one');
    const found = database.pragma('integrity_check(1)', { simple: true });
    if (found !== 'ok') throw new StoreUnusable(`it is damaged: ${String(found)}`);
    const strays = database.pragma('foreign_key_check') as unknown[];
    if (strays.length > 0)
      throw new StoreUnusable(`it is damaged: ${strays.length} rows refer to what is not there`);
    return number;
  } catch (error) {
    if (error instanceof StoreUnusable) throw error;
    const isForeign = error instanceof Sqlite.SqliteError && error.code === 'SQLITE_NOTADB';
    throw new StoreUnusable(isForeign ? 'it is no SQLite database' : `it is damaged: ${error}`);
  }
}
