import type { Clock } from '../clock.js';
import { lookThrough } from '../domain/leases/look.js';
import { type AnyObject, ofKind } from '../domain/objects/kinds.js';
import { type CleaningTarget, cleaningTargets } from '../domain/objects/routing.js';
import { CLEAN_ENDING } from '../domain/objects/shipped.js';
import type { Log } from '../log/log.js';
import type { Place } from '../store/page.js';
import type { Store } from '../store/store.js';
import { watchSettings } from '../store/watching.js';
import type { Chats } from './chats.js';
import type { Engine } from './engine.js';

/** Interactions cleaned in one change: a few milliseconds of the event loop. */
const BATCH = 25;
/** The timer never sleeps longer, so that suspends and clock steps do no harm. */
const LONGEST_SLEEP_MS = 60_000;

/** Cleaning by itself: what the clean views say, as often as they say. */
export interface Sweep {
  start(): void;
  /** Resolves when no sweep is under way. */
  idle(): Promise<void>;
  /** Finishes the batch under way and disarms the timer. */
  stop(): Promise<void>;
}

export interface SweepDependencies {
  readonly engine: Engine;
  readonly chats: Chats;
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Looks into each enabled clean view at its check interval and cleans what has been in the queue
 * for longer than its condition allows. What Engaged waits for is a clock of its own, exact to the
 * deadline, so the sweep leaves that view out.
 */
export function createSweep({ engine, chats, store, clock, log }: SweepDependencies): Sweep {
  const lastChecks = new Map<string, number>();
  let disarm = (): void => {};
  let running: Promise<void> | null = null;
  let stopped = false;
  let unsubscribe = (): void => {};

  const cleanViews = (objects: readonly AnyObject[]) =>
    ofKind(objects, 'interaction-queue-views').filter(({ name }) => name.endsWith(CLEAN_ENDING));

  const nextCheck = ({ name, properties }: CleaningTarget['view']): number =>
    (lastChecks.get(name) ?? clock.now()) + properties.checkIntervalSeconds * 1000;

  async function clean({ view, queue, state }: CleaningTarget): Promise<number> {
    const now = clock.now();
    // The view may be that of the state's default queue.
    const look = { ...lookThrough(view, [state], now), queue };
    let cleaned = 0;
    let after: Place | undefined;
    do {
      const { items: ids, next } = await store.read(
        'seen',
        look,
        { now, forCleaning: true },
        { size: BATCH, after },
      );
      const outcomes = await Promise.all(ids.map(engine.clean));
      cleaned += outcomes.filter((outcome) => outcome?.applied).length;
      after = next ?? undefined;
    } while (after !== undefined && !stopped);
    return cleaned;
  }

  /** What waits in a queue of chats, by the clean views of that queue. */
  async function cleanChats(view: CleaningTarget['view']): Promise<void> {
    const now = clock.now();
    const { queue } = view.properties;
    const look = lookThrough(view, null, now);
    let cleaned = 0;
    let after: Place | undefined;
    do {
      const part = await store.read(
        'chatsSeen',
        look,
        { now, forCleaning: true },
        { size: BATCH, after },
      );
      const results = await Promise.all(part.items.map(chats.clean));
      cleaned += results.filter((result) => result?.applied).length;
      after = part.next ?? undefined;
    } while (after !== undefined && !stopped);
    if (cleaned > 0) log.info({ view: view.name, queue, cleaned }, 'stuck chats cleaned');
  }

  async function sweep(): Promise<void> {
    const now = clock.now();
    const { objects } = store.lastSettings();
    const due = new Set(
      cleanViews(objects)
        .filter((view) => nextCheck(view) <= now)
        .map(({ name }) => name),
    );
    if (due.size === 0) return;
    for (const name of due) lastChecks.set(name, now);
    // Whoever has it looks in this time's place.
    const claim = await store.claim('views', {});
    if (!('held' in claim)) return;
    for (const view of cleanViews(objects))
      if (due.has(view.name) && view.properties.enabled) await cleanChats(view);
    const counts = await store.read('queueCounts');
    const holding = counts.filter(({ active }) => active > 0).map(({ queue }) => queue);
    for (const target of cleaningTargets(objects, holding)) {
      if (!due.has(target.view.name)) continue;
      const cleaned = await clean(target);
      const { queue, view } = target;
      if (cleaned > 0) log.info({ view: view.name, queue, cleaned }, 'stuck interactions cleaned');
    }
  }

  function arm(): void {
    disarm();
    if (stopped) return;
    const views = cleanViews(store.lastSettings().objects);
    for (const { name } of views) if (!lastChecks.has(name)) lastChecks.set(name, clock.now());
    const next = Math.min(...views.map(nextCheck));
    const delay = Math.min(Math.max(next - clock.now(), 0), LONGEST_SLEEP_MS);
    disarm = clock.after(delay, pulse);
  }

  function pulse(): void {
    running ??= sweep()
      .catch((error: unknown) => {
        log.error({ err: error }, 'cleaning could not look into its views; it tries again');
      })
      .finally(() => {
        running = null;
        arm();
      });
  }

  return {
    start() {
      unsubscribe = watchSettings(store, clock, () => {
        if (running === null) arm();
      });
      arm();
    },
    idle: async () => {
      await running;
    },
    async stop() {
      stopped = true;
      unsubscribe();
      disarm();
      await running;
    },
  };
}
