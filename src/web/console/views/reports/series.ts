import type { FunnelStep } from '../../../../domain/funnel/words.js';
import { type Funnel, STEP_TITLES } from './funnel.js';

/** A line of a chart. */
export interface Series {
  /** Of a step or a group; null is the group that has no name. */
  readonly name: string | null;
  readonly title: string;
  /** For each moment: how many; null where nothing was counted yet. */
  readonly values: readonly (number | null)[];
}

/** What a chart draws. */
export interface ChartData {
  /** Seconds since 1970 at which each step of time begins, ascending. */
  readonly moments: readonly number[];
  readonly series: readonly Series[];
}

/** Groups that are drawn; all stand in the table. */
const MOST_LINES = 6;

/** How many steps of time a report has: from each that was answered to the next. */
function momentsOf({ items }: Funnel): readonly number[] {
  const all = new Set(items.flatMap(({ from }) => (from === undefined ? [] : [Date.parse(from)])));
  return [...all].sort((a, b) => a - b);
}

/**
 * The report as lines over time: a step each or, told apart by groups, a group each of one step.
 * A step of time without a line had none of the group, unless it ended before counting began: then
 * nobody knows, and there is a gap.
 */
export function chartOf(
  funnel: Funnel,
  steps: readonly FunnelStep[],
  of: FunnelStep,
  starts: readonly number[] = momentsOf(funnel),
): ChartData {
  const { items, by, since } = funnel;
  const at = new Map(starts.map((start, index) => [start, index]));
  const counted = Date.parse(since);
  const empty = (): (number | null)[] =>
    starts.map((_start, index) => {
      const end = starts[index + 1] ?? Number.POSITIVE_INFINITY;
      return end <= counted ? null : 0;
    });
  const lines = new Map<string | null, (number | null)[]>();
  if (by === null) for (const step of steps) lines.set(step, empty());
  for (const item of items) {
    const index = at.get(Date.parse(item.from ?? ''));
    if (index === undefined || (by !== null && item.step !== of)) continue;
    const name = by === null ? item.step : (item.group ?? null);
    const line = lines.get(name) ?? (by === null ? undefined : empty());
    if (line === undefined || line[index] === null) continue;
    lines.set(name, line);
    line[index] = item.number;
  }
  const sum = (values: readonly (number | null)[]): number =>
    values.reduce<number>((total, each) => total + (each ?? 0), 0);
  const series = [...lines].map(([name, values]) => ({
    name,
    title: by === null ? STEP_TITLES[name as FunnelStep] : (name ?? 'none'),
    values,
  }));
  return {
    moments: starts.map((start) => start / 1000),
    series:
      by === null
        ? series
        : series.sort((a, b) => sum(b.values) - sum(a.values)).slice(0, MOST_LINES),
  };
}
