import type { Clock } from '../clock.js';
import type { Operator } from '../decisions/audit.js';
import type { Person } from '../decisions/context.js';
import type { VisitorMark } from '../decisions/credentials.js';
import type { Creation, EventOutcome, EventRequest, OpsEvent } from '../decisions/interactions.js';
import type { Idempotency } from '../decisions/once.js';
import type { Preview } from '../decisions/strategy.js';
import { CLOCK_NOUNS, CLOCKS, clockEnd, dueWhenStartedBy } from '../domain/clocks.js';
import { lastToEnd, runningClock } from '../domain/interactions/clocks.js';
import type {
  Event,
  Fact,
  Interaction,
  Moment,
  Request,
} from '../domain/interactions/interaction.js';
import type { Remark } from '../domain/interactions/remarks.js';
import { advance } from '../domain/interactions/transition.js';
import type { OptionValues } from '../domain/options/catalogue.js';
import type { Timeline } from '../domain/options/timeline.js';
import type { Rules } from '../domain/rules/schema.js';
import { createId } from '../ids.js';
import { StoreFailed, StoreOverloaded } from '../store/failures.js';
import type { Store } from '../store/store.js';
import { createPacing, type PacingReads } from './pacing.js';

/** Whether a visit has a live attempt, and when its clock ends. */
export interface VisitState {
  readonly visitId: string;
  /** Of several live attempts, the one whose clock ends last. */
  readonly live: Interaction | null;
  readonly blockedUntil: Moment | null;
}

/**
 * The imperative shell around the lifecycle. Everything that changes an interaction goes through
 * it: it settles what is due, transitions, and commits in the store's one write.
 */
export interface Engine {
  /** Places a new interaction in the Qualified queue, unless the visit has a live attempt. */
  create(
    request: Omit<Request, 'id'>,
    idempotency?: Idempotency,
    /** Of the token that named the visitor: without effect once they are erased. */
    visitorMark?: VisitorMark | null,
  ): Promise<Creation>;
  /** Applies an event of a caller; undefined when there is no such interaction. */
  apply(id: string, event: Event, expectedVersion?: number): Promise<EventOutcome | undefined>;
  /** Cleans by a view: nobody waits for it. */
  clean(id: string): Promise<EventOutcome | undefined>;
  /** Applies an event of ops and writes it to the audit. */
  operate(
    id: string,
    event: OpsEvent,
    operator: Operator,
    expectedVersion?: number,
  ): Promise<EventOutcome | undefined>;
  /** Lets the built-in strategy decide on a Qualified interaction, by its rules or by others. */
  decide(id: string, rules?: Rules): Promise<EventOutcome | undefined>;
  /** What `decide` would do now, by the rules in force or by others. */
  preview(id: string, rules?: Rules): Promise<Preview | undefined>;
  /** Ends the clock that runs on an interaction now, as if these options were in force. */
  runOut(id: string, options: Partial<OptionValues>): Promise<EventOutcome | undefined>;
  /** Notes how a call to the remote strategy went, and applies what it instructed. */
  remark(id: string, remark: Remark, event?: Event): Promise<EventOutcome | undefined>;
  /** The same, but only while the interaction is Qualified; undefined when it is not any more. */
  remarkOnQualified(id: string, remark: Remark, event?: Event): Promise<Interaction | undefined>;
  /**
   * Does what a signed call says; the same call again does nothing more. `reused` when another one
   * had its name.
   */
  receive(
    id: string,
    event: Event,
    call: Idempotency,
  ): Promise<EventOutcome | 'reused' | undefined>;
  /**
   * Erases up to `limit` interactions of a person, audited; returns how many there were. Of one that
   * may be missing, the tokens forget who it was also when there were none.
   */
  erase(person: Person, limit: number, operator: Operator, mayBeMissing?: boolean): Promise<number>;
  /** The settled interaction; the same when that cannot be stored just now. */
  get(id: string): Promise<Interaction | undefined>;
  history(id: string): Promise<readonly Fact[] | undefined>;
  visit(visitId: string): Promise<VisitState>;
  /** An interaction as it was read, settled without storing that. */
  settled(interaction: Interaction): Interaction;
  /** Settles up to `limit` interactions, chats and agents whose clock has ended; returns how many it found. */
  settleDue(limit: number): Promise<number>;
  /** The moment at which the next running clock ends; undefined when none runs. */
  nextDeadline(): Promise<Moment | undefined>;
  timeline(): Timeline;
  now(): Moment;
}

export interface EngineDependencies {
  readonly store: Store;
  readonly clock: Clock;
  /** The application whose endpoint leads to chats; none begins without it. */
  readonly application?: string | undefined;
  readonly pacing?: Pick<PacingReads, 'measured'>;
}

/** What a clean view does. */
const BY_A_VIEW = { type: 'clean', by: 'system' } as const;

export function createEngine({
  store,
  clock,
  application,
  pacing = createPacing({ store, clock }),
}: EngineDependencies): Engine {
  const timeline = (): Timeline => store.lastSettings().timeline;

  const settling = (interaction: Interaction) =>
    advance(interaction, null, timeline(), clock.now());

  const settled = (interaction: Interaction): Interaction => settling(interaction).interaction;

  const isDue = (interaction: Interaction): boolean => settling(interaction).facts.length > 0;

  /** What follows for an interaction is named after a seed that is drawn here. */
  const on = (id: string) => ({ id, seed: createId(clock.now()) });

  /** The same for what rules decide, with what they may have to know. */
  const by = async (id: string, rules: Rules | undefined) => ({
    ...on(id),
    rules,
    measured: store.lastSettings().agents.length > 0 ? await pacing.measured() : undefined,
  });

  const commit = async (id: string, request: EventRequest): Promise<EventOutcome | undefined> =>
    (await store.apply('event', { ...on(id), application, ...request })) ?? undefined;

  const settle = (id: string): Promise<EventOutcome | undefined> => commit(id, { event: null });

  /** How what is due is settled, by whose clock it is. */
  const SETTLE: Readonly<
    Record<(typeof CLOCK_NOUNS)[keyof typeof CLOCK_NOUNS], (id: string) => Promise<unknown>>
  > = {
    interaction: (id) => store.apply('expire', { ...on(id), application, event: null }),
    chat: (chat) => store.apply('expireChat', { chat, event: null, seed: createId(clock.now()) }),
    agent: (agent) =>
      store.apply('expireAgent', { agent, event: null, isOwn: false, seed: createId(clock.now()) }),
  };

  /** What is due is due whether it can be stored or not: a full disk keeps nobody from reading. */
  async function settleIfPossible(id: string): Promise<void> {
    try {
      await settle(id);
    } catch (error) {
      const isOfStore = error instanceof StoreFailed || error instanceof StoreOverloaded;
      if (!isOfStore) throw error;
    }
  }

  /** The interaction as it is stored, which is settled unless that was not possible. */
  async function read(id: string): Promise<Interaction | undefined> {
    await store.settings();
    const interaction = await store.read('interaction', id);
    if (interaction === null) return undefined;
    if (!isDue(interaction)) return interaction;
    await settleIfPossible(id);
    return (await store.read('interaction', id)) ?? undefined;
  }

  async function get(id: string): Promise<Interaction | undefined> {
    const interaction = await read(id);
    return interaction && settled(interaction);
  }

  return {
    get,
    settled,
    apply: (id, event, expectedVersion) => commit(id, { event, expectedVersion }),
    clean: async (id) =>
      (await store.apply('clean', { ...on(id), application, event: BY_A_VIEW })) ?? undefined,
    operate: (id, event, operator, expectedVersion) =>
      commit(id, { event, operator, expectedVersion }),

    decide: async (id, rules) => (await store.apply('decide', await by(id, rules))) ?? undefined,
    runOut: async (id, options) =>
      (await store.apply('runOut', { ...on(id), options })) ?? undefined,
    preview: async (id, rules) => (await store.apply('preview', await by(id, rules))) ?? undefined,
    remark: (id, remark, event) => commit(id, { event: event ?? null, remark }),

    remarkOnQualified: async (id, remark, event) =>
      (await store.apply('remark', { ...on(id), remark, event: event ?? null })) ?? undefined,
    async receive(id, event, call) {
      const outcome = await store.apply('receive', { ...on(id), event, call });
      if (outcome === null) return undefined;
      if (typeof outcome !== 'object' || !('kept' in outcome)) return outcome;
      const interaction = await get(outcome.kept);
      return interaction && { interaction, refusal: null, applied: false };
    },
    erase: (person, limit, operator, mayBeMissing = true) => {
      const seed = createId(clock.now());
      return store.apply('erase', { seed, person, limit, operator, mayBeMissing });
    },

    create: (request, idempotency, visitorMark) =>
      store.apply('create', { seed: createId(clock.now()), request, idempotency, visitorMark }),

    async history(id) {
      const interaction = await read(id);
      if (interaction === undefined) return undefined;
      const { facts } = settling(interaction);
      return [...(await store.read('history', id)), ...facts];
    },

    async visit(visitId) {
      await store.settings();
      let attempts = await store.read('liveAttempts', visitId);
      const due = attempts.filter(isDue);
      if (due.length > 0) {
        await Promise.all(due.map(({ id }) => settleIfPossible(id)));
        const left = await store.read('liveAttempts', visitId);
        attempts = left.map(settled).filter((attempt) => runningClock(attempt) !== null);
      }
      // Of many attempts some may be due still; the last of their clock is none of these then.
      const last = lastToEnd(
        attempts.filter((attempt) => !isDue(attempt)),
        timeline(),
      );
      return { visitId, live: last?.interaction ?? null, blockedUntil: last?.at ?? null };
    },

    async settleDue(limit) {
      const now = clock.now();
      let found = 0;
      for (const name of CLOCKS) {
        const startedBy = dueWhenStartedBy(name, timeline(), now);
        const ids = await store.read('due', name, startedBy, limit - found);
        found += ids.length;
        await Promise.all(ids.map(SETTLE[CLOCK_NOUNS[name]]));
        if (found >= limit) break;
      }
      return found;
    },

    async nextDeadline() {
      const ends = await Promise.all(
        CLOCKS.map(async (name) => {
          const startedAt = await store.read('earliest', name);
          return startedAt === null
            ? Number.POSITIVE_INFINITY
            : clockEnd({ name, startedAt }, timeline()).at;
        }),
      );
      const next = Math.min(...ends);
      return Number.isFinite(next) ? next : undefined;
    },

    timeline,
    now: () => clock.now(),
  };
}
