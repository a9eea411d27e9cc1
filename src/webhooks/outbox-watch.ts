import type { Clock } from '../clock.js';
import type { Place } from '../store/page.js';
import type { Store } from '../store/store.js';
import { watchAndLook } from '../store/watching.js';

/** Calls `wake` when there may be something to send that was not there before. Returns what ends it. */
export function watchOutbox(
  store: Pick<Store, 'read' | 'watch'>,
  clock: Pick<Clock, 'everySecond'>,
  wake: () => void,
): () => void {
  let seen: Place | null = null;
  return watchAndLook(
    store,
    clock,
    ({ messages }) => messages && wake(),
    async () => {
      const { place, messages } = await store.read('changesSince', seen);
      seen = place;
      if (messages) wake();
    },
  );
}
