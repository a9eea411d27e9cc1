import { type EventLoopUtilization, performance } from 'node:perf_hooks';
import type { Clock } from '../clock.js';
import type { Tally } from '../store/signal.js';
import type { Store } from '../store/store.js';

/** What is looked at are stretches of at least this length, in milliseconds. */
const STRETCH_MS = 100;

/** From this part of its time at work, the event loop is full. */
const FULL = 0.85;

/**
 * Changes of interactions in a stretch from which requests count as many. So few because deliveries
 * that fill the loop leave room for no more: they must give way then, not be taken for all there is.
 */
const MANY = 2;

/**
 * Facts that somebody waits for, in a stretch and in each of its commits, from which the machine is
 * taken for full though the loop is not: so many come together only when each waits for the others.
 */
const CROWD = 50;
const CROWD_TOGETHER = 8;

/** Facts that nobody waits for. */
const UNASKED: ReadonlySet<string> = new Set(['clock', 'system']);

const askedIn = ({ facts }: Tally): number =>
  facts.reduce((sum, { by, count }) => sum + (UNASKED.has(by) ? 0 : count), 0);

/**
 * Tells whether requests saturate the process: it is busy, and with committing their changes. What
 * can wait gives way then. Deliveries alone, however many, do not make it so.
 */
export function watchSaturation(
  store: Pick<Store, 'watch'>,
  clock: Pick<Clock, 'now'>,
  loop = performance.eventLoopUtilization,
): () => boolean {
  let changes = 0;
  let asked = 0;
  let commits = 0;
  let since = clock.now();
  let before: EventLoopUtilization = loop();
  let saturated = false;
  store.watch(({ tally }) => {
    if (tally === undefined) return;
    const waited = askedIn(tally);
    changes += tally.changes;
    asked += waited;
    if (waited > 0) commits += 1;
  });
  return () => {
    const now = clock.now();
    const stretches = (now - since) / STRETCH_MS;
    if (stretches < 1) return saturated;
    const current = loop();
    const { utilization } = loop(current, before);
    const isFull = utilization > FULL && changes / stretches >= MANY;
    const isCrowded = asked / stretches >= CROWD && asked / commits >= CROWD_TOGETHER;
    saturated = isFull || isCrowded;
    [changes, asked, commits, since, before] = [0, 0, 0, now, current];
    return saturated;
  };
}
