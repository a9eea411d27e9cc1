/** When each attempt follows the one before, in milliseconds; the first is made at once. */
export const RETRY_DELAYS_MS = [
  0,
  5_000,
  5 * 60_000,
  30 * 60_000,
  2 * 3_600_000,
  5 * 3_600_000,
  10 * 3_600_000,
  10 * 3_600_000,
] as const;

/** Attempts before a delivery is given up. */
export const MAX_ATTEMPTS = RETRY_DELAYS_MS.length;

/** A delay is spread by this part of itself, up and down. */
const JITTER = 0.2;

/** A receiver may ask for this much patience at most, in milliseconds. */
const MAX_RETRY_AFTER_MS = 24 * 3_600_000;

/** An endpoint that only failed for this long is disabled, in milliseconds. */
export const FAILING_LIMIT_MS = 120 * 3_600_000;

/** What an attempt came to: an answer with its status, or no answer and why. */
export interface Reply {
  readonly status: number | null;
  /** The `Retry-After` header as it came. */
  readonly retryAfter?: string | undefined;
}

/** What becomes of a delivery after an attempt. */
export type Fate =
  | { readonly outcome: 'succeeded' }
  /** Given up; with `gone` the endpoint wants nothing any more. */
  | { readonly outcome: 'failed'; readonly gone: boolean }
  | { readonly outcome: 'retry'; readonly at: number };

/** Only 2xx is success. */
function isSuccess({ status }: Reply): boolean {
  return status !== null && status >= 200 && status < 300;
}

/** The milliseconds that a `Retry-After` asks for: seconds, or a date; 0 when it says nothing. */
export function retryAfterMs(text: string | undefined, now: number): number {
  if (text === undefined) return 0;
  const asked = /^\s*\d{1,9}\s*$/.test(text) ? Number(text) * 1000 : Date.parse(text) - now;
  return Number.isNaN(asked) ? 0 : Math.min(Math.max(asked, 0), MAX_RETRY_AFTER_MS);
}

/**
 * What follows attempt number `attempt` (1 for the first) that ended at `now`. `random` is between
 * 0 and 1 and spreads the delay by 20 % up and down. A receiver that is overloaded (429, 503) may
 * ask for more time than the schedule has, never for less.
 */
export function fateOf(answer: Reply, attempt: number, now: number, random: number): Fate {
  if (isSuccess(answer)) return { outcome: 'succeeded' };
  if (answer.status === 410) return { outcome: 'failed', gone: true };
  const delay = RETRY_DELAYS_MS[attempt];
  if (delay === undefined) return { outcome: 'failed', gone: false };
  const spread = Math.round(delay * (1 - JITTER + 2 * JITTER * random));
  const asked =
    answer.status === 429 || answer.status === 503 ? retryAfterMs(answer.retryAfter, now) : 0;
  return { outcome: 'retry', at: now + Math.max(spread, asked) };
}

/** Whether an endpoint has failed, and nothing but failed, for too long. */
export function isGivenUp(failingSince: number | null, now: number): boolean {
  return failingSince !== null && now - failingSince >= FAILING_LIMIT_MS;
}
