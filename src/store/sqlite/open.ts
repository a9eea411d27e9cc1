import { chmodSync } from 'node:fs';
import Sqlite, { type Database } from 'better-sqlite3';
import { StoreUnusable } from '../failures.js';
import { fullDiskCode, isFullDisk } from '../room.js';
import { numberAnew } from './commit-numbers.js';
import {
  filesIn,
  isOpenToOthers,
  moveAside,
  prepareDirectory,
  sizeOf,
  withLog,
  writeState,
} from './directory.js';
import { type Lock, lockDirectory } from './lock.js';
import { explainLoss } from './loss.js';
import { finishRestore } from './restore.js';

/** The open database of a data directory, and the lock that makes this process its only user. */
export interface OpenDatabase extends Pick<Lock, 'tell'> {
  readonly database: Database;
  readonly file: string;
  /** Whether other users of the machine may look into the directory, or write to it. */
  readonly isOpenToOthers: boolean;
  /** Notes that the database is complete: from now on, one that is not has lost something. */
  completed(): void;
  close(): void;
  /**
   * Frees the directory without closing the database: that would write to files which are not those
   * of the database any more. The process has to end.
   */
  abandon(): void;
}

export interface OpenSettings {
  /** Begins with an empty database where one was lost; what is left of it is moved aside. */
  readonly isNew?: boolean | undefined;
  /** Where it writes, for tests and the demo: in the thread of the caller, or in one that runs this module. */
  readonly writer?: 'here' | URL | undefined;
  /** From one look to the next whether that thread is there, in milliseconds of the machine's time. */
  readonly lookEveryMs?: number | undefined;
  /** Nothing will be stored any more: the process has to end, and to be started again. */
  readonly onDeath?: ((error: Error) => void) | undefined;
}

/**
 * Of a new database, in bytes. What is written costs whole pages, and a new interaction touches some here
 * and there, by its visit, its visitor and its contact: half of SQLite's own size halves the log.
 */
export const PAGE_BYTES = 2048;

/** Abandoned databases, so that they are not closed when they are not needed any more. */
const abandoned: Database[] = [];

/**
 * Opens the database of `directory`, making both when absent. Throws `StoreUnusable` when it is in
 * use, and when its database was lost or is not the one that its log belongs to.
 */
export function openDatabase(
  directory: string,
  { isNew = false }: OpenSettings = {},
): OpenDatabase {
  prepareDirectory(directory);
  const lock = lockDirectory(directory);
  const file = filesIn(directory).database;
  let database: Database | undefined;
  try {
    finishRestore(directory);
    const loss = explainLoss(directory);
    if (loss !== undefined) {
      if (!isNew) throw new StoreUnusable(loss);
      moveAside(directory, withLog(file), filesIn(directory).holder);
    }
    if (sizeOf(file) === 0) writeState(directory, 'new');
    database = new Sqlite(file);
    const opened = prepare(database, file);
    return {
      database: opened,
      file,
      isOpenToOthers: isOpenToOthers(directory),
      tell: lock.tell,
      completed: () => writeState(directory, 'complete'),
      close() {
        opened.close();
        lock.close();
      },
      abandon() {
        abandoned.push(opened);
        lock.close();
      },
    };
  } catch (error) {
    database?.close();
    lock.close();
    const told = explainDamage(error, file);
    if (told instanceof StoreUnusable) throw told;
    throw new StoreUnusable(`${file} cannot be opened as a database: ${String(error)}`);
  }
}

function prepare(database: Database, file: string): Database {
  chmodSync(file, 0o600);
  const isEmpty = sizeOf(file) === 0;
  if (isEmpty) database.pragma(`page_size = ${PAGE_BYTES}`);
  database.pragma('auto_vacuum = incremental');
  if (isEmpty) numberAnew(database);
  database.pragma('journal_mode = wal');
  prepareConnection(database);
  emptyLog(database);
  return database;
}

/** What every connection that writes has to say for itself. */
function prepareConnection(database: Database): void {
  database.pragma('synchronous = full');
  database.pragma('foreign_keys = on');
  database.pragma('secure_delete = on');
  database.pragma('journal_size_limit = 67108864');
  database.pragma('cache_size = -65536');
  // Whoever finds the database busy tries again in a later turn: nobody waits inside SQLite.
  database.pragma('busy_timeout = 0');
}

/** Another connection that writes, to a database that this process has opened. */
export function connect(file: string): Database {
  const database = new Sqlite(file, { fileMustExist: true });
  prepareConnection(database);
  return database;
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
  const fullCode = fullDiskCode(error);
  if (fullCode !== undefined)
    return new StoreUnusable(
      `the disk of ${file} is full (${fullCode}), and this start has something to store first; make room and start again`,
    );
  const isDamage = error instanceof Sqlite.SqliteError && error.code.startsWith('SQLITE_CORRUPT');
  if (!isDamage) return error;
  return new StoreUnusable(
    `${file} is damaged (${error.message}); keep a copy of the data directory and restore a backup`,
  );
}
