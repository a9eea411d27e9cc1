import type { Clock } from '../clock.js';
import type { Engine } from '../engine/engine.js';
import type { Log } from '../log/log.js';
import type { LeavingPage, Leavings, Shared } from '../store/shared.js';
import type { Store } from '../store/store.js';
import { createLeaving, GRACE_SECONDS, type Leaving } from './leaving.js';
import type { VisitStreams } from './visit-streams.js';

/**
 * So long after a page said it leaves a process looks whether another one of the visit listens here: the
 * stream of the page itself has ended by then, and the grace has not.
 */
const LOOK_AFTER_MS = (GRACE_SECONDS - 1.5) * 1000;
/** Leavings that are looked at in a second. */
const MOST = 1000;

export interface LeavingTogetherDependencies {
  readonly engine: Pick<Engine, 'apply'>;
  readonly streams: Pick<VisitStreams, 'has' | 'onOpen'>;
  readonly store: Pick<Store, 'claim' | 'lastSettings'>;
  readonly leavings: Leavings;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Pages that went away, as several processes know of them: the page may come back to any. Each voids the
 * leavings of visits that listen to it; whoever ends clocks answers for those whose grace is over. What
 * fails is made good a second later.
 */
function createLeavingTogether({
  engine,
  streams,
  store,
  leavings,
  clock,
  log,
}: LeavingTogetherDependencies): Leaving {
  let isLooking = false;

  /** Since when pages could come back: while nobody served, none could. */
  const sinceOf = ({ at }: LeavingPage): number => Math.max(at, store.lastSettings().servingSince);

  async function answer(page: LeavingPage): Promise<void> {
    await engine.apply(page.interactionId, { type: 'timeout' });
    await leavings.end(page);
  }

  async function look(): Promise<void> {
    const now = clock.now();
    const old = (await leavings.list(MOST)).filter((page) => now - sinceOf(page) >= LOOK_AFTER_MS);
    const isHere = ({ visitId }: LeavingPage): boolean => streams.has(visitId);
    for (const { visitId } of old.filter(isHere)) await leavings.drop(visitId);
    const over = old.filter((page) => !isHere(page) && now - sinceOf(page) >= GRACE_SECONDS * 1000);
    if (over.length === 0 || !('held' in (await store.claim('expiry', {})))) return;
    for (const page of over) await answer(page);
  }

  const stopLooking = clock.everySecond(() => {
    if (isLooking) return;
    isLooking = true;
    look()
      .catch((error: unknown) => log.warn({ err: error }, 'pages that left were not looked at'))
      .finally(() => {
        isLooking = false;
      });
  });

  streams.onOpen((visitId) => {
    // Should it fail, the stream is found by the look.
    leavings.drop(visitId).catch(() => {});
  });

  return {
    hold: (interactionId, visitId) => leavings.put({ interactionId, visitId, at: clock.now() }),
    async close() {
      stopLooking();
    },
  };
}

/** How pages leave where there are several processes, or this one alone. */
export const composeLeaving = ({
  shared,
  ...rest
}: Omit<LeavingTogetherDependencies, 'leavings'> & {
  readonly shared: Shared | undefined;
}): Leaving =>
  shared ? createLeavingTogether({ ...rest, leavings: shared.leavings }) : createLeaving(rest);
