import type { Database } from 'better-sqlite3';
import type { Clock } from '../../clock.js';
import { foldIdentityValue } from '../../lifecycle/identity.js';
import { CLOCKS } from '../../lifecycle/vocabulary.js';
import { type OptionKey, optionKey, parseOptions } from '../../options/catalogue.js';
import { extend, forgetBefore, type Timeline } from '../../options/timeline.js';
import type { Changes, Commit, Context, InteractionChange, OptionChange, Store } from '../store.js';
import { type BatchLimits, createBatch } from './batch.js';
import { loadEndpoints, withEndpoint } from './endpoint-rows.js';
import { createOutbox } from './outbox.js';
import { createReader, longReadsOf } from './reader.js';
import { createReads, type SqliteReads } from './reads.js';
import { createStrategyReads } from './strategy-rows.js';
import { createUpkeep } from './upkeep.js';
import { ANSWER_LIFETIME_MS, createWrites } from './writes.js';

/** Option state that decisions see; replaced as a whole, so that a rollback is one assignment. */
interface OptionState {
  readonly timeline: Timeline;
  readonly last: ReadonlyMap<string, OptionChange>;
}

/** The newest moment of anything stored in a migrated database; 0 for a new one. */
export function newestMoment(database: Database): number {
  return database.prepare<[], number>('select newest_moment from service').pluck().get() ?? 0;
}

function textsOf(last: ReadonlyMap<string, OptionChange>): Partial<Record<OptionKey, string>> {
  const texts: Partial<Record<OptionKey, string>> = {};
  for (const { name, value } of last.values()) {
    const key = optionKey(name);
    if (key) texts[key] = value;
  }
  return texts;
}

function withChange(state: OptionState, change: OptionChange, oldestStart: number): OptionState {
  const last = new Map(state.last).set(change.name, change);
  const timeline = forgetBefore(state.timeline, oldestStart);
  return { last, timeline: extend(timeline, change.at, parseOptions(textsOf(last))) };
}

/** The start of the clock that has been running longest, or `fallback` when none runs. */
const oldestStart = (reads: SqliteReads, fallback: number): number =>
  Math.min(fallback, ...CLOCKS.map((clock) => reads.now.earliest(clock) ?? fallback));

function loadOptions(database: Database, reads: SqliteReads): OptionState {
  const initial: OptionState = {
    last: new Map(),
    timeline: [{ since: 0, values: parseOptions({}) }],
  };
  const start = oldestStart(reads, Number.MAX_SAFE_INTEGER);
  return database
    .prepare<[], OptionChange>(
      'select name, version, value, at, actor as "by" from option_changes order by n',
    )
    .all()
    .reduce((state, change) => withChange(state, change, start), initial);
}

function loadKnown(database: Database): Context['known'] {
  const names = database.prepare<[string], { name: string; properties: string }>(
    'select name, properties from objects where kind = ? order by n',
  );
  const categories = names
    .all('business-attributes')
    .filter(({ name }) => name === 'Web Engagement Categories')
    .flatMap(({ properties }) =>
      Object.keys((JSON.parse(properties) as { values?: object }).values ?? {}),
    );
  return {
    queues: new Set(names.all('interaction-queues').map(({ name }) => name)),
    categories: new Set(categories),
  };
}

/**
 * The store on an open, migrated SQLite database. Decisions run one after another inside the
 * group commit, so each sees everything before it and options are exact. `onCommitted` is told
 * after each how many changes were in it.
 */
export function createSqliteStore(
  database: Database,
  clock: Clock,
  close: () => void | Promise<void>,
  limits?: BatchLimits,
  onCommitted: (changes: number) => void = () => {},
): Store {
  const reads = createReads(database);
  const writes = createWrites(database);
  const upkeep = createUpkeep(database, writes);
  const reader = createReader(database.name);
  const listeners = new Set<(commit: Commit) => void>();
  const known = loadKnown(database);
  const strategy = createStrategyReads(database);
  let options = loadOptions(database, reads);
  let logic = strategy.now.logic();
  let endpoints = loadEndpoints(database);
  let beforeBatch = { options, endpoints, logic };
  let written: {
    interactions: InteractionChange[];
    options: OptionChange[];
    messages: number;
    webhooks: boolean;
  };

  const batch = createBatch(
    database,
    {
      begin() {
        beforeBatch = { options, endpoints, logic };
        written = { interactions: [], options: [], messages: 0, webhooks: false };
      },
      beforeCommit: () => writes.finish(clock.now()),
      committed(changes) {
        onCommitted(changes);
        const { interactions, options, messages, webhooks } = written;
        if (interactions.length + options.length + messages > 0 || webhooks)
          for (const listener of listeners) listener(written);
      },
      rolledBack() {
        ({ options, endpoints, logic } = beforeBatch);
        writes.reset();
      },
    },
    limits,
  );

  function write(changes: Changes, now: number): void {
    writes.write(changes, now);
    if (changes.interactions) written.interactions.push(...changes.interactions);
    if (changes.engagementLogic) logic = changes.engagementLogic;
    if (changes.option) {
      written.options.push(changes.option);
      options = withChange(options, changes.option, oldestStart(reads, now));
    }
    if (changes.webhookEndpoint) endpoints = withEndpoint(endpoints, changes.webhookEndpoint);
    written.messages += changes.messages?.length ?? 0;
    const { webhookEndpoint, resend, webhooks = false } = changes;
    written.webhooks ||= webhookEndpoint !== undefined || resend !== undefined || webhooks;
  }

  return {
    ...reads,
    ...strategy.reads,
    engagementLogic: () => logic,
    ...longReadsOf(reader),
    apply: (target, decide) =>
      batch.submit(() => {
        const now = clock.now();
        const { changes, result } = decide({
          now,
          timeline: options.timeline,
          known,
          current: target.interaction === undefined ? undefined : reads.now.get(target.interaction),
          liveAttempts: target.visit === undefined ? [] : reads.now.live(target.visit),
          ofPerson: target.person ? reads.now.ofPerson(target.person.of, target.person.limit) : [],
          keptAnswer:
            target.answer &&
            reads.now.keptAnswer(target.answer.scope, target.answer.key, now - ANSWER_LIFETIME_MS),
          endpoints,
          identityOf: ({ key, value }) => reads.now.identity(key, foldIdentityValue(value)),
          lastChange: (name) => options.last.get(name),
          engagementLogic: logic,
          attemptsOf: strategy.now.attemptsOf,
        });
        if (changes) write(changes, now);
        return result;
      }),
    outbox: { ...createOutbox(database, batch, clock.now), endpoints: () => endpoints },
    onCommit(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    pending: batch.pending,
    earliestStopped: async () => upkeep.earliestStopped(),
    purge: (stoppedBy) => batch.submit(() => upkeep.purge(stoppedBy)),
    shrink: () => batch.submit(upkeep.shrink),
    scrub: () => reader.askOn('scrub'),
    touch: () => batch.submit(writes.touch),
    schemaVersion:
      database.prepare<[], number>('select max(number) from migrations').pluck().get() ?? 0,
    timeline: () => options.timeline,
    lastChanges: () => options.last,
    async close() {
      await batch.idle();
      await reader.close();
      await close();
    },
  };
}
