import type { Clock } from '../clock.js';
import type { Settings } from '../decisions/settings.js';
import type { Signal } from './signal.js';
import type { Store } from './store.js';

/**
 * Calls `hear` with every signal, and `look` every second for what one that was lost would have said.
 * A look that fails is made good by the next one. Returns what ends both.
 */
export function watchAndLook(
  store: Pick<Store, 'watch'>,
  clock: Pick<Clock, 'everySecond'>,
  hear: (signal: Signal) => void,
  look: () => unknown,
): () => void {
  const unsubscribe = store.watch(hear);
  const stopLooking = clock.everySecond(() => {
    Promise.resolve()
      .then(look)
      .catch(() => undefined);
  });
  return () => {
    unsubscribe();
    stopLooking();
  };
}

/** Calls `listener` when what operators set is other than before. Returns what ends it. */
export function watchSettings(
  store: Pick<Store, 'lastSettings' | 'watch'>,
  clock: Pick<Clock, 'everySecond'>,
  listener: (settings: Settings) => void,
): () => void {
  let known = store.lastSettings();
  const look = (): void => {
    const settings = store.lastSettings();
    if (settings === known) return;
    known = settings;
    listener(settings);
  };
  return watchAndLook(store, clock, (signal) => signal.settings && look(), look);
}
