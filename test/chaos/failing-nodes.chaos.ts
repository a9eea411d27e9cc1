// Nodes that are killed or stopped under load, and commits without answers: npm run chaos -- --nodes.
// What holds: docs/decisions/0116.

import { once } from 'node:events';
import t from 'tap';
import { machinePause } from '#src/clock.js';
import { CATALOGUE } from '#src/domain/options/catalogue.js';
import { createId } from '#src/ids.js';
import { StoreFailed } from '#src/store/failures.js';
import { startBreaking } from '../support/breaking-proxy.js';
import { startCutting } from '../support/cutting-proxy.js';
import { createDatabases, creationOf, type Database, until } from '../support/databases.js';
import { wrongRows } from '../support/faults.js';
import { loadNodes } from '../support/node-load.js';
import { idOf, startNodes } from '../support/nodes.js';
import { receive } from '../support/receiver.js';
import { openStore, subscribe, through } from '../support/stores.js';

/** Within this another process has the work of one that is gone, in milliseconds. */
const TAKEN_OVER_MS = 7000;
/** A look at the leases, on a machine with much to do. */
const LOOK_MS = 1000;
/** Commits without an answer. */
const LOST_COMMITS = 1000;
/** Statements that a process is killed at, counted from a creation on. */
const KILLED_AT = [1, 3, 6, 8, 9, 10, 11, 12, 13, 14, 16, 20];
const STOPPED_MS = 20_000;
/** The least that the option takes. */
const LAPSES_AFTER_MS = 10_000;

interface Lease {
  readonly name: string;
  readonly node: string;
  readonly epoch: number;
}

const databases = await createDatabases(t);

/** Who has work of one at a time, and may go on with it. */
const leasesOf = ({ query }: Database) =>
  query<{ name: string; node: string; epoch: string }>(
    'select name, node, epoch from work_leases where until > clock_timestamp() order by name',
  ).then((rows) => rows.map(({ epoch, ...lease }): Lease => ({ ...lease, epoch: Number(epoch) })));

t.test('a process that is killed at any statement is replaced within seven seconds', async (t) => {
  const database = await databases.make(t);
  const receiver = await receive(t);
  const [other] = await startNodes(t, database.url, 1);
  if (other === undefined) throw new Error('there is one');
  await subscribe(database, receiver.url);
  let slowest = 0;
  for (const at of KILLED_AT) {
    const proxy = await startBreaking(databases.server.config.port);
    const [victim] = await startNodes(t, through(database.url, proxy), 1);
    if (victim === undefined) throw new Error('there is one');
    const [self] = (await victim.ask('GET', '/v1/admin/nodes')).body.items.filter(
      (node: { self: boolean }) => node.self,
    );
    // It has all the work when it is killed.
    await database.query('update work_leases set node = $1, until = clock_timestamp() + $2', [
      self.id,
      '5 seconds',
    ]);
    const load = loadNodes([other, victim], `kill ${at}`, 4);
    const ended = once(victim.process, 'close');
    await proxy.stop({
      at,
      when: at % 2 === 0 ? 'before' : 'after',
      mark: 'begin isolation level read committed',
      kill: () => victim.process.kill('SIGKILL'),
    });
    const killedAt = performance.now();
    await ended;
    await until(async () => !(await leasesOf(database)).some(({ node }) => node === self.id));
    slowest = Math.max(slowest, performance.now() - killedAt);
    await load.stop();
    await proxy.close();
    const rows = await database.query<{ id: string; version: string }>(
      'select id, version from interactions',
    );
    const stored = new Map(rows.map(({ id, version }) => [id, Number(version)]));
    t.strictSame(
      [...load.acknowledged].filter(([id, version]) => (stored.get(id) ?? 0) < version),
      [],
      `all of ${load.acknowledged.size} answered are there, killed at ${at}`,
    );
    t.strictSame(await wrongRows(database), []);
  }
  t.ok(slowest < TAKEN_OVER_MS + LOOK_MS, `at most ${Math.round(slowest)} ms`);
});

t.test('of a thousand commits without an answer each is known', async (t) => {
  const database = await databases.make(t);
  const proxy = await startCutting(databases.server.config.port);
  t.teardown(proxy.close);
  const { store } = await openStore(t, through(database.url, proxy));
  await subscribe(database);
  const told: string[] = [];
  store.watch(({ created }) => told.push(...created));
  const outcomes = { made: 0, unknown: 0, nothing: 0 };
  const made: string[] = [];
  for (let n = 0; n < LOST_COMMITS; n += 1) {
    proxy.cutNext(n % 2 === 0 ? 'before' : 'after');
    const visits = [`v${n}`, `w${n}`, `v${Math.max(0, n - 1)}`];
    const creations = visits.map((visit) => store.apply('create', creationOf(visit)));
    const events = made
      .slice(-2)
      .map((id) => store.apply('event', { seed: createId(1), id, event: { type: 'engage' } }));
    for (const each of await Promise.allSettled([...creations, ...events])) {
      if (each.status === 'fulfilled') {
        outcomes.made += 1;
        if (each.value && 'interaction' in each.value && !('applied' in each.value))
          made.push(each.value.interaction.id);
      } else if (each.reason instanceof StoreFailed)
        outcomes[each.reason.changed === 'unknown' ? 'unknown' : 'nothing'] += 1;
      else t.fail(String(each.reason));
    }
  }
  t.comment(JSON.stringify(outcomes));
  const rows = await database.query<{ id: string }>('select id from interactions');
  const stored = new Set(rows.map(({ id }) => id));
  t.strictSame(
    made.filter((id) => !stored.has(id)),
    [],
    'what was answered is there',
  );
  t.equal(new Set(told).size, told.length, 'listeners are told once');
  t.equal(outcomes.unknown, 0);
  t.strictSame(await wrongRows(database), []);
  const written = () =>
    database.query<{ all: string; hot: string }>(
      `select n_tup_upd as all, n_tup_hot_upd as hot from pg_stat_user_tables
       where relname = 'queue_counts'`,
    );
  await until(async () => Number((await written())[0]?.all) >= LOST_COMMITS);
  const [{ all = '0', hot = '0' } = {}] = await written();
  t.ok(Number(hot) / Number(all) > 0.95, `${hot} of ${all} writes of counters made no index entry`);
});

t.test('five processes that start at once on an empty database install it once', async (t) => {
  const { url, query } = await databases.make(t);
  const nodes = await startNodes(t, url, 5);
  t.equal(nodes.length, 5);
  const count = async (what: string) =>
    Number((await query<{ count: string }>(`select count(*) from ${what}`))[0]?.count);
  t.equal(await count('signing_keys'), 1);
  t.equal(await count('api_keys'), 1);
  t.equal(
    await count('(select name, kind from objects group by name, kind having count(*) > 1) x'),
    0,
  );
  t.ok((await count('objects')) > 0);
  t.equal(await count("work_leases where name = 'expiry' and until > clock_timestamp()"), 1);
});

t.test('while who ends the deadlines is stopped, others end each at its moment', async (t) => {
  const database = await databases.make(t);
  const { query } = database;
  const nodes = await startNodes(t, database.url, 3);
  const option = `/v1/admin/options/${CATALOGUE.engagementExpirationTime.name}`;
  await nodes[0]?.ask('PUT', option, { value: LAPSES_AFTER_MS / 1000 });
  const ids = await Promise.all(nodes.map(idOf));
  const expiry = async () => (await leasesOf(database)).find(({ name }) => name === 'expiry');
  /** How many deadlines are past by more than so many milliseconds, by the database's clock. */
  const overdue = async (ms: number): Promise<number> => {
    const rows = await query(
      `select 1 from interactions where clock = 'engagement'
         and clock_started_at + $1 < extract(epoch from clock_timestamp()) * 1000`,
      [LAPSES_AFTER_MS + ms],
    );
    return rows.length;
  };
  const ended = async (): Promise<number> =>
    (await query("select 1 from history where type = 'interaction.failed'")).length;

  const all = loadNodes(nodes, 'before', 4);
  // Some have come to their ends: it is under way when it is stopped.
  await until(async () => (await ended()) > 50);
  const held = await expiry();
  const stopped = nodes[ids.indexOf(held?.node ?? '')];
  if (!stopped || !held) throw new Error('one of them ends what is due');
  const others = nodes.filter((node) => node !== stopped);
  const more = loadNodes(others, 'meanwhile', 4);
  // From here on nobody asks it for anything: what it writes, it writes as the holder.
  await all.stop();
  stopped.process.kill('SIGSTOP');
  const stoppedAt = performance.now();
  await until(async () => (await expiry())?.node !== held.node);
  await until(async () => (await overdue(LOOK_MS)) === 0);
  const tookMs = performance.now() - stoppedAt;
  t.ok(
    tookMs < TAKEN_OVER_MS + LOOK_MS,
    `all is ended that was due, after ${Math.round(tookMs)} ms`,
  );
  await machinePause(STOPPED_MS - tookMs);
  const now = await expiry();
  t.ok((now?.epoch ?? 0) > held.epoch, 'another epoch');
  const [{ last = '' } = {}] = await query<{ last: string }>('select max(n) as last from feed');
  stopped.process.kill('SIGCONT');
  await until(async () => (await stopped.ask('GET', '/readyz')).status === 200);
  await machinePause(LAPSES_AFTER_MS);
  await more.stop();
  // Every clock that runs, whenever it ends.
  await until(async () => (await overdue(-LAPSES_AFTER_MS)) === 0);
  t.comment(`${await ended()} ended`);
  t.strictSame(
    // Readiness leaves lines, too, that tell nothing.
    await query(
      `select told from feed where node = $1 and n > $2 and told::jsonb -> 'signal' <> 'null'`,
      [held.node, last],
    ),
    [],
    'whoever went on has decided nothing',
  );
  t.strictSame(
    await query(
      `select interaction, at, count(*) over (partition by interaction) from history h
       where type = 'interaction.failed' and (at <> $1 + (
           select at from history c where c.interaction = h.interaction and c.sequence = 1)
         or 1 < (select count(*) from history o
           where o.interaction = h.interaction and o.type = h.type))`,
      [LAPSES_AFTER_MS],
    ),
    [],
    'each once, dated at its deadline',
  );
  t.strictSame(await wrongRows(database), []);
});

t.test('a process that is stopped for a while and goes on writes nothing as holder', async (t) => {
  const database = await databases.make(t);
  const receiver = await receive(t);
  const nodes = await startNodes(t, database.url, 2);
  await subscribe(database, receiver.url);
  const ids = await Promise.all(
    nodes.map(async ({ ask }) => {
      const { items } = (await ask('GET', '/v1/admin/nodes')).body;
      return items.find(({ self }: { self: boolean }) => self).id;
    }),
  );
  const lane = async () => (await leasesOf(database)).find(({ name }) => name === 'endpoint e1');
  const load = loadNodes(nodes, 'before', 4);
  await until(async () => receiver.received.length > 50 && (await lane()) !== undefined);
  const held = await lane();
  const stopped = nodes[ids.indexOf(held?.node)];
  const other = nodes.find((node) => node !== stopped);
  if (!stopped || !other || !held) throw new Error('one of them has the lane');
  stopped.process.kill('SIGSTOP');
  const stoppedAt = performance.now();
  const more = loadNodes([other], 'meanwhile', 4);
  await until(async () => {
    const now = await lane();
    return now !== undefined && now.node !== held.node;
  });
  const tookMs = performance.now() - stoppedAt;
  await machinePause(STOPPED_MS - tookMs);
  stopped.process.kill('SIGCONT');
  await machinePause(2000);
  await Promise.all([load.stop(), more.stop()]);
  const now = await lane();
  t.ok((now?.epoch ?? 0) > held.epoch, 'another epoch');
  t.comment(`taken over after ${Math.round(tookMs)} ms`);
  // With PostgreSQL a lane is held for as long as its dispatcher says, unless the node is silent.
  t.ok(tookMs < TAKEN_OVER_MS + LOOK_MS, 'taken over in time');
  await until(
    async () =>
      (await database.query("select 1 from deliveries where status <> 'succeeded' limit 1"))
        .length === 0 &&
      (
        await database.query(`select 1 from messages m where m.n > (
          select cursor from webhook_endpoints where id = 'e1') limit 1`)
      ).length === 0,
  );
  const sent = new Map<string, number>();
  const last = new Map<string, number>();
  const wrong: string[] = [];
  for (const { id, sequence, data } of receiver.received) {
    const isFirst = !sent.has(id);
    sent.set(id, (sent.get(id) ?? 0) + 1);
    if (!isFirst || sequence === null) continue;
    const of = data.interaction?.id ?? data.id;
    if ((last.get(of) ?? 0) > sequence) wrong.push(`${of}: ${sequence} after ${last.get(of)}`);
    last.set(of, sequence);
  }
  t.strictSame(wrong, [], 'first attempts of one interaction are in their order');
  const rows = await database.query<{ id: string; attempts: string }>(
    'select m.id, d.attempts from messages m join deliveries d on d.message = m.n',
  );
  t.equal(rows.length, sent.size, 'each message has one delivery and was sent');
  t.strictSame(
    rows.filter(({ id, attempts }) => Number(attempts) > (sent.get(id) ?? 0)),
    [],
    'no attempt is recorded that was not made',
  );
  t.comment(`${sent.size} messages, ${receiver.received.length - sent.size} of them again`);
  t.strictSame(await wrongRows(database), []);
});
