import type { Clock } from '../clock.js';
import { ofKind } from '../domain/objects/kinds.js';
import { documentWarnings } from '../domain/objects/strategy-uses.js';
import { checkInstallation, type Self } from '../domain/objects/topology.js';
import { unsupportedIn } from '../domain/statistics/known.js';
import type { Log } from '../log/log.js';
import type { Store } from '../store/store.js';
import { watchSettings } from '../store/watching.js';

/** Categories that are warned about by name; then no more, so that nobody can fill the log. */
const MAX_CATEGORIES = 100;

/**
 * Says so in the log when the process, queue keys and chat endpoints do not fit together, at start
 * and after each change of an object, and once for each category that nobody provisioned; returns
 * what ends that.
 */
export function warnAboutObjects(store: Store, clock: Clock, self: Self, log: Log): () => void {
  const warned = new Set<string>();
  let known = '';

  function check(): void {
    const { objects } = store.lastSettings();
    const documents = ofKind(objects, 'enhanced-routing').flatMap(documentWarnings);
    const warnings = [...checkInstallation(objects, self), ...unsupportedIn(objects), ...documents];
    if (warnings.join() !== known)
      for (const warning of warnings) log.warn({ warning }, 'provisioned objects do not fit');
    known = warnings.join();
  }

  check();
  const stopChecking = watchSettings(store, clock, check);
  const unsubscribe = store.watch(({ tally }) => {
    for (const category of tally?.categories ?? []) {
      if (warned.size >= MAX_CATEGORIES || warned.has(category)) continue;
      if (store.lastSettings().known.categories.has(category)) continue;
      warned.add(category);
      log.warn({ category }, 'category is not provisioned');
    }
  });
  return () => {
    unsubscribe();
    stopChecking();
  };
}
