import Sqlite from 'better-sqlite3';
import { isBetween, readHeader } from './commit-numbers.js';
import { filesIn, readState, sizeOf } from './directory.js';
import { DirectoryInUse, lockDirectory } from './lock.js';
import { readLogFile } from './log-file.js';

const REMEDY =
  'put it back, restore a backup with "webengagement restore FILE", or begin with an empty one with --new-database';

/**
 * What is wrong with a database that nobody uses: its file is lost, is one without what its log held,
 * or is not the one that the log beside it belongs to. One line that says what to do, or undefined.
 * `hasTables` is asked last, and may leave the database open: each opening takes room on the disk.
 */
export function explainLoss(
  directory: string,
  hasTables: (file: string) => boolean = hasTablesIn,
): string | undefined {
  const { database: file } = filesIn(directory);
  const log = `${file}-wal`;
  const state = readState(directory);
  if (sizeOf(file) === 0) {
    if (state === 'complete')
      return `${file} is missing or empty, and was complete once; ${REMEDY}`;
    if (readLogFile(log).hasCommits) return `${file} is missing, and its log is here; ${REMEDY}`;
    return undefined;
  }
  const stranger = explainLog(file);
  if (stranger !== undefined) return stranger;
  if (state === 'new' || hasTables(file)) return undefined;
  return `${file} has no tables, like a copy that was made without the log beside it (copy with "webengagement backup FILE"); ${REMEDY}`;
}

/** Why there is nothing to back up in a directory, in one line; undefined when there is. */
export function explainUnfit(directory: string): string | undefined {
  const { database } = filesIn(directory);
  if (sizeOf(database) === 0)
    return `there is no database ${database}; name its directory with DATA_DIR`;
  try {
    const lock = lockDirectory(directory);
    try {
      return explainLoss(directory);
    } finally {
      lock.close();
    }
  } catch (error) {
    // A process that uses it has looked itself.
    if (error instanceof DirectoryInUse) return undefined;
    throw error;
  }
}

/**
 * What is wrong with the log beside a database file that nobody uses; undefined when SQLite may
 * complete the one with the other. SQLite itself does not ask.
 */
export function explainLog(file: string): string | undefined {
  const log = `${file}-wal`;
  const { numbers } = readLogFile(log);
  const header = readHeader(file);
  if (numbers === undefined || header === undefined) return undefined;
  // The database is that of the commit before the log, or of one that is in it.
  if (isBetween(header.commit, numbers.first - 1, numbers.last)) return undefined;
  return `${log} belongs to another database, or to another copy of ${file}; put back the two that belong together, or restore a backup with "webengagement restore FILE"; to use this file without what the log holds, move ${log} and ${file}-shm away`;
}

/** Whether there is anything in an open database. */
export const hasTables = (database: Sqlite.Database): boolean =>
  database.prepare('select count(*) from sqlite_schema').pluck().get() !== 0;

function hasTablesIn(file: string): boolean {
  const database = new Sqlite(file, { fileMustExist: true });
  try {
    return hasTables(database);
  } finally {
    database.close();
  }
}
