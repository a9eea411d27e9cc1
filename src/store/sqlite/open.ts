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
import { explainLoss, hasTables } from './loss.js';
import { keepReserve, spendReserve } from './reserve.js';
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
  const { database: file } = filesIn(directory);
  try {
    const opened = openWithReserve(directory, isNew);
    keepReserve(directory);
    return {
      database: opened,
      file,
      isOpenToOthers: isOpenToOthers(directory),
      tell: lock.tell,
      completed: () => noteComplete(directory),
      close() {
        opened.close();
        // The log and its index went, and left some.
        keepReserve(directory);
        lock.close();
      },
      abandon() {
        abandoned.push(opened);
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

/** Opens it, on a full disk in the room that was kept for that. */
function openWithReserve(directory: string, isNew: boolean): Database {
  for (;;)
    try {
      return openLocked(directory, isNew);
    } catch (error) {
      if (!mayLackRoom(error) || !spendReserve(directory)) throw error;
    }
}

/** Whether room may help: where a disk has no number left for one file more, SQLite cannot say so. */
const mayLackRoom = (error: unknown): boolean =>
  isFullDisk(error) ||
  (error instanceof Sqlite.SqliteError && error.code.startsWith('SQLITE_CANTOPEN'));

function openLocked(directory: string, isNew: boolean): Database {
  finishRestore(directory);
  const { database: file, holder } = filesIn(directory);
  let database: Database | undefined;
  try {
    const loss = explainLoss(directory, (found) => {
      database = new Sqlite(found, { fileMustExist: true });
      return hasTables(database);
    });
    if (loss !== undefined) {
      if (!isNew) throw new StoreUnusable(loss);
      database?.close();
      database = undefined;
      moveAside(directory, withLog(file), holder);
    }
    if (sizeOf(file) === 0) writeState(directory, 'new');
    database ??= new Sqlite(file);
    return prepare(database, file);
  } catch (error) {
    database?.close();
    throw error;
  }
}

/** On a full disk the note is left to the next start: reading needs none. */
function noteComplete(directory: string): void {
  try {
    writeState(directory, 'complete');
  } catch (error) {
    if (!isFullDisk(error)) throw error;
  }
}

function prepare(database: Database, file: string): Database {
  chmodSync(file, 0o600);
  const isEmpty = sizeOf(file) === 0;
  if (isEmpty) {
    database.pragma(`page_size = ${PAGE_BYTES}`);
    // Once it has pages, this writes to it, whatever it is: there may be no room to.
    database.pragma('auto_vacuum = incremental');
    numberAnew(database);
  }
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

/**
 * A process that died may have erased what its log still holds. On a disk that is full, also for this
 * user alone, or takes nothing for another reason, that has to wait: it can be read.
 */
function emptyLog(database: Database): void {
  try {
    database.pragma('wal_checkpoint(truncate)');
  } catch (error) {
    if (!isFullDisk(error) && !isOfWriting(error)) throw error;
  }
}

const isOfWriting = (error: unknown): boolean =>
  error instanceof Sqlite.SqliteError && /^SQLITE_IOERR_(WRITE|FSYNC|TRUNCATE)/.test(error.code);

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
