import type { StrategySummary, StrategyVersion } from '../domain/strategies/version.js';
import type { Page, PageRequest } from './page.js';

/** What is asked of SCXML strategies; part of `Queries`. */
export interface StrategyQueries {
  /** The newest version of each that is there, by its name; at most `LIMITS.strategies`. */
  readonly strategies: { readonly args: []; readonly answer: readonly StrategySummary[] };
  /** A version with its text; null for one that is not there. */
  readonly strategyVersion: {
    readonly args: [name: string, version: number];
    readonly answer: StrategyVersion | null;
  };
  /** Every version of a strategy; the place after a version is its number. */
  readonly strategyHistory: {
    readonly args: [name: string, page: PageRequest];
    readonly answer: Page<StrategySummary>;
  };
}
