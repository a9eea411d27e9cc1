import type { Clock } from '../clock.js';
import type { Log } from '../log/log.js';
import { StoreTakenAway } from '../store/failures.js';
import type { Store } from '../store/store.js';
import { watchAndLook } from '../store/watching.js';
import type { Engine } from './engine.js';

/** Interactions settled before requests get their turn. */
const BATCH = 200;
/** The timer never sleeps longer, so that suspends and clock steps do no harm. */
const LONGEST_SLEEP_MS = 1000;

export interface Expiry {
  /** Settles everything that is overdue, then keeps the timer armed. */
  start(): Promise<void>;
  /** Milliseconds that the earliest deadline is overdue, now; 0 when nothing is. */
  lagMs(): Promise<number>;
  /** Resolves when everything due by now is settled. */
  idle(): Promise<void>;
  /** Finishes the batch under way and disarms the timer. */
  stop(): Promise<void>;
}

export interface ExpiryDependencies {
  readonly engine: Engine;
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * One armed timer that points at the earliest deadline. It only brings forward what every read and
 * event would settle too, so a late pulse changes no outcome.
 */
export function createExpiry({ engine, store, clock, log }: ExpiryDependencies): Expiry {
  let armedFor = Number.POSITIVE_INFINITY;
  let disarm = (): void => {};
  let running: Promise<void> | null = null;
  let stopped = false;
  let unsubscribe = (): void => {};

  /** Settles some; whether more may be due. Fewer than asked for: nothing is left that was when this began. */
  const settleSome = async (): Promise<boolean> =>
    !stopped && (await engine.settleDue(BATCH)) === BATCH;

  function arm(moment: number): void {
    if (stopped || moment >= armedFor) return;
    disarm();
    armedFor = moment;
    const delay = Math.min(Math.max(moment - clock.now(), 0), LONGEST_SLEEP_MS);
    disarm = clock.after(delay, pulse);
  }

  async function sweep(): Promise<void> {
    try {
      do {
        // Whoever takes long, or stood still in between, may have lost it meanwhile.
        const claim = await store.claim('expiry', {});
        if (!('held' in claim)) return arm(claim.until);
      } while (await settleSome());
      arm((await engine.nextDeadline()) ?? Number.POSITIVE_INFINITY);
    } catch (error) {
      // The log has been told of that, and need not be again every second.
      if (!(error instanceof StoreTakenAway))
        log.error({ err: error }, 'expiry could not settle what is due; it tries again');
      arm(clock.now() + LONGEST_SLEEP_MS);
    }
  }

  function pulse(): void {
    armedFor = Number.POSITIVE_INFINITY;
    running ??= sweep().finally(() => {
      running = null;
    });
  }

  return {
    async start() {
      await sweep();
      unsubscribe = watchAndLook(
        store,
        clock,
        ({ dueFrom, settings }) => {
          if (settings) arm(clock.now());
          else if (dueFrom !== null) arm(dueFrom);
        },
        // The timer looks once a second itself while it knows of a deadline.
        () => {
          if (armedFor === Number.POSITIVE_INFINITY) pulse();
        },
      );
      pulse();
    },
    async lagMs() {
      const next = await engine.nextDeadline();
      return next === undefined ? 0 : Math.max(clock.now() - next, 0);
    },
    async idle() {
      await running;
      while (await settleSome());
    },
    async stop() {
      stopped = true;
      unsubscribe();
      disarm();
      await running;
    },
  };
}
