import Sqlite from 'better-sqlite3';

/** Writers come and go within milliseconds; whoever is in the way after so many tries stays. */
const TRIES = 30;
const PAUSE_MS = 3;

const pause = (ms: number): void => {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
};

/**
 * Copies the write-ahead log into the database and cuts it to nothing; for a thread that may wait.
 * `secure_delete` overwrites what is removed, but the log keeps earlier contents of a page until it
 * happens to be written over. The first step copies most, and keeps nobody waiting; the last one
 * never waits while it keeps others from writing. False when somebody reads the log all the time.
 */
export function scrub(file: string): boolean {
  const database = new Sqlite(file, { fileMustExist: true, timeout: 0 });
  try {
    database.pragma('wal_checkpoint(passive)');
    for (let tries = 0; tries < TRIES; tries += 1) {
      if (database.pragma('wal_checkpoint(truncate)', { simple: true }) === 0) return true;
      pause(PAUSE_MS);
    }
    return false;
  } finally {
    database.close();
  }
}
