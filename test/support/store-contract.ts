import type { Test } from 'tap';
import type { QueueCounts } from '#src/store/queries.js';
import type { Store } from '#src/store/store.js';
import type { FakeClock } from './clock.js';
import { storeCommitContract } from './store-commit-contract.js';
import { storeFailureContract } from './store-failure-contract.js';
import { storeHistoryContract } from './store-history-contract.js';
import { storeReadContract } from './store-read-contract.js';

/** Limits of the group commit that a test may choose; what it leaves open is generous. */
export interface Limits {
  readonly maxPending?: number;
  readonly maxBatch?: number;
}

/** A new, empty store and the hold that the contract needs on what is below it. */
export interface StoreUnderTest {
  /** The store as it is open now. */
  readonly store: Store;
  readonly clock: FakeClock;
  /** Closes the store and opens it again, as a new process would. */
  reopen(): Promise<void>;
  /** Ids of the interactions that another connection sees, oldest first. */
  seenByOthers(): readonly string[];
  /** The counters as counting the rows gives them, by queue; empty queues left out. */
  countRows(): readonly Omit<QueueCounts, 'oldestActiveAt'>[];
  /** From now on no change finds space on the disk that is larger than a few bytes. */
  fillDisk(): void;
  freeDisk(): void;
}

export type MakeStore = (t: Test, limits?: Limits) => StoreUnderTest;

/** What every driver of the store has to keep: run it with a maker of empty stores. */
export function storeContract(t: Test, makeStore: MakeStore): void {
  storeCommitContract(t, makeStore);
  storeFailureContract(t, makeStore);
  storeReadContract(t, makeStore);
  storeHistoryContract(t, makeStore);
}
