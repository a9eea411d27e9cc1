import type { Attempt, Interaction, Moment } from '../domain/interactions/interaction.js';
import type { Rules } from '../domain/rules/schema.js';
import type { Page, PageRequest } from './store.js';

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

/** What verifies the calls of a strategy. */
export interface StrategySecret {
  readonly id: string;
  readonly name: string;
  /** Null once revoked. */
  readonly secret: string | null;
  readonly createdAt: Moment;
  readonly revokedAt: Moment | null;
}

/** Why a visit was not offered anything. */
export const REFUSAL_REASONS = [
  /** The creation was refused: the visit has a live attempt. */
  'engagement_in_progress',
  /** The creation was refused: no such category. */
  'unknown_category',
  /** A strategy decided against it. */
  'not_engaged',
] as const;
export type RefusalReason = (typeof REFUSAL_REASONS)[number];

/** A creation that was refused, or a decision against an engagement. */
export interface RefusalEntry {
  readonly at: Moment;
  readonly reason: RefusalReason;
  readonly visitId: string | null;
  /** The live attempt in the way, or the one that was decided against. */
  readonly interactionId: string | null;
  /** The rule of the built-in strategy that decided. */
  readonly rule: string | null;
}

/** A listed one, with the strategy's own words as long as the interaction has them. */
export interface ListedRefusal extends RefusalEntry {
  readonly detail: string | null;
}

export interface RefusalFilter {
  readonly reason?: RefusalReason | undefined;
  readonly rule?: string | undefined;
  readonly visitId?: string | undefined;
}

export interface RefusalCount {
  readonly reason: RefusalReason;
  readonly rule: string | null;
  readonly total: number;
}

/** What decisions of strategies write. */
export interface StrategyChanges {
  readonly engagementLogic?: LogicVersion & { readonly at: Moment; readonly by: string };
  readonly strategySecret?: StrategySecret;
  readonly refusals?: readonly RefusalEntry[];
}

/** What decisions of strategies look at. */
export interface StrategyContext {
  readonly engagementLogic: LogicVersion;
  /** The newest attempts, at most a thousand, at the same visitor (else the same visit). */
  attemptsOf(interaction: Interaction): readonly Attempt[];
}

/** An interaction that waits for a decision, and its place among those. */
export interface Waiting {
  readonly id: string;
  readonly startedAt: Moment;
  readonly n: number;
}

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
