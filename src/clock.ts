import { performance } from 'node:perf_hooks';

/** Service time and the one kind of timer: everything that waits or asks for the time goes here. */
export interface Clock {
  /** Milliseconds since the epoch; never earlier than any answer before. */
  now(): number;
  /** Calls `run` once after `delayMs` (0–2³¹−1); the returned function calls it off. */
  after(delayMs: number, run: () => void): () => void;
  /** How far service time is ahead of the wall clock, in milliseconds. */
  aheadMs(): number;
}

/** What the wall clock shows: the time that signatures tell others, who hold it against their own. */
export function wallTime(clock: Pick<Clock, 'now' | 'aheadMs'>): number {
  return clock.now() - clock.aheadMs();
}

/** The machine's two clocks, in milliseconds. */
export interface TimeSource {
  wall(): number;
  monotonic(): number;
}

/** Calls `run` once after `delayMs` of the machine's time; the returned function calls it off. */
export function machineTimer(delayMs: number, run: () => void): () => void {
  const timer = setTimeout(run, delayMs);
  return () => clearTimeout(timer);
}

/** The same for what keeps no process alive. */
export function machineTimerAside(delayMs: number, run: () => void): () => void {
  const timer = setTimeout(run, delayMs).unref();
  return () => clearTimeout(timer);
}

const machine: TimeSource = { wall: () => Date.now(), monotonic: () => performance.now() };

/**
 * Service time: anchored to the wall clock, or to `floor` (the newest stored moment) when that is
 * later, and advancing with the monotonic clock. A wall clock that is ahead (a suspend, a step
 * forwards) is adopted; one that steps back is not.
 */
export function createClock(floor = 0, source: TimeSource = machine): Clock {
  let anchor = Math.max(source.wall(), floor);
  let anchoredAt = source.monotonic();
  const now = (): number => {
    const elapsed = Math.floor(anchor + (source.monotonic() - anchoredAt));
    const wall = source.wall();
    if (wall <= elapsed) return elapsed;
    anchor = wall;
    anchoredAt = source.monotonic();
    return wall;
  };
  return {
    now,
    aheadMs: () => now() - source.wall(),
    after: machineTimer,
  };
}
