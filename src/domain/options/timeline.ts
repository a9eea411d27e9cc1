import type { OptionValues } from './catalogue.js';

/** Every option's value from a moment on. */
export interface Snapshot {
  /** Milliseconds since the epoch; the first snapshot's may be 0. */
  readonly since: number;
  readonly values: OptionValues;
}

/**
 * The values that were in force, oldest first; the last are in force now. Deadlines are derived
 * from it, so that a change never revives what was due before it and never dates anything before
 * itself, whenever it is noticed (`docs/decisions/0003-derived-deadlines.md`).
 */
export type Timeline = readonly [Snapshot, ...Snapshot[]];

/** The values in force now. */
export function inForce(timeline: Timeline): OptionValues {
  return (timeline.at(-1) ?? timeline[0]).values;
}

/** The timeline with `values` in force from `since` on. */
export function extend(timeline: Timeline, since: number, values: OptionValues): Timeline {
  return [...timeline, { since, values }];
}
