import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import pg from 'pg';
import t from 'tap';
import type { Clock } from '#src/clock.js';
import { DECISIONS } from '#src/decisions/decisions.js';
import { createId } from '#src/ids.js';
import { createLog } from '#src/log/log.js';
import { StoreFailed } from '#src/store/failures.js';
import { migratePostgres, openPostgres } from '#src/store/postgres/open-store.js';
import { createPostgresStore } from '#src/store/postgres/postgres.js';
import type { Store } from '#src/store/store.js';
import { createFakeClock } from './support/clock.js';
import { NO_POSTGRES, startPostgres } from './support/postgres.js';
import { requestOf } from './support/world.js';

const LOG = createLog('silent');

/** Something is asked again and again until it is so; each time waits for an answer from outside. */
async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds()));
}

const creationOf = (clock: Pick<Clock, 'now'>, visitId: string) => ({
  seed: createId(clock.now()),
  request: requestOf({ visitId }),
});

if (NO_POSTGRES !== undefined) t.comment(`skipped: ${NO_POSTGRES}`);
else await withServer();

async function withServer(): Promise<void> {
  const server = await startPostgres();
  t.teardown(server.stop);
  const admin = new pg.Client({ ...server.config, database: 'postgres' });
  admin.on('error', () => {});
  await admin.connect();
  t.teardown(() => admin.end());
  let made = 0;

  async function makeDatabase(more = ''): Promise<string> {
    made += 1;
    await admin.query(`create database d${made} ${more}`);
    return server.urlOf(`d${made}`);
  }

  const open = (url: string) =>
    openPostgres(url, DECISIONS, {
      log: LOG,
      makeClock: (floor) => createFakeClock().make(floor),
      version: 'test',
    });

  t.test('processes that start at once make one database, and find one', async (t) => {
    const url = await makeDatabase();
    const opened = await Promise.all([1, 2, 3, 4, 5].map(() => open(url)));
    const revisions = await Promise.all(opened.map(({ store }) => store.settings()));
    t.equal(new Set(revisions.map(({ revision }) => revision)).size, 1);
    t.strictSame(await migratePostgres(url, () => 0), [], 'nothing is left to apply');
    for (const { store } of opened) await store.close();
  });

  t.test('a database that cannot be used is refused in one line that says why', async (t) => {
    const refused = async (url: string): Promise<string> => {
      try {
        await open(url);
        return 'not refused';
      } catch (error) {
        return `${(error as Error).name}: ${(error as Error).message}`;
      }
    };
    const nobody = createServer().listen(0, '127.0.0.1');
    await once(nobody, 'listening');
    const { port } = nobody.address() as AddressInfo;
    nobody.close();
    await once(nobody, 'close');
    const told = {
      [`postgres://ada:secret@127.0.0.1:${port}/x`]: /^StoreUnusable: no database answers at/,
      [server.urlOf('nowhere')]: /^StoreUnusable: there is no such database/,
      [server.urlOf('nowhere').replace('postgres@', 'eve:secret@')]: /does not let this user in/,
    };
    for (const [url, words] of Object.entries(told)) {
      const line = await refused(url);
      t.match(line, words);
      t.notMatch(line, /secret|\n/);
    }
    const others = await makeDatabase();
    const client = new pg.Client({ connectionString: others });
    await client.connect();
    await client.query('create table books (n int)');
    t.match(await refused(others), /one of another program/);
    await client.query('drop table books');
    await client.query(`create role reader login; grant connect on database d${made} to reader`);
    t.match(
      await refused(others.replace('postgres@', 'reader@')),
      /may not do what the service needs/,
    );
    await client.end();
    const latin = await makeDatabase(
      "encoding 'LATIN1' lc_collate 'C' lc_ctype 'C' template template0",
    );
    t.match(await refused(latin), /has the encoding LATIN1/);
  });

  t.test(
    'of processes that race for the same visits each gets one attempt, in whole',
    async (t) => {
      const url = await makeDatabase();
      const opened = await Promise.all([1, 2, 3].map(() => open(url)));
      const visits = Array.from({ length: 60 }, (_, n) => `v${n}`);
      const creations = await Promise.all(
        visits.flatMap((visitId) =>
          opened.map(({ store, clock }) => store.apply('create', creationOf(clock, visitId))),
        ),
      );
      const ids = creations.flatMap((each) => ('interaction' in each ? [each.interaction.id] : []));
      t.equal(ids.length, visits.length);
      const events = await Promise.all(
        ids.flatMap((id) =>
          opened.map(({ store, clock }) =>
            store.apply('event', { seed: createId(clock.now()), id, event: { type: 'engage' } }),
          ),
        ),
      );
      t.equal(events.filter((each) => each?.applied).length, ids.length, 'one wins on each');
      const [{ store } = { store: undefined }] = opened;
      if (store === undefined) throw new Error('there is a store');
      for (const id of ids) {
        const one = await store.read('interaction', id);
        const history = await store.read('history', id);
        t.equal(history.at(-1)?.sequence, one?.sequence);
        t.equal(history.at(-1)?.to, one?.state);
        t.ok(
          history.every(({ at }, n) => at >= (history[n - 1]?.at ?? 0)),
          'time never runs back',
        );
      }
      const counts = await store.read('queueCounts');
      const total = counts.reduce((sum, { active, stopped }) => sum + active + stopped, 0);
      t.equal(total, ids.length);
      for (const each of opened) await each.store.close();
    },
  );

  t.test('what clocks of processes differ by, and drift by, is in no history', async (t) => {
    const url = await makeDatabase();
    const clocks = [0, 5000, -5000].map((ms) => {
      const fake = createFakeClock();
      fake.stepWall(ms);
      return { fake, clock: fake.make() };
    });
    const opened = clocks.map(({ clock }) =>
      createPostgresStore(clock, DECISIONS, { config: { connectionString: url } }),
    );
    await Promise.all(opened.map(({ ready }) => ready));
    let turns = 0;
    /** The next one, a second later, by what 200 ppm are in a minute more on one machine and less on another. */
    function nextStore(): Store {
      turns += 1;
      for (const [index, { fake }] of clocks.entries())
        fake.stepWall(1000 + ([0, 12, -12][index] ?? 0));
      const { store } = opened[turns % opened.length] ?? {};
      if (store === undefined) throw new Error('there are three');
      return store;
    }
    for (let life = 0; life < 8; life += 1) {
      const made = await nextStore().apply('create', creationOf({ now: () => 1 }, `v${life}`));
      if (!('interaction' in made)) throw new Error('it is made');
      const { id } = made.interaction;
      for (const type of ['engage', 'displayed', 'reject'] as const)
        await nextStore().apply('event', { seed: createId(1), id, event: { type } });
      const moments = (await nextStore().read('history', id)).map((fact) => fact.at);
      t.strictSame(
        moments,
        [...moments].sort((a, b) => a - b),
      );
    }
    for (const { store } of opened) await store.close();
  });

  t.test('a cursor over messages passes none that is still to come', async (t) => {
    const url = await makeDatabase();
    const opened = await Promise.all([1, 2, 3].map(() => open(url)));
    const [first] = opened;
    if (first === undefined) throw new Error('there is a store');
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    await client.query(
      `insert into webhook_endpoints (id, url, event_types, description, enabled, secret, version,
         created_at, updated_at, cursor)
       values ('e1', 'https://a.example/', '["*"]', '', 1, 's', 1, 1, 1, 0)`,
    );
    await client.query('update service set revision = revision + 1');
    // Some hold their commit back, so that others would overtake them.
    await client.query(
      `create function dawdle() returns trigger language plpgsql as $$ begin
         if new.n % 5 = 0 then perform pg_sleep(0.01); end if;
         return null;
       end $$`,
    );
    await client.query(
      `create constraint trigger dawdle after insert on messages deferrable initially deferred
       for each row execute function dawdle()`,
    );
    const seen: string[] = [];
    let isDone = false;
    const reading = (async () => {
      let after: string | undefined;
      for (let last = false; ; ) {
        const page = await first.store.read('events', {}, { size: 50, after });
        seen.push(...page.items.map(({ id }) => id));
        after = page.items.at(-1)?.place ?? after;
        if (last) return;
        last = isDone;
      }
    })();
    await Promise.all(
      opened.map(async ({ store, clock }, n) => {
        for (let round = 0; round < 40; round += 1)
          await store.apply('create', creationOf(clock, `v${n} ${round}`));
      }),
    );
    isDone = true;
    await reading;
    const { rows } = await client.query('select n::int, id from messages order by n');
    t.ok(rows.length >= 120);
    t.strictSame(
      rows.map(({ n }) => n),
      rows.map((_, n) => n + 1),
      'dense',
    );
    t.strictSame(
      seen,
      rows.map(({ id }) => id),
      'none is lost, none comes twice',
    );
    await client.end();
    for (const { store } of opened) await store.close();
  });

  t.test('what was answered is there after the server lost its power', async (t) => {
    const durable = await startPostgres([]);
    t.teardown(durable.stop);
    const { store, clock, pending } = await open(durable.urlOf('postgres'));
    const answered: string[] = [];
    let n = 0;
    const load = Promise.allSettled(
      Array.from({ length: 8 }, async () => {
        for (let round = 0; round < 30; round += 1) {
          n += 1;
          const made = await store.apply('create', creationOf(clock, `v${n}`));
          if ('interaction' in made) answered.push(made.interaction.id);
        }
      }),
    );
    await until(async () => {
      await Promise.resolve(store.read('earliestStopped')).catch(() => {});
      return answered.length > 40;
    });
    await durable.crash();
    await durable.start();
    const outcomes = await load;
    for (const outcome of outcomes)
      if (outcome.status === 'rejected') t.type(outcome.reason, StoreFailed);
    t.equal(pending(), 0);
    for (const id of answered) t.ok(await store.read('interaction', id), 'it is there');
    const { length } = (await store.read('interactions', {}, { size: 1000 })).items;
    const counted = (await store.read('queueCounts')).reduce((sum, { active }) => sum + active, 0);
    t.equal(counted, length, 'and nothing by half');
    await store.close();
  });
}
