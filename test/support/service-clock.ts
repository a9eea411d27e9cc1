import { type Clock, createClock, createSeconds } from '#src/clock.js';

/** A clock for the whole service that moves only when it is told to. */
export interface ServiceClock extends Clock {
  /** Moves on, running every timer at its moment. */
  advance(ms: number): void;
  /** Moves on without running a timer: what is due by then was noticed by nobody yet. */
  jump(ms: number): void;
}

interface Timer {
  readonly at: number;
  readonly run: () => void;
}

export function createServiceClock(start: number): ServiceClock {
  let now = start;
  const source = { wall: () => now, monotonic: () => now, sinceBoot: () => now };
  const clock = createClock(0, source);
  let timers: readonly Timer[] = [];

  const take = (until: number): Timer | undefined => {
    const due = timers.filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)[0];
    timers = timers.filter((timer) => timer !== due);
    return due;
  };

  const after: Clock['after'] = (delayMs, run) => {
    const timer: Timer = { at: now + delayMs, run };
    timers = [...timers, timer];
    return () => {
      timers = timers.filter((other) => other !== timer);
    };
  };

  return {
    ...clock,
    after,
    everySecond: createSeconds(after),
    advance(ms) {
      const until = now + ms;
      for (let due = take(until); due; due = take(until)) {
        now = Math.max(now, due.at);
        due.run();
      }
      now = until;
    },
    jump(ms) {
      now += ms;
    },
  };
}
