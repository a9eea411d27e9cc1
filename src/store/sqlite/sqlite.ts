import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Database } from 'better-sqlite3';
import type { Clock } from '../../clock.js';
import type { Changes, InteractionChange, OptionChange } from '../../decisions/change.js';
import { type EarliestStarts, forgetSettled } from '../../domain/interactions/clocks.js';
import { foldIdentityValue } from '../../domain/interactions/identity.js';
import { CLOCKS } from '../../domain/interactions/vocabulary.js';
import type { ObjectChange } from '../../domain/objects/kinds.js';
import { type OptionKey, optionKey, parseOptions } from '../../domain/options/catalogue.js';
import { extend, type Snapshot, type Timeline } from '../../domain/options/timeline.js';
import { BackupFailed, StoreTakenAway } from '../failures.js';
import type { Commit, Store } from '../store.js';
import { backUp } from './backup.js';
import { type BatchLimits, createBatch } from './batch.js';
import { createCheckpoints } from './checkpoint.js';
import { loadEndpoints, withEndpoint } from './endpoint-rows.js';
import { loadObjects, type ObjectState, withObjects } from './objects.js';
import { createOutbox } from './outbox.js';
import { createPresence, type Presence } from './presence.js';
import { createReader, longReadsOf, outboxReadsOf, type Reader } from './reader.js';
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
 * The store on an open, migrated SQLite database. Decisions run one after another inside the
 * group commit, so each sees everything before it and options are exact. `onLogFailure` hears when
 * the write-ahead log cannot be moved into the database; `presence` watches over the files.
 */
export function createSqliteStore(
  database: Database,
  clock: Clock,
  close: () => void | Promise<void>,
  limits?: BatchLimits,
  onLogFailure: (error: unknown) => void = () => {},
  presence: Presence = createPresence(database),
): Store {
  const reads = createReads(database);
  const writes = createWrites(database);
  const upkeep = createUpkeep(database, writes);
  const reader = watched(createReader(database.name), presence);
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
      beforeCommit() {
        if (writes.finish(clock.now())) presence.numbers.number();
      },
      lost: presence.lost,
      committed() {
        presence.numbers.settle(true);
        // What is in the log does not belong into what somebody else wrote.
        if (!presence.isOverwritten()) checkpoints.committed();
        const { interactions, options, objects, messages, webhooks, credentials } = written;
        const lines = interactions.length + options.length + objects.length + messages;
        if (lines > 0 || webhooks || credentials)
          for (const listener of listeners) listener(written);
      },
      rolledBack() {
        ({ options, objects, endpoints, logic } = beforeBatch);
        writes.reset();
        presence.numbers.settle(false);
      },
    },
    limits,
  );
  const others = {
    restWriter: batch.rest,
    holdReader: reader.hold,
    isInPlace: () => presence.lost() === undefined,
  };
  const checkpoints = createCheckpoints(database, database.name, others, onLogFailure);

  function write(changes: Changes, now: number, forgetBefore: number): void {
    writes.write(changes, now, forgetBefore);
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
    const { apiKey, publishableKey, signingKey, removedSigningKeys } = changes;
    written.credentials ||=
      (apiKey ?? publishableKey ?? signingKey ?? removedSigningKeys) !== undefined;
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
        const answeredAfter = clock.ageTime() - ANSWER_LIFETIME_MS;
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
            reads.now.keptAnswer(target.answer.scope, target.answer.key, answeredAfter),
          endpoints,
          wasErased: reads.now.wasErased,
          identityOf: ({ key, value }) => reads.now.identity(key, foldIdentityValue(value)),
          lastChange: (name) => options.last.get(name),
          heldIn: writes.heldIn,
          engagementLogic: logic,
          attemptsOf: strategy.now.attemptsOf,
        });
        if (changes) write(changes, now, clock.agePause() === null ? answeredAfter : 0);
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
    forget: (madeBy) => batch.submit(() => upkeep.forget(madeBy)),
    shrink: () => batch.submit(upkeep.shrink),
    async backUp(file, signal) {
      const lost = presence.lost();
      if (lost) throw new BackupFailed(lost);
      return backUp(database.name, file, { signal });
    },
    scrub: checkpoints.cut,
    logBytes: checkpoints.bytes,
    async room() {
      const { bavail, bsize } = await statfs(dirname(database.name));
      return bavail * bsize;
    },
    touch: () => batch.submit(writes.touch),
    schemaVersion:
      database.prepare<[], number>('select max(number) from migrations').pluck().get() ?? 0,
    timeline: () => options.timeline,
    lastChanges: () => options.last,
    objects: () => objects.all,
    known: () => objects.known,
    async close() {
      await batch.idle();
      await checkpoints.stop();
      await reader.close();
      await close();
      presence.close();
    },
  };
}
