import type { Action } from './actions.js';
import type { Definition } from './compile.js';
import type { ActionName, Category } from './words.js';

/** What was counted of a part of a histogram. */
export interface Counted {
  readonly bucket: number;
  readonly count: number;
  readonly totalMs: number;
  readonly minMs: number;
  readonly maxMs: number;
}

/** The options and the time by which what was counted is judged. */
export interface Measure {
  readonly serviceLevelTime: number;
  readonly shortAbandonTime: number;
  /** How long was counted. */
  readonly ms: number;
}

export type Unit = 'number' | 'seconds' | 'percent' | 'per_hour';

const ABANDONS: ReadonlySet<ActionName> = new Set(['Abandoned', 'CallAbandoned']);
const ANSWERS: ReadonlySet<ActionName> = new Set(['Distributed', 'Accepted']);

/** What became of what was counted, as the parts of a histogram tell it apart. */
const FATES = ['answered', 'abandoned', 'other'] as const;
type Fate = (typeof FATES)[number];

function fateOf({ name, reason }: Action): Fate {
  if (ANSWERS.has(name)) return 'answered';
  return ABANDONS.has(name) || reason === 'abandoned' ? 'abandoned' : 'other';
}

/** Categories that look at single durations, and not only at their sum. */
const RANGED: ReadonlySet<Category> = new Set([
  'TotalNumberInTimeRange',
  'TotalNumberInTimeRangePercentage',
  'ServiceFactor1',
]);

const hasParts = ({ category, actions }: Definition): boolean =>
  RANGED.has(category) || actions.some((name) => ABANDONS.has(name));

/**
 * The part of the histogram of a statistic in which an action is counted: its whole seconds, and
 * what became of it; 0 where a statistic needs no parts.
 */
export function partOf(definition: Definition, action: Action): number {
  if (!hasParts(definition)) return 0;
  return Math.floor(action.ms / 1000) * FATES.length + FATES.indexOf(fateOf(action));
}

const secondsOf = ({ bucket }: Counted): number => Math.floor(bucket / FATES.length);
const isOf = ({ bucket }: Counted, fate: Fate): boolean => FATES[bucket % FATES.length] === fate;

const sum = (parts: readonly Counted[]): number =>
  parts.reduce((total, { count }) => total + count, 0);
const share = (part: number, whole: number): number => (whole === 0 ? 0 : (100 * part) / whole);
const seconds = (ms: number): number => ms / 1000;

/** Visitors who went at once: not long enough to be kept waiting. */
const isShort =
  ({ shortAbandonTime }: Measure) =>
  (part: Counted): boolean =>
    isOf(part, 'abandoned') && secondsOf(part) < shortAbandonTime;

/** What a statistic comes to; a denominator of 0 gives 0. Seconds, percents, or a number. */
export function evaluate(
  definition: Definition,
  parts: readonly Counted[],
  measure: Measure,
): { readonly value: number; readonly unit: Unit } {
  const { category, range } = definition;
  const number = sum(parts);
  const time = parts.reduce((total, { totalMs }) => total + totalMs, 0);
  const [from, to] = range ?? [0, measure.serviceLevelTime];
  const inRange = parts.filter((part) => secondsOf(part) >= from && secondsOf(part) <= to);
  switch (category) {
    case 'TotalNumber':
    case 'CurrentNumber':
      return { value: number, unit: 'number' };
    case 'TotalTime':
      return { value: seconds(time), unit: 'seconds' };
    case 'AverageTime':
    case 'CurrentAverageTime':
      return { value: number === 0 ? 0 : seconds(time) / number, unit: 'seconds' };
    case 'MaxTime':
    case 'CurrentMaxTime':
      return { value: seconds(Math.max(0, ...parts.map(({ maxMs }) => maxMs))), unit: 'seconds' };
    case 'MinTime': {
      const least = Math.min(...parts.map(({ minMs }) => minMs));
      return { value: parts.length === 0 ? 0 : seconds(least), unit: 'seconds' };
    }
    case 'TotalNumberInTimeRange':
      return { value: sum(inRange), unit: 'number' };
    case 'TotalNumberInTimeRangePercentage':
      return { value: share(sum(inRange), number), unit: 'percent' };
    case 'ServiceFactor1': {
      const answered = inRange.filter((part) => isOf(part, 'answered'));
      const short = sum(parts.filter(isShort(measure)));
      return { value: share(sum(answered), number - short), unit: 'percent' };
    }
    case 'AverageNumberPerRelativeHour':
      return {
        value: measure.ms <= 0 ? 0 : (number * 3_600_000) / measure.ms,
        unit: 'per_hour',
      };
  }
}

/** How many of the abandoned were short; null for a statistic that counts none. */
export function shortAbandoned(
  { actions }: Definition,
  parts: readonly Counted[],
  measure: Measure,
): number | null {
  if (!actions.some((name) => ABANDONS.has(name))) return null;
  return sum(parts.filter(isShort(measure)));
}
