import type { Kind, ObjectChange } from './kinds.js';

export const ACTIONS = ['created', 'corrected', 'unchanged', 'skipped', 'removed'] as const;
export type Action = (typeof ACTIONS)[number];

/** What is done about one object. */
export interface Line {
  readonly kind: Kind;
  readonly name: string;
  readonly action: Action;
  /** What changed, what was kept, or why nothing was done; empty when there is nothing to say. */
  readonly detail: string;
}

/** One step of a plan: lines about one object, and its change unless it stays as it is. */
export interface PlanStep {
  readonly lines: readonly Line[];
  readonly write?: ObjectChange;
}

/** A value as a line shows it: short, on one line. */
export function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}
