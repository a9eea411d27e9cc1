import t from 'tap';
import type { QueueCounts } from '#src/store/lists.js';
import { createPostgresStore } from '#src/store/postgres/postgres.js';
import { createFakeClock, type FakeClock } from '../support/clock.js';
import { NO_POSTGRES, startPostgres } from '../support/postgres.js';
import { createSyncSql, type SyncSql } from '../support/sync-sql.js';
import { SUITE_DECISIONS } from './decisions.js';
import { plainDecisions, plainStore } from './plain.js';
import type { Limits, MakeCluster, MakeStore, StoreUnderTest } from './under-test.js';

const COUNT_ROWS = `
  select queue, sum(active)::bigint as active, sum(stopped)::bigint as stopped,
    sum(entered)::bigint as entered from (
    select queue, (stopped_at is null)::int as active, (stopped_at is not null)::int as stopped,
      0 as entered
    from interactions
    union all
    select queue, 0, 0, 1 from history where from_state is distinct from to_state
  ) counted group by queue order by queue`;

const DECISIONS = plainDecisions(SUITE_DECISIONS);

/** An empty database, which others are copies of. */
const TEMPLATE = 'template_of_tests';
/** Stores of a cluster. */
const NODES = 3;

type Config = Parameters<typeof createPostgresStore>[2]['config'];

/** The PostgreSQL driver, each on a database of its own; call it once in a file. */
export interface PostgresUnderTest {
  readonly makeStore: MakeStore;
  readonly makeCluster: MakeCluster;
}

/** Starts a server for this file; undefined, and the file is skipped, where there is none. */
export async function postgresUnderTest(): Promise<PostgresUnderTest | undefined> {
  if (NO_POSTGRES !== undefined) {
    t.plan(0, NO_POSTGRES);
    return undefined;
  }
  const server = await startPostgres();
  const sync = createSyncSql(server);
  t.teardown(async () => {
    await sync.close();
    await server.stop();
  });
  sync.query('postgres', `create database ${TEMPLATE}`);
  const first = createPostgresStore(createFakeClock().make(), DECISIONS, {
    config: { ...server.config, database: TEMPLATE },
  });
  await first.ready;
  await first.store.close();
  let made = 0;

  function makeDatabase(): string {
    made += 1;
    const database = `test_${made}`;
    sync.query('postgres', `create database ${database} template ${TEMPLATE}`);
    return database;
  }

  const makeOn = (database: string, test: Parameters<MakeStore>[0], limits: Limits = {}) =>
    storeOn({ ...server.config, database }, sync, test, limits);

  return {
    makeStore: (test, limits) => makeOn(makeDatabase(), test, limits),
    makeCluster(test) {
      const database = makeDatabase();
      return Array.from({ length: NODES }, () => makeOn(database, test));
    },
  };
}

function storeOn(
  config: Config & { readonly database: string },
  sync: SyncSql,
  test: Parameters<MakeStore>[0],
  limits: Limits,
): StoreUnderTest {
  const { database } = config;
  const clock: FakeClock = createFakeClock(() => opened.pending() > 0);
  let opened = open();
  test.teardown(async () => {
    await opened.store.close().catch(() => {});
  });

  function open() {
    const { store, pending } = createPostgresStore(clock.make(), DECISIONS, {
      config,
      limits: { maxPending: 100_000, maxBatch: 512, ...limits },
    });
    return { store: plainStore(store), pending };
  }

  /** Every connection but those that only look. */
  function hangUp(): void {
    sync.query(
      'postgres',
      `select pg_terminate_backend(pid, 5000) from pg_stat_activity
       where datname = '${database}' and application_name <> 'others'`,
    );
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
      sync
        .query<{ id: string }>(database, 'select id from interactions order by n')
        .map(({ id }) => id),
    countRows: () => sync.query<Omit<QueueCounts, 'oldestActiveAt'>>(database, COUNT_ROWS),
    // A server whose disk is full says so of every write; this one refuses them.
    fillDisk() {
      sync.query('postgres', `alter database ${database} set default_transaction_read_only = on`);
      hangUp();
    },
    freeDisk() {
      sync.query('postgres', `alter database ${database} reset default_transaction_read_only`);
      hangUp();
    },
  };
}
