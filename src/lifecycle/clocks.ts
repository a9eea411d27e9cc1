import type { OptionValues } from '../options/catalogue.js';
import type { Timeline } from '../options/timeline.js';
import type { Event, Interaction, Moment } from './interaction.js';
import { TERMINAL_STATES } from './table.js';
import type { ClockName } from './vocabulary.js';

/** What each clock is measured by and what happens when it runs out. */
export const CLOCK_RULES = {
  /** From creation until the invitation is displayed (`wmsg 1.1`). */
  engagement: { seconds: 'engagementExpirationTime', event: 'engagementExpired' },
  /** From display until the visitor answers: a browser that is gone would block its visit. */
  abandoned: { seconds: 'abandonedTime', event: 'abandoned' },
  /** From acceptance until the form is completed (`wmsg 1.2`). */
  registrationForm: { seconds: 'registrationFormExpirationTime', event: 'formExpired' },
} as const satisfies Record<ClockName, { seconds: keyof OptionValues; event: Event['type'] }>;

/** The clock that runs on an interaction, and since when. */
export interface RunningClock {
  readonly name: ClockName;
  readonly startedAt: Moment;
}

/** The moment a running clock ends, with the option values in force at that moment. */
export interface Deadline {
  readonly clock: ClockName;
  readonly at: Moment;
  readonly options: OptionValues;
}

const lengthMs = (clock: ClockName, options: OptionValues): number =>
  options[CLOCK_RULES[clock].seconds] * 1000;

/** The clock running on `interaction`, or null: derived, never stored as a deadline. */
export function runningClock(interaction: Interaction): RunningClock | null {
  if (interaction.form?.status === 'pending' && interaction.disposedAt !== null)
    return { name: 'registrationForm', startedAt: interaction.disposedAt };
  if (TERMINAL_STATES.has(interaction.state)) return null;
  return interaction.displayedAt === null
    ? { name: 'engagement', startedAt: interaction.createdAt }
    : { name: 'abandoned', startedAt: interaction.displayedAt };
}

/**
 * When a clock started at `startedAt` ends. Under each value that was in force it would end that
 * long after its start, but never before the value took effect; the first value under which that
 * moment came (at the latest when the next value replaced it) decides.
 */
export function clockEnd({ name, startedAt }: RunningClock, timeline: Timeline): Deadline {
  for (let index = 0; ; index += 1) {
    const snapshot = timeline[index] ?? timeline[0];
    const next = timeline[index + 1];
    const at = Math.max(startedAt + lengthMs(name, snapshot.values), snapshot.since);
    if (next === undefined || at <= next.since)
      return { clock: name, at, options: snapshot.values };
  }
}

/** The next clock that applies to `interaction`, or null. */
export function deadline(interaction: Interaction, timeline: Timeline): Deadline | null {
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

/** A clock of this name is due at `now` exactly when it started at or before the answer. */
export function dueWhenStartedBy(name: ClockName, timeline: Timeline, now: Moment): Moment {
  return Math.max(
    ...timeline.map(({ values }, index) => {
      const end = Math.min(now, timeline[index + 1]?.since ?? now);
      return end - lengthMs(name, values);
    }),
  );
}

/**
 * Whether the attempt is live: from creation until it ended, or was accepted and its form was
 * completed or expired. In strict mode a visit has at most one.
 */
export function isLive(interaction: Interaction): boolean {
  return runningClock(interaction) !== null;
}
