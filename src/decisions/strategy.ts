import type { Attempt, Event, Interaction } from '../domain/interactions/interaction.js';
import type { Remark } from '../domain/interactions/remarks.js';
import { chooseChannel, settle } from '../domain/interactions/transition.js';
import type { Refusal } from '../domain/interactions/vocabulary.js';
import { inForce } from '../domain/options/timeline.js';
import type { Measured } from '../domain/pacing/estimates.js';
import { drawOf } from '../domain/pacing/probability.js';
import { judge, type Verdict } from '../domain/rules/judge.js';
import type { Rules } from '../domain/rules/schema.js';
import type { Decided } from './context.js';
import { type Deciding, decision } from './decision.js';
import {
  decideEvent,
  type EventOutcome,
  type OnInteraction,
  onInteraction,
} from './interactions.js';
import { answeredBefore, type Idempotency, keepAnswer } from './once.js';
import { type Pacing, pacingOf, pacingOff, sayPacing } from './pacing.js';

/** What the rules say, unless nobody would have room for what comes of it. */
interface Judged extends Verdict {
  /** How many may be invited to a chat; null when nobody had to know. */
  readonly pacing: Pacing | null;
}

/** What the rules would decide now, and what would come of it. */
export interface Preview extends Judged {
  /** The version of the rules; null for rules that are only tried. */
  readonly version: number | null;
  readonly outcome: EventOutcome;
}

/** By which rules: those in force, or others that are tried. */
export interface ByRules extends OnInteraction {
  readonly rules?: Rules | undefined;
  /** How invitations and chats went lately. */
  readonly measured?: Measured | undefined;
}

function judgeIn(
  { rules = [], measured }: ByRules,
  interaction: Interaction,
  context: Deciding,
): Judged {
  const { id, visitId, visitorId, visitorIdClaimed } = interaction;
  let attempts: readonly Attempt[] | undefined;
  let pacing: Pacing | undefined;
  const off = pacingOff(context.settings);
  // Asked for only when somebody wants to know, and once.
  const look = (): Pacing => {
    pacing ??= pacingOf(measured, drawOf(id), context);
    return pacing;
  };
  const { event, ...verdict } = judge(rules, {
    subject: interaction,
    now: context.now,
    attemptsSince(moment) {
      attempts ??= context.ask('attempts', { id, visitId, visitorId, visitorIdClaimed }) ?? [];
      return attempts.filter(({ createdAt }) => createdAt >= moment);
    },
    allowed: () => (off === 'default_channel' ? Number.POSITIVE_INFINITY : look().allowed),
  });
  const options = inForce(context.settings.timeline);
  const isPaced =
    off === null &&
    event.type === 'engage' &&
    chooseChannel(interaction, event, options) === 'proactiveChat';
  const noRoom = isPaced && look().allowed === 0 ? look() : null;
  const { rule } = event;
  return {
    ...verdict,
    event: noRoom ? { type: 'noengage', detail: sayPacing(noRoom), rule, noCapacity: true } : event,
    pacing: pacing ?? null,
  };
}

/** Decides by the rules in force, or by others; what is not Qualified any more is left as it is. */
function decideByRules(args: ByRules, context: Deciding): Decided<EventOutcome | null> {
  const { current, settings, now } = context;
  if (current === null) return { result: null };
  const { interaction } = settle(current, settings.timeline, now);
  if (interaction.state !== 'Qualified') return decideEvent({ event: null }, context);
  const { event } = judgeIn(byRules(args, context), interaction, context);
  return decideEvent({ event }, context);
}

/** What `decideByRules` would do, by the rules in force or by others; changes nothing. */
function previewRules(args: ByRules, context: Deciding): Decided<Preview | null> {
  const { current, settings, now } = context;
  if (current === null) return { result: null };
  const { engagementLogic, timeline } = settings;
  const { interaction } = settle(current, timeline, now);
  const verdict = judgeIn(byRules(args, context), interaction, context);
  const { result } = decideEvent({ event: verdict.event }, context);
  if (result === null) return { result };
  const version = args.rules === undefined ? engagementLogic.version : null;
  return { result: { ...verdict, version, outcome: result } };
}

/** The rules in force, where no others are tried. */
const byRules = (args: ByRules, { settings }: Deciding): ByRules => ({
  ...args,
  rules: args.rules ?? settings.engagementLogic.rules,
});

/** How a call to a strategy went, and what it instructed. */
export interface Remarked extends OnInteraction {
  readonly remark: Remark;
  readonly event: Event | null;
}

/**
 * Remarks on the strategy of a Qualified interaction, and applies what follows from it. One that is
 * not Qualified any more, because a clock or somebody else was faster, is left as it is: null.
 */
function decideQualified(
  { remark, event }: Remarked,
  context: Deciding,
): Decided<Interaction | null> {
  const { current, settings, now } = context;
  if (current === null) return { result: null };
  const isQualified = settle(current, settings.timeline, now).interaction.state === 'Qualified';
  const request = isQualified ? { event, remark } : { event: null };
  const { changes, result } = decideEvent(request, context);
  return {
    ...(changes && { changes }),
    result: isQualified ? (result?.interaction ?? null) : null,
  };
}

/** How an instruction was answered that may come again; its refusals are kept with it. */
interface KeptRefusal extends Pick<Interaction, 'state' | 'dispositionCode' | 'reason'> {
  readonly refusal: Refusal;
}

/** An instruction under the name of its call. */
export interface Called extends OnInteraction {
  readonly event: Event;
  readonly call: Idempotency;
}

/**
 * Does what a signed call says, once: the same call again is answered as the first time, with the
 * interaction of then as it is now. Another call under that name is not done, and not answered.
 */
function decideCall(
  { event, call }: Called,
  context: Deciding,
): Decided<EventOutcome | { readonly kept: string } | 'reused' | null> {
  const { current, now } = context;
  const before = answeredBefore(call, context);
  if (before === 'reused') return { result: 'reused' };
  if (before?.kept.subjectId) return { result: { kept: before.kept.subjectId } };
  if (before && current) {
    const { refusal, ...first } = before.kept.refusal as KeptRefusal;
    return { result: { interaction: { ...current, ...first }, refusal, applied: false } };
  }
  const { changes = [], result } = decideEvent({ event }, context);
  if (result === null) return { result };
  const { refusal } = result;
  const { id, state, dispositionCode, reason } = result.interaction;
  const kept = keepAnswer(call, now, {
    subjectId: refusal === null ? id : null,
    refusal: refusal && { refusal, state, dispositionCode, reason },
  });
  return { changes: [...changes, ...kept], result };
}

export const STRATEGY_DECISIONS = {
  decide: decision(onInteraction, decideByRules),
  preview: decision(onInteraction, previewRules),
  remark: decision(onInteraction, decideQualified),
  receive: decision(({ id, call }: Called) => ({ interaction: id, answer: call }), decideCall),
};
