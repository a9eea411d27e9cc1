// The thread of checkpoint.ts: moves the write-ahead log into the database on a connection of its
// own, step by step as it is told to, and answers what came of each step.

import { fdatasyncSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import Sqlite from 'better-sqlite3';
import type { CheckpointAnswer, CheckpointStep, CheckpointThread } from './checkpoint-thread.js';

/** What SQLite says of a checkpoint: whether it was in somebody's way, and pages. */
interface Result {
  readonly busy: number;
  readonly log: number;
  readonly checkpointed: number;
}

/** A reader on the main connection is gone within microseconds; one that stays is another process. */
const CUTS = 5;
const PAUSE_MS = 1;

const { file, descriptor } = workerData as CheckpointThread;
const port = parentPort;
if (port === null) throw new Error('this is a thread, not a program');
const database = new Sqlite(file, { fileMustExist: true, timeout: 0 });
database.pragma('synchronous = full');

const checkpoint = (mode: 'passive' | 'truncate'): Result | undefined =>
  (database.pragma(`wal_checkpoint(${mode})`) as Result[])[0];

/** Passive ones wait for nobody and hold nobody up. */
function move(): boolean {
  const result = checkpoint('passive');
  return result !== undefined && result.busy === 0 && result.log === result.checkpointed;
}

const STEPS: Readonly<Record<CheckpointStep, () => boolean>> = {
  // SQLite syncs the database only with the checkpoint that gets to the end of the log: what this
  // one wrote is on disk already when the writer rests for that.
  copy() {
    const isWhole = move();
    fdatasyncSync(descriptor);
    return isWhole;
  },
  finish: move,
  cut() {
    move();
    for (let tries = 1; checkpoint('truncate')?.busy !== 0; tries += 1) {
      if (tries === CUTS) return false;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE_MS);
    }
    return true;
  },
};

function answer(step: CheckpointStep): CheckpointAnswer {
  try {
    return { ok: true, isWhole: STEPS[step]() };
  } catch (error) {
    return { ok: false, message: String(error) };
  }
}

port.on('message', (step: CheckpointStep | null) => {
  if (step !== null) return port.postMessage(answer(step));
  database.close();
  port.close();
});
