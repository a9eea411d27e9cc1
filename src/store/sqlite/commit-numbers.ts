import { randomInt } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';
import type { Database } from 'better-sqlite3';

/*
 * Every transaction that changes something carries the next number in the header of the database
 * (`user_version`, which SQLite leaves to programs). So the first page of the file alone, and that in
 * its log, tell from which commit they are: whether they belong together, and whether a file is
 * still the one that was opened. Numbers go round at 2³²; a new database begins anywhere.
 */

/** Bytes at the beginning of a database file that are looked at here. */
export const HEADER_BYTES = 100;
const MAGIC = 'SQLite format 3\0';

/** What the header of a database file says. */
export interface Header {
  /** The number of the commit that it is from. */
  readonly commit: number;
  /** Bytes that the whole database takes. */
  readonly bytes: number;
}

/** Reads the beginning of a database file; undefined when that is not one. */
export function parseHeader(page: Buffer): Header | undefined {
  if (page.length < HEADER_BYTES || page.toString('latin1', 0, 16) !== MAGIC) return undefined;
  const pageSize = page.readUInt16BE(16);
  return {
    commit: page.readUInt32BE(60),
    bytes: page.readUInt32BE(28) * (pageSize === 1 ? 65_536 : pageSize),
  };
}

/**
 * Reads the header of a file. Never for one that this process has open in SQLite: closing any
 * descriptor of a file ends all locks that the process has on it.
 */
export function readHeader(file: string): Header | undefined {
  const fd = openSync(file, 'r');
  try {
    const page = Buffer.alloc(HEADER_BYTES);
    return parseHeader(page.subarray(0, readSync(fd, page, 0, HEADER_BYTES, 0)));
  } finally {
    closeSync(fd);
  }
}

/** Whether a number is one of those from `first` to `last`, going round. */
export function isBetween(number: number, first: number, last: number): boolean {
  return (number - first) >>> 0 <= (last - first) >>> 0;
}

/** Gives a database that nobody uses, and that has no log, a number like no other's. */
export function numberAnew(database: Database): void {
  database.pragma(`user_version = ${randomInt(2 ** 32) | 0}`);
}

/** The numbers of the commits of an open database. */
export interface CommitNumbers {
  /** That of the newest commit, or of the one under way. */
  newest(): number;
  /** Numbers the transaction under way. */
  number(): void;
  /** It is committed, or it was not. */
  settle(isCommitted: boolean): void;
}

/** Numbers the commits of the only connection that writes. */
export function createCommitNumbers(database: Database): CommitNumbers {
  let committed = Number(database.pragma('user_version', { simple: true })) >>> 0;
  let newest = committed;
  return {
    newest: () => newest,
    number() {
      newest = (committed + 1) >>> 0;
      database.pragma(`user_version = ${newest | 0}`);
    },
    settle(isCommitted) {
      if (isCommitted) committed = newest;
      newest = committed;
    },
  };
}
