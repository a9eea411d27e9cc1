import { REFUSAL_REASONS, type RefusalReason } from '../../decisions/change.js';
import { Type } from '../../domain/typebox.js';
import type { ListedRefusal, RefusalCount } from '../../store/lists.js';
import { moment, oneOf, textOrNull } from './schemas.js';

/** What is told of a refusal. */
export const REFUSAL = {
  at: moment('When it was refused, or decided against.'),
  reason: oneOf(REFUSAL_REASONS, 'Why; `not_engaged` is the decision of a strategy.'),
  interactionId: textOrNull('The live attempt in the way, or the one decided against.'),
  rule: Type.Optional(textOrNull('The rule that decided. Never shown to browsers.')),
  detail: Type.Optional(textOrNull("The strategy's own words. Never shown to browsers.")),
};

/** How often a visit was refused something, by reason. */
export const VISIT_COUNT = {
  reason: REFUSAL.reason,
  total: Type.Integer({ description: 'Of the refusals that are kept, a thousand at most.' }),
};

/** The reason as browsers are told it: how many agents are there is not for them to know. */
const toldToBrowsers = (reason: RefusalReason): RefusalReason =>
  reason === 'no_capacity' ? 'not_engaged' : reason;

/** The counts of a visit: without the rules, so that browsers may see them. */
export function presentCounts(counts: readonly RefusalCount[], isBackEnd: boolean) {
  return REFUSAL_REASONS.flatMap((reason) => {
    const total = counts
      .filter((count) => (isBackEnd ? count.reason : toldToBrowsers(count.reason)) === reason)
      .reduce((sum, count) => sum + count.total, 0);
    return total > 0 ? [{ reason, total }] : [];
  });
}

/** A refusal on the wire, as back ends may see it. */
export function presentRefusal({ at, reason, interactionId, rule, detail }: ListedRefusal) {
  return { at: new Date(at).toISOString(), reason, interactionId, rule, detail };
}

/** A refusal on the wire, as browsers may see it. */
export function presentRefusalToBrowser({ at, reason, interactionId }: ListedRefusal) {
  return { at: new Date(at).toISOString(), reason: toldToBrowsers(reason), interactionId };
}
