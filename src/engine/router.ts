import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Clock } from '../clock.js';
import { MOST_NEEDS } from '../decisions/context.js';
import type { Round } from '../decisions/routing.js';
import { inOrder, priorityIn, type Ranked } from '../domain/chats/order.js';
import { createId } from '../ids.js';
import type { Log } from '../log/log.js';
import { StoreTakenAway } from '../store/failures.js';
import type { Need } from '../store/lists.js';
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

/** Where the first chat of a need stands. */
const rankOf = ({ need, id, queuedAt }: Need): Ranked => ({
  id,
  queuedAt,
  route: null,
  raisedTo: priorityIn(need),
});

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

  const seed = (): string => createId(clock.now());

  /** The needs of a queue, a part in each turn; served first is whose first chat is. */
  async function needsIn(queue: string): Promise<readonly Need[]> {
    const found: Need[] = [];
    for (let last = MOST_NEEDS; last === MOST_NEEDS; await nextTurn()) {
      const part = await store.read('needs', queue, found.at(-1)?.need ?? '', MOST_NEEDS);
      found.push(...part);
      last = part.length;
    }
    return found.sort((a, b) => inOrder(rankOf(a), rankOf(b)));
  }

  /**
   * A round of a queue in which chats wait in so many ways that one write cannot look at all: those of
   * which the first are served first, and the next ones when there is nobody for any of these.
   */
  async function longRound(queue: string): Promise<Pick<Round, 'more' | 'nextAt'>> {
    const needs = await needsIn(queue);
    const moments: number[] = [];
    for (let at = 0; at < needs.length && !stopped; at += MOST_NEEDS) {
      const among = needs.slice(at, at + MOST_NEEDS).map(({ need }) => need);
      const before = needs[at + MOST_NEEDS];
      const request = { seed: seed(), queue, among, ...(before && { before: rankOf(before) }) };
      const { more, nextAt } = await store.apply('matchChats', request);
      if (more) return { more, nextAt };
      if (nextAt !== null) moments.push(nextAt);
    }
    return { more: false, nextAt: moments.length > 0 ? Math.min(...moments) : null };
  }

  async function roundsIn(queue: string): Promise<number> {
    for (let rounds = 0; rounds < MOST_ROUNDS && !stopped; rounds += 1) {
      const round = await store.apply('matchChats', { seed: seed(), queue });
      const { more, nextAt } = round.isCut && !round.more ? await longRound(queue) : round;
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
