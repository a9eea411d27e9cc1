import type { Clock } from '../clock.js';
import type { Log } from '../log/log.js';
import type { Store } from '../store/store.js';
import { watchSettings } from '../store/watching.js';
import type { Options } from './options.js';

/**
 * Says so in the log when an option has a value that is not meant for production; returns what ends
 * that.
 */
export function warnAboutOptions(
  store: Store,
  clock: Clock,
  options: Options,
  log: Log,
): () => void {
  const warn = (names: ReadonlySet<string>): void => {
    for (const { name, value, warning } of options.list())
      if (warning && names.has(name)) log.warn({ option: name, value, warning }, 'option warns');
  };
  let known = store.lastSettings().lastChanges;
  warn(new Set(options.list().map(({ name }) => name)));
  return watchSettings(store, clock, ({ lastChanges }) => {
    const changed = [...lastChanges.values()].filter((each) => known.get(each.name) !== each);
    known = lastChanges;
    warn(new Set(changed.map(({ name }) => name)));
  });
}
