import {
  type Deadline as AnyDeadline,
  type RunningClock as AnyRunning,
  CLOCK_SECONDS,
  clockEnd,
} from '../clocks.js';
import type { OptionValues } from '../options/catalogue.js';
import type { Timeline } from '../options/timeline.js';
import type { Event, Interaction, Moment } from './interaction.js';
import { TERMINAL_STATES } from './table.js';
import type { ClockName } from './vocabulary.js';

/** What each clock is measured by and what happens when it runs out. */
export const CLOCK_RULES = {
  engagement: { seconds: CLOCK_SECONDS.engagement, event: 'engagementExpired' },
  /** A browser that is gone would block its visit. */
  abandoned: { seconds: CLOCK_SECONDS.abandoned, event: 'abandoned' },
  registrationForm: { seconds: CLOCK_SECONDS.registrationForm, event: 'formExpired' },
} as const satisfies Record<ClockName, { seconds: keyof OptionValues; event: Event['type'] }>;

/** The clock that runs on an interaction, and since when. */
export type RunningInteractionClock = AnyRunning<ClockName>;
export type InteractionDeadline = AnyDeadline<ClockName>;

/** The clock running on `interaction`, or null: derived, never stored as a deadline. */
export function runningClock(interaction: Interaction): RunningInteractionClock | null {
  if (interaction.form?.status === 'pending' && interaction.disposedAt !== null)
    return { name: 'registrationForm', startedAt: interaction.disposedAt };
  if (TERMINAL_STATES.has(interaction.state)) return null;
  return interaction.displayedAt === null
    ? { name: 'engagement', startedAt: interaction.createdAt }
    : { name: 'abandoned', startedAt: interaction.displayedAt };
}

/** The next clock that applies to `interaction`, or null. */
export function deadline(interaction: Interaction, timeline: Timeline): InteractionDeadline | null {
  const clock = runningClock(interaction);
  return clock && clockEnd(clock, timeline);
}

/** Of the interactions on which a clock runs, the one whose clock ends last, and when. */
export function lastToEnd(
  interactions: readonly Interaction[],
  timeline: Timeline,
): { readonly interaction: Interaction; readonly at: Moment } | null {
  let last: { interaction: Interaction; at: Moment } | null = null;
  for (const interaction of interactions) {
    const end = deadline(interaction, timeline);
    if (end && (last === null || end.at > last.at)) last = { interaction, at: end.at };
  }
  return last;
}

/**
 * Whether the attempt is live: from creation until it ended, or was accepted and its form was
 * completed or expired. In strict mode a visit has at most one.
 */
export function isLive(interaction: Interaction): boolean {
  return runningClock(interaction) !== null;
}
