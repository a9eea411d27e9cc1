import {
  accessSync,
  chmodSync,
  closeSync,
  constants,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmdirSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { StoreUnusable } from '../failures.js';

/** What is in a data directory, by its path. */
export const filesIn = (directory: string) => ({
  database: join(directory, 'webengagement.db'),
  key: join(directory, 'admin.key'),
  lock: join(directory, 'lock.db'),
  /** Who holds the lock, for people. */
  holder: join(directory, 'lock.holder'),
  /** Whether the database was ever complete. */
  state: join(directory, 'database.state'),
  /** A checked database that is to take the place of the present one. */
  restored: join(directory, 'webengagement.db.restored'),
  /** Where a database is made and checked before it takes the place of the present one. */
  restoring: join(directory, 'restoring'),
  /** Room that is kept for a start on a full disk. */
  reserve: join(directory, 'reserve'),
});

/**
 * A database and what SQLite keeps beside it: its log, and the index of that; where a process was killed
 * before it used a log, a journal, which would undo pages of whatever has the name.
 */
export const withLog = (database: string): readonly string[] =>
  ['', '-wal', '-shm', '-journal'].map((ending) => database + ending);

/** Makes the directory when it is absent; throws `StoreUnusable` when it cannot be written. */
export function prepareDirectory(directory: string): void {
  try {
    makeDirectory(directory);
    accessSync(directory, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw unusable(directory, (error as NodeJS.ErrnoException).code);
  }
}

/** Why a directory cannot be made or written, by the error of the system. */
const WHY: Readonly<Record<string, string>> = {
  EACCES: 'this user may not',
  EPERM: 'this user may not',
  EROFS: 'it is on a disk that is mounted to be read only',
  EEXIST: 'a part of it is a file, or a link that leads nowhere',
  ENOTDIR: 'a part of it is a file',
  ENOENT: 'nothing can be made there',
  ELOOP: 'it is a link that leads in a circle',
  ENAMETOOLONG: 'the name is too long',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk is full for this user',
  // A file system of the system: the directory is there, and takes no file.
  SQLITE_CANTOPEN: 'no file can be made in it',
};

/** What stops a command before anything is opened: one sentence, whatever the path. */
export function unusable(directory: string, code: string | undefined): StoreUnusable {
  const named =
    directory.length > LONGEST_PATH ? `${directory.slice(0, LONGEST_PATH)}…` : directory;
  return new StoreUnusable(
    `the data directory ${named} cannot be written to: ${WHY[code ?? ''] ?? code}; name another with DATA_DIR`,
  );
}

/** Of a path, a message shows that many characters. */
const LONGEST_PATH = 200;

const isDirectory = (path: string): boolean =>
  statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;

/**
 * Makes a directory with those above it, or nothing. Not by the recursive `mkdir` of Node, which tries
 * for ever where the system says that the parent is missing while it is there, as below /proc.
 */
function makeDirectory(directory: string): void {
  const missing: string[] = [];
  for (let path = directory; !isDirectory(path); path = dirname(path)) missing.unshift(path);
  const made: string[] = [];
  try {
    for (const path of missing) {
      // Another process may have been faster.
      if (isDirectory(path)) continue;
      mkdirSync(path, { mode: 0o700 });
      made.unshift(path);
    }
  } catch (error) {
    for (const path of made) rmdirSync(path);
    throw error;
  }
}

/** Whether a file is for more than its owner. Windows has no such modes, but lists of users. */
const isOpen = (path: string): boolean =>
  process.platform !== 'win32' && (statSync(path).mode & 0o077) !== 0;

/** Closes the file of the admin key, and tells whether others may look into the directory. */
export function isOpenToOthers(directory: string): boolean {
  const { key } = filesIn(directory);
  if (!existsSync(key) || !isOpen(key)) return isOpen(directory);
  try {
    chmodSync(key, 0o600);
  } catch {
    // Somebody else's, mounted here: it can only be warned about.
    return true;
  }
  return isOpen(directory);
}

/** Bytes of a file; 0 when there is none. */
export function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

/** Waits until a file, or what a directory lists, is on disk. */
export function sync(path: string): void {
  const fd = openSync(path, 'r');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

/**
 * Moves files, those that there are, into a directory of their own beside the database, named after
 * when `reason` was written; the first goes first. Returns that directory, or undefined when there
 * was nothing to move.
 */
export function moveAside(
  directory: string,
  files: readonly string[],
  reason: string,
): string | undefined {
  const there = files.filter((file) => statSync(file, { throwIfNoEntry: false }) !== undefined);
  if (there.length === 0) return undefined;
  const at = statSync(reason).mtime.toISOString().replaceAll(':', '-');
  const aside = join(directory, `replaced-${at}`);
  mkdirSync(aside, { recursive: true, mode: 0o700 });
  for (const file of there) renameSync(file, join(aside, basename(file)));
  sync(aside);
  sync(directory);
  return aside;
}

/** What is known of the database of a directory: being made, or complete once; else nothing. */
export type DatabaseState = 'new' | 'complete';

/** Reads what was noted last. */
export function readState(directory: string): DatabaseState | undefined {
  try {
    const text = readFileSync(filesIn(directory).state, 'utf8').trim();
    return text === 'new' || text === 'complete' ? text : undefined;
  } catch {
    return undefined;
  }
}

/** Notes it, on disk. */
export function writeState(directory: string, state: DatabaseState): void {
  if (readState(directory) === state) return;
  const file = filesIn(directory).state;
  writeFileSync(`${file}.new`, `${state}\n`, { mode: 0o600, flush: true });
  renameSync(`${file}.new`, file);
  sync(directory);
}
