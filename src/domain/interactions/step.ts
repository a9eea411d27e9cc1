import type { Fact, Interaction } from './interaction.js';

/** An interaction with the facts that led to it since it was read. */
export interface Step {
  readonly interaction: Interaction;
  readonly facts: readonly Fact[];
}

/** The step with one more fact, about the interaction as it is in it. */
export function record(
  { interaction, facts }: Step,
  { detail, ...fact }: Partial<Fact> & Pick<Fact, 'type' | 'at' | 'by'>,
): Step {
  const sequence = interaction.sequence + 1;
  const { state, queue } = interaction;
  return {
    interaction: { ...interaction, sequence },
    facts: [
      ...facts,
      { from: state, reason: null, ...fact, sequence, to: state, queue, ...(detail && { detail }) },
    ],
  };
}
