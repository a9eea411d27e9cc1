import { performance } from 'node:perf_hooks';
import type { Clock } from '../../clock.js';
import type { Change } from '../../decisions/change.js';
import type { Context } from '../../decisions/context.js';
import type { DecisionName, Decisions, DecisionTable } from '../../decisions/decisions.js';
import { type Settings, withChanges } from '../../decisions/settings.js';
import type { Moment } from '../../domain/interactions/interaction.js';
import type { DecisionTimes } from '../decision-times.js';
import { createTelling, type Telling } from '../telling.js';
import type { Adopted } from './adopted.js';
import { answer, contextOf } from './context.js';
import { toldOf, writeLine } from './feed.js';
import { createClockReads, earliestStarts } from './rows/clock-reads.js';
import { loadSettings } from './settings.js';
import type { Sql } from './sql.js';
import type { KnownLabels } from './tallies.js';
import { concernSettings, createWrites, type Writes } from './writes.js';

/** A decision that is not made after so many runs never would be. */
const MOST_RUNS = 3;

/** What a transaction of decisions has in memory. */
export interface Transaction {
  readonly sql: Sql;
  readonly writes: Writes;
  readonly telling: Telling;
  /** As they stand after the decisions before. */
  settings: Settings;
  /** The newest moment that was used by anybody. */
  newest: Moment;
}

/** What the transactions of a node have in common. */
export interface TransactionSettings {
  readonly node: string;
  readonly clock: Clock;
  readonly decisions: DecisionTable;
  readonly adopted: Adopted;
  readonly labels: KnownLabels;
  readonly times: DecisionTimes;
  /** For so long one that is alone waits for a row, in milliseconds. */
  readonly maxLockMs: number;
  servingSince(): Moment;
}

/**
 * Limits of a transaction, which end with it: whoever stops in the middle of one holds nobody up for
 * longer.
 */
const BOUNDS = `select set_config('lock_timeout', '5s', true),
  set_config('statement_timeout', '10s', true),
  set_config('idle_in_transaction_session_timeout', '5s', true)`;

/** No end for a commit. */
const UNBOUNDED = "select set_config('statement_timeout', '0', true)";

export interface Transactions {
  /** Begins one that is alone: decisions of other nodes wait for its end. */
  begin(sql: Sql): Promise<Transaction>;
  /** Runs a decision until nothing is left that it has to ask, and writes what it comes to. */
  decide<D extends DecisionName>(
    transaction: Transaction,
    isSure: boolean,
    name: D,
    args: Decisions[D]['args'],
  ): Promise<Decisions[D]['result']>;
  /** Writes what it adds up to; whether there was anything. */
  finish(transaction: Transaction, token: string): Promise<boolean>;
}

export function createTransactions({
  node,
  clock,
  decisions,
  adopted,
  labels,
  times,
  maxLockMs,
  servingSince,
}: TransactionSettings): Transactions {
  const clocks = createClockReads(servingSince);

  async function write(
    transaction: Transaction,
    changes: readonly Change[],
    context: Context,
    isSure: boolean,
  ): Promise<void> {
    const { sql, writes, telling } = transaction;
    await writes.write(changes, context, isSure);
    if (concernSettings(changes)) {
      const isOption = changes.some(({ kind }) => kind === 'option');
      const earliest = isOption ? await earliestStarts(sql, clocks) : {};
      transaction.settings = withChanges(transaction.settings, changes, () => earliest);
    }
    telling.note(changes, transaction.settings);
  }

  return {
    async begin(sql) {
      const bounded = sql.run(BOUNDS);
      // Whoever commits decisions has a line in the feed: none of them is between here and the end.
      const locked = sql.run('lock table feed in share row exclusive mode');
      // Everybody waits for this one from here: it waits less for a row that somebody else holds.
      const state = sql.one<{ revision: number; newest: Moment }>(
        `select revision, (select coalesce(max(at), 0) from feed) as newest,
           set_config('lock_timeout', ?, true) from service`,
        `${maxLockMs}ms`,
      );
      await Promise.all([bounded, locked]);
      const { revision = 0, newest = 0 } = (await state) ?? {};
      const known = adopted.last();
      return {
        sql,
        writes: createWrites(sql, labels),
        telling: createTelling(),
        settings: known.revision === revision ? known : await loadSettings(sql, servingSince()),
        newest,
      };
    },
    async decide(transaction, isSure, name, args) {
      const { sql, writes, settings } = transaction;
      const { target, decide: run } = decisions[name];
      transaction.newest = Math.max(transaction.newest, clock.now());
      const now = transaction.newest;
      const reading = { sql, settings, clock, now, heldIn: writes.heldIn };
      let context = await contextOf(reading, target(args));
      let busyMs = 0;
      for (let runs = 1; runs <= MOST_RUNS; runs += 1) {
        const startedAt = performance.now();
        const decision = run(args, context);
        busyMs += performance.now() - startedAt;
        if (!('needs' in decision)) {
          if (decision.changes?.length) await write(transaction, decision.changes, context, isSure);
          // What it waited for the database is nobody else's time.
          times.note(name, 0, busyMs, runs);
          return decision.result;
        }
        const answers = await Promise.all(decision.needs.map((each) => answer(reading, each)));
        context = { ...context, answers: [...context.answers, ...answers] };
      }
      throw new Error(`${name} asked for more in each of ${MOST_RUNS} runs`);
    },
    async finish({ sql, writes, telling, settings, newest }, token) {
      await writes.finish();
      if (!writes.hasWritten()) return false;
      await Promise.all([
        // A commit that waits for a standby would be called made when its time is up.
        sql.run(UNBOUNDED),
        sql.run(
          'update service set revision = ? where revision <> ?',
          settings.revision,
          settings.revision,
        ),
        writeLine(sql, {
          token,
          node,
          at: newest,
          told: toldOf(telling),
        }),
      ]);
      return true;
    },
  };
}
