import { performance } from 'node:perf_hooks';
import Sqlite, { type Database } from 'better-sqlite3';
import { StoreFailed, StoreOverloaded } from '../store.js';

/** Limits of the group commit; each bounds how long one turn may hold the event loop. */
export interface BatchLimits {
  /** Changes that may wait; one more is refused at admission. */
  readonly maxPending: number;
  /** Changes in one transaction. */
  readonly maxBatch: number;
  /** Time spent on changes before the transaction is committed. */
  readonly maxBatchMs: number;
}

export const BATCH_LIMITS: BatchLimits = { maxPending: 4096, maxBatch: 512, maxBatchMs: 6 };

/** What the batch tells its owner, so that state in memory follows the transaction. */
export interface BatchHooks {
  begin(): void;
  /** Last writes of the transaction, shared by its changes. */
  beforeCommit(): void;
  committed(): void;
  rolledBack(error: unknown): void;
}

export interface Batch {
  /** Runs `change` in the next transaction; resolves once that is on disk. */
  submit<R>(change: () => R): Promise<R>;
  pending(): number;
  /** Resolves when nothing is queued. */
  idle(): Promise<void>;
}

interface Job {
  run(): unknown;
  resolve(value: unknown): void;
  reject(error: unknown): void;
}

/** Whether the database could not do its work, as opposed to a change that asked for nonsense. */
const isOfStorage = (error: unknown): boolean =>
  error instanceof Sqlite.SqliteError &&
  /^SQLITE_(FULL|IOERR|READONLY|CORRUPT|NOTADB|NOMEM|BUSY|LOCKED|CANTOPEN)/.test(error.code);

/**
 * Group commit: the changes of one turn of the event loop share one transaction, each under a
 * savepoint of its own, so that a bad one never fails its neighbours; all are answered after it.
 */
export function createBatch(database: Database, hooks: BatchHooks, limits = BATCH_LIMITS): Batch {
  const begin = database.prepare('begin immediate');
  const commit = database.prepare('commit');
  const rollback = database.prepare('rollback');
  const savepoint = database.prepare('savepoint change');
  const release = database.prepare('release change');
  const rollbackTo = database.prepare('rollback to change');
  const queue: Job[] = [];
  let scheduled = false;
  let waiters: (() => void)[] = [];

  function schedule(): void {
    if (scheduled) return;
    scheduled = true;
    setImmediate(flush);
  }

  function flush(): void {
    scheduled = false;
    const settled: (() => void)[] = [];
    const started = performance.now();
    let taken = 0;
    // Before the transaction: when that cannot begin, this is what is rolled back to.
    hooks.begin();
    try {
      begin.run();
      for (const job of queue) {
        if (taken === limits.maxBatch || performance.now() - started > limits.maxBatchMs) break;
        taken += 1;
        settled.push(attempt(job));
      }
      hooks.beforeCommit();
      commit.run();
    } catch (error) {
      if (database.inTransaction) rollback.run();
      const failed = queue.splice(0, Math.max(taken, 1));
      hooks.rolledBack(error);
      for (const job of failed)
        job.reject(new StoreFailed('the change could not be stored', { cause: error }));
      finish();
      return;
    }
    queue.splice(0, taken);
    hooks.committed();
    for (const settle of settled) settle();
    finish();
  }

  function attempt(job: Job): () => void {
    savepoint.run();
    try {
      const result = job.run();
      release.run();
      return () => job.resolve(result);
    } catch (error) {
      // A full disk ends the whole transaction, not only this change.
      if (!database.inTransaction || isOfStorage(error)) throw error;
      rollbackTo.run();
      release.run();
      return () => job.reject(error);
    }
  }

  function finish(): void {
    if (queue.length > 0) {
      schedule();
      return;
    }
    const done = waiters;
    waiters = [];
    for (const resolve of done) resolve();
  }

  return {
    submit: <R>(change: () => R) =>
      new Promise<R>((resolve, reject) => {
        if (queue.length >= limits.maxPending)
          return reject(new StoreOverloaded(`${queue.length} changes are waiting`));
        queue.push({ run: change, resolve: resolve as (value: unknown) => void, reject });
        schedule();
      }),
    pending: () => queue.length,
    idle: () =>
      queue.length === 0 ? Promise.resolve() : new Promise((resolve) => waiters.push(resolve)),
  };
}
