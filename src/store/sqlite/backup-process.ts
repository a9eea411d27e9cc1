// The process of backup.ts: copies a database that others may be writing, and checks the copy.
// It is one of its own so that it can be ended at any moment, and holds up nobody.

import Sqlite from 'better-sqlite3';
import type { BackupMessage } from './backup.js';
import { numberAnew } from './commit-numbers.js';
import { sync } from './directory.js';
import { inspect } from './inspect.js';

/** Pages copied before progress is told: some milliseconds. */
const PAGES = 1024;

const tell = (message: BackupMessage): void => {
  process.send?.(message);
};

async function copy(from: string, to: string): Promise<void> {
  const source = new Sqlite(from, { readonly: true, fileMustExist: true, timeout: 5000 });
  try {
    // Everything is read as of this moment, whatever is written meanwhile.
    source.exec('begin');
    source.prepare('select count(*) from sqlite_schema').get();
    await source.backup(to, {
      progress({ totalPages, remainingPages }) {
        tell({ type: 'copied', share: 1 - remainingPages / totalPages });
        return PAGES;
      },
    });
  } finally {
    source.close();
  }
}

function check(file: string): void {
  const database = new Sqlite(file, { fileMustExist: true });
  try {
    database.pragma('journal_mode = delete');
    // A copy of its own: no log that lies about belongs to it.
    numberAnew(database);
    inspect(database);
  } finally {
    database.close();
  }
  sync(file);
}

// At a terminal, the signal that ends the parent comes here too: the parent ends this process.
process.on('SIGINT', () => undefined);
process.on('disconnect', () => process.exit(1));
const [from = '', to = ''] = process.argv.slice(2);
try {
  await copy(from, to);
  tell({ type: 'checking' });
  check(to);
  tell({ type: 'done' });
} catch (error) {
  tell({
    type: 'failed',
    code: error instanceof Sqlite.SqliteError ? error.code : '',
    message: error instanceof Error ? error.message : String(error),
  });
}
process.disconnect();
