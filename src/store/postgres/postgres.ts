import { hostname } from 'node:os';
import type pg from 'pg';
import { type Clock, MACHINE, machineTimerAside } from '../../clock.js';
import type { DecisionTable } from '../../decisions/decisions.js';
import { createSecret } from '../../ids.js';
import { createDecisionTimes, type DecisionTimes, type SlowDecision } from '../decision-times.js';
import { StoreReadFailed } from '../failures.js';
import { QUERIES, type Queries, type QueryName, type QueryOf } from '../queries.js';
import type { Shared } from '../shared.js';
import type { Signal } from '../signal.js';
import type { Store, StoreHealth } from '../store.js';
import type { Telling } from '../telling.js';
import { createAdopted } from './adopted.js';
import { BATCH_LIMITS, type BatchLimits, createBatch } from './batch.js';
import { pauseAfter, unread, whileLost } from './faults.js';
import { changesSince, linesSince, snapshotNow, wasCommitted } from './feed.js';
import { readHazards } from './hazards.js';
import { createHints } from './hints.js';
import { createLeases } from './leases.js';
import { createLink, type Link, type LinkSettings } from './link.js';
import { checkServer, MIGRATIONS, migrate } from './migrate.js';
import { beat, register, unregister } from './nodes.js';
import { createOptimistic } from './optimistic.js';
import { createLongQueries, createQueries } from './queries.js';
import { forgetQuestions } from './questions.js';
import { createReader } from './reader.js';
import { createShared, forgetShared } from './shared.js';
import type { Sql } from './sql.js';
import { createTaking } from './taking.js';
import { createKnownLabels } from './tallies.js';
import { createTidying } from './tidying.js';
import type { DatabaseTime } from './time.js';
import { type Counting, createCounting } from './traffic.js';
import { createTransactions, type Transaction } from './transaction.js';
import { forgetFeed } from './upkeep.js';

/** What other nodes committed is told here after this at most, and what it takes to ask, in milliseconds. */
export const MAX_UNTOLD_MS = 50;
/** From one sign of life to the next, in milliseconds. */
const BEAT_MS = 1000;
/** From one time that old lines of the feed are removed to the next. */
const FEED_MS = 10_000;

/** A store with what belongs to this driver alone. */
export interface PostgresStore {
  readonly store: Store;
  /** Resolves once the database is ready; rejects with `StoreUnusable` when it cannot be used. */
  readonly ready: Promise<void>;
  /** What nodes share beside the data. */
  readonly shared: Shared;
  /** Changes waiting to be committed, now. */
  pending(): number;
  readonly times: DecisionTimes;
  /** How it does, but for its clock. */
  traffic(): ReturnType<Counting['read']>;
  hazards(): Promise<readonly string[]>;
}

export interface PostgresOptions {
  readonly config: pg.ClientConfig;
  readonly limits?: Partial<BatchLimits> | undefined;
  /** Of the program, for those who look at the nodes. */
  readonly version?: string;
  /** Hears what time it is in the database, asked and answered at moments of the monotonic clock. */
  readonly observe?: DatabaseTime['observe'];
  readonly onSlowDecision?: (slow: SlowDecision) => void;
  /** Hears when somebody who watches threw. */
  readonly onListenerFailure?: (error: unknown) => void;
}

/**
 * The store on a PostgreSQL database that several nodes share. Decisions run inside the group commit
 * of a node, one node at a time, so each sees everything before it and settings are exact.
 */
export function createPostgresStore(
  clock: Clock,
  decisions: DecisionTable,
  {
    config,
    limits,
    version = '',
    observe = () => {},
    onSlowDecision = () => {},
    onListenerFailure = () => {},
  }: PostgresOptions,
): PostgresStore {
  const node = createSecret(9);
  const self = { id: node, host: hostname(), version };
  const counting = createCounting();
  const settings: LinkSettings = { config, isPreparing: true, onFailure: counting.failed };
  const bounds = { ...BATCH_LIMITS, ...limits };
  const { maxLockMs, maxLostMs, maxReadMs, maxSilentMs } = bounds;
  const makeLink = (): Link => createLink(settings, maxSilentMs);
  const [writer, swift, reads] = [makeLink(), makeLink(), makeLink()];
  const [work, aside] = [makeLink(), makeLink()];
  const reader = createReader(settings, { maxReadMs, maxSilentMs });
  const links = [writer, swift, reads, work, aside];
  const listeners = new Set<(signal: Signal) => void>();
  let servingSince = 0;
  let since = 0;
  let isClosed = false;
  let snapshot = '';
  const adopted = createAdopted(aside, () => servingSince);
  const queries = createQueries(() => servingSince, node);
  const longQueries = createLongQueries(clock.now);
  const times = createDecisionTimes(onSlowDecision);
  const hints = createHints(aside.sql, node);
  const leases = createLeases(work, node, clock, adopted);
  const labels = createKnownLabels();
  const deciding = { node, clock, decisions, adopted, labels, times, maxLockMs };
  const transactions = createTransactions({ ...deciding, servingSince: () => servingSince });

  async function open(): Promise<void> {
    // Migrations take what they take.
    const patient = createLink(settings);
    await checkServer(patient.sql)
      .then(() => migrate(patient, clock.now))
      .finally(patient.close);
    since = performance.now();
    servingSince = await register(aside.sql, self, clock.now());
    snapshot = await snapshotNow(aside.sql);
    await adopted.fresh();
  }

  const ready = open();
  ready.then(keepLooking, () => {});

  const isCommitted = (token: string) =>
    whileLost(maxLostMs, () => wasCommitted(aside.sql, token, node));
  const batch = createBatch<Transaction>(
    writer,
    {
      ready,
      begin: transactions.begin,
      finish: transactions.finish,
      wasCommitted: isCommitted,
      committed(transaction) {
        adopted.adopt(transaction.settings);
        committed(transaction.telling);
      },
    },
    bounds,
    createTaking({
      maxBatch: bounds.maxBatch,
      ready,
      optimistic: createOptimistic({ ...deciding, link: swift }),
      committed,
      wasCommitted: isCommitted,
      retried: counting.retried,
    }),
  );
  const tidy = createTidying(batch);

  function committed({ signal }: Telling): void {
    const told = signal(clock.now());
    if (told) tell(told);
  }

  function tell(signal: Signal): void {
    for (const listener of listeners) {
      try {
        listener(signal);
      } catch (error) {
        onListenerFailure(error);
      }
    }
  }

  /** Tells what other nodes committed since the last look. */
  async function look(): Promise<void> {
    const found = await linesSince(aside.sql, snapshot, node);
    snapshot = found.snapshot;
    counting.looked();
    const signals = found.told.flatMap(({ signal }) => (signal ? [signal] : []));
    // Whoever is told that settings changed finds them.
    if (signals.some((signal) => signal.settings)) await adopted.fresh();
    for (const signal of signals) tell(signal);
    hints.heard(found.told);
  }

  function keepLooking(): void {
    every(MAX_UNTOLD_MS, look);
    every(FEED_MS, async () => {
      while (await forgetFeed(aside.sql));
      while (await forgetQuestions(aside.sql));
      while (await forgetShared(aside.sql));
    });
    every(BEAT_MS, async () => {
      const askedAt = MACHINE.monotonic();
      const told = await beat(aside.sql, { ...self, since, servingSince });
      if (told === undefined) return;
      observe(told.moment, askedAt, MACHINE.monotonic());
      await adopted.upTo(told.revision);
    });
  }

  /** Runs something again and again; what fails is made good by the next time. */
  function every(ms: number, run: () => Promise<void>, failures = 0): void {
    const next = (): void => {
      if (isClosed) return;
      const again = (failed: number) => () => every(ms, run, failed);
      run().then(again(0), again(failures + 1));
    };
    machineTimerAside(ms + pauseAfter(failures), next);
  }

  async function answer(name: QueryOf<'key'>, args: readonly unknown[]): Promise<unknown> {
    if (name === 'changesSince') return changesSince(reads.sql, args[0] as string | null);
    const query = queries[name] as (sql: Sql, ...args: readonly unknown[]) => Promise<unknown>;
    return query(reads.sql, ...args);
  }

  function answerLong(name: QueryOf<'scan'>, args: readonly unknown[]): Promise<unknown> {
    const [, page] = args as readonly { readonly after?: string }[];
    const goesOn = (name === 'records' || name === 'chatRecords') && page?.after !== undefined;
    const query = longQueries[name] as (sql: Sql, ...args: readonly unknown[]) => Promise<unknown>;
    return reader.ask((sql) => query(sql, ...args), goesOn);
  }

  async function readFailure(): Promise<Error | null> {
    if (reader.isBusy()) return null;
    return reader
      .ask((sql) => sql.one('select 1'), true)
      .then(
        () => null,
        (error: unknown) => (error instanceof Error ? error : new StoreReadFailed(String(error))),
      );
  }

  async function end(): Promise<void> {
    await batch.close();
    isClosed = true;
    await ready.catch(() => {});
    await leases.close().catch(() => {});
    await unregister(aside.sql, node).catch(() => {});
    await Promise.all([reader.close(), ...links.map((link) => link.close())]);
  }

  const store: Store = {
    apply: (name, args) =>
      batch.submit((transaction, isSure) => transactions.decide(transaction, isSure, name, args), {
        name,
        args: args as never,
      }),
    async settings() {
      await ready;
      return adopted.fresh().catch(unread);
    },
    lastSettings: adopted.last,
    async read<Q extends QueryName>(name: Q, ...args: Queries[Q]['args']) {
      await ready;
      const found =
        QUERIES[name] === 'scan'
          ? answerLong(name as QueryOf<'scan'>, args)
          : answer(name as QueryOf<'key'>, args).catch(unread);
      return found as Promise<Queries[Q]['answer']>;
    },
    async claim(name, request) {
      await ready;
      return leases.claim(name, request);
    },
    async finish(claim, result) {
      await ready;
      return leases.finish(claim, result);
    },
    tidy,
    watch(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async health(): Promise<StoreHealth> {
      const pendingChanges = batch.pending();
      return {
        pendingChanges,
        schemaVersion: MIGRATIONS.length,
        // The server keeps its own, and its own disk.
        logBytes: 0,
        roomBytes: Number.POSITIVE_INFINITY,
        readFailure: await ready.then(readFailure, (error: Error) => error),
      };
    },
    close: end,
  };

  return {
    store,
    ready,
    shared: createShared(aside.sql, hints),
    pending: batch.pending,
    times,
    traffic: () => counting.read([...links, ...reader.links]),
    hazards: () => readHazards(reads.sql),
  };
}
