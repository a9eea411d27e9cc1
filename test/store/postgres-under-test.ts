import type pg from 'pg';
import t from 'tap';
import type { QueueCounts } from '#src/store/lists.js';
import { createPostgresStore } from '#src/store/postgres/postgres.js';
import { createFakeClock, type FakeClock } from '../support/clock.js';
import { settingsWith } from '../support/contexts.js';
import type { Pooler } from '../support/pgbouncer.js';
import { NO_POSTGRES, type PostgresServer, startPostgres } from '../support/postgres.js';
import { SCHEMA } from '../support/postgres-template.js';
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

/** An empty database with what a new one has in its tables, which others are copies of. */
const TEMPLATE = 'template_of_tests';
/** Stores of a cluster. */
const NODES = 3;

type Config = Parameters<typeof createPostgresStore>[2]['config'];

/** The PostgreSQL driver, each on a database of its own; call it once in a file. */
export interface PostgresUnderTest {
  /** An empty database with its schema. */
  readonly config: pg.ClientConfig;
  readonly makeStore: MakeStore;
  readonly makeCluster: MakeCluster;
}

/**
 * Starts a server for this file, and a pooler before it where one is wanted; undefined, and the file is
 * skipped, where there is none.
 */
export async function postgresUnderTest(
  missing = NO_POSTGRES,
  pool?: (server: PostgresServer) => Promise<Pooler>,
): Promise<PostgresUnderTest | undefined> {
  if (missing !== undefined) {
    t.plan(0, missing);
    return undefined;
  }
  const server = await startPostgres();
  const pooler = await pool?.(server);
  const sync = createSyncSql(server);
  t.teardown(async () => {
    await sync.close();
    await pooler?.stop();
    await server.stop();
  });
  sync.query('postgres', `create database ${TEMPLATE} template ${SCHEMA}`);
  const databases = createDatabases(sync);

  const place = pooler && { host: pooler.host, port: pooler.port };
  const makeOn = (database: string, limits: Limits = {}) =>
    storeOn({ ...server.config, ...place, database }, sync, limits);

  return {
    config: { ...server.config, database: TEMPLATE },
    makeStore(test, limits) {
      const { database, leave } = databases.take();
      const made = makeOn(database, limits);
      test.teardown(async () => {
        await made.store.close().catch(() => {});
        leave();
      });
      return made;
    },
    makeCluster(test) {
      const { database, leave } = databases.take();
      const made = Array.from({ length: NODES }, () => makeOn(database));
      test.teardown(async () => {
        for (const { store } of made) await store.close().catch(() => {});
        leave();
      });
      return made;
    },
  };
}

/** What a new database has in its tables. */
const SEED = 'seed_of_tests';

/** Empty databases: emptying one takes a small part of making another. */
function createDatabases(sync: SyncSql) {
  const tables = sync.query<{ name: string }>(
    TEMPLATE,
    "select tablename::text as name from pg_tables where schemaname = 'public'",
  );
  const held = (name: string) => sync.query(TEMPLATE, `select from ${name} limit 1`).length > 0;
  const all = tables.map(({ name }) => name);
  const seeded = all.filter(held);
  // A function: its statements are planned once for a connection.
  const emptying = [
    ...all.map((name) => `delete from public.${name}`),
    ...seeded.map((name) => `insert into public.${name} select * from ${SEED}.${name}`),
  ];
  sync.query(
    TEMPLATE,
    [
      `create schema ${SEED}`,
      ...seeded.map((name) => `create table ${SEED}.${name} as table public.${name}`),
      // Nothing refers to what is not there when all of it goes.
      `create function ${SEED}.empty() returns void language plpgsql
         set session_replication_role = replica as $$ begin ${emptying.join('; ')}; end $$`,
    ].join('; '),
  );
  sync.leave(TEMPLATE);
  const free: string[] = [];
  let made = 0;

  function make(): string {
    made += 1;
    const database = `test_${made}`;
    sync.query('postgres', `create database ${database} template ${TEMPLATE}`);
    return database;
  }

  return {
    take() {
      const database = free.pop() ?? make();
      return {
        database,
        leave() {
          sync.query('postgres', `alter database ${database} reset default_transaction_read_only`);
          // Whoever came while the disk was full would only read.
          sync.query(database, `begin read write; select ${SEED}.empty(); commit`);
          free.push(database);
        },
      };
    },
  };
}

function storeOn(
  config: Config & { readonly database: string },
  sync: SyncSql,
  limits: Limits,
): StoreUnderTest {
  const { database } = config;
  const clock: FakeClock = createFakeClock(() => opened.pending() > 0);
  let opened = open();
  function open() {
    // Time goes on where it stopped, as when the service opens it.
    const [newest] = sync.query<{ at: number }>(
      database,
      'select coalesce(max(at), 0)::bigint as at from feed',
    );
    const { store, pending, ready } = createPostgresStore(clock.make(newest?.at), DECISIONS, {
      config,
      limits: {
        maxPending: 100_000,
        maxBatch: 512,
        maxTogether: limits?.maxBatch ?? 512,
        ...limits,
      },
    });
    let isReady = false;
    ready.then(() => {
      isReady = true;
    });
    // A service waits until it is ready; the suite has it at once, and that is as new as this.
    const lastSettings = () => (isReady ? store.lastSettings() : settingsWith());
    return { store: { ...plainStore(store), lastSettings }, pending };
  }

  /** Every connection but those that only look. That a server waits for each takes a tenth of a second. */
  function hangUp(): void {
    const others = `from pg_stat_activity where datname = '${database}' and application_name <> 'others'`;
    sync.query(
      'postgres',
      `do $$ begin
         perform pg_terminate_backend(pid) ${others};
         while exists (select ${others}) loop
           perform pg_sleep(0.001), pg_stat_clear_snapshot();
         end loop;
       end $$`,
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
