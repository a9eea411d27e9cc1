import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import pg from 'pg';
import t, { type Test } from 'tap';
import { copyToPostgres } from '#src/store/postgres/open-store.js';
import { readAll } from '#src/store/sqlite/copying.js';
import { createDatabases } from './support/databases.js';
import { NO_POSTGRES } from './support/postgres.js';
import { run } from './support/process.js';
import { serveHere } from './support/serve-here.js';
import { createDirectory } from './support/world.js';

if (NO_POSTGRES !== undefined) t.comment(`skipped: ${NO_POSTGRES}`);
else await withServer();

async function withServer(): Promise<void> {
  const databases = await createDatabases(t);
  const makeDatabase = async (): Promise<string> => (await databases.makeEmpty(t)).url;
  const connect = async (url: string): Promise<pg.Client> => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    t.teardown(() => client.end());
    return client;
  };

  /** The directory of a service that has ended. */
  async function makeServed(t: Test): Promise<string> {
    const directory = createDirectory(t);
    await (await serveHere(t, { DATA_DIR: directory })).close();
    return directory;
  }

  t.test('a directory that is served, or is none, is not copied', async (t) => {
    const url = await makeDatabase();
    const directory = createDirectory(t);
    const copying = () => run(['copy', '--from', directory, '--to', url]);
    const refused = async (code: number, words: RegExp): Promise<void> => {
      const { code: found, stdout, stderr } = await copying();
      t.strictSame([found, stdout], [code, '']);
      t.match(stderr, words);
      t.match(stderr, /^[^\n]+\n$/, 'one line');
      t.strictSame(
        (
          await (
            await connect(url)
          ).query('select 1 from pg_tables where schemaname = current_schema()')
        ).rows,
        [],
      );
    };
    await refused(2, /there is no database .*name its directory with --from/);
    const serving = await serveHere(t, { DATA_DIR: directory });
    await refused(2, /another process uses the data directory .*http:.*stop it/);
    await serving.close();
    const database = new Sqlite(join(directory, 'webengagement.db'));
    database.exec('delete from migrations where number = (select max(number) from migrations)');
    database.close();
    await refused(2, /lacks 1 migration of this program; .*"webengagement migrate"/);
  });

  t.test('a database that holds anything is left as it is', async (t) => {
    const directory = await makeServed(t);
    const url = await makeDatabase();
    const client = await connect(url);
    const refused = async (words: RegExp): Promise<void> => {
      const { code, stderr } = await run(['copy'], { DATA_DIR: directory, DATABASE_URL: url });
      t.equal(code, 2);
      t.match(stderr, words);
    };
    await client.query('create table books (n int)');
    await refused(
      /the database is not empty: it has the table books, which is none of this program/,
    );
    await client.query('drop table books');

    const migrated = await run(['migrate'], { DATABASE_URL: url });
    t.equal(migrated.code, 0);
    await client.query(
      `insert into nodes (id, host, version, serving_since) values ('n', 'h', '1', 0)`,
    );
    await refused(/there is something in nodes/);
    await client.query('delete from nodes');
    await client.query('update service set revision = 2');
    await refused(/somebody has changed its settings/);
    await client.query('update service set revision = 1');
    t.equal(
      (await run(['copy', '--from', directory, '--to', url])).code,
      0,
      'an empty schema will do',
    );
    await refused(/the database is not empty/);
  });

  t.test('a copy that does not agree, or is ended, leaves nothing', async (t) => {
    const directory = await makeServed(t);
    const database = new Sqlite(join(directory, 'webengagement.db'));
    t.teardown(() => database.close());
    const url = await makeDatabase();
    await run(['migrate'], { DATABASE_URL: url });
    const client = await connect(url);
    const source = readAll(database);
    const copying = (to = url, from = source) => copyToPostgres(to, from, Date.now, () => {});
    const isEmpty = async (): Promise<boolean> =>
      (await client.query('select from audit union all select from api_keys')).rows.length === 0;

    await client.query(`create function spoil() returns trigger language plpgsql as
      $$ begin new.name := 'else'; return new; end $$`);
    await client.query(
      'create trigger spoil before insert on api_keys for each row execute function spoil()',
    );
    await t.rejects(copying(), /api_keys does not agree: as many rows \(1\), but the digest/);
    await client.query('drop trigger spoil on api_keys');
    await client.query(`create or replace function spoil() returns trigger language plpgsql as
      $$ begin return null; end $$`);
    await client.query(
      'create trigger spoil before insert on audit for each row execute function spoil()',
    );
    await t.rejects(
      copying(),
      /audit does not agree: \d+ rows in the data directory, 0 in the database/,
    );
    await client.query('drop trigger spoil on audit');

    const ended: typeof source = {
      ...source,
      *rows(table, columns) {
        yield* source.rows(table, columns);
        if (table === 'objects') throw new Error('ended');
      },
    };
    await t.rejects(copying(url, ended), /ended/);
    t.ok(await isEmpty());
    await copying();
    t.notOk(await isEmpty());
  });

  t.test('what PostgreSQL cannot hold is told', async (t) => {
    const directory = await makeServed(t);
    const database = new Sqlite(join(directory, 'webengagement.db'));
    database.prepare('update audit set target = ? where n = 1').run('a\0b\0');
    database.close();
    const url = await makeDatabase();
    const { code, stdout } = await run(['copy', '--from', directory, '--to', url]);
    t.equal(code, 0);
    t.match(stdout, /\n2 characters U\+0000, which PostgreSQL cannot hold, are U\+FFFD there\n/);
    const { rows } = await (await connect(url)).query('select target from audit where n = 1');
    t.strictSame(rows, [{ target: 'a\ufffdb\ufffd' }]);
  });
}
