/** An answer of the service; `body` is what the status promises. */
export interface Answer<T> {
  readonly status: number;
  readonly body: T;
}

/** Waits between attempts, in milliseconds: doubled each time, spread out, never longer. */
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 30_000;

/** How long to wait before attempt `n` + 1. */
export function backoff(n: number): number {
  return Math.min(FIRST_WAIT_MS * 2 ** n, LONGEST_WAIT_MS) * (0.75 + Math.random() / 2);
}

const waiting = new Set<() => void>();

/** Ends every wait at once: the service can be reached again. */
export function wake(): void {
  for (const done of waiting) done();
}

/** Resolves after `ms`, or as soon as the service can be reached again. */
export function wait(ms: number): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      waiting.delete(done);
      removeEventListener('online', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    waiting.add(done);
    addEventListener('online', done);
  });
}

/** One request; rejects when there is no answer. JSON travels as text, which needs no preflight. */
export async function send<T>(url: string, body?: object): Promise<Answer<T>> {
  const response = await fetch(url, {
    credentials: 'omit',
    cache: 'no-store',
    // An answer must outlive the page on which it was given.
    ...(body && { method: 'POST', body: JSON.stringify(body), keepalive: true }),
  });
  return { status: response.status, body: await response.json().catch(() => ({})) };
}

/**
 * Asks until there is an answer that another attempt would not change; undefined when it is not
 * wanted any more. `onWait` is called when an attempt came to nothing.
 */
export async function persist<T = unknown>(
  url: string,
  body: object | undefined,
  isWanted: () => boolean,
  onWait: () => void = () => undefined,
): Promise<Answer<T> | undefined> {
  for (let attempt = 0; isWanted(); attempt += 1) {
    const answer = await send<T>(url, body).catch(() => undefined);
    if (answer && answer.status < 500 && answer.status !== 429) return answer;
    onWait();
    await wait(backoff(attempt));
  }
  return undefined;
}
