import { type Clock, createClock, createSeconds, type SharedClock } from '#src/clock.js';
import { createClockMemory } from '#src/service-time.js';

/** A clock for the whole service that moves only when it is told to. */
export interface ServiceClock extends SharedClock {
  /** Moves on, running every timer at its moment. */
  advance(ms: number): void;
  /** Moves on without running a timer: what is due by then was noticed by nobody yet. */
  jump(ms: number): void;
}

/** Of a time longer than ten of these, those who look every second see one a minute. */
const SELDOM_MS = 60_000;

interface Timer {
  readonly at: number;
  readonly run: () => void;
}

export function createServiceClock(start: number): ServiceClock {
  let now = start;
  const source = { wall: () => now, monotonic: () => now, sinceBoot: () => now };
  const memory = createClockMemory();
  const hold = (): void => memory.write({ held: { wall: now, monotonic: now } });
  hold();
  const clock = createClock(0, source, memory);
  let timers: readonly Timer[] = [];
  let until = start;

  const take = (): Timer | undefined => {
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
    everySecond: createSeconds((delayMs, run) =>
      after(until - now > 10 * SELDOM_MS ? SELDOM_MS : delayMs, run),
    ),
    advance(ms) {
      until = now + ms;
      for (let due = take(); due; due = take()) {
        now = Math.max(now, due.at);
        hold();
        due.run();
      }
      now = until;
      hold();
    },
    jump(ms) {
      now += ms;
      hold();
    },
  };
}
