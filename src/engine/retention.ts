import type { Clock } from '../clock.js';
import { LIMITS } from '../domain/limits.js';
import type { Log } from '../log/log.js';
import type { Store } from '../store/store.js';
import type { Scrubbing } from './scrubbing.js';

const DAY_MS = 24 * 60 * 60 * 1000;
/** Between two changes of a sweep: requests get their turn. */
const PAUSE_MS = 20;
/** From one sweep to the next, and from the start to the first; also after one that failed. */
const BETWEEN_SWEEPS_MS = 60_000;
/** The timer never sleeps longer, so that suspends and clock steps do no harm. */
const LONGEST_SLEEP_MS = 60 * 60 * 1000;
/** Removed rows leave the log of the database at the latest after about this long. */
const SCRUB_EVERY_MS = 60 * 60 * 1000;

/** Removes interactions that were stopped longer ago than they are kept. */
export interface Retention {
  /** Arms the timer of the first sweep. */
  start(): void;
  /** Finishes the change under way and disarms the timer. */
  stop(): Promise<void>;
}

export interface RetentionDependencies {
  readonly store: Store;
  readonly scrubbing: Scrubbing;
  readonly clock: Clock;
  readonly log: Log;
  /** How long stopped interactions are kept. */
  readonly days: number;
}

/**
 * One armed timer. A sweep is a series of short changes with pauses between them: first what is
 * due is purged and forgotten, then space is given back; the next sweep is when the next interaction is due. While
 * it is open how old anything is, nothing happens.
 */
export function createRetention(dependencies: RetentionDependencies): Retention {
  const { store, scrubbing, clock, log, days } = dependencies;
  let disarm = (): void => {};
  let running: Promise<void> = Promise.resolve();
  let stopped = false;
  let purged = 0;
  let toScrub = false;
  let scrubbedAt = Number.NEGATIVE_INFINITY;

  /** Does one short change, or ends the sweep; resolves with how long to wait then. */
  async function step(): Promise<number> {
    if (clock.agePause() !== null) return BETWEEN_SWEEPS_MS;
    const claim = await store.claim('upkeep', {});
    if (!('held' in claim)) return Math.max(claim.until - clock.now(), BETWEEN_SWEEPS_MS);
    const past = clock.ageTime() - days * DAY_MS;
    if (await store.tidy({ step: 'purge', stoppedBy: past })) return PAUSE_MS;
    if (await store.tidy({ step: 'purge_chats', closedBy: past })) return PAUSE_MS;
    if (await store.tidy({ step: 'forget', madeBy: past })) return PAUSE_MS;
    const minute = Math.floor((clock.ageTime() - LIMITS.tallyDays.most * DAY_MS) / 60_000);
    if (await store.tidy({ step: 'tallies', minute })) return PAUSE_MS;
    if (await store.tidy({ step: 'shrink' })) return PAUSE_MS;
    if (purged > 0) {
      log.info({ interactions: purged, days }, 'interactions past their retention were removed');
      purged = 0;
      toScrub = true;
    }
    if (toScrub && clock.now() - scrubbedAt >= SCRUB_EVERY_MS) {
      toScrub = false;
      scrubbedAt = clock.now();
      void scrubbing.request();
    }
    const earliest = (await store.read('earliestStopped')) ?? Number.POSITIVE_INFINITY;
    const untilDue = earliest + days * DAY_MS - clock.ageTime();
    return Math.min(Math.max(untilDue, BETWEEN_SWEEPS_MS), LONGEST_SLEEP_MS);
  }

  async function run(): Promise<void> {
    const delayMs = await step().catch((error: unknown) => {
      log.error({ err: error }, 'retention could not remove what is past it; it tries again');
      return BETWEEN_SWEEPS_MS;
    });
    arm(delayMs);
  }

  function arm(delayMs: number): void {
    if (stopped) return;
    disarm = clock.after(delayMs, () => {
      running = run();
    });
  }

  const unsubscribe = store.watch(({ tally }) => {
    purged += tally?.removed ?? 0;
  });

  return {
    start: () => arm(BETWEEN_SWEEPS_MS),
    async stop() {
      stopped = true;
      unsubscribe();
      disarm();
      await running;
    },
  };
}
