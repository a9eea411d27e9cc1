import type { StrategySecret } from '../decisions/credentials.js';
import type { LogicVersion } from '../decisions/logic.js';
import type { Page, PageRequest } from './page.js';
import type { ListedRefusal, RefusalCount, RefusalFilter, Waiting } from './queries.js';

/** Reads that may look at many rows; answered like `LongReads` of the store. */
export interface StrategyLongReads {
  /** Every stored version, newest first. */
  engagementLogicHistory(page: PageRequest): Promise<Page<LogicVersion>>;
  /** Newest first; only the newest are kept. */
  refusals(filter: RefusalFilter, page: PageRequest): Promise<Page<ListedRefusal>>;
}

export interface StrategyReads extends StrategyLongReads {
  /** The rules in force. */
  engagementLogic(): LogicVersion;
  /** A stored version; undefined for one that was never made, and for the shipped one. */
  engagementLogicVersion(version: number): Promise<LogicVersion | undefined>;
  /** Newest first; revoked ones included. */
  strategySecrets(): Promise<readonly StrategySecret[]>;
  /** Newest first; only the newest are kept. */
  refusalsOfVisit(visitId: string, page: PageRequest): Promise<Page<ListedRefusal>>;
  /** Most frequent first: all there ever were, or those of a visit that are kept. */
  refusalCounts(visitId?: string): Promise<readonly RefusalCount[]>;
  /** Interactions that wait for a decision, oldest first, from after one of them. */
  undecided(limit: number, after?: Waiting): Promise<readonly Waiting[]>;
}
