import {
  FUNNEL_LOSSES,
  FUNNEL_STEPS,
  type FunnelLabel,
  type FunnelLoss,
  type FunnelStep,
  type Passage,
} from './words.js';

/**
 * Counters have one number for what is counted: the step, and either in which part of an octave the
 * time lies that it took, or why it was not come to.
 */
const CELLS = 256;
/** The parts of an octave: bounds are 2^¼ apart, so that the middle is at most 9.1 % away. */
const PARTS = 4;
/** The longest time told apart: 2^34 ms are 198 days. */
const LONGEST = 34 * PARTS;
/** Counted without a time. */
const UNTIMED = LONGEST + 1;
const FIRST_LOSS = 192;

/** What a counter is of. */
export interface Cell {
  readonly step: FunnelStep;
  readonly lost: FunnelLoss | null;
  /** The middle of the times that it is of, in milliseconds; null for none. */
  readonly ms: number | null;
}

/** Under which number a passage is counted. */
export function cellOf(passage: Passage): number {
  const first = FUNNEL_STEPS.indexOf(passage.step) * CELLS;
  if ('lost' in passage) return first + FIRST_LOSS + FUNNEL_LOSSES.indexOf(passage.lost);
  const { ms } = passage;
  if (ms === null) return first + UNTIMED;
  // 0 is of what took no time at all.
  if (ms < 1) return first;
  return first + 1 + Math.min(LONGEST - 1, Math.floor(Math.log2(ms) * PARTS));
}

/** What a number stands for; null for one that a later version counted. */
export function readCell(cell: number): Cell | null {
  const step = FUNNEL_STEPS[Math.floor(cell / CELLS)];
  const part = cell % CELLS;
  if (step === undefined) return null;
  if (part >= FIRST_LOSS) {
    const lost = FUNNEL_LOSSES[part - FIRST_LOSS];
    return lost === undefined ? null : { step, lost, ms: null };
  }
  if (part === UNTIMED) return { step, lost: null, ms: null };
  return { step, lost: null, ms: part === 0 ? 0 : 2 ** ((part - 0.5) / PARTS) };
}

/** Stands for the categories of a day that are too many. */
export const OTHERS = '(others)';

/** A label as counters have it. */
export const labelText = ({ category, channel, rule }: FunnelLabel): string =>
  JSON.stringify([category, channel, rule]);

/** A label as it was before it was a text. */
export function readLabel(text: string): FunnelLabel {
  const [category = null, channel = null, rule = null] = JSON.parse(text) as (string | null)[];
  return { category, channel, rule };
}
