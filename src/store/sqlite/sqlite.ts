import { performance } from 'node:perf_hooks';
import type { Database } from 'better-sqlite3';
import type { Clock } from '../../clock.js';
import type { DecisionTable } from '../../decisions/decisions.js';
import { createSecret } from '../../ids.js';
import { createDecisionTimes, type DecisionTimes, type SlowDecision } from '../decision-times.js';
import { BackupFailed } from '../failures.js';
import type { Queries, QueryName } from '../queries.js';
import type { Signal } from '../signal.js';
import type { Store } from '../store.js';
import type { Work, WorkName } from '../work.js';
import { backUp } from './backup.js';
import type { BatchLimits } from './batch.js';
import type { Command } from './command.js';
import { createPresence, type Presence } from './presence.js';
import { createReading, type Reading } from './reading.js';
import { type Committed, createWriting, type Taken, type Writing } from './writing.js';

/** A store with what belongs to its files alone. */
export interface SqliteStore {
  readonly store: Store;
  /** Changes waiting to be committed, now. */
  pending(): number;
  readonly times: DecisionTimes;
  /** Bytes of the write-ahead log. */
  logBytes(): number;
  /**
   * Writes a checked copy of everything committed to a file that does not exist yet, in a process of
   * its own; resolves with its bytes once it is on disk. Rejects with `BackupFailed`.
   */
  backUp(file: string, signal?: AbortSignal): Promise<number>;
}

export interface SqliteOptions {
  readonly limits?: BatchLimits | undefined;
  /** Hears when the write-ahead log cannot be moved into the database. */
  readonly onLogFailure?: (error: unknown) => void;
  readonly onSlowDecision?: (slow: SlowDecision) => void;
  /** Hears when somebody who watches threw. */
  readonly onListenerFailure?: (error: unknown) => void;
  /** Watches over the files. */
  readonly presence?: Presence;
}

/** The newest moment of anything stored in a migrated database; 0 for a new one. */
export function newestMoment(database: Database): number {
  return database.prepare<[], number>('select newest_moment from service').pluck().get() ?? 0;
}

/** Who writes, wherever that is. */
export type Writer = Pick<Writing, 'run' | 'settings' | 'pending' | 'logBytes' | 'stop'>;

/** What whoever writes tells, and whom. */
export interface Tellers {
  committed(committed: Committed): void;
  taken(taken: Taken): void;
}

/** A writer, given whom it tells, and who reads. */
type MakeWriter = (tellers: Tellers, reading: Reading, epoch: string) => Writer;

/**
 * The store on an open, migrated SQLite database, of which the writer works in this thread: for tests of
 * what a driver promises, and for simulations. The service has its writer in a thread of its own.
 */
export function createSqliteStore(
  database: Database,
  clock: Clock,
  decisions: DecisionTable,
  close: () => void | Promise<void>,
  options: SqliteOptions = {},
): SqliteStore {
  const presence = options.presence ?? createPresence(database);
  const servingSince = clock.now();
  return composeStore(
    database,
    clock,
    presence.lost,
    servingSince,
    ({ committed, taken }, { holdReader }, epoch) =>
      createWriting({
        database,
        time: clock,
        decisions,
        presence,
        epoch,
        servingSince,
        limits: options.limits,
        holdReader,
        committed,
        taken,
        onLogFailure: options.onLogFailure ?? (() => {}),
      }),
    async () => {
      await close();
      presence.close();
    },
    options,
  );
}

/** What was asked for, each once. */
const ownOf = <R extends object>(request: R) =>
  'ids' in request && Array.isArray(request.ids)
    ? { ...request, ids: [...new Set(request.ids)] }
    : request;

/** A store of who writes and who reads. */
export function composeStore(
  database: Database,
  clock: Pick<Clock, 'now'>,
  lost: Presence['lost'],
  servingSince: number,
  makeWriter: MakeWriter,
  close: () => Promise<void>,
  { onSlowDecision, onListenerFailure }: SqliteOptions,
): SqliteStore {
  // Claims of a process that is gone are void: this one has an epoch of its own.
  const epoch = createSecret(9);
  const times = createDecisionTimes(onSlowDecision ?? (() => {}));
  const listeners = new Set<(signal: Signal) => void>();
  const reading = createReading({ database, epoch, servingSince, now: clock.now, lost });
  const writer = makeWriter({ committed, taken }, reading, epoch);

  function taken([name, durationMs, runs]: Taken): void {
    const now = performance.now();
    times.note(name, now - durationMs, now, runs);
  }

  function committed({ signal, changed }: Committed): void {
    reading.push(changed, signal?.messages ?? false);
    if (signal) for (const listener of listeners) tell(listener, signal);
  }

  function tell(listener: (signal: Signal) => void, signal: Signal): void {
    try {
      listener(signal);
    } catch (error) {
      onListenerFailure?.(error);
    }
  }

  /** What comes of a command, as whoever gave it knows. */
  const run = <R>(command: Command): Promise<R> =>
    new Promise<R>((resolve, reject) => {
      writer.run(command, resolve as (value: unknown) => void, reject);
    });

  const store: Store = {
    apply: (name, args) => run({ do: 'apply', name, args }),
    settings: writer.settings,
    lastSettings: writer.settings,
    read: <Q extends QueryName>(name: Q, ...args: Queries[Q]['args']) =>
      reading.read(name, ...args),
    async claim<W extends WorkName>(work: W, request: Work[W]['request']) {
      // One process has the directory, so that what is not of an endpoint is its own at once.
      const held =
        work === 'endpoint'
          ? await run<Work[W]['claimed']>({
              do: 'claim',
              request: request as Work['endpoint']['request'],
            })
          : ({ ...ownOf(request), work, epoch } as unknown as Work[W]['claimed']);
      return { held };
    },
    async finish(claim, result) {
      if (claim.epoch !== epoch || result === 'release' || claim.work !== 'endpoint') return null;
      return run({
        do: 'finish',
        claim: claim as Work['endpoint']['claimed'],
        attempts: result as Work['endpoint']['result'],
      });
    },
    tidy: (step) => run({ do: 'tidy', step }),
    watch(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async health() {
      const written = { pendingChanges: writer.pending(), logBytes: writer.logBytes() };
      return { ...written, ...(await reading.health()) };
    },
    async close() {
      await writer.stop();
      await reading.close();
      await close();
    },
  };

  return {
    store,
    pending: writer.pending,
    times,
    logBytes: writer.logBytes,
    async backUp(file, signal) {
      const words = lost();
      if (words) throw new BackupFailed(words);
      return backUp(database.name, file, { signal });
    },
  };
}
