import type { Database } from 'better-sqlite3';
import type { Clock } from '../../clock.js';
import { type EarliestStarts, forgetSettled } from '../../lifecycle/clocks.js';
import { foldIdentityValue } from '../../lifecycle/identity.js';
import { CLOCKS } from '../../lifecycle/vocabulary.js';
import { type OptionKey, optionKey, parseOptions } from '../../options/catalogue.js';
import { extend, type Snapshot, type Timeline } from '../../options/timeline.js';
import type { ObjectChange } from '../../provisioning/kinds.js';
import type { Changes, Commit, InteractionChange, OptionChange, Store } from '../store.js';
import { type BatchLimits, createBatch } from './batch.js';
import { loadEndpoints, withEndpoint } from './endpoint-rows.js';
import { loadObjects, type ObjectState, withObjects } from './objects.js';
import { createOutbox } from './outbox.js';
import { createReader, longReadsOf, outboxReadsOf } from './reader.js';
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

function withChange(
  state: OptionState,
  change: OptionChange,
  earliest: EarliestStarts,
): OptionState {
  const last = new Map(state.last).set(change.name, change);
  const timeline = extend(state.timeline, change.at, parseOptions(textsOf(last)));
  return { last, timeline: forgetSettled(timeline, earliest) };
}

const earliestStarts = ({ now }: SqliteReads): EarliestStarts => ({
  engagement: now.earliest('engagement'),
  abandoned: now.earliest('abandoned'),
  registrationForm: now.earliest('registrationForm'),
});

function loadOptions(database: Database, reads: SqliteReads): OptionState {
  const earliest = earliestStarts(reads);
  const oldest = Math.min(...CLOCKS.map((name) => earliest[name] ?? Number.POSITIVE_INFINITY));
  const last = new Map<string, OptionChange>();
  const timeline: Snapshot[] = [];
  const take = (since: number): unknown =>
    timeline.push({ since, values: parseOptions(textsOf(last)) });
  const changes = database.prepare<[], OptionChange>(
    'select name, version, value, at, actor as "by" from option_changes order by n',
  );
  for (const change of changes.iterate()) {
    // Of what was changed before the oldest open clock started, only the outcome counts.
    if (timeline.length === 0 && change.at >= oldest) take(0);
    last.set(change.name, change);
    if (timeline.length > 0) take(change.at);
  }
  if (timeline.length === 0) take(0);
  return { last, timeline: forgetSettled(timeline as unknown as Timeline, earliest) };
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
  const strategy = createStrategyReads(database);
  let options = loadOptions(database, reads);
  let objects: ObjectState = loadObjects(database);
  let logic = strategy.now.logic();
  let endpoints = loadEndpoints(database);
  let beforeBatch = { options, objects, endpoints, logic };
  let written: {
    interactions: InteractionChange[];
    options: OptionChange[];
    objects: ObjectChange[];
    messages: number;
    webhooks: boolean;
    credentials: boolean;
  };

  const batch = createBatch(
    database,
    {
      begin() {
        beforeBatch = { options, objects, endpoints, logic };
        written = {
          interactions: [],
          options: [],
          objects: [],
          messages: 0,
          webhooks: false,
          credentials: false,
        };
      },
      beforeCommit: () => writes.finish(clock.now()),
      committed(changes) {
        onCommitted(changes);
        const { interactions, options, objects, messages, webhooks, credentials } = written;
        const lines = interactions.length + options.length + objects.length + messages;
        if (lines > 0 || webhooks || credentials)
          for (const listener of listeners) listener(written);
      },
      rolledBack() {
        ({ options, objects, endpoints, logic } = beforeBatch);
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
      options = withChange(options, changes.option, earliestStarts(reads));
    }
    if (changes.objects) {
      written.objects.push(...changes.objects);
      objects = withObjects(objects, changes.objects);
    }
    if (changes.webhookEndpoint) endpoints = withEndpoint(endpoints, changes.webhookEndpoint);
    written.messages += changes.messages?.length ?? 0;
    const { apiKey, publishableKey, signingKey } = changes;
    written.credentials ||= (apiKey ?? publishableKey ?? signingKey) !== undefined;
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
          objects: objects.all,
          known: objects.known,
          current: target.interaction === undefined ? undefined : reads.now.get(target.interaction),
          liveAttempts: target.visit === undefined ? [] : reads.now.live(target.visit),
          ofPerson: target.person ? reads.now.ofPerson(target.person.of, target.person.limit) : [],
          keptAnswer:
            target.answer &&
            reads.now.keptAnswer(target.answer.scope, target.answer.key, now - ANSWER_LIFETIME_MS),
          endpoints,
          identityOf: ({ key, value }) => reads.now.identity(key, foldIdentityValue(value)),
          lastChange: (name) => options.last.get(name),
          heldIn: writes.heldIn,
          engagementLogic: logic,
          attemptsOf: strategy.now.attemptsOf,
        });
        if (changes) write(changes, now);
        return result;
      }),
    outbox: {
      ...createOutbox(database, batch, clock.now),
      ...outboxReadsOf(reader, clock.now),
      endpoints: () => endpoints,
    },
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
    objects: () => objects.all,
    known: () => objects.known,
    async close() {
      await batch.idle();
      await reader.close();
      await close();
    },
  };
}
