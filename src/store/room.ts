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

/** By which code an error, or what it came from, says that a disk is full; undefined when it is something else. */
export function fullDiskCode(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const code = 'code' in error ? String(error.code) : '';
  return FULL.has(code) ? code : fullDiskCode(error.cause);
}

/** Whether an error, or what it came from, is that a disk is full. */
export const isFullDisk = (error: unknown): boolean => fullDiskCode(error) !== undefined;

/** Bytes that are free for this user on the disk of a folder. */
export function freeIn(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}

/** A number of bytes, as an operator compares it. */
export const megabytes = (bytes: number): string => `${Math.ceil(bytes / 1e6)} MB`;
