import type { Clock, TimeSource } from '../../clock.js';
import type { DecisionTable } from '../../decisions/decisions.js';
import type { Log } from '../../log/log.js';
import type { CopySource } from '../copying.js';
import type { CodePurpose } from '../shared.js';
import type { SharedDatabase } from '../shared-database.js';
import { type Copied, type CopyMessage, copyInto } from './copying.js';
import { explain } from './faults.js';
import { createLink, type Link } from './link.js';
import { checkServer, migrate } from './migrate.js';
import { createPostgresStore, type PostgresStore } from './postgres.js';
import { createSharedCodes } from './shared.js';
import { plucked } from './sql.js';
import { createDatabaseTime, type DatabaseTime } from './time.js';

/** A store on a database, with the clock that goes on where that stopped. */
export interface OpenPostgres extends Omit<PostgresStore, 'traffic' | 'hazards'> {
  readonly clock: Clock;
  readonly database: SharedDatabase;
  /** Whether nothing was ever stored in it. */
  readonly isNew: boolean;
}

export interface OpenPostgresSettings {
  readonly log: Log;
  /** Makes the clock, given the newest stored moment and the clocks it runs on. */
  readonly makeClock: (floor: number, source: TimeSource) => Clock;
  readonly version: string;
}

/** Questions for the time before the first that needs it. */
const SAMPLES = 5;

/** A database, as it may be named to anybody: without the password. */
function placeOf(url: string): string {
  const { host, pathname } = new URL(url);
  return `${host}${pathname}`;
}

/** Asks the server for its time. */
async function sample({ sql }: Link, time: DatabaseTime): Promise<void> {
  const { monotonic } = time.source;
  const askedAt = monotonic();
  const moment = await plucked(
    sql.one<{ value: number }>(
      'select (extract(epoch from clock_timestamp()) * 1000)::float8 as value',
    ),
  );
  if (moment !== undefined) time.observe(moment, askedAt, monotonic());
}

/** Runs something on a connection that is there for it alone; what fails is told in one line. */
async function onLink<R>(url: string, run: (link: Link) => Promise<R>): Promise<R> {
  const link = createLink({ config: { connectionString: url }, isPreparing: false });
  try {
    await checkServer(link.sql);
    return await run(link);
  } catch (error) {
    throw explain(error, placeOf(url));
  } finally {
    await link.close();
  }
}

/** Brings a database to the newest schema; the migrations that were applied. Throws `StoreUnusable`. */
export const migratePostgres = (url: string, now: () => number) =>
  onLink(url, (link) => migrate(link, now));

/** Makes a code good in a database, for whoever may write into it. Throws `StoreUnusable`. */
export const keepCode = (url: string, purpose: CodePurpose, code: string, ms: number) =>
  onLink(url, (link) => createSharedCodes(link.sql).keep(purpose, code, ms));

/**
 * Copies everything of another store into an empty database, which it brings to the newest schema
 * first. Rejects with `StoreUnusable` as opening one does, and for a database that has been used; with
 * `CopyFailed` when nothing was copied for another reason.
 */
export const copyToPostgres = (
  url: string,
  source: CopySource,
  now: () => number,
  tell: (message: CopyMessage) => void,
): Promise<Copied> => onLink(url, (link) => copyInto(link, source, now, tell));

/**
 * Opens a database and migrates it. Rejects with `StoreUnusable` when it cannot be used: when nobody
 * answers, lets the user in or let it do what is needed, when the server is too old or read-only, when
 * the tables are another program's or a newer one's.
 */
export async function openPostgres(
  url: string,
  decisions: DecisionTable,
  { log, makeClock, version }: OpenPostgresSettings,
): Promise<OpenPostgres> {
  const time = createDatabaseTime();
  const floor = await onLink(url, async (link) => {
    for (let taken = 0; taken < SAMPLES; taken += 1) await sample(link, time);
    for (const { number, name } of await migrate(link, time.source.wall))
      log.info({ number, name }, 'migration applied');
    const newest = await plucked(
      link.sql.one<{ value: number }>('select coalesce(max(at), 0) as value from feed'),
    );
    return newest ?? 0;
  });
  const clock = makeClock(floor, time.source);
  const made = createPostgresStore(clock, decisions, {
    config: { connectionString: url },
    version,
    observe: time.observe,
    onSlowDecision: (slow) => log.warn(slow, 'a decision took long'),
    onListenerFailure: (error) => log.error({ err: error }, 'whoever was told of a commit failed'),
  });
  try {
    await made.ready;
  } catch (error) {
    await made.store.close();
    throw explain(error, placeOf(url));
  }
  const { traffic, hazards, ...rest } = made;
  const database: SharedDatabase = {
    traffic() {
      const { offsetMs, errorMs } = time.offset();
      return { ...traffic(), clockOffsetMs: offsetMs, clockErrorMs: errorMs };
    },
    hazards,
  };
  return { ...rest, clock, database, isNew: floor === 0 };
}
