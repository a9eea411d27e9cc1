import { serverClock } from './time.js';

/** What does not fit in what was sent: where, as a JSON pointer in a fragment, and what would. */
export interface Misfit {
  readonly pointer: string;
  readonly detail: string;
  /** Where it is in a document that was sent, from 1 on. */
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
}

interface Problem {
  readonly code?: string;
  readonly detail?: string;
  readonly errors?: readonly Misfit[];
}

/** The service refuses, and says why. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    detail: string,
    readonly misfits: readonly Misfit[] = [],
  ) {
    super(detail);
  }
}

/** The service does not answer, or not as itself: the same may be sent again. */
export class Unreachable extends Error {}

/** An answer that does not come counts as none. */
const PATIENCE_MS = 15_000;

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/**
 * Asks the service, with the cookie of the page; an answer without content is null. Throws `Refused`,
 * or `Unreachable` when nobody knows whether it was done.
 */
export async function ask<T>(
  method: Method,
  path: string,
  body?: object,
  headers: Readonly<Record<string, string>> = {},
): Promise<T> {
  const init: RequestInit = {
    method,
    signal: AbortSignal.timeout(PATIENCE_MS),
    headers: { ...headers, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  };
  const response = await fetch(path, init).catch((error: unknown) => {
    throw new Unreachable(String(error));
  });
  learnTime(response.headers.get('date'));
  if (response.status === 204) return null as T;
  const answer: unknown = await response.json().catch(() => {
    throw new Unreachable(`${response.status} without JSON`);
  });
  if (response.ok) return answer as T;
  const { code = '', detail = '', errors = [] } = answer as Problem;
  if (response.status >= 500) throw new Unreachable(detail);
  const misfits = errors.map((error) => error.detail).join('; ');
  const words = misfits ? `${detail} ${misfits}` : detail;
  throw new Refused(response.status, code, words, errors);
}

/** Every answer tells the time to the second: until a message tells it better, ages are known by that. */
function learnTime(date: string | null): void {
  if (date !== null && Number.isNaN(serverClock.now())) serverClock.sync(date);
}
