import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Database } from 'better-sqlite3';

/** When checkpoints run. */
export interface CheckpointLimits {
  /** Changes after which the log is worth moving into the database. */
  readonly changes: number;
  /** Pages of the log above which the writer is held up, so that the log can start anew. */
  readonly hugePages: number;
}

/** About 16 MB of log between checkpoints, and 64 MB at most, which is its size limit. */
export const CHECKPOINT_LIMITS: CheckpointLimits = { changes: 1_000, hugePages: 16_384 };

/** What the thread is given. */
export interface CheckpointThread {
  readonly file: string;
  readonly hugePages: number;
}

/** What the thread is told. */
export type CheckpointOrder = 'checkpoint' | 'close';

/**
 * Checkpoints in a thread of their own, so that no request waits while the write-ahead log is moved
 * into the database. Only their speed depends on the thread: without it SQLite does the same between
 * commits.
 */
export interface Checkpoints {
  /** Told after every commit how many changes were in it. */
  committed(changes: number): void;
  /** Resolves when no checkpoint is under way. */
  idle(): Promise<void>;
  /** Resolves once the thread, if there is one, has closed its connection. */
  stop(): Promise<void>;
}

/** Pages of the log after which SQLite itself runs a checkpoint: its default. */
const AUTOMATIC_PAGES = 1_000;

/** Starts the thread with the first checkpoint; `onFailure` hears of its end, should it fail. */
export function createCheckpoints(
  database: Database,
  file: string,
  onFailure: (error: unknown) => void,
  { changes: changesBetween, hugePages }: CheckpointLimits = CHECKPOINT_LIMITS,
): Checkpoints {
  let thread: Worker | undefined;
  let state: 'idle' | 'busy' | 'ended' = 'idle';
  let waiting = 0;
  let waiters: (() => void)[] = [];

  database.pragma('wal_autocheckpoint = 0');

  function start(): Worker {
    const workerData: CheckpointThread = { file, hugePages };
    const worker = new Worker(new URL('./checkpoint-worker.js', import.meta.url), { workerData });
    worker.unref();
    worker.on('message', () => {
      if (state === 'busy') state = 'idle';
      rest();
    });
    worker.once('error', fallBack);
    worker.once('exit', () => fallBack(new Error('the thread ended')));
    return worker;
  }

  function fallBack(error: unknown): void {
    if (state === 'ended') return;
    state = 'ended';
    database.pragma(`wal_autocheckpoint = ${AUTOMATIC_PAGES}`);
    onFailure(error);
    rest();
  }

  function rest(): void {
    const resolved = waiters;
    waiters = [];
    for (const resolve of resolved) resolve();
  }

  const tell = (order: CheckpointOrder): void => thread?.postMessage(order);

  return {
    committed(changes) {
      waiting += changes;
      if (state !== 'idle' || waiting < changesBetween) return;
      waiting = 0;
      state = 'busy';
      thread ??= start();
      tell('checkpoint');
    },
    idle: () =>
      state === 'busy' ? new Promise((resolve) => waiters.push(resolve)) : Promise.resolve(),
    async stop() {
      if (state === 'ended') return;
      state = 'ended';
      if (thread === undefined) return;
      thread.ref();
      const ended = once(thread, 'exit');
      tell('close');
      await ended;
    },
  };
}
