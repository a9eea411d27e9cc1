import { chmodSync, chownSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import Sqlite, { type Database } from 'better-sqlite3';
import { StoreUnusable } from '../failures.js';
import { freeIn, isFullDisk, megabytes } from '../room.js';
import { numberAnew } from './commit-numbers.js';
import { filesIn, sizeOf, sync } from './directory.js';
import { inspect } from './inspect.js';
import { type OpenDatabase, PAGE_BYTES } from './open.js';

/** What is told while a database is rewritten. */
export type CompactMessage =
  /** Bytes that the new file may take beside the present one, and that are free for it. */
  | { readonly type: 'needs'; readonly bytes: number; readonly free: number }
  | { readonly type: 'checking' | 'rewriting' | 'checking the copy' };

/** The file of a database: its size and that of its pages, in bytes. */
export interface FileSize {
  readonly bytes: number;
  readonly pageBytes: number;
}

/** A rewritten database. */
export interface Compacted {
  readonly before: FileSize;
  readonly after: FileSize;
}

/** Smaller pages hold a little less of each byte: what the new file may take, of the present one. */
const ROOM = 1.25;

/**
 * Rewrites a database whole, with the pages of a new one and without free ones, and closes it. The new
 * file is made beside the present one, checked, and then takes its name: killed at any point, the
 * one or the other is there, whole, and the next opening removes what is left of the copy. Throws
 * `StoreUnusable` for a database that is damaged or read by another process, and when there is no
 * room; it is as it was then. Holds the thread for seconds per gigabyte.
 */
export function compact(
  { database, file }: OpenDatabase,
  tell: (message: CompactMessage) => void = () => {},
): Compacted {
  const directory = dirname(file);
  const { restoring } = filesIn(directory);
  try {
    claimRoom(file, tell);
    tell({ type: 'checking' });
    inspect(database);
    leaveLog(database);
    tell({ type: 'rewriting' });
    mkdirSync(restoring, { mode: 0o700 });
    const copy = join(restoring, 'webengagement.db');
    database.pragma(`page_size = ${PAGE_BYTES}`);
    database.prepare('vacuum into ?').run(copy);
    tell({ type: 'checking the copy' });
    const after = finishCopy(copy, file, countRows(database));
    const before = measure(database, file);
    database.close();
    renameSync(copy, file);
    return { before, after };
  } catch (error) {
    throw new StoreUnusable(`${file} was not rewritten, and is as it was: ${explain(error)}`);
  } finally {
    rmSync(restoring, { recursive: true, force: true });
    sync(directory);
  }
}

function claimRoom(file: string, tell: (message: CompactMessage) => void): void {
  const bytes = Math.ceil((sizeOf(file) + sizeOf(`${file}-wal`)) * ROOM);
  const free = freeIn(dirname(file));
  tell({ type: 'needs', bytes, free });
  if (free < bytes)
    throw new StoreUnusable(
      `that may take ${megabytes(bytes)} more until it is done, and ${megabytes(free)} are free; make room`,
    );
}

/** From now on all that was committed is in the file, and no log lies beside it. */
function leaveLog(database: Database): void {
  try {
    if (database.pragma('journal_mode = delete', { simple: true }) === 'delete') return;
  } catch (error) {
    const isBusy = error instanceof Sqlite.SqliteError && error.code.startsWith('SQLITE_BUSY');
    if (!isBusy) throw error;
  }
  throw new StoreUnusable('another process reads it, perhaps a backup; try again when that ended');
}

/** Checks a copy against what it was made of, and gives it what that has; it is on disk then. */
function finishCopy(copy: string, file: string, rows: ReadonlyMap<string, number>): FileSize {
  const database = new Sqlite(copy, { fileMustExist: true });
  try {
    inspect(database);
    if (!isDeepStrictEqual(countRows(database), rows))
      throw new StoreUnusable('the copy has not as many rows');
    // No log that lies about belongs to it.
    numberAnew(database);
    return measure(database, copy);
  } finally {
    database.close();
    chmodSync(copy, 0o600);
    const { uid, gid } = statSync(file);
    // Nobody else can make a file for another user.
    if (process.getuid?.() === 0) chownSync(copy, uid, gid);
    sync(copy);
  }
}

/** The rows of every table. */
function countRows(database: Database): ReadonlyMap<string, number> {
  const names = database
    .prepare<[], string>("select name from sqlite_schema where type = 'table' order by name")
    .pluck()
    .all();
  const count = (name: string): number =>
    Number(database.prepare(`select count(*) from "${name}"`).pluck().get());
  return new Map(names.map((name) => [name, count(name)]));
}

const measure = (database: Database, file: string): FileSize => ({
  bytes: sizeOf(file),
  pageBytes: Number(database.pragma('page_size', { simple: true })),
});

function explain(error: unknown): string {
  if (isFullDisk(error)) return 'the disk is full; make room and try again';
  return error instanceof Error ? error.message : String(error);
}
