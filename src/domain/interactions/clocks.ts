import type { OptionValues } from '../options/catalogue.js';
import { inForce, type Timeline } from '../options/timeline.js';
import type { Event, Interaction, Moment } from './interaction.js';
import { TERMINAL_STATES } from './table.js';
import { CLOCKS, type ClockName } from './vocabulary.js';

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

/** For each snapshot but the last, per clock: the latest start that was due before its end. */
type LastStarts = Readonly<Record<ClockName, readonly Moment[]>>;

/** A timeline is asked for every interaction that is shown, and changes with an option only. */
const lastStarts = new WeakMap<Timeline, LastStarts>();

function lastStartsOf(timeline: Timeline): LastStarts {
  const known = lastStarts.get(timeline);
  if (known) return known;
  const made = { engagement: [], abandoned: [], registrationForm: [] } as Record<
    ClockName,
    Moment[]
  >;
  for (const name of CLOCKS) {
    let last = Number.NEGATIVE_INFINITY;
    for (const [index, { values }] of timeline.entries()) {
      const next = timeline[index + 1];
      if (next === undefined) break;
      last = Math.max(last, next.since - lengthMs(name, values));
      made[name].push(last);
    }
  }
  lastStarts.set(timeline, made);
  return made;
}

/** The index of the first of the rising `values` that is `least` or more; their number when none is. */
function firstFrom(values: readonly number[], least: number): number {
  let [low, high] = [0, values.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((values[middle] ?? least) >= least) high = middle;
    else low = middle + 1;
  }
  return low;
}

/**
 * When a clock started at `startedAt` ends. Under each value that was in force it would end that
 * long after its start, but never before the value took effect; the first value under which that
 * moment came (at the latest when the next value replaced it) decides.
 */
export function clockEnd({ name, startedAt }: RunningClock, timeline: Timeline): Deadline {
  const { since, values } =
    timeline[firstFrom(lastStartsOf(timeline)[name], startedAt)] ?? timeline[0];
  const at = Math.max(startedAt + lengthMs(name, values), since);
  return { clock: name, at, options: values };
}

/** When the earliest open clock of each name started; undefined where none runs. */
export type EarliestStarts = Readonly<Record<ClockName, Moment | undefined>>;

/**
 * The timeline without the values that decide no deadline any more: those under which no open clock
 * was due. Clocks to come start after all of them.
 */
export function forgetSettled(timeline: Timeline, earliest: EarliestStarts): Timeline {
  const needed = CLOCKS.map((name) =>
    firstFrom(lastStartsOf(timeline)[name], earliest[name] ?? Number.POSITIVE_INFINITY),
  );
  const settled = Math.min(...needed);
  const [first, ...rest] = timeline.slice(settled);
  return settled === 0 || first === undefined ? timeline : [first, ...rest];
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

/**
 * A clock of this name is due at `now`, which is no earlier than the last change of an option,
 * exactly when it started at or before the answer.
 */
export function dueWhenStartedBy(name: ClockName, timeline: Timeline, now: Moment): Moment {
  const before = lastStartsOf(timeline)[name].at(-1) ?? Number.NEGATIVE_INFINITY;
  return Math.max(before, now - lengthMs(name, inForce(timeline)));
}

/**
 * Whether the attempt is live: from creation until it ended, or was accepted and its form was
 * completed or expired. In strict mode a visit has at most one.
 */
export function isLive(interaction: Interaction): boolean {
  return runningClock(interaction) !== null;
}
