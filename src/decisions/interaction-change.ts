import { runningClock } from '../domain/interactions/clocks.js';
import {
  claimIdentity,
  foldIdentityValue,
  type IdentityClaim,
} from '../domain/interactions/identity.js';
import type { Identity, Interaction } from '../domain/interactions/interaction.js';
import type { Step } from '../domain/interactions/step.js';
import { inForce } from '../domain/options/timeline.js';
import type { InteractionChange } from './change.js';
import type { Deciding } from './decision.js';

const isOf = ({ key, value }: Identity, claim: IdentityClaim): boolean =>
  key === claim.key && foldIdentityValue(value) === foldIdentityValue(claim.value);

/** The contact its user data names, looked up or made; without one it stays as it is. */
export function identify(interaction: Interaction, context: Deciding): Interaction {
  const claim = claimIdentity(interaction.userData, inForce(context.settings.timeline));
  if (claim === null) return interaction;
  // It was looked up, or made, for the chat that begins in the same change.
  if (interaction.identity && isOf(interaction.identity, claim)) return interaction;
  const identity = context.ask('identity', claim) ?? { id: context.newId(), ...claim };
  return { ...interaction, identity };
}

/** The change that leads from an interaction to what a step made of it. */
export function changeOf(
  before: Interaction | undefined,
  step: Step,
  context: Deciding,
): InteractionChange {
  const hasNewData = step.interaction.userData !== before?.userData;
  const after = hasNewData ? identify(step.interaction, context) : step.interaction;
  return { kind: 'interaction', before, after, facts: step.facts, clock: runningClock(after) };
}
