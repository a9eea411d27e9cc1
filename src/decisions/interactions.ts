import { CLOCK_RULES, lastToEnd, runningClock } from '../domain/interactions/clocks.js';
import { claimIdentity } from '../domain/interactions/identity.js';
import type { Event, Interaction, Moment, Request } from '../domain/interactions/interaction.js';
import type { Remark } from '../domain/interactions/remarks.js';
import { advance, create, type Step } from '../domain/interactions/transition.js';
import type { Refusal, State } from '../domain/interactions/vocabulary.js';
import { caseDataOf } from '../domain/objects/case-data.js';
import type { OptionValues } from '../domain/options/catalogue.js';
import { extend, inForce } from '../domain/options/timeline.js';
import { createId } from '../ids.js';
import type { AuditEntry, Operator } from './audit.js';
import type { Changes, InteractionChange, RefusalEntry } from './change.js';
import type { Context, Decision, Person } from './context.js';
import { announce, type RefusedCreation } from './messages.js';

/** What came of an event: the interaction as it stands now, and why it was refused if it was. */
export interface Outcome {
  readonly interaction: Interaction;
  readonly refusal: Refusal | 'precondition_failed' | null;
  /** Whether the event itself wrote anything: false for a no-op and for a refusal. */
  readonly applied: boolean;
}

/** Why a visit gets no interaction. */
export type CreationRefusal =
  | {
      readonly code: 'engagement_in_progress';
      readonly live: { readonly id: string; readonly state: State };
      /** When the clock that runs on it ends. */
      readonly blockedUntil: Moment;
    }
  | { readonly code: 'unknown_category'; readonly known: readonly string[] };

/** What came of a creation; `kept` and `isRepeated` are answers to the same request before. */
export type Creation =
  | { readonly interaction: Interaction }
  | {
      readonly refusal: CreationRefusal | { readonly code: 'idempotency_key_reused' };
      readonly isRepeated?: true;
    }
  | { readonly kept: string };

/** Names a request that may come again: it is answered as the first time for 24 hours. */
export interface Idempotency {
  /** The credential and the operation. */
  readonly scope: string;
  readonly key: string;
  /** Of the payload. */
  readonly fingerprint: string;
}

/** An event with what it depends on. */
export interface EventRequest {
  /** Null only settles. */
  readonly event: Event | null;
  /** Refuse unless the interaction is at this version. */
  readonly expectedVersion?: number | undefined;
  /** Audited when given. */
  readonly operator?: Operator | undefined;
  /** How the call to the strategy went that the event comes from. */
  readonly remark?: Remark | undefined;
}

/** What ops may do to an interaction. */
export type OpsEvent = Event & { readonly type: 'clean' | 'stop' | 'erase' };

/** The contact its user data names, looked up or made; without one it stays as it is. */
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
  const hasNewData = step.interaction.userData !== before?.userData;
  const after = hasNewData ? identify(step.interaction, context) : step.interaction;
  return { before, after, facts: step.facts, clock: runningClock(after) };
}

/** Settles the attempts of a visit: what that changes, and those that are live. */
function settleVisit(context: Context) {
  const changes: InteractionChange[] = [];
  const live: Interaction[] = [];
  for (const attempt of context.liveAttempts) {
    const settled = advance(attempt, null, context.timeline, context.now);
    if (settled.facts.length > 0) changes.push(changeOf(attempt, settled, context));
    else live.push(attempt);
  }
  return { changes, live };
}

function refusalOf(
  request: Omit<Request, 'id'>,
  live: readonly Interaction[],
  { known, timeline }: Context,
): CreationRefusal | undefined {
  const { strictCategories, strictEngagementMode } = inForce(timeline);
  if (strictCategories && request.category !== null && !known.categories.has(request.category))
    return { code: 'unknown_category', known: [...known.categories] };
  const last = strictEngagementMode ? lastToEnd(live, timeline) : null;
  if (last === null) return undefined;
  const { id, state } = last.interaction;
  return { code: 'engagement_in_progress', live: { id, state }, blockedUntil: last.at };
}

/** A refusal as subscribers are told of it. */
const toldOf = (request: Omit<Request, 'id'>, refusal: CreationRefusal): RefusedCreation => ({
  code: refusal.code,
  category: request.category,
  pageId: request.pageId,
  live:
    refusal.code === 'engagement_in_progress'
      ? { id: refusal.live.id, visitId: request.visitId, until: refusal.blockedUntil }
      : null,
});

/** Places a new interaction, unless the visit has a live attempt; the same request only once. */
export function decideCreation(
  request: Omit<Request, 'id'>,
  idempotency: Idempotency | undefined,
  context: Context,
): Decision<Creation> {
  const { keptAnswer, now } = context;
  if (idempotency && keptAnswer) {
    if (keptAnswer.fingerprint !== idempotency.fingerprint)
      return { result: { refusal: { code: 'idempotency_key_reused' }, isRepeated: true } };
    return keptAnswer.subjectId === null
      ? { result: { refusal: keptAnswer.refusal as CreationRefusal, isRepeated: true } }
      : { result: { kept: keptAnswer.subjectId } };
  }
  const keep = (subjectId: string | null, refusal: CreationRefusal | null): Changes =>
    idempotency ? { keptAnswer: { ...idempotency, at: now, subjectId, refusal } } : {};

  const { changes, live } = settleVisit(context);
  const refusal = refusalOf(request, live, context);
  if (refusal) {
    const refused: RefusalEntry = {
      at: now,
      reason: refusal.code,
      visitId: request.visitId,
      interactionId: refusal.code === 'engagement_in_progress' ? refusal.live.id : null,
      rule: null,
    };
    return {
      changes: announce(
        { interactions: changes, refusals: [refused], ...keep(null, refusal) },
        context,
        toldOf(request, refusal),
      ),
      result: { refusal },
    };
  }
  const options = inForce(context.timeline);
  const pages = caseDataOf(request.pageUrl, context.known.caseData);
  const caseData = { ...pages, ...request.caseData };
  const created = create({ ...request, caseData, id: createId(now) }, options, now);
  const change = changeOf(undefined, created, context);
  return {
    changes: announce(
      { interactions: [...changes, change], ...keep(change.after.id, null) },
      context,
    ),
    result: { interaction: change.after },
  };
}

const ACTIONS = { clean: 'cleaned', stop: 'stopped', erase: 'erased' } as const;

function auditOf(
  operator: Operator,
  event: OpsEvent,
  { before, after }: InteractionChange,
  at: Moment,
): AuditEntry {
  const summary = (i: Interaction | undefined) =>
    i && { state: i.state, queue: i.queue, reason: i.reason, stopped: i.stoppedAt !== null };
  return {
    at,
    ...operator,
    action: `interaction.${ACTIONS[event.type]}`,
    target: after.id,
    before: summary(before),
    after: summary(after),
  };
}

/** The entry under which a decision against an engagement is listed. */
function refusalsOf(event: Event | null, { id, visitId }: Interaction, at: Moment): RefusalEntry[] {
  if (event?.type !== 'noengage') return [];
  return [{ at, reason: 'not_engaged', visitId, interactionId: id, rule: event.rule ?? null }];
}

/**
 * Erases the interactions of a person that were read, with one line in the audit that names nobody,
 * and marks the visitors they were, so that no token brings one back. Nothing is written of a person
 * of whom nothing is kept, unless they may be missing: then their tokens forget them.
 */
export function decideErasure(
  person: Person,
  operator: Operator,
  mayBeMissing: boolean,
  context: Context,
): Decision<number> {
  const { ofPerson, timeline, now } = context;
  if (ofPerson.length === 0 && !mayBeMissing) return { result: 0 };
  const interactions = ofPerson.map((current) =>
    changeOf(current, advance(current, { type: 'erase' }, timeline, now), context),
  );
  const erased = interactions.length;
  const visitors = new Set(ofPerson.map(({ visitorId }) => visitorId));
  if (person.kind === 'visitor') visitors.add(person.id);
  const erasedVisitors = [...visitors].filter((id) => id !== null);
  if (erased === 0) return { changes: { erasedVisitors }, result: 0 };
  const audit: AuditEntry = {
    at: now,
    ...operator,
    action: 'person.erased',
    target: person.kind,
    before: null,
    after: { erased },
  };
  return { changes: announce({ interactions, erasedVisitors, audit }, context), result: erased };
}

const isOpsEvent = (event: Event): event is OpsEvent => event.type in ACTIONS;

/** Settles what is due, then applies the event; undefined when there is no such interaction. */
export function decideEvent(
  { event, expectedVersion, operator, remark }: EventRequest,
  context: Context,
): Decision<Outcome | undefined> {
  const { current, timeline, now } = context;
  if (current === undefined) return { result: undefined };
  // Held against the settled interaction, as a reader would have found it.
  const isStale =
    expectedVersion !== undefined &&
    expectedVersion !== advance(current, null, timeline, now).interaction.version;
  const advanced = advance(current, isStale ? null : event, timeline, now, remark);
  const { facts, interaction, applied } = advanced;
  const refusal = isStale ? 'precondition_failed' : advanced.refusal;
  if (facts.length === 0) return { result: { interaction: current, refusal, applied } };
  const change = changeOf(current, { facts, interaction }, context);
  const audited = operator && event && isOpsEvent(event) && applied;
  return {
    changes: announce(
      {
        interactions: [change],
        refusals: applied ? refusalsOf(event, change.after, now) : [],
        ...(audited && { audit: auditOf(operator, event, change, now) }),
      },
      context,
    ),
    result: { interaction: change.after, refusal, applied },
  };
}

const NO_TIME = Object.fromEntries(Object.values(CLOCK_RULES).map(({ seconds }) => [seconds, 0]));

/**
 * Ends the clock that runs on the interaction, as a change of its option to no time at all would: a
 * try-out, for this one alone. `options` are taken to be in force besides.
 */
export function decideRunOut(
  options: Partial<OptionValues>,
  context: Context,
): Decision<Outcome | undefined> {
  const { timeline, now } = context;
  const shortened = extend(timeline, now, { ...inForce(timeline), ...options, ...NO_TIME });
  return decideEvent({ event: null }, { ...context, timeline: shortened });
}
