import { type Clock, createClock, createSeconds, type SharedClock } from '../clock.js';
import { createClockMemory } from '../service-time.js';

/** A clock that begins in the past, is moved by whoever tells the past, and goes live after it. */
export interface ReplayClock extends SharedClock {
  /** Moves on to a moment, never back, and fires what is due by then, each once. */
  advance(to: number): void;
  /** From here on it is the clock of the machine. */
  goLive(): void;
}

interface Timer {
  readonly at: number;
  readonly run: () => void;
  stop?: () => void;
}

/** Starts `behindMs` before now, or at `floor` when that is later. */
export function createReplayClock(behindMs: number, floor: number): ReplayClock {
  const machine = createClock();
  let now = Math.max(machine.now() - behindMs, floor);
  let live: Clock | undefined;
  const memory = createClockMemory();
  const hold = (): void => memory.write({ held: { wall: now, monotonic: now } });
  memory.write({ reckoning: { offset: 0, doubtMs: 0, doubtedAt: 0 } });
  hold();
  const timers = new Set<Timer>();

  const arm = (timer: Timer, clock: Clock): void => {
    timer.stop = clock.after(Math.max(timer.at - clock.now(), 0), timer.run);
  };

  const after: Clock['after'] = (delayMs, run) => {
    const at = (live?.now() ?? now) + delayMs;
    const timer: Timer = {
      at,
      run: () => {
        timers.delete(timer);
        run();
      },
    };
    timers.add(timer);
    if (live) arm(timer, live);
    return () => {
      timers.delete(timer);
      timer.stop?.();
    };
  };

  return {
    now: () => live?.now() ?? now,
    aheadMs: () => live?.aheadMs() ?? 0,
    ageTime: () => live?.ageTime() ?? now,
    agePause: () => (live ? live.agePause() : null),
    after,
    everySecond: createSeconds(after),
    memory,
    advance(to) {
      now = Math.max(now, to);
      hold();
      for (const timer of [...timers]) if (timer.at <= now) timer.run();
    },
    goLive() {
      live = createClock(now, undefined, memory);
      for (const timer of timers) arm(timer, live);
    },
  };
}
