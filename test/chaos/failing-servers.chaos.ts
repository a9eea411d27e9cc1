// Servers that are lost under load: npm run chaos -- --nodes. What holds: docs/decisions/0116.

import pg from 'pg';
import t, { type Test } from 'tap';
import { until } from '../support/databases.js';
import { wrongRows } from '../support/faults.js';
import { startMoving } from '../support/moving-proxy.js';
import { loadNodes, type NodeLoad } from '../support/node-load.js';
import { type ServiceNode, startNodes } from '../support/nodes.js';
import { startPostgres } from '../support/postgres.js';
import { subscribe, through } from '../support/stores.js';

/** Facts of one interaction that are dated before the one before them. */
const BACKWARDS = `select h.interaction from history h join history before
  on before.interaction = h.interaction and before.sequence = h.sequence - 1 where before.at > h.at`;

/** A database that may be asked again after its server was away. */
function asking(url: string) {
  return {
    url,
    async query<Row extends pg.QueryResultRow>(text: string, values: unknown[] = []) {
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      try {
        return (await client.query<Row>(text, values)).rows;
      } finally {
        await client.end();
      }
    },
  };
}

const isReady = async ({ address }: ServiceNode): Promise<boolean> =>
  (await fetch(`${address}/readyz`)).status === 200;

/** What holds after a server was lost and the load went on with another, or the same. */
async function verify(t: Test, url: string, load: NodeLoad): Promise<void> {
  const database = asking(url);
  const told = [...load.statuses].map(([status, times]) => `${times} times ${status}`).join(', ');
  t.comment(`${load.acknowledged.size} interactions; ${told}`);
  for (const status of load.statuses.keys()) t.ok([200, 201, 409, 503].includes(status), told);
  const rows = await database.query<{ id: string; version: string }>(
    'select id, version from interactions',
  );
  const stored = new Map(rows.map(({ id, version }) => [id, Number(version)]));
  const lost = [...load.acknowledged].filter(([id, version]) => (stored.get(id) ?? 0) < version);
  t.strictSame(lost, [], 'what was acknowledged is there');
  t.strictSame(await wrongRows(database), []);
  t.strictSame(await database.query(BACKWARDS), [], 'no history runs backwards');
}

/** Waits until so many more were acknowledged. */
const more = async (load: NodeLoad, count: number): Promise<void> => {
  const before = load.acknowledged.size;
  await until(() => load.acknowledged.size >= before + count);
};

t.test('a server that stops at once and comes again: nothing is lost or restarted', async (t) => {
  const server = await startPostgres([]);
  t.teardown(server.stop);
  const url = server.urlOf('postgres');
  const nodes = await startNodes(t, url, 2);
  await subscribe(asking(url), 'http://127.0.0.1:9/');
  const load = loadNodes(nodes, 'v');
  for (let round = 0; round < 3; round += 1) {
    await more(load, 100);
    await server.crash();
    await Promise.all(nodes.map((node) => until(async () => !(await isReady(node)))));
    await server.start();
    await Promise.all(nodes.map((node) => until(() => isReady(node))));
  }
  await more(load, 100);
  await load.stop();
  await verify(t, url, load);
});

t.test('a synchronous standby that takes over has what was acknowledged', async (t) => {
  const primary = await startPostgres([]);
  t.teardown(primary.stop);
  const moving = await startMoving(primary.config.port);
  t.teardown(moving.close);
  const url = through(primary.urlOf('postgres'), moving);
  const nodes = await startNodes(t, url, 2);
  await subscribe(asking(url), 'http://127.0.0.1:9/');
  const standby = await startPostgres([], primary);
  t.teardown(standby.stop);
  const at = asking(primary.urlOf('postgres'));
  await at.query("alter system set synchronous_standby_names = '*'");
  await at.query('select pg_reload_conf()');
  const isSynchronous = async () =>
    (await at.query("select 1 from pg_stat_replication where sync_state = 'sync'")).length === 1;
  await until(isSynchronous);
  const load = loadNodes(nodes, 'v');
  await more(load, 300);
  await primary.crash();
  await Promise.all(nodes.map((node) => until(async () => !(await isReady(node)))));
  await asking(standby.urlOf('postgres')).query('select pg_promote()');
  moving.moveTo(standby.config.port);
  await Promise.all(nodes.map((node) => until(() => isReady(node))));
  await more(load, 300);
  await load.stop();
  await verify(t, standby.urlOf('postgres'), load);
});

t.test('a server whose machine vanishes is given up, and another one serves', async (t) => {
  const server = await startPostgres([]);
  t.teardown(server.stop);
  const moving = await startMoving(server.config.port);
  t.teardown(moving.close);
  const nodes = await startNodes(t, through(server.urlOf('postgres'), moving), 2);
  const load = loadNodes(nodes, 'v');
  await more(load, 100);
  moving.silence();
  await until(() => (load.statuses.get(503) ?? 0) >= 8);
  moving.moveTo(server.config.port);
  await more(load, 100);
  await load.stop();
  await verify(t, server.urlOf('postgres'), load);
});
