import type { Log } from '../log.js';
import type { Store } from '../store/store.js';
import { checkChatEndpoints } from './topology.js';

/** Categories that are warned about by name; then no more, so that nobody can fill the log. */
const MAX_CATEGORIES = 100;

/**
 * Says so in the log when queue key and chat endpoint do not fit together, at start and after each
 * change of an object, and once for each category that interactions have and nobody provisioned.
 */
export function warnAboutObjects(store: Store, log: Log): void {
  const warned = new Set<string>();
  let known = '';

  function checkEndpoints(): void {
    const warnings = checkChatEndpoints(store.objects());
    if (warnings.join() !== known)
      for (const warning of warnings) log.warn({ warning }, 'chat endpoint does not fit');
    known = warnings.join();
  }

  checkEndpoints();
  store.onCommit(({ interactions, objects }) => {
    if (objects.length > 0) checkEndpoints();
    for (const { before, after } of interactions) {
      const { category } = after;
      if (before || category === null || warned.size >= MAX_CATEGORIES) continue;
      if (store.known().categories.has(category) || warned.has(category)) continue;
      warned.add(category);
      log.warn({ category }, 'category is not provisioned');
    }
  });
}
