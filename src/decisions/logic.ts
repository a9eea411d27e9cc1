import type { Moment } from '../domain/interactions/interaction.js';
import type { Rules } from '../domain/rules/schema.js';
/** One version of the built-in strategy's rules. Version 1, without rules, is not stored. */
export interface LogicVersion {
  readonly version: number;
  readonly rules: Rules;
  /** Null for the shipped version. */
  readonly at: Moment | null;
  /** The name of the key that made it. */
  readonly by: string | null;
}

/** The shipped rules: none, so that every visitor is engaged. */
export const SHIPPED_LOGIC: LogicVersion = { version: 1, rules: [], at: null, by: null };
