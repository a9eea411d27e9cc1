import { hash } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible';
import { machineTimerAside } from '../../clock.js';
import type { Shared } from '../../store/shared.js';

/** What is left to a caller, and in how many milliseconds the window ends. */
export interface Left {
  readonly left: number;
  readonly msLeft: number;
  /** Whether this call is one too many. */
  readonly isSpent: boolean;
}

/** Counts calls by a key in windows that begin with the first call. */
export interface Limiter {
  consume(key: string): Promise<Left>;
}

export interface LimiterSettings {
  /** What is counted: keys of one limiter are not another's. */
  readonly name: string;
  /** Calls of a key within a window. */
  readonly points: number;
  readonly windowSeconds: number;
}

/** Counts what comes to this process. */
function createOwnLimiter({ points, windowSeconds }: LimiterSettings): Limiter {
  const limiter = new RateLimiterMemory({ points, duration: windowSeconds });
  const leftOf = ({ remainingPoints, msBeforeNext }: RateLimiterRes, isSpent: boolean): Left => ({
    left: isSpent ? 0 : remainingPoints,
    msLeft: msBeforeNext,
    isSpent,
  });
  return {
    async consume(key) {
      try {
        return leftOf(await limiter.consume(key), false);
      } catch (spent) {
        if (spent instanceof Error) throw spent;
        return leftOf(spent as RateLimiterRes, true);
      }
    },
  };
}

/**
 * Of so many calls a process lets one part through before it has heard what the others did: that part,
 * and no more, each other process may let through too many.
 */
const UNTOLD_PART = 10;
/** What was counted is told this often at most, in milliseconds, all keys together. */
const TELL_EVERY_MS = 25;

/** How a key stands, as far as this process knows. */
interface Entry {
  /** Calls to all processes, as it was told last. */
  known: number;
  /** Calls to this one that are not among those, and of them those that nobody was told of yet. */
  untold: number;
  fresh: number;
  /** The end of the window, by the monotonic clock. */
  until: number;
}

/** Counts what comes to all processes, without asking them first. */
export function createSharedLimiter(
  { name, points, windowSeconds }: LimiterSettings,
  count: Shared['count'],
): Limiter {
  const windowMs = windowSeconds * 1000;
  const mostUntold = Math.max(1, Math.floor(points / UNTOLD_PART));
  /** In the order of their first calls. */
  const entries = new Map<string, Entry>();
  let telling: Promise<void> | undefined;
  let toldAt = Number.NEGATIVE_INFINITY;

  function entryOf(key: string): Entry {
    const now = performance.now();
    for (const [each, { until }] of entries) {
      if (until > now) break;
      entries.delete(each);
    }
    const found = entries.get(key);
    if (found && found.until > now) return found;
    const begun = { known: 0, untold: 0, fresh: 0, until: now + windowMs };
    entries.delete(key);
    entries.set(key, begun);
    return begun;
  }

  /** Tells what was counted since the last time; who cannot be told of is counted here alone. */
  async function tell(): Promise<void> {
    const waitMs = toldAt + TELL_EVERY_MS - performance.now();
    if (waitMs > 0) await new Promise<void>((resolve) => machineTimerAside(waitMs, resolve));
    toldAt = performance.now();
    const told = [...entries].filter(([, { fresh }]) => fresh > 0);
    const calls = new Map(told.map(([key, { fresh }]) => [key, fresh]));
    for (const [, entry] of told) entry.fresh = 0;
    const all = await count(calls, windowMs).catch(() => new Map<string, never>());
    const now = performance.now();
    for (const [key, entry] of told) {
      const sent = calls.get(key) ?? 0;
      const called = all.get(key);
      entry.untold -= sent;
      entry.known = called?.count ?? entry.known + sent;
      if (called) entry.until = now + called.msLeft;
    }
    telling = undefined;
    if ([...entries.values()].some(({ fresh }) => fresh > 0)) telling = tell();
  }

  return {
    async consume(caller) {
      const key = hash('sha256', `${name} ${caller}`, 'base64url');
      for (;;) {
        const entry = entryOf(key);
        const left = points - entry.known - entry.untold;
        const msLeft = Math.max(entry.until - performance.now(), 0);
        if (left <= 0) return { left: 0, msLeft, isSpent: true };
        if (entry.untold < mostUntold) {
          entry.untold += 1;
          entry.fresh += 1;
          telling ??= tell();
          return { left: left - 1, msLeft, isSpent: false };
        }
        telling ??= tell();
        await telling;
      }
    },
  };
}

/** Makes limiters that count what comes to all processes, where there are several. */
export const createLimiters =
  (shared: Pick<Shared, 'count'> | undefined) =>
  (settings: LimiterSettings): Limiter =>
    shared ? createSharedLimiter(settings, shared.count) : createOwnLimiter(settings);
export type MakeLimiter = ReturnType<typeof createLimiters>;
