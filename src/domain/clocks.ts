import type { OptionValues } from './options/catalogue.js';
import { extend, inForce, type Timeline } from './options/timeline.js';

/** Milliseconds since the Unix epoch, in service time. */
type Moment = number;

/**
 * Every clock of the service, with the option that measures it, in seconds; 0 ends it at once, but
 * for those in `OFF_AT_ZERO`. What follows when it runs out is said where its noun is.
 */
export const CLOCK_SECONDS = {
  /** Of an interaction: from creation until the invitation is displayed (`wmsg 1.1`). */
  engagement: 'engagementExpirationTime',
  /** Of an interaction: from display until the visitor answers. */
  abandoned: 'abandonedTime',
  /** Of an interaction: from acceptance until the form is completed (`wmsg 1.2`). */
  registrationForm: 'registrationFormExpirationTime',
  /** Of an agent: from the last that was heard of the client. */
  presence: 'presenceTimeout',
  /** Of a chat: while it waits, from its placement or its last transfer. */
  wait: 'maxWaitTime',
  /** Of a chat: while it rings at an agent. */
  offer: 'offerTime',
  /** Of a chat: from the last that was heard of the visitor's browser. */
  visitor: 'visitorLostTime',
  /** Of a chat: while it is talked, from the last message. */
  silence: 'inactivityTime',
  /** Of a chat: from the loss of its agent until it waits again. */
  agentLost: 'agentLostTime',
  /** Of a chat: from its end until the agent is free. */
  wrapUp: 'wrapUpTime',
} as const satisfies Record<string, keyof OptionValues>;
export type AnyClock = keyof typeof CLOCK_SECONDS;
export const CLOCKS = Object.keys(CLOCK_SECONDS) as AnyClock[];

/** Whose clock it is. */
export const CLOCK_NOUNS = {
  engagement: 'interaction',
  abandoned: 'interaction',
  registrationForm: 'interaction',
  presence: 'agent',
  wait: 'chat',
  offer: 'chat',
  visitor: 'chat',
  silence: 'chat',
  agentLost: 'chat',
  wrapUp: 'chat',
} as const satisfies Record<AnyClock, 'interaction' | 'agent' | 'chat'>;

/** Clocks that begin anew when the service does: what nobody could hear does not count as silence. */
export const RESTING_CLOCKS: ReadonlySet<AnyClock> = new Set(['presence', 'offer', 'visitor']);

/** Clocks that do not run while their option is 0. */
const OFF_AT_ZERO: ReadonlySet<AnyClock> = new Set(['silence']);

/** A clock that runs, and since when. */
export interface RunningClock<Name extends AnyClock = AnyClock> {
  readonly name: Name;
  readonly startedAt: Moment;
}

/** The moment a running clock ends, with the option values in force at that moment. */
export interface Deadline<Name extends AnyClock = AnyClock> {
  readonly clock: Name;
  /** Infinite for one that is switched off. */
  readonly at: Moment;
  readonly options: OptionValues;
}

function lengthMs(clock: AnyClock, options: OptionValues): number {
  const seconds = options[CLOCK_SECONDS[clock]];
  return seconds === 0 && OFF_AT_ZERO.has(clock) ? Number.POSITIVE_INFINITY : seconds * 1000;
}

/** A timeline is asked for everything that is shown, and changes with an option only. */
const lastStarts = new WeakMap<Timeline, Map<AnyClock, readonly Moment[]>>();

/** For each snapshot but the last: the latest start of a clock that was due before its end. */
function lastStartsOf(timeline: Timeline, name: AnyClock): readonly Moment[] {
  const known = lastStarts.get(timeline) ?? new Map<AnyClock, readonly Moment[]>();
  lastStarts.set(timeline, known);
  const starts = known.get(name);
  if (starts) return starts;
  const made: Moment[] = [];
  let last = Number.NEGATIVE_INFINITY;
  for (const [index, { values }] of timeline.entries()) {
    const next = timeline[index + 1];
    if (next === undefined) break;
    last = Math.max(last, next.since - lengthMs(name, values));
    made.push(last);
  }
  known.set(name, made);
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
export function clockEnd<Name extends AnyClock>(
  { name, startedAt }: RunningClock<Name>,
  timeline: Timeline,
): Deadline<Name> {
  const { since, values } =
    timeline[firstFrom(lastStartsOf(timeline, name), startedAt)] ?? timeline[0];
  const at = Math.max(startedAt + lengthMs(name, values), since);
  return { clock: name, at, options: values };
}

/** When the earliest open clock of each name started; undefined where none runs. */
export type EarliestStarts = Readonly<Partial<Record<AnyClock, Moment | undefined>>>;

/**
 * The timeline without the values that decide no deadline any more: those under which no open clock
 * was due. Clocks to come start after all of them.
 */
export function forgetSettled(timeline: Timeline, earliest: EarliestStarts): Timeline {
  const needed = CLOCKS.map((name) => {
    const start = earliest[name];
    return start === undefined
      ? timeline.length - 1
      : firstFrom(lastStartsOf(timeline, name), start);
  });
  const settled = Math.min(...needed);
  const [first, ...rest] = timeline.slice(settled);
  return settled === 0 || first === undefined ? timeline : [first, ...rest];
}

/**
 * A clock of this name is due at `now`, which is no earlier than the last change of an option,
 * exactly when it started at or before the answer.
 */
export function dueWhenStartedBy(name: AnyClock, timeline: Timeline, now: Moment): Moment {
  const before = lastStartsOf(timeline, name).at(-1) ?? Number.NEGATIVE_INFINITY;
  return Math.max(before, now - lengthMs(name, inForce(timeline)));
}

/**
 * The same of starts as they are stored: a resting clock counts from the start of the service at the
 * earliest. Never negative; 0 when none can be due.
 */
export function dueWhenStoredBy(
  name: AnyClock,
  timeline: Timeline,
  servingSince: Moment,
  now: Moment,
): Moment {
  const startedBy = dueWhenStartedBy(name, timeline, now);
  return RESTING_CLOCKS.has(name) && startedBy < servingSince ? 0 : Math.max(startedBy, 0);
}

/** Starts of clocks after one moment, and no later than another. */
export interface Starts {
  readonly after: Moment;
  readonly by: Moment;
}

/**
 * Of the clocks of a name that are not due, those whose deadline other values move, and of these the
 * ones that would be due at once, by their stored starts; null when the values leave the clock as it is.
 */
export function startsMoved(
  name: AnyClock,
  timeline: Timeline,
  values: OptionValues,
  servingSince: Moment,
  now: Moment,
): { readonly moved: Starts; readonly ending: Starts } | null {
  if (lengthMs(name, values) === lengthMs(name, inForce(timeline))) return null;
  const after = dueWhenStoredBy(name, timeline, servingSince, now);
  const by = dueWhenStoredBy(name, extend(timeline, now, values), servingSince, now);
  return { moved: { after, by: now }, ending: { after, by } };
}
