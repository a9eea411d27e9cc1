import type { Operator } from '../decisions/audit.js';
import type { Moment } from '../domain/interactions/interaction.js';
import { afterSome } from '../store/failures.js';
import type { Place } from '../store/page.js';
import type { Store } from '../store/store.js';
import type { Chats } from './chats.js';
import type { Engine } from './engine.js';

/** Interactions cleaned in one change: a few milliseconds of the event loop. */
const BATCH = 25;

/** What is seen without any condition. */
const EVERYTHING = {
  states: null,
  placedFrom: 0,
  categories: null,
  channels: null,
  order: 'oldest_first',
} as const;

export interface Cleaned {
  /** Active interactions in the queue for at least that long. */
  readonly matched: number;
  /** Those that were taken out or stopped by this call. */
  readonly cleaned: number;
}

/** Takes stuck interactions out of a queue: to Failed from Qualified and Engaged, else stopped. */
export interface Cleaning {
  /** `olderThanSeconds` is the time in the queue; with `dryRun` nothing is changed. */
  clean(
    queue: string,
    operator: Operator,
    request: { readonly olderThanSeconds: number; readonly dryRun: boolean },
  ): Promise<Cleaned>;
}

export function createCleaning(engine: Engine, store: Store, chats: Chats): Cleaning {
  /**
   * Chats that wait in a queue, and that nobody has on lease. Step by step, each a change of its own:
   * whoever else writes has their turn between them.
   */
  async function cleanChats(queue: string, placedBy: Moment, operator: Operator): Promise<Cleaned> {
    const look = { ...EVERYTHING, queue, placedBy };
    let [matched, cleaned] = [0, 0];
    let after: Place | undefined;
    do {
      const looking = { now: engine.now(), forCleaning: true };
      const part = await store.read('chatsSeen', look, looking, { size: BATCH, after });
      const results = await Promise.all(
        part.items.map((id) => chats.apply(id, { event: { type: 'clean' }, operator })),
      );
      matched += part.items.length;
      cleaned += results.filter((result) => result?.applied).length;
      after = part.next ?? undefined;
    } while (after !== undefined);
    return { matched, cleaned };
  }

  return {
    async clean(queue, operator, { olderThanSeconds, dryRun }) {
      const placedBy = engine.now() - olderThanSeconds * 1000;
      const total = await store.read('countActiveInQueue', queue, placedBy);
      let cleaned = 0;
      for (let left = dryRun ? 0 : total; left > 0; left -= BATCH) {
        const ids = await store.read('activeInQueue', queue, placedBy, Math.min(left, BATCH));
        const outcomes = await Promise.allSettled(
          ids.map((id) => engine.operate(id, { type: 'clean' }, operator)),
        );
        cleaned += outcomes.filter(
          (each) => each.status === 'fulfilled' && each.value?.applied,
        ).length;
        const failed = outcomes.find((each) => each.status === 'rejected');
        if (failed) throw cleaned > 0 ? afterSome(failed.reason) : failed.reason;
        if (ids.length === 0) break;
      }
      if (dryRun) {
        const waiting = await store.read('countChatsInQueue', queue, placedBy, engine.now());
        return { matched: total + waiting, cleaned };
      }
      const ofChats = await cleanChats(queue, placedBy, operator);
      return { matched: total + ofChats.matched, cleaned: cleaned + ofChats.cleaned };
    },
  };
}
