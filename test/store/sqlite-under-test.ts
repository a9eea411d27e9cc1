import { rmSync, writeFileSync } from 'node:fs';
import Sqlite, { type Database } from 'better-sqlite3';
import type { Test } from 'tap';
import type { SharedClock } from '#src/clock.js';
import type { QueueCounts } from '#src/store/lists.js';
import type { BatchLimits } from '#src/store/sqlite/batch.js';
import { migrate } from '#src/store/sqlite/migrate.js';
import { type OpenDatabase, openDatabase } from '#src/store/sqlite/open.js';
import { createSqliteStore, newestMoment, type SqliteStore } from '#src/store/sqlite/sqlite.js';
import { createThreadedStore } from '#src/store/sqlite/threaded-store.js';
import { bundledThread } from '../support/bundled-thread.js';
import { createFakeClock, type FakeClock } from '../support/clock.js';
import { createDirectory, PATIENT } from '../support/world.js';
import { SUITE_DECISIONS } from './decisions.js';
import { plainDecisions, plainStore } from './plain.js';
import type { Limits, MakeCluster, MakeStore, StoreUnderTest } from './under-test.js';

const COUNT_ROWS = `
  select queue, sum(active) as active, sum(stopped) as stopped, sum(entered) as entered from (
    select queue, stopped_at is null as active, stopped_at is not null as stopped, 0 as entered
    from interactions
    union all
    select queue, 0, 0, 1 from history where from_state is not to_state
  ) group by queue order by queue`;

const DECISIONS = plainDecisions(SUITE_DECISIONS);

/** Opens a migrated database as a store, with limits of the suite. */
type Open = (
  opened: OpenDatabase,
  clock: SharedClock,
  limits: BatchLimits,
) => Pick<SqliteStore, 'store' | 'pending'>;

/** The SQLite driver on a data directory of its own. */
const makeStore = (t: Test, limits: Limits, openStore: Open): StoreUnderTest => {
  const directory = createDirectory(t);
  const clock: FakeClock = createFakeClock(() => opened.pending() > 0);
  let opened = open();
  const others = new Sqlite(opened.database.name, { readonly: true });
  t.teardown(async () => {
    others.close();
    await opened.store.close().catch(() => {});
  });

  function open() {
    const files = openDatabase(directory);
    const { database } = files;
    // Nothing here survives a loss of power, so nothing waits for the disk.
    database.pragma('synchronous = off');
    migrate(database, clock.make().now);
    const time = clock.make(newestMoment(database));
    const { store, pending } = openStore(files, time, { ...PATIENT, ...limits });
    return { database, store: plainStore(store), pending };
  }

  return {
    get store() {
      return opened.store;
    },
    clock,
    async reopen() {
      await opened.store.close();
      opened = open();
    },
    seenByOthers: () =>
      others.prepare<[], string>('select id from interactions order by n').pluck().all(),
    countRows: () => others.prepare<[], Omit<QueueCounts, 'oldestActiveAt'>>(COUNT_ROWS).all(),
    fillDisk: () => setFull(opened.database, true),
    freeDisk: () => setFull(opened.database, false),
  };
};

/** Whether the disk is full, for a writer here and for one in a thread. */
function setFull(database: Database, isFull: boolean): void {
  const { name } = database;
  database.pragma(`max_page_count = ${isFull ? 1 : 0x7fffffff}`);
  if (isFull) writeFileSync(`${name}.full`, '');
  else rmSync(`${name}.full`, { force: true });
}

/** The writer works in the thread of the test. */
export const makeSqliteStore: MakeStore = (t, limits = {}) =>
  makeStore(t, limits, ({ database, close }, clock, chosen) =>
    createSqliteStore(database, clock, DECISIONS, close, { limits: chosen }),
  );

let thread: URL | undefined;

/** The writer works in a thread of its own, as the service's does. */
export const makeThreadedStore: MakeStore = (t, limits = {}) => {
  thread ??= bundledThread(new URL('./threaded-writer.js', import.meta.url));
  const entry = thread;
  return makeStore(t, limits, ({ database, close }, clock, chosen) =>
    createThreadedStore(database, clock, close, {
      limits: chosen,
      entry,
      listener: { lost: (words) => t.fail(words), back: () => t.fail('it was not lost') },
      onDeath: (error) => t.error(error),
    }),
  );
};

/** SQLite has one process on a data directory: a cluster of one. */
export const makeSqliteCluster: MakeCluster = (t) => [makeThreadedStore(t)];
