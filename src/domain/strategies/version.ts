import type { Moment } from '../interactions/interaction.js';
import type { Bundle, Fault } from './bundle.js';

/** What is told of a version of a strategy without its text. */
export interface StrategySummary {
  readonly name: string;
  /** From 1, one more with each change. */
  readonly version: number;
  /** Of the bundle, hexadecimal. */
  readonly sha256: string;
  /** The path of the document that a session begins with. */
  readonly main: string;
  /** How many documents there are, and their bytes as UTF-8. */
  readonly files: number;
  readonly bytes: number;
  /** What its author should look at again. */
  readonly warnings: readonly Fault[];
  readonly at: Moment;
  /** The name of the key that made it. */
  readonly by: string;
}

/** One version of a strategy; it never changes. */
export interface StrategyVersion extends StrategySummary {
  readonly bundle: Bundle;
}
