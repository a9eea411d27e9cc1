// What other sessions and the server do to the decisions of a node: docs/decisions/0116.

import pg from 'pg';
import t, { type Test } from 'tap';
import { createId } from '#src/ids.js';
import { StoreFailed, StoreOverloaded, StoreReadFailed } from '#src/store/failures.js';
import type { Store } from '#src/store/store.js';
import { claimEndpoint, finishAll } from './store/sending.js';
import {
  createDatabases,
  creationOf,
  type Database,
  openNodes,
  until,
} from './support/databases.js';
import { failTimes, mendFaults, wrongRows } from './support/faults.js';
import { startMoving } from './support/moving-proxy.js';
import { NO_POSTGRES } from './support/postgres.js';
import { openStore, subscribe, through } from './support/stores.js';

if (NO_POSTGRES !== undefined) t.comment(`skipped: ${NO_POSTGRES}`);
else await withServer();

const idOf = (made: Awaited<ReturnType<Store['apply']>>): string =>
  made !== null && typeof made === 'object' && 'interaction' in made && made.interaction
    ? (made.interaction as { id: string }).id
    : '';

const create = async (store: Store, visitId: string): Promise<string> =>
  idOf(await store.apply('create', creationOf(visitId)));

const engage = (store: Store, id: string) =>
  store.apply('event', { seed: createId(1), id, event: { type: 'engage' } });

const OPERATOR = { keyId: 'k1', keyName: 'ops' };
const setOption = (store: Store, text: string) =>
  store.apply('changeOption', {
    seed: createId(1),
    key: 'engagementExpirationTime',
    text,
    operator: OPERATOR,
  });

/** Nothing was changed, as far as the caller is told. */
async function refused(t: Test, asked: Promise<unknown>): Promise<void> {
  const error: unknown = await asked.then(
    () => 'done',
    (failure: unknown) => failure,
  );
  t.ok(error instanceof StoreFailed && error.changed === 'nothing', `refused: ${error}`);
}

/** Times that a transaction is run at most, in both ways to commit. */
const MOST_RUNS = 8;

async function withServer(): Promise<void> {
  const databases = await createDatabases(t);

  /** A session that is none of the service's, with a transaction under way. */
  async function stranger(t: Test, { url }: Database): Promise<pg.Client> {
    const client = new pg.Client({ connectionString: url });
    client.on('error', () => {});
    await client.connect();
    t.teardown(() => client.end());
    await client.query('begin');
    return client;
  }

  t.test('a failure of the server is met by a few more runs, then by a refusal', async (t) => {
    const database = await databases.make(t);
    const { store } = await openStore(t, database.url);
    await subscribe(database);
    let told: string[] = [];
    store.watch(({ created }) => told.push(...created));
    let n = 0;
    for (const code of ['40001', '40P01', '55P03', '57014'])
      for (const when of ['at once', 'at the commit'] as const) {
        told = [];
        n += 1;
        await failTimes(database, code, 1, when);
        const id = await create(store, `v${n}`);
        // A machine that is slow may add a failure of its own.
        const runs = await mendFaults(database);
        t.ok(runs >= 2 && runs <= MOST_RUNS, `${code} ${when}: run again, ${runs} times in all`);
        t.strictSame(told, [id], 'told once');

        await failTimes(database, code, 1000, when);
        await refused(t, create(store, `w${n}`));
        await refused(t, setOption(store, String(20 + n)));
        const tries = await mendFaults(database);
        t.ok(tries >= 2 && tries <= 2 * MOST_RUNS, `${tries} times in vain`);
        t.strictSame(told, [id], 'nobody is told');
        t.ok(await create(store, `w${n}`), 'and afterwards it works');
      }
    t.strictSame(await wrongRows(database), []);
  });

  t.test('nodes decide alike on a database whose transactions are serializable', async (t) => {
    const database = await databases.make(t);
    await databases.admin.query(
      `alter database ${new URL(database.url).pathname.slice(1)}
       set default_transaction_isolation = serializable`,
    );
    const nodes = await openNodes(t, database.url, 3);
    await subscribe(database);
    const visits = Array.from({ length: 20 }, (_, n) => `v${n}`);
    const made = await Promise.all(
      visits.flatMap((visit) => nodes.map(({ store }) => create(store, visit))),
    );
    const ids = made.filter((id) => id !== '');
    t.equal(ids.length, visits.length, 'one attempt each');
    const work = nodes.map(async ({ store }, n) => {
      for (let round = 0; round < 5; round += 1) {
        await store.settings();
        await store.claim('expiry', {});
        const claim = await store.claim('questions', { noun: 'interaction', ids: ids.slice(n) });
        if ('held' in claim) await store.finish(claim.held as never, null as never);
        await setOption(store, String(20 + n + round));
      }
    });
    const events = await Promise.all(
      ids.flatMap((id) => nodes.map(({ store }) => engage(store, id))),
    );
    t.equal(events.filter((each) => each?.applied).length, ids.length, 'one winner each');
    await Promise.all(work);
    t.strictSame(await wrongRows(database), []);
  });

  t.test('who asks for what a stranger holds waits for it; nobody else does', async (t) => {
    const database = await databases.make(t);
    const limits = { maxLockMs: 300 };
    const [first, second] = await Promise.all([1, 2].map(() => openStore(t, database.url, limits)));
    if (!first || !second) throw new Error('there are two');
    const [held = '', ...free] = await Promise.all(
      Array.from({ length: 6 }, (_, n) => create(first.store, `v${n}`)),
    );
    const client = await stranger(t, database);
    await client.query('select 1 from interactions where id = $1 for update', [held]);
    await client.query("select 1 from visits where visit_id = 'v0' for update");
    for (const { store } of [first, second]) {
      // In one batch.
      const asked = [refused(t, engage(store, held)), ...free.map((id) => engage(store, id))];
      await Promise.all(asked);
    }
    const waitedInVain = () => first.traffic().failures.timeout;
    const before = waitedInVain();
    t.ok(before > 0);
    await Promise.all([
      refused(t, engage(first.store, held)),
      ...free.map((id) => engage(first.store, id)),
    ]);
    t.equal(waitedInVain(), before, 'what is known to be held is not waited for');
    // What is decided alone.
    const others = [setOption(first.store, '33'), create(second.store, 'v9')];
    await Promise.all(others);
    await client.query('commit');
    t.match(await engage(first.store, held), { applied: true }, 'and then it is done');
    t.strictSame(await wrongRows(database), []);
  });

  t.test('of who locks the other way round ours gives way and is done again', async (t) => {
    const database = await databases.make(t);
    const { store } = await openStore(t, database.url);
    const [one = '', two = ''] = (
      await Promise.all([create(store, 'v1'), create(store, 'v2')])
    ).sort();
    const lock = 'update interactions set version = version where id = $1';
    await database.query('select 1');
    const client = await stranger(t, database);
    // Ours notices the circle, and is the one that ends it.
    await client.query("set deadlock_timeout = '1min'");
    await client.query(lock, [two]);
    const asked = [engage(store, one), engage(store, two)];
    await until(async () => (await waiting(database)) === 1);
    await client.query(lock, [one]);
    await client.query('commit');
    for (const { applied } of (await Promise.all(asked)) as { applied: boolean }[]) t.ok(applied);
    t.strictSame(await wrongRows(database), []);
  });

  t.test('of a batch with one change that the schema refuses only that one fails', async (t) => {
    const database = await databases.make(t);
    const { store } = await openStore(t, database.url);
    await database.query("alter table interactions add check (visit_id <> 'bad')");
    const told: string[] = [];
    store.watch(({ created }) => told.push(...created));
    const outcomes = await Promise.allSettled(
      ['v1', 'bad', 'v2', 'v3'].map((visit) => create(store, visit)),
    );
    t.strictSame(
      outcomes.map(({ status }) => status),
      ['fulfilled', 'rejected', 'fulfilled', 'fulfilled'],
    );
    t.equal(new Set(told).size, 3);
    t.equal(told.length, 3, 'each is told of once');
    t.strictSame(await wrongRows(database), []);
  });

  t.test('who cannot be let in is told at once, and what waits is done', async (t) => {
    const database = await databases.make(t);
    const { store, pending } = await openStore(t, database.url, { maxPending: 30 });
    const client = await stranger(t, database);
    await client.query('lock table feed in access exclusive mode');
    const asked = Array.from({ length: 50 }, (_, n) => create(store, `v${n}`));
    const settled = Promise.allSettled(asked);
    const refused = await Promise.allSettled(asked.slice(30));
    for (const each of refused)
      t.ok(each.status === 'rejected' && each.reason instanceof StoreOverloaded, 'at admission');
    t.equal(pending(), 30);
    await client.query('commit');
    const done = (await settled).filter(({ status }) => status === 'fulfilled');
    t.equal(done.length, 30, 'nothing is lost');
    t.equal(pending(), 0);
    t.strictSame(await wrongRows(database), []);
  });

  t.test('a server that says nothing any more is given up, and another one serves', async (t) => {
    const database = await databases.make(t);
    const moving = await startMoving(databases.server.config.port);
    t.teardown(moving.close);
    // A machine with much else to do is slow as well, and not silent.
    const bounds = { maxSilentMs: 500, maxLostMs: 500 };
    const { store } = await openStore(t, through(database.url, moving), bounds);
    await create(store, 'v1');
    moving.silence();
    const asked = [create(store, 'v2'), setOption(store, '33')];
    for (const each of await Promise.allSettled(asked))
      t.ok(each.status === 'rejected' && each.reason instanceof StoreFailed);
    await t.rejects(Promise.resolve(store.settings()), StoreReadFailed);
    moving.moveTo(databases.server.config.port);
    t.ok(await create(store, 'v3'));
    t.strictSame(await wrongRows(database), []);
  });

  t.test('whoever stops in the middle of what it writes holds nobody up for long', async (t) => {
    const database = await databases.make(t);
    const { store } = await openStore(t, database.url);
    await subscribe(database);
    await database.query(UNBOUNDED);
    t.ok(await create(store, 'v1'), 'decisions together');
    t.match(await setOption(store, '33'), { ok: true }, 'one that is alone');
    const claim = await claimEndpoint(store);
    t.ok(claim.deliveries.length > 0, 'deliveries');
    await finishAll(store, claim, 'succeeded');
    const left = await database.query("select 1 from deliveries where status <> 'succeeded'");
    t.strictSame(left, [], 'and what came of them');
  });

  t.test('no commit is called made because the time of a statement is up', async (t) => {
    // The server would end the wait for a standby so, and say that it has committed.
    const database = await databases.make(t);
    const { store } = await openStore(t, database.url);
    await database.query(
      `create function bounded() returns trigger language plpgsql as $$ begin
         if current_setting('statement_timeout') <> '0' then
           raise exception 'a commit of %', current_setting('statement_timeout');
         end if;
         return null;
       end $$`,
    );
    await database.query(
      `create constraint trigger bounded after insert on feed deferrable initially deferred
       for each row execute function bounded()`,
    );
    t.match(await setOption(store, '33'), { ok: true }, 'of a change that is alone');
    t.ok(await create(store, 'v1'), 'and of others');
  });
}

/** A transaction that stays open for as long as whoever began it likes is not committed here. */
const UNBOUNDED = `
  create function bounded() returns trigger language plpgsql as $$ begin
    if '0' in (current_setting('lock_timeout'), current_setting('idle_in_transaction_session_timeout'))
    then raise exception 'a transaction without an end in %', tg_relname; end if;
    return null;
  end $$;
  create trigger bounded after insert on feed execute function bounded();
  create trigger bounded after insert or update on deliveries execute function bounded()`;

/** Sessions that wait for a lock. */
async function waiting({ query }: Database): Promise<number> {
  const rows = await query(
    "select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()",
  );
  return rows.length;
}
