import type { Test } from 'tap';
import type { QueueCounts } from '#src/store/lists.js';
import type { Store } from '#src/store/store.js';
import type { FakeClock } from '../support/clock.js';

/** Limits of the writer that a test may choose; what it leaves open is generous. */
export interface Limits {
  readonly maxPending?: number;
  readonly maxBatch?: number;
}

/** A new, empty store and the hold that the suite needs on what is below it. */
export interface StoreUnderTest {
  /** The store as it is open now. It knows `SUITE_DECISIONS`, and is given plain data only. */
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

/** Stores of several processes on one database; as many as the driver can have. */
export type MakeCluster = (t: Test) => readonly StoreUnderTest[];

/** Some sentences that every driver has to keep: run them with a maker of empty stores. */
export type Contract = (t: Test, makeStore: MakeStore) => void;
