import type { Event, Interaction } from '../domain/interactions/interaction.js';
import type { Remark } from '../domain/interactions/remarks.js';
import { settle } from '../domain/interactions/transition.js';
import type { Refusal } from '../domain/interactions/vocabulary.js';
import type { Misfit } from '../domain/problems.js';
import { judge, type Verdict } from '../domain/rules/judge.js';
import type { Rules } from '../domain/rules/schema.js';
import { misfitsOfRules } from '../domain/rules/validation.js';
import type { Operator } from './audit.js';
import type { Context, Decision } from './context.js';
import { decideEvent, type Idempotency, type Outcome } from './interactions.js';
import type { LogicVersion } from './logic.js';

/** What the rules would decide now, and what would come of it. */
export interface Preview extends Verdict {
  /** The version of the rules; null for rules that are only tried. */
  readonly version: number | null;
  readonly outcome: Outcome;
}

const judgeIn = (rules: Rules, interaction: Outcome['interaction'], context: Context): Verdict => {
  let attempts: ReturnType<Context['attemptsOf']> | undefined;
  return judge(rules, {
    interaction,
    now: context.now,
    attemptsSince(moment) {
      // Read once for a decision, and only when a rule asks.
      attempts ??= context.attemptsOf(interaction);
      return attempts.filter(({ createdAt }) => createdAt >= moment);
    },
  });
};

/** Decides by the rules in force, or by others; what is not Qualified any more is left as it is. */
export function decideByRules(context: Context, rules?: Rules): Decision<Outcome | undefined> {
  const { current, engagementLogic, timeline, now } = context;
  if (current === undefined) return { result: undefined };
  const { interaction } = settle(current, timeline, now);
  if (interaction.state !== 'Qualified') return decideEvent({ event: null }, context);
  const { event } = judgeIn(rules ?? engagementLogic.rules, interaction, context);
  return decideEvent({ event }, context);
}

/** What `decideByRules` would do, by the rules in force or by others; changes nothing. */
export function previewRules(
  context: Context,
  rules?: Rules,
): { readonly result: Preview | undefined } {
  const { current, engagementLogic, timeline, now } = context;
  if (current === undefined) return { result: undefined };
  const { interaction } = settle(current, timeline, now);
  const verdict = judgeIn(rules ?? engagementLogic.rules, interaction, context);
  const { result } = decideEvent({ event: verdict.event }, context);
  if (result === undefined) return { result };
  const version = rules === undefined ? engagementLogic.version : null;
  return { result: { ...verdict, version, outcome: result } };
}

/**
 * Remarks on the strategy of a Qualified interaction, and applies what follows from it. One that is
 * not Qualified any more, because a clock or somebody else was faster, is left as it is: undefined.
 */
export function decideQualified(
  remark: Remark,
  event: Event | null,
  context: Context,
): Decision<Interaction | undefined> {
  const { current, timeline, now } = context;
  if (current === undefined) return { result: undefined };
  const isQualified = settle(current, timeline, now).interaction.state === 'Qualified';
  const request = isQualified ? { event, remark } : { event: null };
  const { changes, result } = decideEvent(request, context);
  return { ...(changes && { changes }), result: isQualified ? result?.interaction : undefined };
}

/** How an instruction was answered that may come again; its refusals are kept with it. */
interface KeptRefusal extends Pick<Interaction, 'state' | 'dispositionCode' | 'reason'> {
  readonly refusal: Refusal;
}

/**
 * Does what a signed call says, once: the same call again is answered as the first time, with the
 * interaction of then as it is now. Another call under that name is not done, and not answered.
 */
export function decideCall(
  event: Event,
  call: Idempotency,
  context: Context,
): Decision<Outcome | { readonly kept: string } | 'reused' | undefined> {
  const { current, keptAnswer, now } = context;
  if (keptAnswer && keptAnswer.fingerprint !== call.fingerprint) return { result: 'reused' };
  if (keptAnswer?.subjectId) return { result: { kept: keptAnswer.subjectId } };
  if (keptAnswer && current) {
    const { refusal, ...first } = keptAnswer.refusal as KeptRefusal;
    return { result: { interaction: { ...current, ...first }, refusal, applied: false } };
  }
  const { changes, result } = decideEvent({ event }, context);
  if (result === undefined) return { result };
  const { refusal } = result;
  const { id, state, dispositionCode, reason } = result.interaction;
  return {
    changes: {
      ...changes,
      keptAnswer: {
        ...call,
        at: now,
        subjectId: refusal === null ? id : null,
        refusal: refusal && { refusal, state, dispositionCode, reason },
      },
    },
    result,
  };
}

export type LogicOutcome =
  | { readonly ok: true; readonly logic: LogicVersion }
  | {
      readonly ok: false;
      readonly code: 'precondition_failed' | 'validation_failed';
      readonly misfits: readonly Misfit[];
    };

/** How ops change the rules: the writer, and the version they expect to replace. */
export interface LogicWrite {
  readonly operator: Operator;
  readonly expectedVersion?: number | undefined;
}

/** Puts rules in force, as the next version; the same rules again make none. */
export function decideLogic(
  rules: Rules,
  { operator, expectedVersion }: LogicWrite,
  { engagementLogic: before, now }: Context,
): Decision<LogicOutcome> {
  if (expectedVersion !== undefined && expectedVersion !== before.version)
    return { result: { ok: false, code: 'precondition_failed', misfits: [] } };
  const misfits = misfitsOfRules(rules);
  if (misfits.length > 0) return { result: { ok: false, code: 'validation_failed', misfits } };
  if (JSON.stringify(rules) === JSON.stringify(before.rules))
    return { result: { ok: true, logic: before } };
  const logic = { version: before.version + 1, rules, at: now, by: operator.keyName };
  return {
    changes: {
      engagementLogic: logic,
      audit: {
        at: now,
        ...operator,
        action: 'engagement_logic.changed',
        target: 'engagement-logic',
        before: { version: before.version, rules: before.rules },
        after: { version: logic.version, rules },
      },
    },
    result: { ok: true, logic },
  };
}
