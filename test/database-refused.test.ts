import { once } from 'node:events';
import { type AddressInfo, connect as connectTo, createServer } from 'node:net';
import pg from 'pg';
import t, { type Test } from 'tap';
import { createDatabases } from './support/databases.js';
import { NO_POSTGRES } from './support/postgres.js';
import { run, runAlone } from './support/process.js';
import { createDirectory } from './support/world.js';

const SECRET = 'a-password-that-nobody-may-see';
const ADMIN_KEY = 'an-admin-key-that-only-tests-know';

/** Runs a command, which fails: what it says, in one line, without a secret. */
async function refused(
  t: Test,
  env: Readonly<Record<string, string>>,
  args: readonly string[] = ['migrate'],
): Promise<string> {
  // The log of a service goes to its own standard output.
  const ask = args[0] === 'serve' ? runAlone : run;
  const { code, stdout, stderr } = await ask(args, { PORT: '0', ADMIN_KEY, ...env });
  t.equal(code, 2, stderr);
  t.match(stderr, /^webengagement: [^\n]+\n$/, 'one line');
  t.notMatch(stdout + stderr, SECRET);
  t.notMatch(stdout + stderr, ADMIN_KEY);
  return stderr;
}

t.test('what is no URL of a database is refused without being shown', async (t) => {
  for (const url of [`mysql://ada:${SECRET}@host/db`, `postgres://ada:${SECRET}@host`, SECRET]) {
    const line = await refused(t, { DATABASE_URL: url });
    t.match(line, /DATABASE_URL must be a URL such as postgres:.*characters \(not shown\)/);
    t.match(
      await refused(t, {}, ['copy', '--from', createDirectory(t), '--to', url]),
      /--to, or DATABASE_URL, must be a URL such as postgres:.*characters were given \(not shown\)/,
    );
  }
});

t.test('data is in one place; empty counts as not given', async (t) => {
  const both = { DATABASE_URL: `postgres://ada:${SECRET}@127.0.0.1:1/db`, DATA_DIR: 'data' };
  const line = await refused(t, both);
  t.match(line, /DATA_DIR and DATABASE_URL must not both be given: .*leave one empty/);
  t.match(await refused(t, { ...both, DATA_DIR: '' }), /no database answers/);
});

t.test('a database that is not there is named without its password', async (t) => {
  for (const args of [['serve'], ['migrate']]) {
    const url = `postgres://ada:${SECRET}@127.0.0.1:1/shop`;
    const line = await refused(t, { DATABASE_URL: url }, args);
    t.match(
      line,
      /no database answers at 127\.0\.0\.1:1\/shop: .*ECONNREFUSED.*; start it, or give/,
    );
  }
  const url = `postgres://ada:${SECRET}@no-such-host.invalid/shop`;
  t.match(await refused(t, { DATABASE_URL: url }), /no database answers at no-such-host\.invalid/);
});

if (NO_POSTGRES !== undefined) t.comment(`skipped: ${NO_POSTGRES}`);
else await withServer();

async function withServer(): Promise<void> {
  const { server, admin } = await createDatabases(t);
  const at = (database: string, user = 'postgres'): Record<string, string> => ({
    DATABASE_URL: server.urlOf(database).replace('postgres@', `${user}:${SECRET}@`),
  });
  const inside = async (database: string, ...statements: readonly string[]): Promise<void> => {
    const client = new pg.Client({ connectionString: server.urlOf(database) });
    await client.connect();
    for (const statement of statements) await client.query(statement);
    await client.end();
  };

  t.test('what the server refuses is told with the next step', async (t) => {
    await admin.query('create database shop');
    await admin.query('create role reader login');
    t.match(await refused(t, at('nowhere')), /there is no such database .*; create it first/);
    t.match(await refused(t, at('shop', 'eve')), /does not let this user in: .*pg_hba\.conf/);
    t.match(await refused(t, at('shop', 'reader')), /may not do .*; make it the owner of the/);
    const tls = `${at('shop').DATABASE_URL}?sslmode=verify-full`;
    t.match(await refused(t, { DATABASE_URL: tls }), /cannot be reached over TLS: .*; see sslmode/);
    await admin.query("create role strict login password 'other'");
    await admin.query('create table hba (line text)');
    await admin.query("copy hba from program 'cat pg_hba.conf'");
    await admin.query(
      "copy (select 'host all strict 127.0.0.1/32 scram-sha-256' union all select line from hba) to program 'cat > pg_hba.conf'",
    );
    await admin.query('select pg_reload_conf()');
    t.match(await refused(t, at('shop', 'strict')), /refuses the password: .*; give the right one/);
    const without = server.urlOf('shop').replace('postgres@', 'strict@');
    t.match(await refused(t, { DATABASE_URL: without }), /asks for a password; give it in/);
  });

  t.test('the database of another program is left to it', async (t) => {
    await admin.query('create database books');
    const own = /one of another program: .*; create one for this program alone/;
    await inside('books', 'create table books (n int)');
    t.match(await refused(t, at('books')), own);
    await inside('books', 'drop table books', 'create table migrations (id int, done boolean)');
    t.match(await refused(t, at('books')), own);
    await admin.query(
      `create database latin encoding 'LATIN1' lc_collate 'C' lc_ctype 'C' template template0`,
    );
    t.match(await refused(t, at('latin')), /encoding LATIN1: create it with encoding 'UTF8'/);
  });

  t.test('a server that is too old is named with its version', async (t) => {
    const { rows } = await admin.query('show server_version_num');
    const version = String(rows[0].server_version_num);
    const proxy = createServer((client) => {
      const upstream = connectTo(server.config.port, '127.0.0.1');
      client.on('error', () => upstream.destroy()).pipe(upstream);
      upstream.on('error', () => client.destroy());
      upstream.on('data', (bytes) => {
        const old = bytes.toString('latin1').replaceAll(version, '130018');
        client.write(Buffer.from(old, 'latin1'));
      });
      upstream.on('close', () => client.destroy());
    }).listen(0, '127.0.0.1');
    await once(proxy, 'listening');
    t.teardown(() => proxy.close());
    const { port } = proxy.address() as AddressInfo;
    const url = server.urlOf('shop').replace(`:${server.config.port}/`, `:${port}/`);
    t.match(
      await refused(t, { DATABASE_URL: url }),
      /is PostgreSQL 13: 14 is the oldest .*; upgrade/,
    );
  });

  t.test('without an admin key nobody begins', async (t) => {
    await admin.query('create database fresh');
    const line = await refused(t, { ...at('fresh'), ADMIN_KEY: '' }, ['serve']);
    t.match(line, /ADMIN_KEY must be given with DATABASE_URL until there is an admin key/);
  });
}
