import type { Clock } from '../clock.js';
import type { Log } from '../log/log.js';
import type { Store } from '../store/store.js';

/** What is no longer needed is removed in steps of so many rows, every so often. */
const ROWS = 50;
const EVERY_MS = 60_000;

/** Between two steps while there is more, in milliseconds. */
const PAUSE_MS = 50;

/** Removes messages and deliveries that nobody needs any more, little by little. */
export interface Tidying {
  /** When the next step is to be made; never while one is under way. */
  readonly at: number;
  /** Makes one step; never rejects. */
  run(): Promise<void>;
  /** There may be something to remove. */
  soon(): void;
}

export interface TidyingDependencies {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly retentionMs: number;
}

export function createTidying({ store, clock, log, retentionMs }: TidyingDependencies): Tidying {
  let next = clock.now() + EVERY_MS;
  let isRunning = false;
  return {
    get at() {
      return isRunning ? Number.POSITIVE_INFINITY : next;
    },
    async run() {
      isRunning = true;
      try {
        const now = clock.ageTime();
        const ages = clock.agePause() === null ? { now, purgeBefore: now - retentionMs } : null;
        const more = await store.tidy({ step: 'messages', ages, limit: ROWS });
        next = clock.now() + (more ? PAUSE_MS : EVERY_MS);
      } catch (error) {
        log.error({ err: error }, 'old messages could not be removed');
        next = clock.now() + EVERY_MS;
      }
      isRunning = false;
    },
    soon() {
      next = Math.min(next, clock.now() + PAUSE_MS);
    },
  };
}
