import { Type } from 'typebox';
import { type ListedRefusal, REFUSAL_REASONS } from '../store/strategy.js';
import { moment, oneOf, textOrNull } from './schemas.js';

/** What is told of a refusal. */
export const REFUSAL = {
  at: moment('When it was refused, or decided against.'),
  reason: oneOf(REFUSAL_REASONS, 'Why; `not_engaged` is the decision of a strategy.'),
  interactionId: textOrNull('The live attempt in the way, or the one decided against.'),
  rule: Type.Optional(textOrNull('The rule that decided. Never shown to browsers.')),
  detail: Type.Optional(textOrNull("The strategy's own words. Never shown to browsers.")),
};

/** A refusal on the wire, as back ends may see it. */
export function presentRefusal({ at, reason, interactionId, rule, detail }: ListedRefusal) {
  return { at: new Date(at).toISOString(), reason, interactionId, rule, detail };
}

/** A refusal on the wire, as browsers may see it. */
export function presentRefusalToBrowser({ at, reason, interactionId }: ListedRefusal) {
  return { at: new Date(at).toISOString(), reason, interactionId };
}
