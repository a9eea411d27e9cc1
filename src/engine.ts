import type { Clock } from './clock.js';
import { createId } from './ids.js';
import { clockEnd, deadline, dueWhenStartedBy, runningClock } from './lifecycle/clocks.js';
import { claimIdentity } from './lifecycle/identity.js';
import type { Event, Fact, Interaction, Moment, Request } from './lifecycle/interaction.js';
import { advance, create, type Step } from './lifecycle/transition.js';
import { CLOCKS, type Refusal } from './lifecycle/vocabulary.js';
import { inForce, type Timeline } from './options/timeline.js';
import type {
  AuditEntry,
  Changes,
  Context,
  InteractionChange,
  Operator,
  Store,
} from './store/store.js';

/** What came of an event: the interaction as it stands now, and why it was refused if it was. */
export interface Outcome {
  readonly interaction: Interaction;
  readonly refusal: Refusal | null;
  /** Whether the event itself wrote anything: false for a no-op and for a refusal. */
  readonly applied: boolean;
}

export type Creation =
  | { readonly ok: true; readonly interaction: Interaction }
  | {
      readonly ok: false;
      readonly refusal: 'engagement_in_progress';
      readonly live: Interaction;
      readonly blockedUntil: Moment;
    }
  | { readonly ok: false; readonly refusal: 'unknown_category'; readonly known: readonly string[] };

/** Whether a visit can be invited now, and if not, why and until when. */
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
  create(request: Omit<Request, 'id'>): Promise<Creation>;
  /** Applies an event of a caller; undefined when there is no such interaction. */
  apply(id: string, event: Event): Promise<Outcome | undefined>;
  /** Applies an event of ops and writes it to the audit. */
  operate(id: string, event: OpsEvent, operator: Operator): Promise<Outcome | undefined>;
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

const isKnownCategory = (category: string | null, { known }: Context): boolean =>
  category === null || known.categories.has(category);

/** What ops may do to an interaction. */
export type OpsEvent = Event & { readonly type: 'clean' | 'stop' | 'erase' };

const ACTIONS = { clean: 'cleaned', stop: 'stopped', erase: 'erased' } as const;

function auditOf(
  { keyId, keyName }: Operator,
  event: OpsEvent,
  { before, after }: InteractionChange,
  at: Moment,
): AuditEntry {
  const summary = (i: Interaction | undefined) =>
    i && { state: i.state, queue: i.queue, reason: i.reason, stopped: i.stoppedAt !== null };
  return {
    at,
    keyId,
    keyName,
    action: `interaction.${ACTIONS[event.type]}`,
    target: after.id,
    before: summary(before),
    after: summary(after),
  };
}

export function createEngine({ store, clock }: EngineDependencies): Engine {
  /** The contact its user data names, looked up or made; an unchanged one stays as it is. */
  function identify(interaction: Interaction, context: Context): Interaction {
    const claim = claimIdentity(interaction.userData, inForce(context.timeline));
    if (claim === null) return interaction;
    const identity = context.identityOf(claim) ?? { id: createId(context.now), ...claim };
    return { ...interaction, identity };
  }

  function changeOf(
    before: Interaction | undefined,
    step: Step,
    context: Context,
  ): InteractionChange {
    const binds = step.facts.some(
      ({ type }) => type === 'interaction.created' || type === 'registration_form.completed',
    );
    const after = binds ? identify(step.interaction, context) : step.interaction;
    return { before, after, facts: step.facts, clock: runningClock(after) };
  }

  const endOf = (live: Interaction, timeline: Timeline): Moment =>
    deadline(live, timeline)?.at ?? clock.now();

  /** The attempt whose clock ends last: a visit is blocked until then. */
  const lastToEnd = (attempts: readonly Interaction[], timeline: Timeline): Interaction | null =>
    attempts.reduce<Interaction | null>(
      (last, each) => (last && endOf(last, timeline) >= endOf(each, timeline) ? last : each),
      null,
    );

  /** Settles every live attempt of a visit; the changes, and the one that blocks it longest. */
  function settleVisit(context: Context): {
    changes: InteractionChange[];
    live: Interaction | null;
  } {
    const changes: InteractionChange[] = [];
    const live: Interaction[] = [];
    for (const attempt of context.liveAttempts) {
      const settled = advance(attempt, null, context.timeline, context.now);
      if (settled.facts.length > 0) changes.push(changeOf(attempt, settled, context));
      else live.push(attempt);
    }
    return { changes, live: lastToEnd(live, context.timeline) };
  }

  const isDue = (interaction: Interaction): boolean => {
    const due = deadline(interaction, store.timeline());
    return due !== null && clock.now() >= due.at;
  };

  function applyEvent(
    id: string,
    event: Event | null,
    audit?: (change: InteractionChange, at: Moment) => AuditEntry,
  ) {
    return store.apply(
      { interaction: id },
      (context): { changes?: Changes; result: Outcome | undefined } => {
        const { current } = context;
        if (current === undefined) return { result: undefined };
        const advanced = advance(current, event, context.timeline, context.now);
        if (advanced.facts.length === 0)
          return {
            result: { interaction: current, refusal: advanced.refusal, applied: false },
          };
        const change = changeOf(current, advanced, context);
        const changes: Changes = {
          interactions: [change],
          ...(audit && advanced.applied && { audit: audit(change, context.now) }),
        };
        const { refusal, applied } = advanced;
        return { changes, result: { interaction: change.after, refusal, applied } };
      },
    );
  }

  return {
    create: (request) =>
      store.apply({ visit: request.visitId }, (context): { changes: Changes; result: Creation } => {
        const options = inForce(context.timeline);
        const { changes, live } = settleVisit(context);
        const refuse = (result: Creation) => ({ changes: { interactions: changes }, result });
        if (options.strictCategories && !isKnownCategory(request.category, context))
          return refuse({
            ok: false,
            refusal: 'unknown_category',
            known: [...context.known.categories],
          });
        if (live && options.strictEngagementMode) {
          const blockedUntil = endOf(live, context.timeline);
          return refuse({ ok: false, refusal: 'engagement_in_progress', live, blockedUntil });
        }
        const created = create({ ...request, id: createId(context.now) }, options, context.now);
        const change = changeOf(undefined, created, context);
        return {
          changes: { interactions: [...changes, change] },
          result: { ok: true, interaction: change.after },
        };
      }),

    apply: (id, event) => applyEvent(id, event),

    operate: (id, event, operator) =>
      applyEvent(id, event, (change, at) => auditOf(operator, event, change, at)),

    async get(id) {
      const interaction = await store.get(id);
      if (interaction === undefined) return undefined;
      return isDue(interaction) ? (await applyEvent(id, null))?.interaction : interaction;
    },

    async history(id) {
      const interaction = await this.get(id);
      return interaction && store.history(id);
    },

    async visit(visitId) {
      let attempts = await store.liveAttempts(visitId);
      const due = attempts.filter(isDue);
      if (due.length > 0) {
        await Promise.all(due.map(({ id }) => applyEvent(id, null)));
        attempts = await store.liveAttempts(visitId);
      }
      const live = lastToEnd(attempts, store.timeline());
      return { visitId, live, blockedUntil: live && endOf(live, store.timeline()) };
    },

    async settleDue(limit) {
      const timeline = store.timeline();
      const now = clock.now();
      let found = 0;
      for (const name of CLOCKS) {
        const startedBy = dueWhenStartedBy(name, timeline, now);
        const ids = await store.due(name, startedBy, limit - found);
        found += ids.length;
        await Promise.all(ids.map((id) => applyEvent(id, null)));
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
