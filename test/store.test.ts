import Sqlite from 'better-sqlite3';
import t from 'tap';
import type { QueueCounts } from '#src/store/queries.js';
import { migrate } from '#src/store/sqlite/migrate.js';
import { openDatabase } from '#src/store/sqlite/open.js';
import { createSqliteStore, newestMoment } from '#src/store/sqlite/sqlite.js';
import type { Store } from '#src/store/store.js';
import { createFakeClock, type FakeClock } from './support/clock.js';
import { type MakeStore, storeContract } from './support/store-contract.js';
import { createDirectory, PATIENT } from './support/world.js';

const COUNT_ROWS = `
  select queue, sum(active) as active, sum(stopped) as stopped, sum(entered) as entered from (
    select queue, stopped_at is null as active, stopped_at is not null as stopped, 0 as entered
    from interactions
    union all
    select queue, 0, 0, 1 from history where from_state is not to_state
  ) group by queue order by queue`;

/** The SQLite driver on a data directory of its own, as the service opens it. */
const makeSqliteStore: MakeStore = (t, limits = {}) => {
  const directory = createDirectory(t);
  const clock: FakeClock = createFakeClock(() => store.pending() > 0);
  let { opened, store } = open();
  const others = new Sqlite(opened.file, { readonly: true });
  t.teardown(async () => {
    others.close();
    await store.close().catch(() => {});
  });

  function open(): { opened: ReturnType<typeof openDatabase>; store: Store } {
    const opened = openDatabase(directory);
    migrate(opened.database, clock.now);
    const time = clock.make(newestMoment(opened.database));
    const chosen = { ...PATIENT, ...limits };
    return { opened, store: createSqliteStore(opened.database, time, opened.close, chosen) };
  }

  const setMaxPages = (pages: number): unknown =>
    opened.database.pragma(`max_page_count = ${pages}`);

  return {
    get store() {
      return store;
    },
    clock,
    async reopen() {
      await store.close();
      ({ opened, store } = open());
    },
    seenByOthers: () =>
      others.prepare<[], string>('select id from interactions order by n').pluck().all(),
    countRows: () => others.prepare<[], Omit<QueueCounts, 'oldestActiveAt'>>(COUNT_ROWS).all(),
    fillDisk: () => setMaxPages(1),
    freeDisk: () => setMaxPages(0x7fffffff),
  };
};

storeContract(t, makeSqliteStore);
