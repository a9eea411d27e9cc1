import { chmodSync, copyFileSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { StoreUnusable } from '../failures.js';
import { numberAnew } from './commit-numbers.js';
import {
  filesIn,
  moveAside,
  prepareDirectory,
  sizeOf,
  sync,
  withLog,
  writeState,
} from './directory.js';
import { inspect } from './inspect.js';
import { lockDirectory } from './lock.js';
import { explainLog } from './loss.js';

/** What a restore did. */
export interface Restored {
  /** Where the database is now. */
  readonly file: string;
  /** Where the one is that it replaced; undefined when there was none. */
  readonly aside: string | undefined;
  /** The number of its newest migration. */
  readonly schemaVersion: number;
}

/**
 * Puts a checked copy of the database in `source` (with its log, when there is one beside it) in the
 * place of the one in `directory`. Throws `DirectoryInUse` while a process uses the directory, and
 * `StoreUnusable` for a file that is no whole database of this program. Killed at any point, it has
 * done nothing, or the next opening of the directory does the rest.
 */
export function restore(source: string, directory: string): Restored {
  prepareDirectory(directory);
  const lock = lockDirectory(directory);
  try {
    finishRestore(directory);
    const { restored, restoring } = filesIn(directory);
    mkdirSync(restoring, { mode: 0o700 });
    const copy = join(restoring, 'webengagement.db');
    const schemaVersion = copyChecked(source, copy);
    renameSync(copy, restored);
    const { aside, file } = finishRestore(directory);
    return { file, aside, schemaVersion };
  } finally {
    rmSync(filesIn(directory).restoring, { recursive: true, force: true });
    lock.close();
  }
}

/** Why a file cannot be copied, by the code of the system. */
const UNREADABLE: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  ERR_FS_EISDIR: 'it is a directory',
  EISDIR: 'it is a directory',
  EACCES: 'there is no permission to read it',
  ENOSPC: 'the disk of the data directory is full',
};

/** Copies a database and completes it with its log; the copy is one file, checked and on disk. */
function copyChecked(source: string, copy: string): number {
  const refuse = (why: string): never => {
    throw new StoreUnusable(`${source} cannot be restored: ${why}; nothing was changed`);
  };
  try {
    copyFileSync(source, copy);
    if (sizeOf(`${source}-wal`) > 0) copyFileSync(`${source}-wal`, `${copy}-wal`);
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    refuse(UNREADABLE[code] ?? `it cannot be copied to ${copy} (${code})`);
  }
  const stranger = explainLog(copy);
  if (stranger !== undefined) refuse('the log beside it (-wal) belongs to another copy of it');
  let database: Sqlite.Database | undefined;
  try {
    database = new Sqlite(copy, { fileMustExist: true });
    const schemaVersion = inspect(database);
    database.pragma('journal_mode = delete');
    numberAnew(database);
    return schemaVersion;
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error));
  } finally {
    database?.close();
    chmodSync(copy, 0o600);
    sync(copy);
  }
}

/**
 * Does what is left of a restore that was interrupted: a checked database that is ready takes the
 * place of the present one, which is moved aside. For whoever holds the lock.
 */
export function finishRestore(directory: string): Omit<Restored, 'schemaVersion'> {
  const { database: file, restored, restoring } = filesIn(directory);
  rmSync(restoring, { recursive: true, force: true });
  if (statSync(restored, { throwIfNoEntry: false }) === undefined)
    return { file, aside: undefined };
  sync(directory);
  const aside = moveAside(directory, withLog(file), restored);
  writeState(directory, 'complete');
  renameSync(restored, file);
  sync(directory);
  return { file, aside };
}
