import { type EventLoopUtilization, performance } from 'node:perf_hooks';
import type { Clock } from '../clock.js';
import type { Store } from '../store/store.js';

/** The event loop is looked at over stretches of at least this length, in milliseconds. */
const STRETCH_MS = 100;

/** From this part of its time at work, the event loop is full. */
const FULL = 0.85;

/**
 * Changes of interactions in a stretch from which requests count as many. So few because deliveries
 * that fill the loop leave room for no more: they must give way then, not be taken for all there is.
 */
const MANY = 2;

/**
 * Tells whether requests saturate the process: it is busy, and with committing their changes. What
 * can wait gives way then. Deliveries alone, however many, do not make it so.
 */
export function watchSaturation(store: Store, clock: Clock): () => boolean {
  let changes = 0;
  let since = clock.now();
  let before: EventLoopUtilization = performance.eventLoopUtilization();
  let saturated = false;
  store.watch(({ tally }) => {
    changes += tally?.changes ?? 0;
  });
  return () => {
    const now = clock.now();
    if (now - since < STRETCH_MS) return saturated;
    const current = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(current, before);
    saturated = utilization > FULL && (changes * STRETCH_MS) / (now - since) >= MANY;
    [changes, since, before] = [0, now, current];
    return saturated;
  };
}
