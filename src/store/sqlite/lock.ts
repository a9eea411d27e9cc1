import { chmodSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import Sqlite, { type Database } from 'better-sqlite3';
import { StoreUnusable } from '../failures.js';
import { filesIn, unusable } from './directory.js';

/** The lock that makes this process the only user of a data directory. */
export interface Lock {
  /** Tells those who find the directory in use where its service listens. */
  tell(address: string): void;
  close(): void;
}

/** Another process uses the data directory. */
export class DirectoryInUse extends StoreUnusable {
  constructor(
    directory: string,
    /** That process, in words: its id, and its address once it listens. */
    readonly holder: string,
  ) {
    super(
      `another process uses the data directory ${directory}${holder && ` (${holder})`}; stop it, or name another directory with DATA_DIR`,
    );
  }
}

/**
 * Locks a data directory. The lock is held by SQLite on a file of its own, so it ends with the
 * process however that ends. Throws `DirectoryInUse`, or `StoreUnusable` for a file that cannot be
 * locked.
 */
export function lockDirectory(directory: string): Lock {
  const { lock: file, holder } = filesIn(directory);
  const tell = (words: string): void => {
    try {
      writeFileSync(holder, `${words}\n`, { mode: 0o600 });
    } catch {
      // For people only: on a full disk nobody is told, and the service runs all the same.
    }
  };
  let lock: Database | undefined;
  try {
    lock = new Sqlite(file, { timeout: 0 });
    chmodSync(file, 0o600);
    // The lock of an empty file begins a page of it, that is never written: no disk has to have room for that.
    lock.pragma('journal_mode = memory');
    lock.exec('begin exclusive');
    const held = lock;
    tell(`process ${process.pid}`);
    return {
      tell: (address) => tell(`process ${process.pid}, ${address}`),
      close() {
        rmSync(holder, { force: true });
        held.close();
      },
    };
  } catch (error) {
    lock?.close();
    const isHeld = error instanceof Sqlite.SqliteError && error.code.startsWith('SQLITE_BUSY');
    if (isHeld) throw new DirectoryInUse(directory, readHolder(holder));
    const code = error instanceof Sqlite.SqliteError ? error.code : '';
    if (code.startsWith('SQLITE_CANTOPEN')) throw unusable(directory, 'SQLITE_CANTOPEN');
    throw new StoreUnusable(`${file} cannot be locked: ${String(error)}`);
  }
}

function readHolder(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return '';
  }
}
