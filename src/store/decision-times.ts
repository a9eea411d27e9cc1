import type { DecisionName } from '../decisions/decisions.js';

/** Upper bounds of what is told apart, in milliseconds; what takes longer is counted beyond them. */
export const DURATION_BOUNDS_MS = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 25, 50, 100] as const;

/**
 * Whoever is answered in the same turn feels a decision that takes longer, in milliseconds: none may
 * hold the event loop for 10. Up to here it is what a collection of garbage takes.
 */
const SLOW_MS = 50;

/** Of one decision, so often it is told that it was slow, in milliseconds. */
const TOLD_EVERY_MS = 60_000;

/** What the runs of one decision add up to. */
export interface DecisionTime {
  /** By the bound that each stayed within; the last is beyond all. */
  readonly counts: readonly number[];
  readonly sumMs: number;
  /** More than were made: what has to ask runs again. */
  readonly runs: number;
}

/** A decision that took long. */
export interface SlowDecision {
  readonly decision: DecisionName;
  readonly durationMs: number;
  readonly runs: number;
  /** So many of that name were slow since it was told last, this one included. */
  readonly slow: number;
}

/** How long decisions take, from reading what they need until their changes are written. */
export interface DecisionTimes {
  /** One that began and ended by a monotonic clock, in milliseconds. */
  note(name: DecisionName, startedAt: number, endedAt: number, runs: number): void;
  /** Of every decision that was made yet. */
  read(): ReadonlyMap<DecisionName, DecisionTime>;
}

interface Sums {
  readonly counts: number[];
  sumMs: number;
  runs: number;
  slow: number;
  toldAt: number;
}

export function createDecisionTimes(onSlow: (slow: SlowDecision) => void): DecisionTimes {
  const sums = new Map<DecisionName, Sums>();

  function sumsOf(name: DecisionName): Sums {
    const counts = Array<number>(DURATION_BOUNDS_MS.length + 1).fill(0);
    const made = { counts, sumMs: 0, runs: 0, slow: 0, toldAt: Number.NEGATIVE_INFINITY };
    sums.set(name, made);
    return made;
  }

  return {
    note(name, startedAt, endedAt, runs) {
      const of = sums.get(name) ?? sumsOf(name);
      const durationMs = endedAt - startedAt;
      let bucket = 0;
      while (durationMs > (DURATION_BOUNDS_MS[bucket] ?? Number.POSITIVE_INFINITY)) bucket += 1;
      of.counts[bucket] = (of.counts[bucket] ?? 0) + 1;
      of.sumMs += durationMs;
      of.runs += runs;
      if (durationMs <= SLOW_MS) return;
      of.slow += 1;
      if (endedAt - of.toldAt < TOLD_EVERY_MS) return;
      onSlow({ decision: name, durationMs: Math.round(durationMs), runs, slow: of.slow });
      of.slow = 0;
      of.toldAt = endedAt;
    },
    read: () => sums,
  };
}
