import type { Clock } from './clock.js';
import {
  type Creation,
  decideCreation,
  decideErasure,
  decideEvent,
  type EventRequest,
  type Idempotency,
  type OpsEvent,
  type Outcome,
} from './decisions.js';
import { clockEnd, deadline, dueWhenStartedBy, lastToEnd } from './lifecycle/clocks.js';
import type { Event, Fact, Interaction, Moment, Request } from './lifecycle/interaction.js';
import type { Remark } from './lifecycle/remarks.js';
import { CLOCKS } from './lifecycle/vocabulary.js';
import type { Timeline } from './options/timeline.js';
import type { Operator, Person, Store } from './store/store.js';
import {
  decideByRules,
  decideCall,
  decideQualified,
  type Preview,
  previewRules,
  targetOfCall,
} from './strategy/decisions.js';
import type { Rules } from './strategy/schema.js';

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
  create(request: Omit<Request, 'id'>, idempotency?: Idempotency): Promise<Creation>;
  /** Applies an event of a caller; undefined when there is no such interaction. */
  apply(id: string, event: Event, expectedVersion?: number): Promise<Outcome | undefined>;
  /** Applies an event of ops and writes it to the audit. */
  operate(
    id: string,
    event: OpsEvent,
    operator: Operator,
    expectedVersion?: number,
  ): Promise<Outcome | undefined>;
  /** Lets the built-in strategy decide on a Qualified interaction. */
  decide(id: string): Promise<Outcome | undefined>;
  /** What `decide` would do now, by the rules in force or by others. */
  preview(id: string, rules?: Rules): Promise<Preview | undefined>;
  /** Notes how a call to the remote strategy went, and applies what it instructed. */
  remark(id: string, remark: Remark, event?: Event): Promise<Outcome | undefined>;
  /** The same, but only while the interaction is Qualified; undefined when it is not any more. */
  remarkOnQualified(id: string, remark: Remark, event?: Event): Promise<Interaction | undefined>;
  /** Does what a signed call of that name says; the same call again does nothing more. */
  receive(id: string, event: Event, name: string): Promise<Outcome | undefined>;
  /** Erases up to `limit` interactions of a person, audited; returns how many there were. */
  erase(person: Person, limit: number, operator: Operator): Promise<number>;
  /** The settled interaction. */
  get(id: string): Promise<Interaction | undefined>;
  history(id: string): Promise<readonly Fact[] | undefined>;
  visit(visitId: string): Promise<VisitState>;
  /** Settles up to `limit` interactions whose clock has ended; returns how many it found. */
  settleDue(limit: number): Promise<number>;
  /** The moment at which the next running clock ends; undefined when none runs. */
  nextDeadline(): Promise<Moment | undefined>;
  timeline(): Timeline;
  now(): Moment;
}

export interface EngineDependencies {
  readonly store: Store;
  readonly clock: Clock;
}

export function createEngine({ store, clock }: EngineDependencies): Engine {
  const isDue = (interaction: Interaction): boolean => {
    const due = deadline(interaction, store.timeline());
    return due !== null && clock.now() >= due.at;
  };

  const commit = (id: string, request: EventRequest): Promise<Outcome | undefined> =>
    store.apply({ interaction: id }, (context) => decideEvent(request, context));

  const settle = (id: string): Promise<Outcome | undefined> => commit(id, { event: null });

  async function get(id: string): Promise<Interaction | undefined> {
    const interaction = await store.get(id);
    if (interaction === undefined) return undefined;
    return isDue(interaction) ? (await settle(id))?.interaction : interaction;
  }

  return {
    get,
    apply: (id, event, expectedVersion) => commit(id, { event, expectedVersion }),
    operate: (id, event, operator, expectedVersion) =>
      commit(id, { event, operator, expectedVersion }),

    decide: (id) => store.apply({ interaction: id }, decideByRules),
    preview: (id, rules) =>
      store.apply({ interaction: id }, (context) => previewRules(context, rules)),
    remark: (id, remark, event) => commit(id, { event: event ?? null, remark }),

    remarkOnQualified: (id, remark, event) =>
      store.apply({ interaction: id }, (context) =>
        decideQualified(remark, event ?? null, context),
      ),
    async receive(id, event, name) {
      const outcome = await store.apply(targetOfCall(id, name), (context) =>
        decideCall(event, name, context),
      );
      if (outcome === undefined || !('kept' in outcome)) return outcome;
      const interaction = await get(outcome.kept);
      return interaction && { interaction, refusal: null, applied: false };
    },
    erase: (person, limit, operator) =>
      store.apply({ person: { of: person, limit } }, (context) =>
        decideErasure(person, operator, context),
      ),

    create: (request, idempotency) =>
      store.apply({ visit: request.visitId, answer: idempotency }, (context) =>
        decideCreation(request, idempotency, context),
      ),

    async history(id) {
      return (await get(id)) && store.history(id);
    },

    async visit(visitId) {
      let attempts = await store.liveAttempts(visitId);
      const due = attempts.filter(isDue);
      if (due.length > 0) {
        await Promise.all(due.map(({ id }) => settle(id)));
        attempts = await store.liveAttempts(visitId);
      }
      // Of many attempts some may be due still; the last of their clock is none of these then.
      const last = lastToEnd(
        attempts.filter((attempt) => !isDue(attempt)),
        store.timeline(),
      );
      return { visitId, live: last?.interaction ?? null, blockedUntil: last?.at ?? null };
    },

    async settleDue(limit) {
      const timeline = store.timeline();
      const now = clock.now();
      let found = 0;
      for (const name of CLOCKS) {
        const startedBy = dueWhenStartedBy(name, timeline, now);
        const ids = await store.due(name, startedBy, limit - found);
        found += ids.length;
        await Promise.all(ids.map(settle));
        if (found >= limit) break;
      }
      return found;
    },

    async nextDeadline() {
      const timeline = store.timeline();
      const ends = await Promise.all(
        CLOCKS.map(async (name) => {
          const startedAt = await store.earliest(name);
          return startedAt === undefined
            ? Number.POSITIVE_INFINITY
            : clockEnd({ name, startedAt }, timeline).at;
        }),
      );
      const next = Math.min(...ends);
      return Number.isFinite(next) ? next : undefined;
    },

    timeline: () => store.timeline(),
    now: () => clock.now(),
  };
}
