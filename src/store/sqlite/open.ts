import { accessSync, chmodSync, constants, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite, { type Database } from 'better-sqlite3';
import { isFullDisk } from '../room.js';
import { StoreUnusable } from '../store.js';

/** The open database of a data directory, and the lock that makes this process its only user. */
export interface OpenDatabase {
  readonly database: Database;
  readonly file: string;
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
    emptyLog(database);
    // Whoever finds the database busy tries again in a later turn: nobody waits inside SQLite.
    database.pragma('busy_timeout = 0');
    return {
      database,
      file,
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

/** A process that died may have erased what its log still holds. On a full disk that has to wait. */
function emptyLog(database: Database): void {
  try {
    database.pragma('wal_checkpoint(truncate)');
  } catch (error) {
    if (!isFullDisk(error)) throw error;
  }
}

/** What is in the way of a start, told as the operator needs it when it is the disk; else the same. */
export function explainDamage(error: unknown, file: string): unknown {
  if (isFullDisk(error))
    return new StoreUnusable(
      `the disk of ${file} is full, and this start has something to store first; make room and start again`,
    );
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

function lockDirectory(directory: string): Database {
  const file = join(directory, 'lock.db');
  let lock: Database | undefined;
  try {
    lock = new Sqlite(file, { timeout: 0 });
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
