// The thread of checkpoint.ts: moves the write-ahead log into the database on a connection of its
// own whenever it is told to, and answers when it has.

import { parentPort, workerData } from 'node:worker_threads';
import Sqlite from 'better-sqlite3';
import type { CheckpointOrder, CheckpointThread } from './checkpoint.js';

interface Result {
  /** Pages in the log. */
  readonly log: number;
  /** Those that are in the database too. */
  readonly checkpointed: number;
}

const { file, hugePages } = workerData as CheckpointThread;
const port = parentPort;
if (port === null) throw new Error('this is a thread, not a program');
const database = new Sqlite(file, { fileMustExist: true });
database.pragma('synchronous = full');

const checkpoint = (mode: 'passive' | 'restart'): Result | undefined =>
  (database.pragma(`wal_checkpoint(${mode})`) as Result[])[0];

port.on('message', (order: CheckpointOrder) => {
  if (order === 'close') {
    database.close();
    port.close();
    return;
  }
  // Passive waits for nobody and holds nobody up; but while the writer never pauses it never gets
  // to the end of the log either, which then grows. Holding the writer up for the little that
  // passive left lets it start from the beginning of the log.
  const { log = 0 } = checkpoint('passive') ?? {};
  if (log > hugePages) checkpoint('restart');
  port.postMessage('done');
});
