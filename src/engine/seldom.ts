import { performance } from 'node:perf_hooks';

/** How many times as long as a reading took nothing is read again: it takes a tenth of the time at most. */
const REST = 10;

/**
 * A reading that may take long, for all who ask: what was read last, however late, and read anew when
 * it has rested, and `leastMs` at least. Until it could be read once, `first`.
 */
export function seldom<T>(
  read: () => Promise<T>,
  { first, leastMs = 0 }: { readonly first: T; readonly leastMs?: number },
): () => Promise<T> {
  let last = first;
  let restsUntil = 0;
  let reading: Promise<void> | undefined;

  async function readNow(): Promise<void> {
    const begunAt = performance.now();
    try {
      last = await read();
    } catch {
      // What was read before stands.
    }
    const endedAt = performance.now();
    restsUntil = endedAt + Math.max(leastMs, REST * (endedAt - begunAt));
    reading = undefined;
  }

  return async () => {
    if (restsUntil <= performance.now()) reading ??= readNow();
    // The very first is waited for.
    if (restsUntil === 0) await reading;
    return last;
  };
}
