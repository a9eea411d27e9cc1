import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { performance } from 'node:perf_hooks';
import type { Database } from 'better-sqlite3';
import type { Clock } from '../../clock.js';
import type { Change } from '../../decisions/change.js';
import type { Context } from '../../decisions/context.js';
import type { DecisionName, Decisions, DecisionTable } from '../../decisions/decisions.js';
import { withChanges } from '../../decisions/settings.js';
import { CLOCKS, type EarliestStarts } from '../../domain/clocks.js';
import { createSecret } from '../../ids.js';
import { createDecisionTimes, type DecisionTimes, type SlowDecision } from '../decision-times.js';
import { BackupFailed, StoreReadFailed, StoreTakenAway } from '../failures.js';
import { QUERIES, type Queries, type QueryName, type QueryOf } from '../queries.js';
import type { Signal } from '../signal.js';
import type { Store, StoreHealth } from '../store.js';
import { createTelling, type Telling } from '../telling.js';
import type { TidyStep } from '../work.js';
import { backUp } from './backup.js';
import { type BatchLimits, createBatch } from './batch.js';
import { createCheckpoints } from './checkpoint.js';
import { createContextReads } from './context.js';
import { createFeed } from './feed.js';
import { createLanes } from './lanes.js';
import { createPresence, type Presence } from './presence.js';
import { createQueries } from './queries.js';
import { createReader, type Reader } from './reader.js';
import { loadSettings } from './settings.js';
import { createTidyMessages } from './tidy-messages.js';
import { createUpkeep } from './upkeep.js';
import { createWorkers } from './workers.js';
import { ANSWER_LIFETIME_MS, createWrites } from './writes.js';

/** A decision that is not made after so many runs never would be. */
const MOST_RUNS = 3;

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

/** A reader that opens no file which has taken the place of the database. */
function watched(reader: Reader, { lost }: Presence): Reader {
  const inPlace = (): void => {
    const words = lost();
    if (words) throw new StoreTakenAway(words);
  };
  return {
    ...reader,
    async ask(name, ...args) {
      inPlace();
      return reader.ask(name, ...args);
    },
    async askOn(name, ...args) {
      inPlace();
      return reader.askOn(name, ...args);
    },
  };
}

/**
 * The store on an open, migrated SQLite database. Decisions run one after another inside the group
 * commit, so each sees everything before it and settings are exact.
 */
export function createSqliteStore(
  database: Database,
  clock: Clock,
  decisions: DecisionTable,
  close: () => void | Promise<void>,
  { limits, onLogFailure, onSlowDecision, onListenerFailure, presence: given }: SqliteOptions = {},
): SqliteStore {
  const presence = given ?? createPresence(database);
  // Claims of a process that is gone are void: this one has an epoch of its own.
  const epoch = createSecret(9);
  const servingSince = clock.now();
  const feed = createFeed(epoch);
  const queries = { ...createQueries(database, servingSince), ...feed };
  const writes = createWrites(database);
  const lanes = createLanes(database, epoch, clock.now);
  const reads = createContextReads(database, { queries, lanes, writes, clock });
  const upkeep = createUpkeep(database, writes);
  const tidyMessages = createTidyMessages(database);
  const reader = watched(createReader(database.name), presence);
  const times = createDecisionTimes(onSlowDecision ?? (() => {}));
  const listeners = new Set<(signal: Signal) => void>();
  const schemaVersion =
    database.prepare<[], number>('select max(number) from migrations').pluck().get() ?? 0;
  const earliest = (): EarliestStarts =>
    Object.fromEntries(CLOCKS.map((name) => [name, queries.earliest(name) ?? undefined]));
  let settings = loadSettings(database, earliest(), servingSince);
  let beforeBatch = settings;
  let telling: Telling;

  const batch = createBatch(
    database,
    {
      begin() {
        beforeBatch = settings;
        telling = createTelling();
      },
      beforeCommit() {
        if (writes.finish(clock.now())) presence.numbers.number();
      },
      lost: presence.lost,
      committed() {
        presence.numbers.settle(true);
        // What is in the log does not belong into what somebody else wrote.
        if (!presence.isOverwritten()) checkpoints.committed();
        const signal = telling.signal();
        feed.push(telling.changed, signal?.messages ?? false);
        if (signal) for (const listener of listeners) tell(listener, signal);
      },
      rolledBack() {
        settings = beforeBatch;
        writes.reset();
        presence.numbers.settle(false);
      },
    },
    limits,
  );
  const workers = createWorkers(batch, lanes, epoch);
  const others = {
    restWriter: batch.rest,
    holdReader: reader.hold,
    isInPlace: () => presence.lost() === undefined,
  };
  const checkpoints = createCheckpoints(
    database,
    database.name,
    others,
    onLogFailure ?? (() => {}),
  );

  function tell(listener: (signal: Signal) => void, signal: Signal): void {
    try {
      listener(signal);
    } catch (error) {
      onListenerFailure?.(error);
    }
  }

  /** Runs a decision until nothing is left that it has to ask, and writes what it comes to. */
  function decide<D extends DecisionName>(
    name: D,
    args: Decisions[D]['args'],
  ): Decisions[D]['result'] {
    const startedAt = performance.now();
    const { target, decide: run } = decisions[name];
    let context = reads.contextOf(target(args), settings);
    for (let runs = 0; runs < MOST_RUNS; runs += 1) {
      const decision = run(args, context);
      if (!('needs' in decision)) {
        if (decision.changes?.length) write(decision.changes, context);
        times.note(name, startedAt, performance.now(), runs + 1);
        return decision.result;
      }
      const answers = [...context.answers, ...decision.needs.map(reads.answer)];
      context = { ...context, answers };
    }
    throw new Error(`${name} asked for more in each of ${MOST_RUNS} runs`);
  }

  function write(changes: readonly Change[], { now, ageTime }: Context): void {
    writes.write(changes, {
      now,
      forgetBefore: ageTime === null ? 0 : ageTime - ANSWER_LIFETIME_MS,
    });
    settings = withChanges(settings, changes, earliest);
    telling.note(changes, settings, now);
  }

  const STEPS: {
    readonly [S in TidyStep['step']]: (
      step: Extract<TidyStep, { readonly step: S }>,
    ) => Promise<boolean>;
  } = {
    purge: ({ stoppedBy }) =>
      batch.submit(() => {
        const removed = upkeep.purge(stoppedBy);
        telling.noteRemoved(removed);
        return removed > 0;
      }),
    purge_chats: ({ closedBy }) => batch.submit(() => upkeep.purgeChats(closedBy) > 0),
    forget: ({ madeBy }) => batch.submit(() => upkeep.forget(madeBy)),
    tallies: ({ minute }) => batch.submit(() => upkeep.forgetTallies(minute)),
    messages: ({ ages, limit }) => batch.submit(() => tidyMessages(ages, limit)),
    shrink: () => batch.submit(upkeep.shrink),
    scrub: async () => !(await checkpoints.cut()),
    async touch() {
      await batch.submit(writes.touch);
      return false;
    },
  };

  /** Asks the reader's thread; of what goes on, only the first part may be refused. */
  function readLong(name: QueryOf<'scan'>, args: readonly unknown[]): Promise<unknown> {
    const [, page] = args as readonly { readonly after?: string }[];
    const goesOn = name === 'records' || name === 'chatRecords';
    const ask = goesOn && page?.after !== undefined ? reader.askOn : reader.ask;
    const given = name === 'endpointStatistics' ? [...args, clock.now()] : args;
    return (ask as (name: string, ...args: readonly unknown[]) => Promise<unknown>)(name, ...given);
  }

  async function readFailure(): Promise<Error | null> {
    // Whoever is at a long read is there; waiting for it would make readiness slow.
    if (reader.isBusy()) return null;
    return reader.askOn('probe').then(
      () => null,
      (error: unknown) => (error instanceof Error ? error : new StoreReadFailed(String(error))),
    );
  }

  /** That the directory is gone is told by whoever writes: nobody is kept from the rest for it. */
  async function roomBytes(): Promise<number> {
    return statfs(dirname(database.name)).then(
      ({ bavail, bsize }) => bavail * bsize,
      () => Number.POSITIVE_INFINITY,
    );
  }

  const store: Store = {
    apply: (name, args) => batch.submit(() => decide(name, args)),
    settings: () => settings,
    lastSettings: () => settings,
    async read<Q extends QueryName>(name: Q, ...args: Queries[Q]['args']) {
      if (QUERIES[name] === 'scan')
        return readLong(name as QueryOf<'scan'>, args) as Promise<Queries[Q]['answer']>;
      const answer = queries[name as QueryOf<'key'>] as (
        ...args: Queries[Q]['args']
      ) => Queries[Q]['answer'];
      return answer(...args);
    },
    claim: async (work, request) => ({ held: await workers[work].claim(request) }),
    async finish(claim, result) {
      if (claim.epoch !== epoch || result === 'release') return null;
      return workers[claim.work].finish(claim, result);
    },
    tidy: (step) => (STEPS[step.step] as (step: TidyStep) => Promise<boolean>)(step),
    watch(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async health(): Promise<StoreHealth> {
      return {
        pendingChanges: batch.pending(),
        schemaVersion,
        logBytes: checkpoints.bytes(),
        roomBytes: await roomBytes(),
        readFailure: await readFailure(),
      };
    },
    async close() {
      await batch.idle();
      await checkpoints.stop();
      await reader.close();
      await close();
      presence.close();
    },
  };

  return {
    store,
    pending: batch.pending,
    times,
    logBytes: checkpoints.bytes,
    async backUp(file, signal) {
      const lost = presence.lost();
      if (lost) throw new BackupFailed(lost);
      return backUp(database.name, file, { signal });
    },
  };
}
