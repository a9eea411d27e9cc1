/** Why a statement failed, or a connection. */
export const FAILURE_KINDS = [
  'connection',
  'conflict',
  'timeout',
  'storage',
  'rights',
  'other',
] as const;
export type FailureKind = (typeof FAILURE_KINDS)[number];

/** How a process does with a database that it shares with others, now. */
export interface Traffic {
  /** Connections that it may have, and those on which something is under way. */
  readonly connections: number;
  readonly inUse: number;
  /** Transactions and long reads that wait for a connection, and for how long the first of them has, in milliseconds. */
  readonly waiting: number;
  readonly waitingMs: number;
  /** Since it last looked at what the others have committed, in milliseconds. */
  readonly feedLagMs: number;
  /** How far the database's clock is ahead of this machine's, and within how much that is known, in milliseconds. */
  readonly clockOffsetMs: number;
  readonly clockErrorMs: number;
  /** Commits of decisions that were made again because something was not as it was read. */
  readonly retried: number;
  /** Statements, and attempts to connect, that failed. */
  readonly failures: Readonly<Record<FailureKind, number>>;
}

/** A database that several processes share, as one of them sees it. */
export interface SharedDatabase {
  traffic(): Traffic;
  /** What may be lost although it was acknowledged, with what to change; empty when nothing is known of that. */
  hazards(): Promise<readonly string[]>;
}
