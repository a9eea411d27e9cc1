import type { Chat } from '../domain/chats/chat.js';
import { CLOCK_RULES, lastToEnd } from '../domain/interactions/clocks.js';
import type { Event, Interaction, Moment, Request } from '../domain/interactions/interaction.js';
import type { Remark } from '../domain/interactions/remarks.js';
import { advance, create } from '../domain/interactions/transition.js';
import type { Refusal, State } from '../domain/interactions/vocabulary.js';
import { isLeased } from '../domain/leases/lease.js';
import { caseDataOf } from '../domain/objects/case-data.js';
import type { OptionValues } from '../domain/options/catalogue.js';
import { extend, inForce } from '../domain/options/timeline.js';
import type { AuditEntry, Operator } from './audit.js';
import type { Change, InteractionChange, RefusalEntry } from './change.js';
import { beginChat } from './chat-beginning.js';
import { openChatOf } from './chat-placement.js';
import type { Decided } from './context.js';
import type { VisitorMark } from './credentials.js';
import { type Deciding, decision } from './decision.js';
import { changeOf } from './interaction-change.js';
import { createLedger } from './ledger.js';
import { announce, type RefusedCreation } from './messages.js';
import { answeredBefore, type Idempotency, keepAnswer } from './once.js';

/** What came of an event: the interaction as it stands now, and why it was refused if it was. */
export interface EventOutcome {
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
  | { readonly code: 'chat_in_progress'; readonly chatId: string }
  | { readonly code: 'unknown_category'; readonly known: readonly string[] };

/** What came of a creation; `kept` and `isRepeated` are answers to the same request before. */
export type Creation =
  | { readonly interaction: Interaction }
  | {
      readonly refusal: CreationRefusal | { readonly code: 'idempotency_key_reused' };
      readonly isRepeated?: true;
    }
  | { readonly kept: string };

/** A request for a new interaction, of which the seed becomes the id. */
export interface CreationRequest {
  readonly seed: string;
  readonly request: Omit<Request, 'id'>;
  readonly idempotency?: Idempotency | undefined;
  /** Of the token that named the visitor: without effect once they are erased. */
  readonly visitorMark?: VisitorMark | null | undefined;
}

/** Which interaction, with the seed of what follows for it. */
export interface OnInteraction {
  readonly seed: string;
  readonly id: string;
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
  /** The application whose endpoint leads to chats; without it none begins. */
  readonly application?: string | undefined;
}

/** What ops may do to an interaction. */
export type OpsEvent = Event & { readonly type: 'clean' | 'stop' | 'erase' };

/** Settles the attempts of a visit: what that changes, and those that are live. */
function settleVisit(context: Deciding) {
  const changes: InteractionChange[] = [];
  const live: Interaction[] = [];
  for (const attempt of context.liveAttempts) {
    const settled = advance(attempt, null, context.settings.timeline, context.now);
    if (settled.facts.length > 0) changes.push(changeOf(attempt, settled, context));
    else live.push(attempt);
  }
  return { changes, live };
}

function refusalOf(
  request: Omit<Request, 'id'>,
  live: readonly Interaction[],
  openChat: Chat | null,
  { settings: { known, timeline } }: Deciding,
): CreationRefusal | undefined {
  const { strictCategories, strictEngagementMode } = inForce(timeline);
  if (strictCategories && request.category !== null && !known.categories.has(request.category))
    return { code: 'unknown_category', known: [...known.categories] };
  if (strictEngagementMode && openChat) return { code: 'chat_in_progress', chatId: openChat.id };
  const last = strictEngagementMode ? lastToEnd(live, timeline) : null;
  if (last === null) return undefined;
  const { id, state } = last.interaction;
  return { code: 'engagement_in_progress', live: { id, state }, blockedUntil: last.at };
}

/** The category that a refusal is counted under: not one that there is not. */
const categoryOf = ({ category }: Omit<Request, 'id'>, { code }: CreationRefusal): string | null =>
  code === 'unknown_category' ? null : category;

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
function decideCreation(args: CreationRequest, context: Deciding): Decided<Creation> {
  const { idempotency, visitorMark } = args;
  const { now, settings } = context;
  const before = answeredBefore(idempotency, context);
  if (before === 'reused')
    return { result: { refusal: { code: 'idempotency_key_reused' }, isRepeated: true } };
  if (before) {
    const { subjectId, refusal } = before.kept;
    return subjectId === null
      ? { result: { refusal: refusal as CreationRefusal, isRepeated: true } }
      : { result: { kept: subjectId } };
  }
  const isErased = visitorMark && context.ask('erased', visitorMark);
  const request = isErased ? { ...args.request, visitorId: null } : args.request;

  const { changes: settled, live } = settleVisit(context);
  const ledger = createLedger(context);
  const openChat = context.openChat && openChatOf(request.visitId, ledger, context);
  const changes = [...settled, ...ledger.changes()];
  const refusal = refusalOf(request, live, openChat, context);
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
        [
          ...changes,
          { kind: 'refusal', refusal: refused, category: categoryOf(request, refusal) },
          ...keepAnswer(idempotency, now, { subjectId: null, refusal }),
        ],
        context,
        toldOf(request, refusal),
      ),
      result: { refusal },
    };
  }
  const pages = caseDataOf(request.pageUrl, settings.known.caseData);
  const caseData = { ...pages, ...request.caseData };
  const placed = { ...request, caseData, id: context.newId() };
  const change = changeOf(undefined, create(placed, inForce(settings.timeline), now), context);
  const kept = keepAnswer(idempotency, now, { subjectId: placed.id, refusal: null });
  return {
    changes: announce([...changes, change, ...kept], context),
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
function refusalsOf(event: Event | null, { id, visitId }: Interaction, at: Moment): Change[] {
  if (event?.type !== 'noengage') return [];
  const rule = event.rule ?? null;
  const reason = event.noCapacity ? 'no_capacity' : 'not_engaged';
  return [
    {
      kind: 'refusal',
      refusal: { at, reason, visitId, interactionId: id, rule },
    },
  ];
}

const isOpsEvent = (event: Event): event is OpsEvent => event.type in ACTIONS;

/** Whether the clean views come upon something that somebody has on lease: they pass over it. */
const isPassedOver = (event: Event | null, { hold }: Interaction, now: Moment): boolean =>
  event?.type === 'clean' && event.by === 'system' && isLeased(hold, now);

/** Settles what is due, then applies the event; null when there is no such interaction. */
export function decideEvent(
  { event, expectedVersion, operator, remark, application }: EventRequest,
  context: Deciding,
): Decided<EventOutcome | null> {
  const { current, settings, now } = context;
  const { timeline } = settings;
  if (current === null) return { result: null };
  // Held against the settled interaction, as a reader would have found it.
  const isStale =
    expectedVersion !== undefined &&
    expectedVersion !== advance(current, null, timeline, now).interaction.version;
  const isIdle = isStale || isPassedOver(event, current, now);
  const advanced = advance(current, isIdle ? null : event, timeline, now, remark);
  const { facts, interaction, applied } = advanced;
  const refusal = isStale ? 'precondition_failed' : advanced.refusal;
  if (facts.length === 0) return { result: { interaction: current, refusal, applied } };
  const started =
    applied && event?.type === 'formCompleted'
      ? beginChat({ facts, interaction }, application, context)
      : { step: { facts, interaction }, changes: [] };
  const change = changeOf(current, started.step, context);
  const changes: Change[] = [change, ...started.changes];
  if (applied) changes.push(...refusalsOf(event, change.after, now));
  if (operator && event && isOpsEvent(event) && applied)
    changes.push({ kind: 'audit', entry: auditOf(operator, event, change, now) });
  return {
    changes: announce(changes, context),
    result: { interaction: change.after, refusal, applied },
  };
}

const NO_TIME = Object.fromEntries(Object.values(CLOCK_RULES).map(({ seconds }) => [seconds, 0]));

/**
 * Ends the clock that runs on the interaction, as a change of its option to no time at all would: a
 * try-out, for this one alone. `options` are taken to be in force besides.
 */
function decideRunOut(
  { options }: { readonly options: Partial<OptionValues> },
  context: Deciding,
): Decided<EventOutcome | null> {
  const { settings, now } = context;
  const values = { ...inForce(settings.timeline), ...options, ...NO_TIME };
  const timeline = extend(settings.timeline, now, values);
  return decideEvent({ event: null }, { ...context, settings: { ...settings, timeline } });
}

/** For decisions on one interaction. */
export const onInteraction = ({ id }: { readonly id: string }) => ({ interaction: id });

export const INTERACTION_DECISIONS = {
  create: decision(
    ({ request, idempotency }: CreationRequest) => ({
      visit: request.visitId,
      answer: idempotency,
      userData: request.userData,
    }),
    decideCreation,
  ),
  event: decision<OnInteraction & EventRequest, EventOutcome | null>(onInteraction, decideEvent),
  runOut: decision<
    OnInteraction & { readonly options: Partial<OptionValues> },
    EventOutcome | null
  >(onInteraction, decideRunOut),
};
