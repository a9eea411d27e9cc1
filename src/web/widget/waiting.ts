import { listen } from './listeners.js';

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
      stop();
      resolve();
    };
    const timer = setTimeout(done, ms);
    const stop = listen(window, 'online', done);
    waiting.add(done);
  });
}
