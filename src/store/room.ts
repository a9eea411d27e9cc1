import { statfsSync } from 'node:fs';

/** Codes, of SQLite, PostgreSQL and the system, that mean there is no room left on a disk. */
const FULL: ReadonlySet<string> = new Set([
  'SQLITE_FULL',
  // The index of the log, a file of its own, could not be made.
  'SQLITE_IOERR_SHMSIZE',
  '53100',
  'ENOSPC',
  'EDQUOT',
]);

/** Whether an error, or what it came from, is that a disk is full. */
export function isFullDisk(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return ('code' in error && FULL.has(String(error.code))) || isFullDisk(error.cause);
}

/** Bytes that are free for this user on the disk of a folder. */
export function freeIn(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}

/** A number of bytes, as an operator compares it. */
export const megabytes = (bytes: number): string => `${Math.ceil(bytes / 1e6)} MB`;
