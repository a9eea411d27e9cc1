import { performance } from 'node:perf_hooks';
import Sqlite, { type Database } from 'better-sqlite3';
import { LIMITS } from '../../limits.js';
import { StoreFailed, StoreOverloaded } from '../store.js';

/** Limits of the group commit; each bounds how long one turn may hold the event loop. */
export interface BatchLimits {
  /** Changes that may wait; one more is refused at admission. */
  readonly maxPending: number;
  /** Changes in one transaction. */
  readonly maxBatch: number;
  /** Time spent on changes before the transaction is committed. */
  readonly maxBatchMs: number;
  /** How long a transaction is begun anew while another connection writes. */
  readonly maxBusyMs: number;
}

export const BATCH_LIMITS: BatchLimits = {
  maxPending: LIMITS.changes.most,
  maxBatch: 512,
  maxBatchMs: 6,
  maxBusyMs: 5_000,
};

/**
 * What the batch tells its owner, so that state in memory follows the transaction. Changes may run
 * again after `rolledBack`.
 */
export interface BatchHooks {
  begin(): void;
  /** Last writes of the transaction, shared by its changes. */
  beforeCommit(): void;
  /** `changes` are in the database now. */
  committed(changes: number): void;
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

/** Whether the transaction could not begin because another connection writes, for now. */
const isBusy = ({ cause, byChange, taken }: Failure): boolean =>
  cause instanceof Sqlite.SqliteError &&
  cause.code.startsWith('SQLITE_BUSY') &&
  !byChange &&
  taken === 0;

/** What to do with a job once its transaction is on disk. */
type Settle = () => void;

/** Why a transaction is not on disk. */
interface Failure {
  readonly cause: unknown;
  /** Whether one of its changes threw; otherwise it could not be begun or committed. */
  readonly byChange: boolean;
  /** Changes that were in it. */
  readonly taken: number;
}

/**
 * Group commit: the changes of one turn of the event loop share one transaction; all are answered
 * after it. A bad one never fails its neighbours: when one throws, the transaction is rolled back
 * and its changes run once more, each under a savepoint of its own. Savepoints copy every page that
 * is written, so the usual transaction does without.
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
  /** Since when the database is not ours to write, by the monotonic clock in milliseconds. */
  let busySince: number | undefined;
  let waiters: (() => void)[] = [];

  function schedule(): void {
    if (scheduled) return;
    scheduled = true;
    setImmediate(flush);
  }

  function flush(): void {
    scheduled = false;
    try {
      const failure = transact(attempt);
      // The log is being cut: requests that only read go on meanwhile, instead of waiting too.
      busySince = failure && isBusy(failure) ? (busySince ?? performance.now()) : undefined;
      if (busySince !== undefined && performance.now() - busySince < limits.maxBusyMs) return;
      const isWorthAnother = failure?.byChange && !isOfStorage(failure.cause);
      const last = isWorthAnother ? transact(attemptGuarded) : failure;
      if (last) {
        const error = new StoreFailed('the change could not be stored', { cause: last.cause });
        for (const job of queue.splice(0, Math.max(last.taken, 1))) job.reject(error);
      }
    } finally {
      // Whoever fails in `committed` fails alone: those who wait are served all the same.
      finish();
    }
  }

  /** Runs as many changes as the limits allow in one transaction; all of them, or a failure. */
  function transact(run: (job: Job) => Settle): Failure | undefined {
    const settled: Settle[] = [];
    const started = performance.now();
    let byChange = false;
    // Before the transaction: when that cannot begin, this is what is rolled back to.
    hooks.begin();
    try {
      begin.run();
      byChange = true;
      for (const job of queue) {
        if (settled.length === limits.maxBatch) break;
        if (performance.now() - started > limits.maxBatchMs) break;
        settled.push(run(job));
      }
      byChange = false;
      hooks.beforeCommit();
      commit.run();
    } catch (cause) {
      if (database.inTransaction) rollback.run();
      hooks.rolledBack(cause);
      return { cause, byChange, taken: settled.length + (byChange ? 1 : 0) };
    }
    queue.splice(0, settled.length);
    // Answered before anybody is told, so that a listener that throws leaves no caller waiting; the
    // answers are read only after this turn.
    for (const settle of settled) settle();
    hooks.committed(settled.length);
    return undefined;
  }

  function attempt(job: Job): Settle {
    const result = job.run();
    return () => job.resolve(result);
  }

  function attemptGuarded(job: Job): Settle {
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
