import pg from 'pg';
import { DECISIONS } from '#src/decisions/decisions.js';
import { createId } from '#src/ids.js';
import { createLog } from '#src/log/log.js';
import { type OpenPostgres, openPostgres } from '#src/store/postgres/open-store.js';
import { createFakeClock, type FakeClock } from './clock.js';
import { type PostgresServer, startPostgres } from './postgres.js';
import { SCHEMA } from './postgres-template.js';
import { requestOf } from './world.js';

/** The part of tap that this needs. */
interface Test {
  teardown(close: () => unknown): void;
}

/** A database with a connection of its own to look into it. */
export interface Database {
  readonly url: string;
  query<Row extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<readonly Row[]>;
}

/** A server for the tests of a file. */
export interface Databases {
  /** A database with the schema, in which nothing was stored. */
  make(t: Test): Promise<Database>;
  /** A database with nothing in it. */
  makeEmpty(t: Test): Promise<Database>;
  readonly server: PostgresServer;
  /** A connection of its owner, to a database that is nobody's. */
  readonly admin: pg.Client;
}

export async function createDatabases(t: Test): Promise<Databases> {
  const server = await startPostgres();
  t.teardown(server.stop);
  let made = 0;
  const connect = async (test: Test, database: string): Promise<pg.Client> => {
    const client = new pg.Client({ ...server.config, database });
    client.on('error', () => {});
    await client.connect();
    test.teardown(() => client.end());
    return client;
  };
  const admin = await connect(t, 'postgres');
  async function make(test: Test, template = 'template1'): Promise<Database> {
    made += 1;
    const name = `d${made}`;
    await admin.query(`create database ${name} template ${template}`);
    let client: pg.Client | undefined;
    return {
      url: server.urlOf(name),
      async query<Row extends pg.QueryResultRow>(text: string, values: unknown[] = []) {
        client ??= await connect(test, name);
        return (await client.query<Row>(text, values)).rows;
      },
    };
  }
  return {
    server,
    admin,
    make: (test) => make(test, SCHEMA),
    makeEmpty: (test) => make(test),
  };
}

/** A store of the service on a database, with a clock of its own that stands still. */
export interface OpenNode extends OpenPostgres {
  readonly fake: FakeClock;
}

export async function openNode(t: Test, url: string): Promise<OpenNode> {
  const fake = createFakeClock(() => (opened?.pending() ?? 0) > 0);
  let opened: OpenPostgres | undefined;
  opened = await openPostgres(url, DECISIONS, {
    log: createLog('silent'),
    makeClock: (floor) => fake.make(floor),
    version: 'test',
  });
  const { store } = opened;
  t.teardown(() => store.close().catch(() => {}));
  return { ...opened, fake };
}

/** Stores of several processes on one database. */
export const openNodes = (t: Test, url: string, count: number): Promise<OpenNode[]> =>
  Promise.all(Array.from({ length: count }, () => openNode(t, url)));

/** What a creation for a visit is asked for with. */
export const creationOf = (visitId: string, now = 1) => ({
  seed: createId(now),
  request: requestOf({ visitId }),
});

/** Something is asked again and again until it is so; each time waits for an answer from outside. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setImmediate(resolve));
}
