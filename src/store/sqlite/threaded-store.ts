import type { Database } from 'better-sqlite3';
import type { SharedClock } from '../../clock.js';
import { CLOCKS } from '../../domain/clocks.js';
import type { BatchLimits } from './batch.js';
import { createLook } from './checkpoint.js';
import type { PresenceListener } from './presence.js';
import { createQueries } from './queries.js';
import { loadSettings } from './settings.js';
import { composeStore, type SqliteOptions, type SqliteStore } from './sqlite.js';
import { createThreadedWriter } from './threaded.js';

/** The module that runs the service's decisions in the thread. */
const ENTRY = new URL('./writer-worker.js', import.meta.url);

export interface ThreadedOptions extends Omit<SqliteOptions, 'presence'> {
  readonly limits?: BatchLimits | undefined;
  readonly entry?: URL | undefined;
  readonly lookEveryMs?: number | undefined;
  readonly listener: PresenceListener;
  /** Hears that nothing will be stored any more. */
  readonly onDeath: (error: Error) => void;
}

/**
 * The store on an open, migrated SQLite database, of which the writer works in a thread: what is read by
 * key is read here, and sees all that was answered before. `close` is told whether the files were lost.
 */
export function createThreadedStore(
  database: Database,
  clock: SharedClock,
  close: (isLost: boolean) => void,
  options: ThreadedOptions,
): SqliteStore {
  const { limits, listener, entry = ENTRY, onDeath, onLogFailure } = options;
  const servingSince = clock.now();
  const { earliest } = createQueries(database, servingSince);
  const starts = Object.fromEntries(CLOCKS.map((name) => [name, earliest(name) ?? undefined]));
  const settings = loadSettings(database, starts, servingSince);
  const { bytes: logBytes } = createLook(database)();
  let lost: string | undefined;
  // From here on it only reads.
  database.pragma('query_only = on');

  function onLost(words: string | null): void {
    lost = words ?? undefined;
    if (words === null) listener.back();
    else listener.lost(words);
  }

  return composeStore(
    database,
    clock,
    () => lost,
    servingSince,
    (tellers, { holdReader }, epoch) =>
      createThreadedWriter({
        ...tellers,
        data: { file: database.name, clock: clock.memory.buffer, epoch, servingSince, limits },
        entry,
        settings,
        logBytes,
        holdReader,
        onLogFailure: onLogFailure ?? (() => {}),
        onLost,
        onDeath,
        lookEveryMs: options.lookEveryMs,
      }),
    async () => close(lost !== undefined),
    options,
  );
}
