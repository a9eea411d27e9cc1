import { randomUUID } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { machinePause } from '../../clock.js';
import { LIMITS } from '../../domain/limits.js';
import { StoreOverloaded } from '../failures.js';
import {
  failed,
  isConflict,
  isHeld,
  isLost,
  isOfStorage,
  isUnprepared,
  pauseAfter,
} from './faults.js';
import type { Link } from './link.js';
import type { Asked } from './optimistic.js';
import type { Sql } from './sql.js';

/** Limits of the group commit, and of what is read beside it. */
export interface BatchLimits {
  /** Changes that may wait; one more is refused at admission. */
  readonly maxPending: number;
  /** Changes in one transaction that is alone: nodes wait for the end of those. */
  readonly maxBatch: number;
  /** Changes in one that is decided without a lock: nobody waits for its round trips. */
  readonly maxTogether: number;
  /** For so long a database that does not answer is tried again, in milliseconds. */
  readonly maxLostMs: number;
  /** For so long a server may say nothing, in milliseconds: more than it lets a statement take. */
  readonly maxSilentMs: number;
  /** For so long somebody who is none of the nodes may hold a row, in milliseconds. */
  readonly maxLockMs: number;
  /** For so long a long read may keep its snapshot, in milliseconds. */
  readonly maxReadMs: number;
}

export const BATCH_LIMITS: BatchLimits = {
  maxPending: LIMITS.changes.most,
  maxBatch: 64,
  maxTogether: 256,
  maxLostMs: 10_000,
  maxSilentMs: 12_000,
  maxLockMs: 2000,
  maxReadMs: 30_000,
};

/** Times that a transaction is run again because others were in its way. */
const MOST_CONFLICTS = 5;

/** What the batch asks of its owner; `T` is what a transaction of it has in memory. */
export interface BatchHooks<T> {
  /** Resolves when there is a database to write into. */
  readonly ready: Promise<unknown>;
  begin(sql: Sql): Promise<T>;
  /** Last writes of the transaction, by the name that it is known by; whether it wrote anything. */
  finish(transaction: T, token: string): Promise<boolean>;
  /** The changes are in the database now. */
  committed(transaction: T): void;
  /** Whether the transaction of that name was committed; it never will be, once this says no. */
  wasCommitted(token: string): Promise<boolean>;
}

/** A change; `isSure`: it resolves only once everything it wrote is in the transaction. */
type Change<T, R> = (transaction: T, isSure: boolean) => Promise<R>;

export interface Batch<T> {
  /** Runs `change` in the next transaction, and again when that is; resolves once it is committed. */
  submit<R>(change: Change<T, R>, asked?: Asked): Promise<R>;
  pending(): number;
  /** Takes nothing more; resolves when nothing is queued. */
  close(): Promise<void>;
}

/** Answers some of the first changes that wait, once they are taken off together; whether it did. */
export type TakeTogether = (
  jobs: readonly Waiting[],
  take: (taken: readonly Waiting[]) => void,
) => Promise<boolean>;

/** A change that waits, as others may answer it. */
export interface Waiting {
  /** What it asks for, if that may be decided together with others. */
  readonly asked?: Asked | undefined;
  resolve(value: unknown): void;
  reject(error: unknown): void;
}

interface Job<T> extends Waiting {
  readonly run: Change<T, unknown>;
}

type Settle = () => void;

/** What became of one try. */
interface Tried<T> {
  readonly transaction: T;
  readonly settled: readonly Settle[];
}

/**
 * Group commit: the changes of one turn of the event loop, and what came while the transaction before
 * was under way, share one transaction; all are answered after it. A bad one never fails its
 * neighbours: the transaction is rolled back, and its changes run once more, each under a savepoint.
 */
export function createBatch<T>(
  link: Link,
  hooks: BatchHooks<T>,
  limits: BatchLimits = BATCH_LIMITS,
  takeTogether: TakeTogether = async () => false,
): Batch<T> {
  const queue: Job<T>[] = [];
  let isRunning = false;
  let isClosed = false;
  let waiters: (() => void)[] = [];

  function schedule(): void {
    if (isRunning) return;
    isRunning = true;
    setImmediate(() => void flush());
  }

  async function flush(): Promise<void> {
    while (queue.length > 0) {
      const jobs = queue.slice(0, limits.maxTogether);
      const take = (taken: readonly Waiting[]): void => {
        const gone = new Set(taken);
        queue.splice(0, jobs.length, ...jobs.filter((job) => !gone.has(job)));
      };
      if (!(await takeTogether(jobs, take).catch(() => false)))
        await commit(jobs.slice(0, limits.maxBatch));
    }
    isRunning = false;
    const done = waiters;
    waiters = [];
    for (const resolve of done) resolve();
  }

  /** Commits some jobs, or rejects them; they are off the queue then. */
  async function commit(jobs: readonly Job<T>[]): Promise<void> {
    const beganAt = performance.now();
    let isGuarded = false;
    let conflicts = 0;
    let losses = 0;
    for (;;) {
      const token = randomUUID();
      const state: State<T> = { isBegun: false, isSent: false, hasWritten: false };
      try {
        await hooks.ready;
        const { transaction, settled } = await link.transaction(
          'begin isolation level read committed',
          (sql) => attempt(sql, jobs, token, isGuarded, state),
          () => {
            state.isSent = true;
          },
        );
        end(jobs, settled, transaction);
        return;
      } catch (error) {
        if (state.isSent && state.hasWritten && state.tried && isLost(error)) {
          const isDone = await hooks.wasCommitted(token).catch(() => undefined);
          if (isDone === undefined) return refuse(jobs, failed(error, 'unknown'));
          if (isDone) return end(jobs, state.tried.settled, state.tried.transaction);
          continue;
        }
        if (isConflict(error) && conflicts < MOST_CONFLICTS) {
          conflicts += 1;
          continue;
        }
        if (isLost(error) && performance.now() - beganAt < limits.maxLostMs) {
          losses += 1;
          await machinePause(pauseAfter(losses));
          continue;
        }
        // What one of them waits for in vain fails that one alone.
        const isOfOne = isHeld(error) && state.isBegun;
        if (isGuarded || (isOfStorage(error) && !isOfOne)) return refuse(jobs, failed(error));
        isGuarded = true;
      }
    }
  }

  async function attempt(
    sql: Sql,
    jobs: readonly Job<T>[],
    token: string,
    isGuarded: boolean,
    state: State<T>,
  ): Promise<Tried<T>> {
    const transaction = await hooks.begin(sql);
    state.isBegun = true;
    const settled: Settle[] = [];
    for (const job of jobs)
      settled.push(
        await (isGuarded ? guarded(sql, job, transaction) : plain(job, transaction, false)),
      );
    state.hasWritten = await hooks.finish(transaction, token);
    state.tried = { transaction, settled };
    return state.tried;
  }

  async function plain(job: Job<T>, transaction: T, isSure: boolean): Promise<Settle> {
    const result = await job.run(transaction, isSure);
    return () => job.resolve(result);
  }

  async function guarded(sql: Sql, job: Job<T>, transaction: T): Promise<Settle> {
    await sql.run('savepoint change');
    try {
      const settle = await plain(job, transaction, true);
      await sql.run('release savepoint change');
      return settle;
    } catch (error) {
      const isOfOne = isHeld(error);
      // A database that cannot work ends the whole transaction, not only this change.
      if (!isOfOne && (isOfStorage(error) || isConflict(error) || isUnprepared(error))) throw error;
      await sql.run('rollback to savepoint change');
      await sql.run('release savepoint change');
      return () => job.reject(isOfOne ? failed(error) : error);
    }
  }

  function end(jobs: readonly Job<T>[], settled: readonly Settle[], transaction: T): void {
    queue.splice(0, jobs.length);
    // Answered before anybody is told, so that a listener that throws leaves no caller waiting.
    for (const settle of settled) settle();
    hooks.committed(transaction);
  }

  function refuse(jobs: readonly Job<T>[], error: unknown): void {
    queue.splice(0, jobs.length);
    for (const job of jobs) job.reject(error);
  }

  return {
    submit: <R>(change: Change<T, R>, asked?: Asked) =>
      new Promise<R>((resolve, reject) => {
        if (isClosed) return reject(new Error('the store is closed'));
        if (queue.length >= limits.maxPending)
          return reject(new StoreOverloaded(`${queue.length} changes are waiting`));
        queue.push({ run: change, asked, resolve: resolve as (value: unknown) => void, reject });
        schedule();
      }),
    pending: () => queue.length,
    close() {
      isClosed = true;
      return queue.length === 0
        ? Promise.resolve()
        : new Promise((resolve) => {
            waiters.push(resolve);
          });
    },
  };
}

/** How far a try got. */
interface State<T> {
  /** Nobody else decides: what is waited for from now on is one change's own. */
  isBegun: boolean;
  /** The commit was sent: it may be so. */
  isSent: boolean;
  hasWritten: boolean;
  tried?: Tried<T>;
}
