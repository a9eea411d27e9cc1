import { once } from 'node:events';
import { hostname } from 'node:os';
import pg from 'pg';
import t from 'tap';
import { readHazards } from '#src/store/postgres/hazards.js';
import { createLink } from '#src/store/postgres/link.js';
import { createDatabases, until } from './support/databases.js';
import { NO_POSTGRES, startPostgres } from './support/postgres.js';
import { run, serve } from './support/process.js';
import { serveHere } from './support/serve-here.js';
import { createDirectory } from './support/world.js';

const ADMIN_KEY = 'an-admin-key-that-only-tests-know';

if (NO_POSTGRES !== undefined) t.comment(`skipped: ${NO_POSTGRES}`);
else await withServer();

async function withServer(): Promise<void> {
  const databases = await createDatabases(t);
  const { server, admin } = databases;

  t.test('a process tells how it does with a database that it shares', async (t) => {
    const env = { DATABASE_URL: server.urlOf('postgres'), ADMIN_KEY };
    const [first, second] = await Promise.all([serve(t, env), serveHere(t, env)]);
    const get = async (path: string, address = first.address): Promise<string> => {
      const headers = { authorization: `Bearer ${ADMIN_KEY}` };
      return (await fetch(address + path, { headers })).text();
    };
    const checks = async (): Promise<string> =>
      JSON.parse(await get('/readyz?verbose'))
        .checks.map(({ name, detail }: Record<string, string>) => `${name}: ${detail}`)
        .join('\n');
    const readiness = await checks();
    const host = hostname();
    for (const line of [
      `nodes: 2 processes serve: ${host} (this one), ${host}`,
      /leases: expiry: (this process|nobody now|.*), views: .*, upkeep: /,
      /feed: looked \d+ ms ago at what the others commit/,
      /database_clock: the database's clock is \d{1,2} ms (ahead of|behind) this machine's, give or take \d+ ms/,
      /pool: \d of \d connections in use, \d+ waiting/,
      /durability: fsync is off: .*set fsync = on\. synchronous_commit is off: /,
    ])
      t.match(readiness, line);

    const { items } = JSON.parse(await get('/v1/admin/nodes', second.address));
    t.match(items, [{ host, version: /^\d/ }, { host }]);
    const own = items.map(({ self }: { self: boolean }) => self);
    t.strictSame(own.sort(), [false, true]);
    for (const { startedAt, seenAt } of items) t.ok(startedAt <= seenAt);
    const listed = await run(['nodes', 'list', '--url', first.address], {
      WEBENGAGEMENT_KEY: ADMIN_KEY,
    });
    t.match(listed.stdout, host);

    const warnings = first.log.filter(({ msg, level }) => level === 40 && /is off:/.test(msg));
    t.equal(warnings.length, 2, 'each once, however often somebody asks');

    const text = await get('/metrics');
    for (const line of [
      /database_connections\{state="in_use"\} \d/,
      /database_waiting \d/,
      /database_feed_lag_seconds 0\.\d/,
      /database_clock_offset_seconds -?[\d.e-]+\n/,
      /database_commits_retried_total \d/,
      /database_failures_total\{kind="rights"\} 0/,
      /check_ok\{check="durability"\} 0/,
      /\nwebengagement_ready 1/,
    ])
      t.match(text, line);
    await second.close();
    t.match(await checks(), 'nodes: 1 process serves');
    // What fails is counted by its kind.
    await admin.query('alter table interactions rename to elsewhere');
    await get('/v1/interactions/01ba60d3-3800-7000-9742-ed79f287ee41');
    t.match(await get('/metrics'), /database_failures_total\{kind="other"\} [1-9]/);
    await admin.query('alter table elsewhere rename to interactions');
  });

  t.test('what may be lost although it was acknowledged is told', async (t) => {
    const durable = await startPostgres([]);
    t.teardown(durable.stop);
    const url = durable.urlOf('postgres');
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    const hazards = async (as = url): Promise<readonly string[]> => {
      const link = createLink({ config: { connectionString: as }, isPreparing: false });
      const found = await readHazards(link.sql);
      await link.close();
      return found;
    };
    t.strictSame(await hazards(), []);
    const standby = durable.program('pg_receivewal', '-D', createDirectory(t), '--synchronous');
    const ended = once(standby, 'exit');
    await until(async () => (await hazards()).length > 0);
    t.match(await hazards(), [
      /^1 standby copies what was answered later: .*synchronous_standby_names/,
    ]);
    await client.query('create role eve login');
    t.strictSame(await hazards(url.replace('postgres@', 'eve@')), [], 'as far as the role may see');
    await client.query("alter system set synchronous_standby_names = 'pg_receivewal'");
    await client.query('select pg_reload_conf()');
    await until(async () => (await hazards()).length === 0);
    await client.query('alter role postgres set synchronous_commit = local');
    t.match(await hazards(), [/^1 standby copies/]);
    await client.query('alter role postgres set synchronous_commit = off');
    t.match(await hazards(), [/^synchronous_commit is off: /, /^1 standby copies/]);
    standby.kill('SIGKILL');
    await ended;
    await client.end();
  });

  t.test('without its database a process lives, and says what is missing', async (t) => {
    const { url } = await databases.make(t);
    const { address } = await serve(t, { DATABASE_URL: url, ADMIN_KEY });
    const status = async (path: string): Promise<number> => (await fetch(address + path)).status;
    const readiness = async () =>
      (await (await fetch(`${address}/readyz`)).json()) as { readonly detail?: string };
    t.equal(await status('/readyz'), 200);
    await server.crash();
    await until(async () => (await status('/readyz')) === 503);
    t.match(await readiness(), { status: 503, code: 'not_ready', detail: /\breads: / });
    t.equal(await status('/livez'), 200, 'nothing is gained by ending it');
    const headers = { authorization: `Bearer ${ADMIN_KEY}` };
    const refused = await fetch(`${address}/v1/admin/options`, { headers });
    t.match([refused.status, await refused.json()], [503, { code: 'storage_unavailable' }]);
    await server.start();
    await until(async () => (await status('/readyz')) === 200);
    t.equal((await fetch(`${address}/v1/admin/options`, { headers })).status, 200);
  });
}
