import Sqlite from 'better-sqlite3';
import type { QueueCounts } from '#src/store/lists.js';
import { migrate } from '#src/store/sqlite/migrate.js';
import { openDatabase } from '#src/store/sqlite/open.js';
import { createSqliteStore, newestMoment } from '#src/store/sqlite/sqlite.js';
import { createFakeClock, type FakeClock } from '../support/clock.js';
import { createDirectory, PATIENT } from '../support/world.js';
import { SUITE_DECISIONS } from './decisions.js';
import { plainDecisions, plainStore } from './plain.js';
import type { MakeCluster, MakeStore } from './under-test.js';

const COUNT_ROWS = `
  select queue, sum(active) as active, sum(stopped) as stopped, sum(entered) as entered from (
    select queue, stopped_at is null as active, stopped_at is not null as stopped, 0 as entered
    from interactions
    union all
    select queue, 0, 0, 1 from history where from_state is not to_state
  ) group by queue order by queue`;

const DECISIONS = plainDecisions(SUITE_DECISIONS);

/** The SQLite driver on a data directory of its own, as the service opens it. */
export const makeSqliteStore: MakeStore = (t, limits = {}) => {
  const directory = createDirectory(t);
  const clock: FakeClock = createFakeClock(() => opened.pending() > 0);
  let opened = open();
  const others = new Sqlite(opened.database.name, { readonly: true });
  t.teardown(async () => {
    others.close();
    await opened.store.close().catch(() => {});
  });

  function open() {
    const { database, close } = openDatabase(directory);
    // Nothing here survives a loss of power, so nothing waits for the disk.
    database.pragma('synchronous = off');
    migrate(database, clock.make().now);
    const time = clock.make(newestMoment(database));
    const chosen = { limits: { ...PATIENT, ...limits } };
    const { store, pending } = createSqliteStore(database, time, DECISIONS, close, chosen);
    return { database, store: plainStore(store), pending };
  }

  const setMaxPages = (pages: number): unknown =>
    opened.database.pragma(`max_page_count = ${pages}`);

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
    fillDisk: () => setMaxPages(1),
    freeDisk: () => setMaxPages(0x7fffffff),
  };
};

/** SQLite has one process on a data directory: a cluster of one. */
export const makeSqliteCluster: MakeCluster = (t) => [makeSqliteStore(t)];
