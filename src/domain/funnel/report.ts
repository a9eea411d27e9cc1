import { OTHERS, readCell, readLabel } from './cells.js';
import {
  FUNNEL_STEPS,
  type FunnelGrouping,
  type FunnelLabel,
  type FunnelLoss,
  type FunnelStep,
} from './words.js';

/** What was counted of a label in a cell, in one of the intervals. */
export interface FunnelCount {
  /** A minute of the interval. */
  readonly minute: number;
  readonly label: string;
  readonly bucket: number;
  readonly count: number;
  readonly minMs: number;
  readonly maxMs: number;
}

/** What came to a step, and what did not. */
export interface FunnelFigures {
  readonly step: FunnelStep;
  readonly number: number;
  /** Shares from 0 to 1; null where there is nothing to have a share of. */
  readonly rateToBefore: number | null;
  readonly rateToFirst: number | null;
  /** Of the time since the step before; null where none was measured. */
  readonly medianMs: number | null;
  readonly p90Ms: number | null;
  /** Why what came to the step before did not come to this one; reasons that there were. */
  readonly losses: { readonly [Loss in FunnelLoss]?: number };
}

/** The steps of a group in an interval, all of them. */
export interface FunnelLine {
  /** Which of the intervals. */
  readonly interval: number;
  readonly group: string | null;
  readonly figures: readonly FunnelFigures[];
}

/** What the funnel is asked for. */
export interface FunnelWish {
  /** The first minute of each interval, ascending. */
  readonly starts: readonly number[];
  readonly by: FunnelGrouping | null;
  /** Lines at most: groups beyond are put together. */
  readonly most: number;
}

interface Timed {
  readonly ms: number;
  count: number;
  min: number;
  max: number;
}

/** What was counted of one step in one line. */
interface StepCounts {
  number: number;
  timed: number;
  readonly losses: { [Loss in FunnelLoss]?: number };
  readonly times: Map<number, Timed>;
}

type Counts = { readonly [Step in FunnelStep]: StepCounts };

const nothing = (): Counts =>
  Object.fromEntries(
    FUNNEL_STEPS.map((step) => [step, { number: 0, timed: 0, losses: {}, times: new Map() }]),
  ) as unknown as Counts;

function count(counts: Counts, { bucket, count: times, minMs, maxMs }: FunnelCount): void {
  const cell = readCell(bucket);
  if (cell === null) return;
  const of = counts[cell.step];
  if (cell.lost !== null) {
    of.losses[cell.lost] = (of.losses[cell.lost] ?? 0) + times;
    return;
  }
  of.number += times;
  if (cell.ms === null) return;
  of.timed += times;
  const known = of.times.get(cell.ms) ?? { ms: cell.ms, count: 0, min: minMs, max: maxMs };
  known.count += times;
  known.min = Math.min(known.min, minMs);
  known.max = Math.max(known.max, maxMs);
  of.times.set(cell.ms, known);
}

/** The least time that so large a share took at most, to the width of a cell. */
function quantile({ timed, times }: StepCounts, share: number): number | null {
  let seen = 0;
  for (const { ms, count, min, max } of [...times.values()].sort((a, b) => a.ms - b.ms)) {
    seen += count;
    if (seen >= share * timed) return Math.round(Math.min(Math.max(ms, min), max));
  }
  return null;
}

const sum = (losses: StepCounts['losses']): number =>
  Object.values(losses).reduce((total, each) => total + each, 0);

const rate = (part: number, whole: number | undefined): number | null =>
  whole ? Math.round((part / whole) * 10_000) / 10_000 : null;

/** What strategies decide is not known of what nobody has decided on. */
const isDecided = (by: FunnelGrouping | null): boolean => by === 'channel' || by === 'rule';

function figuresOf(counts: Counts, by: FunnelGrouping | null): readonly FunnelFigures[] {
  const { qualified, engaged } = counts;
  if (isDecided(by)) qualified.number = engaged.number + sum(engaged.losses);
  return FUNNEL_STEPS.map((step, at) => {
    const of = counts[step];
    const before = at === 0 ? undefined : FUNNEL_STEPS[at - 1];
    return {
      step,
      number: of.number,
      rateToBefore: before === undefined ? null : rate(of.number, counts[before].number),
      rateToFirst: before === undefined ? null : rate(of.number, qualified.number),
      medianMs: quantile(of, 0.5),
      p90Ms: quantile(of, 0.9),
      losses: of.losses,
    };
  });
}

/** The group of each label; of more groups than there may be, those with the least are put together. */
function groupsOf(
  rows: readonly FunnelCount[],
  by: FunnelGrouping | null,
  most: number,
): ReadonlyMap<string, string | null> {
  const labels = new Map<string, FunnelLabel>();
  const weights = new Map<string | null, number>();
  for (const { label, count: times } of rows) {
    const read = labels.get(label) ?? readLabel(label);
    labels.set(label, read);
    const group = by && read[by];
    weights.set(group, (weights.get(group) ?? 0) + times);
  }
  const byWeight = [...weights].sort(([, a], [, b]) => b - a).map(([group]) => group);
  const kept = new Set(byWeight.length > most ? byWeight.slice(0, most - 1) : byWeight);
  return new Map(
    [...labels].map(([text, label]) => {
      const group = by && label[by];
      return [text, kept.has(group) ? group : OTHERS];
    }),
  );
}

/** Adds counters up to the lines of the funnel: without groups one for each interval. Pure. */
export function foldFunnel(
  rows: readonly FunnelCount[],
  { starts, by, most }: FunnelWish,
): readonly FunnelLine[] {
  const groups = groupsOf(rows, by, Math.max(2, Math.floor(most / starts.length)));
  const lines = starts.map(() => new Map<string | null, Counts>());
  const lineOf = (at: number, group: string | null): Counts => {
    const known = lines[at]?.get(group);
    if (known) return known;
    const made = nothing();
    lines[at]?.set(group, made);
    return made;
  };
  if (by === null) for (const at of starts.keys()) lineOf(at, null);
  let interval = 0;
  for (const row of [...rows].sort((a, b) => a.minute - b.minute)) {
    while ((starts[interval + 1] ?? Number.POSITIVE_INFINITY) <= row.minute) interval += 1;
    count(lineOf(interval, groups.get(row.label) ?? null), row);
  }
  return lines.flatMap((groupsThen, at) =>
    [...groupsThen]
      .sort(([a], [b]) => compare(a, b))
      .map(([group, counts]) => ({ interval: at, group, figures: figuresOf(counts, by) })),
  );
}

/** By name; what has none, and what was put together, comes last. */
function compare(a: string | null, b: string | null): number {
  const rank = (group: string | null): number => (group === null ? 2 : group === OTHERS ? 1 : 0);
  return rank(a) - rank(b) || ((a ?? '') < (b ?? '') ? -1 : 1);
}
