import type { Clock } from '../../clock.js';
import type { DecisionTable } from '../../decisions/decisions.js';
import type { Log } from '../../log/log.js';
import { migrate } from './migrate.js';
import { explainDamage, type OpenDatabase, type OpenSettings, openDatabase } from './open.js';
import { createPresence } from './presence.js';
import { createSqliteStore, newestMoment, type SqliteStore } from './sqlite.js';

/** Makes the clock, given the newest stored moment; tests hand in their own. */
export type MakeClock = (floor: number) => Clock;

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
  { log, makeClock, ...settings }: OpenSqliteSettings,
): OpenSqlite {
  const opened = openDatabase(directory, settings);
  const giveUp = (error: unknown): unknown => {
    opened.close();
    return explainDamage(error, opened.file);
  };
  if (opened.isOpenToOthers)
    log.warn(
      { directory },
      'other users of the machine can look into the data directory: chmod 700',
    );
  try {
    return { ...openOn(opened, decisions, log, makeClock), giveUp };
  } catch (error) {
    throw giveUp(error);
  }
}

function openOn(
  { database, file, ...opened }: OpenDatabase,
  decisions: DecisionTable,
  log: Log,
  makeClock: MakeClock,
): Omit<OpenSqlite, 'giveUp'> {
  for (const { number, name } of migrate(database, makeClock(0).now))
    log.info({ number, name }, 'migration applied');
  opened.completed();
  const presence = createPresence(database);
  presence.watch({
    lost: (detail) => log.error({ file, detail }, 'the database was taken away'),
    back: () => log.warn({ file }, 'the database is back'),
  });
  const close = (): void => {
    if (presence.lost()) opened.abandon();
    else opened.close();
  };
  const floor = newestMoment(database);
  const clock = makeClock(floor);
  const made = createSqliteStore(database, clock, decisions, close, {
    presence,
    onLogFailure: (error) =>
      log.error(
        { err: error },
        'the log of the database cannot be moved into it; it is tried again',
      ),
    onSlowDecision: (slow) => log.warn(slow, 'a decision took long'),
    onListenerFailure: (error) => log.error({ err: error }, 'whoever was told of a commit failed'),
  });
  return { ...made, clock, isNew: floor === 0, tell: opened.tell };
}
