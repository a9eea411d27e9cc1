import type { Attempt, Event, Interaction } from '../domain/interactions/interaction.js';
import type { Remark } from '../domain/interactions/remarks.js';
import { settle } from '../domain/interactions/transition.js';
import type { Refusal } from '../domain/interactions/vocabulary.js';
import { judge, type Verdict } from '../domain/rules/judge.js';
import type { Rules } from '../domain/rules/schema.js';
import type { Decided } from './context.js';
import { type Deciding, decision } from './decision.js';
import { decideEvent, type OnInteraction, type Outcome, onInteraction } from './interactions.js';
import { answeredBefore, type Idempotency, keepAnswer } from './once.js';

/** What the rules would decide now, and what would come of it. */
export interface Preview extends Verdict {
  /** The version of the rules; null for rules that are only tried. */
  readonly version: number | null;
  readonly outcome: Outcome;
}

/** By which rules: those in force, or others that are tried. */
export interface ByRules extends OnInteraction {
  readonly rules?: Rules | undefined;
}

function judgeIn(rules: Rules, interaction: Interaction, context: Deciding): Verdict {
  const { id, visitId, visitorId, visitorIdClaimed } = interaction;
  let attempts: readonly Attempt[] | undefined;
  return judge(rules, {
    subject: interaction,
    now: context.now,
    // Asked for only when a rule wants to know, and once.
    attemptsSince(moment) {
      attempts ??= context.ask('attempts', { id, visitId, visitorId, visitorIdClaimed }) ?? [];
      return attempts.filter(({ createdAt }) => createdAt >= moment);
    },
  });
}

/** Decides by the rules in force, or by others; what is not Qualified any more is left as it is. */
function decideByRules({ rules }: ByRules, context: Deciding): Decided<Outcome | null> {
  const { current, settings, now } = context;
  if (current === null) return { result: null };
  const { interaction } = settle(current, settings.timeline, now);
  if (interaction.state !== 'Qualified') return decideEvent({ event: null }, context);
  const { event } = judgeIn(rules ?? settings.engagementLogic.rules, interaction, context);
  return decideEvent({ event }, context);
}

/** What `decideByRules` would do, by the rules in force or by others; changes nothing. */
function previewRules({ rules }: ByRules, context: Deciding): Decided<Preview | null> {
  const { current, settings, now } = context;
  if (current === null) return { result: null };
  const { engagementLogic, timeline } = settings;
  const { interaction } = settle(current, timeline, now);
  const verdict = judgeIn(rules ?? engagementLogic.rules, interaction, context);
  const { result } = decideEvent({ event: verdict.event }, context);
  if (result === null) return { result };
  const version = rules === undefined ? engagementLogic.version : null;
  return { result: { ...verdict, version, outcome: result } };
}

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
): Decided<Outcome | { readonly kept: string } | 'reused' | null> {
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
