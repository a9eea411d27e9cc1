import type { Clock } from '../clock.js';
import { createId } from '../ids.js';
import type { Log } from '../log/log.js';
import { StoreTakenAway } from '../store/failures.js';
import type { Store } from '../store/store.js';

/** It looks again at least this often: signals are hints, and time makes candidates too. */
const LONGEST_SLEEP_MS = 1000;
/** Queues looked at in a row before others get their turn. */
const MOST_ROUNDS = 10_000;

/** Brings chats and agents together, whenever either may be free for the other. */
export interface Router {
  start(): void;
  /** Resolves when nobody is left to be offered anything to. */
  idle(): Promise<void>;
  /** Finishes the round under way and disarms the timer. */
  stop(): Promise<void>;
}

export interface RouterDependencies {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * One look at a time at all queues in which chats wait, in bounded rounds. A commit that may have
 * made room, or brought a chat, leads to a look; so does the moment at which time alone makes a
 * candidate of somebody, and a second in which nothing was heard.
 */
export function createRouter({ store, clock, log }: RouterDependencies): Router {
  let running: Promise<void> | null = null;
  let again = false;
  let stopped = false;
  let disarm = (): void => {};
  let unsubscribe = (): void => {};

  async function roundsIn(queue: string): Promise<number> {
    for (let rounds = 0; rounds < MOST_ROUNDS && !stopped; rounds += 1) {
      const seed = createId(clock.now());
      const { more, nextAt } = await store.apply('matchChats', { seed, queue });
      if (!more) return nextAt ?? Number.POSITIVE_INFINITY;
    }
    return clock.now();
  }

  async function look(): Promise<number> {
    let next = Number.POSITIVE_INFINITY;
    do {
      again = false;
      const queues = await store.read('waitingQueues');
      const moments = await Promise.all(queues.map(roundsIn));
      next = Math.min(Number.POSITIVE_INFINITY, ...moments);
    } while (again && !stopped);
    return next;
  }

  function arm(at: number): void {
    disarm();
    if (stopped) return;
    const delay = Math.min(Math.max(at - clock.now(), 0), LONGEST_SLEEP_MS);
    disarm = clock.after(delay, wake);
  }

  function wake(): void {
    again = true;
    running ??= look()
      .catch((error: unknown) => {
        if (!(error instanceof StoreTakenAway))
          log.error({ err: error }, 'chats could not be offered to agents; it tries again');
        return null;
      })
      .then((next) => {
        running = null;
        // What was heard of after the last look; a failure is not tried again at once.
        if (again && !stopped && next !== null) wake();
        else arm(next ?? Number.POSITIVE_INFINITY);
      });
  }

  return {
    start() {
      unsubscribe = store.watch(({ routing }) => {
        if (routing) wake();
      });
      wake();
    },
    async idle() {
      while (running !== null) await running;
    },
    async stop() {
      stopped = true;
      unsubscribe();
      disarm();
      await running;
    },
  };
}
