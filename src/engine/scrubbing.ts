import type { Clock } from '../clock.js';
import type { Log } from '../log/log.js';
import type { Store } from '../store/store.js';

/** How long to wait before asking again when somebody (a backup) reads the files. */
const RETRY_MS = 10_000;

/** Sees to it that what was erased can be read in no file any more. */
export interface Scrubbing {
  /** Resolves after the first attempt; when that did not succeed, others follow. */
  request(): Promise<void>;
  /** Asks no more; the files are clean anyway once the store is closed. */
  stop(): Promise<void>;
}

export interface ScrubbingDependencies {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
}

/** One attempt at a time; a request during one leads to another after it. */
export function createScrubbing({ store, clock, log }: ScrubbingDependencies): Scrubbing {
  let running = Promise.resolve();
  let waiting: Promise<void> | undefined;
  let disarm = (): void => {};
  let stopped = false;

  async function attempt(): Promise<void> {
    waiting = undefined;
    disarm();
    try {
      if (stopped || !(await store.tidy({ step: 'scrub' }))) return;
      log.warn({ retryMs: RETRY_MS }, 'somebody reads the database; what was erased is in its log');
    } catch (error) {
      log.error({ err: error }, 'what was erased is still in the log of the database');
    }
    if (!stopped) disarm = clock.after(RETRY_MS, request);
  }

  function request(): Promise<void> {
    waiting ??= running = running.then(attempt);
    return waiting;
  }

  return {
    request,
    async stop() {
      stopped = true;
      disarm();
      await running;
    },
  };
}
