import { accessSync, chmodSync, constants, existsSync, mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite, { type Database } from 'better-sqlite3';
import { StoreUnusable } from '../store.js';

/** The open database of a data directory, and the lock that makes this process its only user. */
export interface OpenDatabase {
  readonly database: Database;
  readonly file: string;
  /** Whether other users of the machine may look into the directory, or write to it. */
  readonly isOpenToOthers: boolean;
  close(): void;
}

/**
 * Opens the database of `directory`, making both when absent. One process per directory: the lock
 * is held by SQLite itself on a file of its own, so it ends with the process however that ends.
 */
export function openDatabase(directory: string): OpenDatabase {
  prepareDirectory(directory);
  const lock = lockDirectory(directory);
  const file = join(directory, 'webengagement.db');
  try {
    const database = new Sqlite(file);
    chmodSync(file, 0o600);
    database.pragma('auto_vacuum = incremental');
    database.pragma('journal_mode = wal');
    database.pragma('synchronous = full');
    database.pragma('foreign_keys = on');
    database.pragma('secure_delete = on');
    database.pragma('journal_size_limit = 67108864');
    database.pragma('cache_size = -65536');
    // A process that died may have erased what its log still holds.
    database.pragma('wal_checkpoint(truncate)');
    // Whoever finds the database busy tries again in a later turn: nobody waits inside SQLite.
    database.pragma('busy_timeout = 0');
    return {
      database,
      file,
      isOpenToOthers: isOpenToOthers(directory),
      close() {
        database.close();
        lock.close();
      },
    };
  } catch (error) {
    lock.close();
    const told = explainDamage(error, file);
    if (told instanceof StoreUnusable) throw told;
    throw new StoreUnusable(`${file} cannot be opened as a database: ${String(error)}`);
  }
}

/** What a database says whose pages make no sense, told as the operator needs it; else the same. */
export function explainDamage(error: unknown, file: string): unknown {
  const isDamage = error instanceof Sqlite.SqliteError && error.code.startsWith('SQLITE_CORRUPT');
  if (!isDamage) return error;
  return new StoreUnusable(
    `${file} is damaged (${error.message}); keep a copy of the data directory and restore a backup`,
  );
}

function prepareDirectory(directory: string): void {
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    accessSync(directory, constants.W_OK | constants.X_OK);
  } catch {
    throw new StoreUnusable(`the data directory ${directory} cannot be written to`);
  }
}

/** Whether a file is for more than its owner. Windows has no such modes, but lists of users. */
const isOpen = (path: string): boolean =>
  process.platform !== 'win32' && (statSync(path).mode & 0o077) !== 0;

/** Closes the file of the admin key, and tells whether others may look into the directory. */
function isOpenToOthers(directory: string): boolean {
  const key = join(directory, 'admin.key');
  if (!existsSync(key) || !isOpen(key)) return isOpen(directory);
  try {
    chmodSync(key, 0o600);
  } catch {
    // Somebody else's, mounted here: it can only be warned about.
    return true;
  }
  return isOpen(directory);
}

function lockDirectory(directory: string): Database {
  const file = join(directory, 'lock.db');
  let lock: Database | undefined;
  try {
    lock = new Sqlite(file, { timeout: 0 });
    chmodSync(file, 0o600);
    lock.pragma('journal_mode = delete');
    lock.exec('begin exclusive');
    return lock;
  } catch (error) {
    lock?.close();
    const isHeld = error instanceof Sqlite.SqliteError && error.code.startsWith('SQLITE_BUSY');
    throw new StoreUnusable(
      isHeld
        ? `another process uses the data directory ${directory}; stop it, or name another directory with DATA_DIR`
        : `${file} cannot be locked: ${String(error)}`,
    );
  }
}
