import type { EventLoopUtilization } from 'node:perf_hooks';
import type { Clock } from '../clock.js';
import type { Store } from '../store/store.js';

/** Event loops are looked at over stretches of at least this length, in milliseconds. */
const STRETCH_MS = 100;

/** From this part of its time at work, an event loop is full. */
const FULL = 0.85;

/**
 * Changes of interactions in a stretch from which requests count as many. So few because deliveries
 * that fill a loop leave room for no more: they must give way then, not be taken for all there is.
 */
const MANY = 2;

/** What an event loop has done since it began. */
export type Loop = () => Pick<EventLoopUtilization, 'idle' | 'active'>;

/** How much of the time between two looks a loop was at work, from 0 to 1. */
function watchLoop(loop: Loop): () => number {
  let before = loop();
  return () => {
    const current = loop();
    const active = current.active - before.active;
    const whole = active + current.idle - before.idle;
    before = current;
    return whole > 0 ? active / whole : 0;
  };
}

/**
 * Tells whether requests saturate the process: one of its event loops is busy (who serves, or who
 * writes), and with committing their changes. What can wait gives way then. Deliveries alone, however
 * many, do not make it so.
 */
export function watchSaturation(
  store: Pick<Store, 'watch'>,
  clock: Pick<Clock, 'now'>,
  loops: readonly Loop[],
): () => boolean {
  const uses = loops.map(watchLoop);
  let changes = 0;
  let since = clock.now();
  let saturated = false;
  store.watch(({ tally }) => {
    changes += tally?.changes ?? 0;
  });
  return () => {
    const now = clock.now();
    if (now - since < STRETCH_MS) return saturated;
    const most = Math.max(...uses.map((use) => use()));
    saturated = most > FULL && (changes * STRETCH_MS) / (now - since) >= MANY;
    [changes, since] = [0, now];
    return saturated;
  };
}
