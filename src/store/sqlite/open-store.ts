import type { Clock, SharedClock } from '../../clock.js';
import type { DecisionTable } from '../../decisions/decisions.js';
import type { Log } from '../../log/log.js';
import { migrate } from './migrate.js';
import { explainDamage, type OpenDatabase, type OpenSettings, openDatabase } from './open.js';
import { createPresence } from './presence.js';
import { createSqliteStore, newestMoment, type SqliteStore } from './sqlite.js';
import { createThreadedStore } from './threaded-store.js';

/** Makes the clock, given the newest stored moment; tests hand in their own. */
export type MakeClock = (floor: number) => SharedClock;

/** A store on the database of a data directory, with the clock that goes on where that stopped. */
export interface OpenSqlite extends SqliteStore, Pick<OpenDatabase, 'tell'> {
  readonly clock: Clock;
  /** Whether nothing was ever stored in it. */
  readonly isNew: boolean;
  /** Frees the directory after a start that failed; the error as the operator needs it. */
  giveUp(error: unknown): unknown;
}

export interface OpenSqliteSettings extends OpenSettings {
  readonly log: Log;
  readonly makeClock: MakeClock;
}

/**
 * Opens the database of a data directory, migrates it, and watches over its files. Throws
 * `StoreUnusable` when the directory cannot be used.
 */
export function openSqlite(
  directory: string,
  decisions: DecisionTable,
  settings: OpenSqliteSettings,
): OpenSqlite {
  const opened = openDatabase(directory, settings);
  const giveUp = (error: unknown): unknown => {
    opened.close();
    return explainDamage(error, opened.file);
  };
  if (opened.isOpenToOthers)
    settings.log.warn(
      { directory },
      'other users of the machine can look into the data directory: chmod 700',
    );
  try {
    return { ...openOn(opened, decisions, settings), giveUp };
  } catch (error) {
    throw giveUp(error);
  }
}

function openOn(
  opened: OpenDatabase,
  decisions: DecisionTable,
  { log, makeClock, onDeath, writer, lookEveryMs }: OpenSqliteSettings,
): Omit<OpenSqlite, 'giveUp'> {
  const { database, file } = opened;
  for (const { number, name } of migrate(database, makeClock(0).now))
    log.info({ number, name }, 'migration applied');
  opened.completed();
  const floor = newestMoment(database);
  const clock = makeClock(floor);
  const close = (isLost: boolean): void => {
    if (isLost) opened.abandon();
    else opened.close();
  };
  const listener = {
    lost: (detail: string) => log.error({ file, detail }, 'the database was taken away'),
    back: () => log.warn({ file }, 'the database is back'),
  };
  const options = {
    onLogFailure: (error: unknown) =>
      log.error(
        { err: error },
        'the log of the database cannot be moved into it; it is tried again',
      ),
    onSlowDecision: (slow: object) => log.warn(slow, 'a decision took long'),
    onListenerFailure: (error: unknown) =>
      log.error({ err: error }, 'whoever was told of a commit failed'),
  };
  const made =
    writer === 'here'
      ? openHere()
      : createThreadedStore(database, clock, close, {
          ...options,
          entry: writer,
          lookEveryMs,
          listener,
          onDeath(error) {
            log.fatal({ err: error }, 'nothing can be stored any more: the writer has ended');
            onDeath?.(error);
          },
        });

  function openHere(): SqliteStore {
    const presence = createPresence(database);
    presence.watch(listener);
    const closeHere = (): void => close(presence.lost() !== undefined);
    return createSqliteStore(database, clock, decisions, closeHere, { ...options, presence });
  }

  return { ...made, clock, isNew: floor === 0, tell: opened.tell };
}
