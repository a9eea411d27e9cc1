import type { SharedClock, TimeSource } from './clock.js';
import type { Config } from './config/config.js';
import { DECISIONS } from './decisions/decisions.js';
import type { Log } from './log/log.js';
import { openPostgres } from './store/postgres/open-store.js';
import type { Shared } from './store/shared.js';
import type { SharedDatabase } from './store/shared-database.js';
import type { OpenSettings } from './store/sqlite/open.js';
import { type OpenSqlite, openSqlite } from './store/sqlite/open-store.js';
import { VERSION } from './version.js';

/** Makes the clock, given the newest stored moment, and the clocks it runs on if those are others. */
export type MakeClock = (floor: number, source?: TimeSource) => SharedClock;

/** A store as it is open, whatever keeps its data. */
export interface OpenStore extends Omit<OpenSqlite, 'backUp'> {
  /** Copies its files; undefined when it has none. */
  readonly backUp: OpenSqlite['backUp'] | undefined;
  /** The database that it shares with other processes; none when it has files of its own. */
  readonly database?: SharedDatabase;
  /** What processes share beside the data; undefined for one that is alone with its directory. */
  readonly shared?: Shared;
}

/** Opens what the configuration names. Rejects with `StoreUnusable` when that cannot be used. */
export async function openStore(
  config: Config,
  log: Log,
  makeClock: MakeClock,
  settings: OpenSettings,
): Promise<OpenStore> {
  const { databaseUrl, dataDir } = config;
  if (databaseUrl === undefined)
    return openSqlite(dataDir, DECISIONS, { log, makeClock, ...settings });
  const opened = await openPostgres(databaseUrl, DECISIONS, { log, makeClock, version: VERSION });
  return {
    ...opened,
    logBytes: () => 0,
    backUp: undefined,
    tell() {},
    giveUp(error) {
      void opened.store.close();
      return error;
    },
  };
}
