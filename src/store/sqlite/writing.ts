import { performance } from 'node:perf_hooks';
import type { Database } from 'better-sqlite3';
import { isAside } from '../../decisions/aside.js';
import type { Change } from '../../decisions/change.js';
import type { Context } from '../../decisions/context.js';
import type { DecisionName, Decisions, DecisionTable } from '../../decisions/decisions.js';
import { type Settings, withChanges } from '../../decisions/settings.js';
import { CLOCKS, type EarliestStarts } from '../../domain/clocks.js';
import type { Moment } from '../../domain/interactions/interaction.js';
import type { ServiceTime } from '../../service-time.js';
import type { ChangedInteraction, Signal } from '../signal.js';
import { createTelling, type Telling } from '../telling.js';
import type { TidyStep } from '../work.js';
import { type BatchLimits, createBatch, type Job } from './batch.js';
import { createCheckpoints, type Others } from './checkpoint.js';
import type { Command } from './command.js';
import { createContextReads } from './context.js';
import { createLanes } from './lanes.js';
import type { Presence } from './presence.js';
import { createQueries } from './queries.js';
import { loadSettings } from './settings.js';
import { createTidyMessages } from './tidy-messages.js';
import { createUpkeep } from './upkeep.js';
import { ANSWER_LIFETIME_MS, createWrites } from './writes.js';

/** A decision that is not made after so many runs never would be. */
const MOST_RUNS = 3;

/** A change of what operators set, with what must be known to make the same of it elsewhere. */
export interface Alteration {
  readonly changes: readonly Change[];
  readonly earliest: EarliestStarts;
}

/** What one commit is to be told as, to whoever reads. */
export interface Committed {
  readonly signal: Signal | null;
  readonly changed: readonly ChangedInteraction[];
  /** Of the settings, in their order. */
  readonly alterations: readonly Alteration[];
}

/** How long a decision took: its name, milliseconds, and runs. */
export type Taken = readonly [name: DecisionName, durationMs: number, runs: number];

export interface WritingDependencies {
  readonly database: Database;
  readonly time: ServiceTime;
  readonly decisions: DecisionTable;
  readonly presence: Presence;
  /** Names the claims of this process: those of one that is gone are void. */
  readonly epoch: string;
  readonly servingSince: Moment;
  readonly limits?: BatchLimits | undefined;
  readonly holdReader: Others['holdReader'];
  /** May run commands that have come meanwhile, before a transaction is committed. */
  gather?(): void;
  /** After each commit, before anybody who waited for it goes on. */
  committed(committed: Committed): void;
  taken(taken: Taken): void;
  /** Hears when the write-ahead log cannot be moved into the database. */
  onLogFailure(error: unknown): void;
}

/** Everything that writes: decisions one after another inside the group commit, so that settings are exact. */
export interface Writing {
  /** Queues a command; one of the two is called once it is known what came of it. */
  run(command: Command, resolve: Job['resolve'], reject: Job['reject']): void;
  settings(): Settings;
  pending(): number;
  /** Bytes of the write-ahead log. */
  logBytes(): number;
  /** Finishes what is queued, and lets go of the log. */
  stop(): Promise<void>;
}

type ShortStep = Exclude<TidyStep, { readonly step: 'scrub' }>;
type ShortCommand =
  | Exclude<Command, { readonly do: 'tidy' }>
  | { readonly do: 'tidy'; readonly step: ShortStep };

const isShort = (command: Command): command is ShortCommand =>
  command.do !== 'tidy' || command.step.step !== 'scrub';

export function createWriting(dependencies: WritingDependencies): Writing {
  const { database, time, decisions, presence, epoch, servingSince, taken } = dependencies;
  const queries = createQueries(database, servingSince);
  const writes = createWrites(database);
  const lanes = createLanes(database, epoch, time.now);
  const reads = createContextReads(database, { queries, lanes, writes, clock: time });
  const upkeep = createUpkeep(database, writes);
  const tidyMessages = createTidyMessages(database);
  const earliest = (): EarliestStarts =>
    Object.fromEntries(CLOCKS.map((name) => [name, queries.earliest(name) ?? undefined]));
  let settings = loadSettings(database, earliest(), servingSince);
  let beforeBatch = settings;
  let telling: Telling;
  let alterations: Alteration[];

  const batch = createBatch(
    database,
    {
      begin() {
        beforeBatch = settings;
        telling = createTelling();
        alterations = [];
      },
      ...(dependencies.gather && { gather: dependencies.gather }),
      beforeCommit() {
        if (writes.finish(time.now())) presence.numbers.number();
      },
      lost: presence.lost,
      committed() {
        presence.numbers.settle(true);
        // What is in the log does not belong into what somebody else wrote.
        if (!presence.isOverwritten()) checkpoints.committed();
        dependencies.committed({
          signal: telling.signal(time.now()),
          changed: telling.changed,
          alterations,
        });
      },
      rolledBack() {
        settings = beforeBatch;
        writes.reset();
        presence.numbers.settle(false);
      },
    },
    dependencies.limits,
  );
  const others: Others = {
    restWriter: batch.rest,
    holdReader: dependencies.holdReader,
    isInPlace: () => presence.lost() === undefined,
  };
  const checkpoints = createCheckpoints(database, database.name, others, dependencies.onLogFailure);

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
        taken([name, performance.now() - startedAt, runs + 1]);
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
    const before = settings;
    settings = withChanges(before, changes, earliest);
    if (settings !== before) alterations.push({ changes, earliest: earliest() });
    telling.note(changes, settings);
  }

  const STEPS: {
    readonly [S in ShortStep['step']]: (step: Extract<ShortStep, { readonly step: S }>) => boolean;
  } = {
    purge({ stoppedBy }) {
      const removed = upkeep.purge(stoppedBy);
      telling.noteRemoved(removed);
      return removed > 0;
    },
    purge_chats: ({ closedBy }) => upkeep.purgeChats(closedBy) > 0,
    forget: ({ madeBy }) => upkeep.forget(madeBy),
    tallies: ({ minute }) => upkeep.forgetTallies(minute),
    messages: ({ ages, limit }) => tidyMessages(ages, limit),
    shrink: upkeep.shrink,
    touch() {
      writes.touch();
      return false;
    },
  };

  /** The change that a command is, in the transaction. */
  function changeOf(command: ShortCommand): () => unknown {
    switch (command.do) {
      case 'apply':
        return () => decide(command.name, command.args as Decisions[typeof command.name]['args']);
      case 'claim':
        return () => lanes.claim(command.request);
      case 'finish':
        return () => lanes.finish(command.claim, command.attempts);
      case 'tidy': {
        const { step } = command;
        const run = STEPS[step.step] as (step: ShortStep) => boolean;
        return () => run(step);
      }
    }
  }

  return {
    run(command, resolve, reject) {
      if (isShort(command))
        batch.queue({ isAside: isForLater(command), run: changeOf(command), resolve, reject });
      // It moves what is committed, and is no transaction.
      else checkpoints.cut().then((isCut) => resolve(!isCut), reject);
    },
    settings: () => settings,
    pending: batch.pending,
    logBytes: checkpoints.bytes,
    async stop() {
      await batch.idle();
      await checkpoints.stop();
    },
  };
}

/** Whether others go first; readiness waits for a touch. */
function isForLater(command: Command): boolean {
  if (command.do === 'apply') return isAside(command.name);
  return command.do === 'tidy' && command.step.step !== 'touch';
}
