import { performance } from 'node:perf_hooks';
import type { Database } from 'better-sqlite3';
import { machineTimer } from '../../clock.js';
import { LIMITS } from '../../domain/limits.js';
import { StoreFailed, StoreOverloaded, StoreTakenAway } from '../failures.js';
import { type Failure, isBusy, isNothing, isOfStorage, type Phase } from './failed-commit.js';

/** Limits of the group commit; each bounds how long one turn may hold the event loop. */
export interface BatchLimits {
  /** Changes that may wait; one more is refused at admission. */
  readonly maxPending: number;
  /** Changes in one transaction. */
  readonly maxBatch: number;
  /** Time spent on changes before the transaction is committed; one is always taken. */
  readonly maxBatchMs: number;
  /** How long a transaction is begun anew while another connection writes. */
  readonly maxBusyMs: number;
  /**
   * The same two of changes that nobody waits for, while others are about: as many as there were of
   * those just before, and any time `leastAside`, so that a single caller does not wait for long.
   */
  readonly leastAside: number;
  readonly maxAside: number;
  readonly maxAsideMs: number;
}

/** So long after a change that somebody waited for, more of them are expected, in milliseconds. */
const ABOUT_MS = 50;

/** From one try to the next while another connection writes. */
const BUSY_PAUSE_MS = 1;

const BATCH_LIMITS: BatchLimits = {
  maxPending: LIMITS.changes.most,
  maxBatch: 512,
  maxBatchMs: 6,
  maxBusyMs: 5_000,
  leastAside: 8,
  maxAside: 24,
  maxAsideMs: 3,
};

/**
 * What the batch tells its owner, so that state in memory follows the transaction. Changes may run
 * again after `rolledBack`.
 */
export interface BatchHooks {
  begin(): void;
  /** What the transaction had to do is done: may queue what has come meanwhile, for the same one. */
  gather?(): void;
  /** Last writes of the transaction, shared by its changes. */
  beforeCommit(): void;
  /** The changes are in the database now. */
  committed(): void;
  rolledBack(error: unknown): void;
  /** What happened to the files of the database; undefined while they are in place. */
  lost(): string | undefined;
}

export interface Batch {
  /** Queues a job, or refuses it: `resolve` is called once its transaction is on disk. */
  queue(job: Job): void;
  /** The same of something that somebody waits for, as a promise. */
  submit<R>(change: () => R): Promise<R>;
  pending(): number;
  /** Resolves when nothing is queued. */
  idle(): Promise<void>;
  /** Begins no transaction until `done` is settled, nor for longer than `maxMs`. */
  rest(done: Promise<unknown>, maxMs: number): void;
}

/** Something to be done in a transaction, and who hears what came of it, in its turn. */
export interface Job {
  /** Nobody waits for it: it gives way to what others wait for, and is never kept up by them. */
  readonly isAside?: boolean;
  run(): unknown;
  resolve(value: unknown): void;
  reject(error: unknown): void;
}

/** What to do with a job once its transaction is on disk. */
type Settle = () => void;

/**
 * Group commit: the changes of one turn of the event loop share one transaction; all are answered
 * after it. A bad one never fails its neighbours: when one throws, the transaction is rolled back
 * and its changes run once more, each under a savepoint of its own. Savepoints copy every page that
 * is written, so the usual transaction does without.
 */
export function createBatch(
  database: Database,
  hooks: BatchHooks,
  limits = BATCH_LIMITS,
  later: (delayMs: number, run: () => void) => () => void = machineTimer,
): Batch {
  const begin = database.prepare('begin immediate');
  const commit = database.prepare('commit');
  const rollback = database.prepare('rollback');
  const savepoint = database.prepare('savepoint change');
  const release = database.prepare('release change');
  const rollbackTo = database.prepare('rollback to change');
  const urgent: Job[] = [];
  const aside: Job[] = [];
  /** What the transaction under way takes its changes from. */
  let taking = urgent;
  /** When a change that somebody waited for was in a transaction last. */
  let urgentAt = Number.NEGATIVE_INFINITY;
  /** How many of those it had. */
  let urgentTaken = 0;
  let scheduled = false;
  let resting = false;
  /** Since when the database is not ours to write, by the monotonic clock in milliseconds. */
  let busySince: number | undefined;
  let waiters: (() => void)[] = [];

  function schedule(): void {
    if (scheduled || resting) return;
    scheduled = true;
    // A wait for somebody else costs no processor time, and what only reads goes on meanwhile.
    if (busySince === undefined) setImmediate(flush);
    else later(BUSY_PAUSE_MS, flush);
  }

  function flush(): void {
    scheduled = false;
    // What was to be taken may have been gathered by the transaction before.
    if (resting || pending() === 0) return;
    taking = next();
    try {
      const failure = transact(attempt);
      busySince = failure && isBusy(failure) ? (busySince ?? performance.now()) : undefined;
      if (busySince !== undefined && performance.now() - busySince < limits.maxBusyMs) return;
      const isWorthAnother = failure?.phase === 'changing' && !isOfStorage(failure.cause);
      const last = isWorthAnother ? transact(attemptGuarded) : failure;
      if (last) {
        const lost = hooks.lost();
        const changed = isNothing(last) ? 'nothing' : 'unknown';
        const error = lost
          ? new StoreTakenAway(lost, changed)
          : new StoreFailed('the change could not be stored', changed, last.cause);
        for (const job of taking.splice(0, Math.max(last.taken, 1))) job.reject(error);
      }
    } finally {
      // Whoever fails in `committed` fails alone: those who wait are served all the same.
      finish();
    }
  }

  /** After each transaction that somebody waited for, one of the others, and the other way round. */
  function next(): Job[] {
    if (urgent.length === 0) return aside;
    return taking === urgent && aside.length > 0 ? aside : urgent;
  }

  /** How many changes, and how long a time, this transaction may take. */
  function room(now: number): readonly [number, number] {
    if (taking === urgent) {
      urgentAt = now;
      return [limits.maxBatch, limits.maxBatchMs];
    }
    return urgent.length === 0 && now - urgentAt > ABOUT_MS
      ? [limits.maxBatch, limits.maxBatchMs]
      : [Math.min(Math.max(urgentTaken, limits.leastAside), limits.maxAside), limits.maxAsideMs];
  }

  /** Runs as many changes as the limits allow in one transaction; all of them, or a failure. */
  function transact(run: (job: Job) => Settle): Failure | undefined {
    const settled: Settle[] = [];
    const started = performance.now();
    const [most, longest] = room(started);
    let phase: Phase = 'beginning';
    // Before the transaction: when that cannot begin, this is what is rolled back to.
    hooks.begin();
    try {
      // Left open when it could not even be rolled back.
      if (database.inTransaction) rollback.run();
      begin.run();
      phase = 'changing';
      while (settled.length < most) {
        // However long the beginning took, one is taken: else a slow disk would let nothing happen.
        if (settled.length > 0 && performance.now() - started > longest) break;
        if (settled.length === urgent.length && taking === urgent) hooks.gather?.();
        const job = taking[settled.length];
        if (job === undefined) break;
        settled.push(run(job));
      }
      phase = 'finishing';
      hooks.beforeCommit();
      const lost = hooks.lost();
      if (lost) throw new StoreTakenAway(lost);
      phase = 'committing';
      commit.run();
    } catch (cause) {
      rollBack();
      hooks.rolledBack(cause);
      return { cause, phase, taken: settled.length + (phase === 'changing' ? 1 : 0) };
    }
    const jobs = taking.splice(0, settled.length);
    if (taking === urgent) urgentTaken = jobs.length;
    const lost = hooks.lost();
    if (lost) for (const job of jobs) job.reject(new StoreTakenAway(lost, 'unknown'));
    // Answered before anybody is told, so that a listener that throws leaves no caller waiting; the
    // answers are read only after this turn.
    for (const settle of settled) settle();
    hooks.committed();
    return undefined;
  }

  function rollBack(): void {
    try {
      if (database.inTransaction) rollback.run();
    } catch {
      // The disk again. The next transaction begins with it.
    }
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
    if (pending() > 0) {
      schedule();
      return;
    }
    const done = waiters;
    waiters = [];
    for (const resolve of done) resolve();
  }

  const pending = (): number => urgent.length + aside.length;

  function queue(job: Job): void {
    if (pending() >= limits.maxPending) {
      job.reject(new StoreOverloaded(`${pending()} changes are waiting`));
      return;
    }
    (job.isAside ? aside : urgent).push(job);
    schedule();
  }

  return {
    queue,
    submit: <R>(run: () => R) =>
      new Promise<R>((resolve, reject) => {
        queue({ run, resolve: resolve as (value: unknown) => void, reject });
      }),
    pending,
    rest(done, maxMs) {
      resting = true;
      const goOn = (): void => {
        callOff();
        resting = false;
        if (pending() > 0) schedule();
      };
      const callOff = later(maxMs, goOn);
      done.then(goOn, goOn);
    },
    idle: () =>
      pending() === 0 ? Promise.resolve() : new Promise((resolve) => waiters.push(resolve)),
  };
}
