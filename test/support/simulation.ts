import Sqlite from 'better-sqlite3';
import type { OptionChange } from '#src/decisions/change.js';
import type { Creation } from '#src/decisions/interactions.js';
import type { Fact, Interaction } from '#src/domain/interactions/interaction.js';
import { createEngine } from '#src/engine/engine.js';
import { createExpiry } from '#src/engine/expiry.js';
import { createLog } from '#src/log/log.js';
import { createOptions } from '#src/settings/options.js';
import type { QueueCounts } from '#src/store/lists.js';
import { createLongQueries } from '#src/store/sqlite/long-queries.js';
import { migrate } from '#src/store/sqlite/migrate.js';
import { createQueries } from '#src/store/sqlite/queries.js';
import { createSqliteStore, newestMoment } from '#src/store/sqlite/sqlite.js';
import { createFakeClock, type FakeClock } from './clock.js';
import type { Op, Turn } from './simulation-actions.js';
import { type CommitWatch, createCommitWatch } from './simulation-commits.js';
import { failing, reusePrepared } from './simulation-database.js';
import { OPERATOR, PATIENT, requestOf } from './world.js';

/** What a history led to. */
export interface Trace {
  /** What every request was answered, comparable between runs: without ids and versions. */
  readonly answers: readonly unknown[];
  /** How long each wait was, so that another run can wait as long. */
  readonly waits: readonly number[];
  /** In the order of creation, settled. */
  readonly interactions: readonly Interaction[];
  readonly facts: readonly (readonly Fact[])[];
  /** The visit of each interaction, erased or not. */
  readonly visits: readonly number[];
  readonly counts: readonly QueueCounts[];
  readonly optionChanges: readonly OptionChange[];
  readonly endedAt: number;
  /** What was not as it must be on the way. */
  readonly violations: readonly string[];
}

/** Plays histories, each on an empty store. */
export interface Simulation {
  /** With `waits`, waits as long as the run that they come from. */
  play(history: readonly Turn[], waits?: readonly number[]): Promise<Trace>;
}

/** Everything a history writes, rows that refer to others first. */
const EMPTIED = ['history', 'interactions', 'identities', 'queue_counts', 'option_changes'];

/**
 * A service in memory, with its expiry pulse or without. It is the store of the service on a
 * database that has no file: thousands of histories would spend their time waiting for a disk,
 * whose failures are tried in the store's own tests. A restart keeps the database and nothing else.
 */
export function createSimulation({ pulse }: { readonly pulse: boolean }): Simulation {
  const database = new Sqlite(':memory:');
  database.pragma('foreign_keys = on');
  migrate(database, () => 0);
  reusePrepared(database);
  const longQueries = createLongQueries(database);
  const queries = createQueries(database, 0);
  const sequences = database.prepare<[], { id: string; sequence: number }>(
    'select id, sequence from interactions',
  );
  const stored = { ...queries, sequences: () => sequences.all() };
  const optionChanges = database.prepare<[], OptionChange>(
    'select name, version, value, at, actor as "by" from option_changes order by n',
  );
  const log = createLog('silent');

  function empty(): void {
    for (const table of EMPTIED) database.prepare(`delete from ${table}`).run();
    database.prepare('update service set newest_moment = 0').run();
  }

  function start(clock: FakeClock, { decisions }: CommitWatch) {
    const time = clock.make(newestMoment(database));
    const limits = { limits: PATIENT };
    const { store, pending } = createSqliteStore(database, time, decisions, () => {}, limits);
    const engine = createEngine({ store, clock: time });
    const expiry = createExpiry({ engine, store, clock: time, log });
    return { store, pending, engine, expiry, options: createOptions(store, time) };
  }

  async function play(history: readonly Turn[], waits?: readonly number[]): Promise<Trace> {
    empty();
    const clock: FakeClock = createFakeClock(() => service.pending() > 0);
    const watch = createCommitWatch(stored);
    let service = start(clock, watch);
    const ids: string[] = [];
    const visits: number[] = [];
    const answers: unknown[] = [];
    const waited: number[] = [];
    const write = { operator: OPERATOR };

    const begin = async (): Promise<void> => {
      service.store.watch(watch.see);
      if (pulse) await service.expiry.start();
    };

    const wait = async (ms: number, stalled: boolean): Promise<void> => {
      const exact = waits?.[waited.length] ?? ms;
      waited.push(exact);
      await (stalled ? clock.leap(exact) : clock.advance(exact));
    };

    function answerOf(op: Op, creation: Creation): unknown {
      if ('interaction' in creation && op.op === 'create') {
        ids.push(creation.interaction.id);
        visits.push(op.visit);
        return ['created', ids.length];
      }
      if (!('refusal' in creation) || creation.refusal.code !== 'engagement_in_progress')
        return creation;
      const { live, blockedUntil } = creation.refusal;
      return ['blocked', ids.indexOf(live.id), live.state, blockedUntil];
    }

    async function ask(op: Op): Promise<unknown> {
      if (op.op === 'create') {
        const { visit, channel, mail } = op;
        const userData = mail === null ? {} : { EmailAddress: mail };
        const request = requestOf({ visitId: `v${visit}`, channel, userData });
        return answerOf(op, await service.engine.create(request));
      }
      if (op.op !== 'event') {
        const outcome = await (op.op === 'set'
          ? service.options.set(op.key, op.value, write)
          : service.options.reset(op.key, write));
        return outcome.ok ? outcome.option.version : outcome.detail;
      }
      const id = ids[ids.length - 1 - op.target];
      if (id === undefined) return null;
      const outcome = await service.engine.apply(id, op.event);
      if (outcome === undefined) return 'not found';
      watch.checkOutcome(outcome);
      return [outcome.refusal, outcome.applied, outcome.interaction.state];
    }

    /** All in one turn; a failure of the store is an answer too. */
    const askAll = async (ops: readonly Op[]): Promise<void> => {
      const outcomes = await Promise.allSettled(ops.map(ask));
      for (const outcome of outcomes)
        answers.push(outcome.status === 'fulfilled' ? outcome.value : String(outcome.reason));
    };

    async function take(turn: Turn): Promise<void> {
      switch (turn.turn) {
        case 'ask':
          return askAll(turn.ops);
        case 'wait':
          return wait(turn.ms, turn.stalled);
        case 'waitForDeadline': {
          const next = await service.engine.nextDeadline();
          return wait(Math.max((next ?? 0) + turn.offset - clock.now(), 0), true);
        }
        case 'rollBack': {
          const outcome = await service.options.rollBack(turn.key, turn.version, write);
          answers.push(outcome.ok ? outcome.option.version : outcome.detail);
          return;
        }
        case 'restart':
          await service.expiry.stop();
          service = start(clock, watch);
          return begin();
        case 'fail': {
          const [first, ...rest] = turn.ops;
          const disk = failing(database);
          if (turn.at === 'begin') disk.stop();
          const asked = [askAll(first ? [first] : [])];
          if (turn.at === 'middle') asked.push(disk.stopHere(service.store));
          asked.push(askAll(rest));
          if (turn.at === 'commit') asked.push(disk.refuseCommit(service.store));
          await Promise.all(asked);
          await wait(turn.ms, false);
          disk.resume();
        }
      }
    }

    async function settleTheRest(): Promise<void> {
      // Long enough for the pulse to come again after a failure.
      await wait(1000, false);
      if ((await service.engine.settleDue(100)) > 0 && pulse)
        watch.violations.push('the pulse left something unsettled');
      if ((await service.engine.settleDue(100)) > 0) watch.violations.push('what is due stays due');
    }

    try {
      await begin();
      for (const turn of history) {
        await take(turn);
        // The timer that a commit armed for now.
        await clock.advance(0);
      }
      await settleTheRest();
    } finally {
      await service.expiry.stop();
    }
    const { store } = service;
    const { items } = longQueries.interactions({}, { size: 1000 });
    const interactions = items.toReversed();
    return {
      answers,
      waits: waited,
      interactions,
      facts: await Promise.all(interactions.map(({ id }) => store.read('history', id))),
      visits,
      counts: await store.read('queueCounts'),
      optionChanges: optionChanges.all(),
      endedAt: clock.now(),
      violations: watch.violations,
    };
  }

  return { play };
}
