import {
  type Clock,
  createClock,
  createSeconds,
  type SharedClock,
  type TimeSource,
} from '#src/clock.js';
import { createClockMemory } from '#src/service-time.js';
import { T0 } from './lifecycle.js';

/** Service time in the hands of a test: the rules of `createClock` over clocks that a test moves. */
export interface FakeClock extends Clock {
  /** Service time as a new process has it, and no timer armed: what `compose` asks for. */
  make(floor?: number): SharedClock;
  /** Lets this long pass: due timers fire in their order, each with all it leads to. */
  advance(ms: number): Promise<void>;
  /** Lets this long pass while nothing runs (a suspend, a stall); then late timers fire. */
  leap(ms: number): Promise<void>;
  /** Lets this long pass while the machine is suspended; then nothing is late: timers stood still. */
  suspend(ms: number): void;
  /** Sets the wall clock of the machine this much ahead, or back when negative. */
  stepWall(ms: number): void;
  /** From now on time passes only when this says that no work is under way that needs another turn. */
  mind(isBusy: () => boolean): void;
  /** In how many milliseconds each armed timer fires, soonest first; not that of `everySecond`. */
  armed(): readonly number[];
}

interface Timer {
  readonly at: number;
  /** Of those who look every second, whatever is due. */
  readonly isBeat?: boolean;
  readonly run: () => void;
}

/** More timers than this at one moment are a loop. */
const MOST_AT_ONCE = 10_000;
/** Of a long time that passes, those who look every second see this often, in milliseconds. */
const SELDOM_MS = 60_000;
/** So are more turns. A store that rests a moment, by the machine's clock, takes many. */
const MOST_TURNS = 5_000_000;

/** The next turn of the event loop: all promises that could be kept are kept by then. */
export const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A clock that starts at `T0`; `isBusy` tells whether work is under way that needs another turn. */
export function createFakeClock(isBusy: () => boolean = () => false): FakeClock {
  let mustWait = isBusy;
  let wall = T0;
  let monotonic = 1000;
  let suspended = 5000;
  let timers: readonly Timer[] = [];
  const source: TimeSource = {
    wall: () => wall,
    monotonic: () => monotonic,
    sinceBoot: () => monotonic + suspended,
  };
  let current = createHeld(0);

  /** A clock of these sources, of which other threads know what a test makes of them. */
  function createHeld(floor: number): SharedClock {
    const memory = createClockMemory();
    memory.write({ held: { wall, monotonic } });
    return createClock(floor, source, memory);
  }

  const hold = (): void => current.memory.write({ held: { wall, monotonic } });

  /** Until when time passes, by the monotonic clock. */
  let passing = 0;

  function arm(timer: Timer): () => void {
    // Sorting is stable: timers of one moment fire in the order in which they were armed.
    timers = [...timers, timer].sort((a, b) => a.at - b.at);
    return () => {
      timers = timers.filter((armed) => armed !== timer);
    };
  }

  const after: Clock['after'] = (delayMs, run) => arm({ at: monotonic + delayMs, run });

  const everySecond = createSeconds((delayMs, run) => {
    const isLong = passing - monotonic > 10 * SELDOM_MS;
    return arm({ at: monotonic + (isLong ? SELDOM_MS : delayMs), run, isBeat: true });
  });

  function pass(ms: number): void {
    wall += ms;
    monotonic += ms;
    hold();
  }

  async function quiet(): Promise<void> {
    let turns = 0;
    do {
      await turn();
      turns += 1;
      if (turns > MOST_TURNS) throw new Error('work goes on without end');
    } while (mustWait());
  }

  /** Fires what is armed for `end` or earlier; time moves on to each timer's moment, never back. */
  async function fireUntil(end: number): Promise<void> {
    let firedAtOnce = 0;
    passing = end;
    for (let next = timers[0]; next !== undefined && next.at <= end; next = timers[0]) {
      firedAtOnce = next.at > monotonic ? 0 : firedAtOnce + 1;
      if (firedAtOnce > MOST_AT_ONCE) throw new Error('timers are armed for now without end');
      timers = timers.slice(1);
      pass(Math.max(next.at - monotonic, 0));
      next.run();
      await quiet();
    }
  }

  return {
    now: () => current.now(),
    aheadMs: () => current.aheadMs(),
    ageTime: () => current.ageTime(),
    agePause: () => current.agePause(),
    after,
    everySecond,
    make(floor = 0) {
      timers = [];
      current = createHeld(floor);
      return { ...current, after, everySecond };
    },
    async advance(ms) {
      await quiet();
      const end = monotonic + ms;
      await fireUntil(end);
      pass(end - monotonic);
    },
    async leap(ms) {
      await quiet();
      pass(ms);
      await fireUntil(monotonic);
    },
    suspend(ms) {
      wall += ms;
      suspended += ms;
      hold();
    },
    stepWall(ms) {
      wall += ms;
      hold();
    },
    mind(given) {
      mustWait = given;
    },
    armed: () => timers.filter(({ isBeat }) => !isBeat).map(({ at }) => at - monotonic),
  };
}
