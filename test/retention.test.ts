import assert from 'node:assert/strict';
import { statSync } from 'node:fs';
import t from 'tap';
import { createRetention, type RetentionDependencies } from '#src/engine/retention.js';
import { createLog } from '#src/log/log.js';
import type { Store } from '#src/store/store.js';
import { T0 } from './support/lifecycle.js';
import { type Cleanup, createWorld, type World } from './support/world.js';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** A service that keeps stopped interactions for a day, with nothing running but retention. */
async function createKeeping(
  t: Cleanup,
  edit = (dependencies: RetentionDependencies): RetentionDependencies => dependencies,
) {
  const world = await createWorld(t);
  const scrubs: number[] = [];
  const { store, clock } = world;
  const scrubbing = {
    request: async () => void scrubs.push(clock.now() - T0),
    stop: async () => {},
  };
  const log = createLog('silent');
  const retention = createRetention(edit({ store, scrubbing, clock, log, days: 1 }));
  retention.start();
  t.teardown(retention.stop);
  return Object.assign(world, { retention, scrubs });
}

/** An interaction that is rejected, and so stopped, at this moment of the clock. */
async function reject({ invite, engine }: World, request = {}): Promise<string> {
  const { id } = await invite(request);
  await engine.apply(id, { type: 'engage' });
  await engine.apply(id, { type: 'reject' });
  return id;
}

/** One step of the purge; how many it removed. */
async function purge(store: Store, stoppedBy: number): Promise<number> {
  let removed = 0;
  const end = store.watch(({ tally }) => {
    removed += tally?.removed ?? 0;
  });
  const more = await store.tidy({ step: 'purge', stoppedBy });
  end();
  assert.equal(more, removed > 0, 'after one that removed something there may be more');
  return removed;
}

/** Purges until nothing is left: a slow machine does less in one change. */
async function purgeAll({ store }: World, stoppedBy: number): Promise<number> {
  let purged = 0;
  for (let last = 1; last > 0; purged += last) last = await purge(store, stoppedBy);
  return purged;
}

const rows = ({ database }: World, table: string): unknown =>
  database.prepare(`select count(*) from ${table}`).pluck().get();

t.test(
  'a stopped interaction goes at the moment its retention has passed, not before',
  async (t) => {
    const world = await createKeeping(t);
    const { clock, store } = world;
    const older = await reject(world);
    await clock.advance(1);
    const younger = await reject(world);
    await clock.advance(DAY - 2);
    t.ok(await store.read('interaction', older), 'a millisecond before');
    await clock.advance(1);
    t.notOk(await store.read('interaction', older), 'at the moment');
    t.strictSame(await store.read('history', older), []);
    t.ok(await store.read('interaction', younger), 'which was stopped a millisecond later');
    await clock.advance(MINUTE);
    t.notOk(await store.read('interaction', younger), 'with the next sweep');
  },
);

t.test('purging takes what was stopped at or before the moment it is given', async (t) => {
  const world = await createWorld(t);
  const { clock, store } = world;
  const ids = [await reject(world)];
  await clock.advance(1000);
  ids.push(await reject(world));
  t.equal(await store.read('earliestStopped'), T0);
  t.equal(await purge(store, T0 - 1), 0);
  t.equal(await purge(store, T0 + 999), 1);
  const left = await Promise.all(ids.map((id) => store.read('interaction', id)));
  t.strictSame(
    left.map((interaction) => interaction?.id),
    [undefined, ids[1]],
  );
  t.equal(await store.read('earliestStopped'), T0 + 1000);
  t.equal(await purge(store, T0 + 1000), 1);
  t.equal(await store.read('earliestStopped'), null);
});

t.test('what is purged leaves the stopped count, and stays in the entered count', async (t) => {
  const world = await createWorld(t);
  const { store, clock, invite, set, options } = world;
  await set('userIdentifier', 'Login');
  await reject(world, { userData: { Login: 'ada' } });
  await reject(world, { userData: { Login: 'bob' } });
  await invite({ userData: { Login: 'bob' } });
  const history = rows(world, 'history');
  t.equal(await purgeAll(world, clock.now()), 2);
  const counts = (await store.read('queueCounts')).map(
    ({ queue, active, stopped, entered }) => `${queue} ${active} ${stopped} ${entered}`,
  );
  t.strictSame(counts.sort(), [
    'Webengagement_Engaged 0 0 2',
    'Webengagement_Qualified 1 0 3',
    'Webengagement_Rejected 0 0 2',
  ]);
  t.strictSame([history, rows(world, 'history')], [11, 1], 'the history goes along');
  const identities = world.database.prepare('select value from identities').pluck().all();
  t.strictSame(identities, ['bob'], 'and the identity with its last interaction');
  t.equal(
    (await options.history('userIdentifier', { size: 9 })).items.length,
    2,
    'options keep their versions',
  );
});

t.test('what is not stopped, or has a pending form, is never purged', async (t) => {
  const world = await createWorld(t);
  const { store, clock, engine, invite, set } = world;
  await invite();
  const { id } = await invite();
  await engine.apply(id, { type: 'engage' });
  await engine.apply(id, { type: 'acceptCall' });
  await set('autoStop', 'false');
  const active = await reject(world);
  t.ok((await store.read('interaction', id))?.stoppedAt, 'stopped, and the form is pending');
  await clock.advance(100 * DAY);
  t.equal(await store.read('earliestStopped'), null);
  t.equal(await purge(store, clock.now()), 0);
  await engine.get(id);
  t.equal(await purge(store, clock.now()), 1, 'once the form has expired');
  t.ok(await store.read('interaction', active), 'nobody stopped it');
});

t.test('a sweep is a series of short changes with pauses, and gives space back', async (t) => {
  const world = await createKeeping(t);
  const { clock, database, store, engine } = world;
  const text = 'x'.repeat(4000);
  const userData = { a: text, b: text, c: text };
  await Promise.all(Array.from({ length: 250 }, () => reject(world, { userData })));
  const size = () => {
    // The thread that moves the log may be at it.
    while (Number(database.pragma('wal_checkpoint(truncate)', { simple: true })) !== 0);
    return statSync(database.name).size;
  };
  const full = size();
  const left = () => rows(world, 'interactions') as number;
  await clock.advance(DAY);
  t.ok(left() >= 150, 'the first change is over');
  const before = left();
  await clock.advance(19);
  t.equal(left(), before, 'and the second comes after a pause');
  const created = await engine.create({
    ...(await world.invite()),
    visitId: 'between the changes',
  });
  t.ok('interaction' in created);
  await clock.advance(MINUTE);
  t.equal(left(), 2);
  t.ok(size() < full / 5, 'the file is smaller');
  t.equal(
    await store.tidy({ step: 'shrink' }),
    false,
    'and what is free of it stays to be written into',
  );
});

t.test('what was purged leaves the log of the database, at most once an hour', async (t) => {
  const world = await createKeeping(t);
  for (const after of [0, 10, 20, 100]) {
    const { id } = await world.invite();
    await world.clock.advance(after * MINUTE);
    await world.engine.apply(id, { type: 'engage' });
    await world.engine.apply(id, { type: 'clean' });
  }
  await world.clock.advance(2 * DAY);
  t.equal(rows(world, 'interactions'), 0);
  const [first = 0, second = 0, ...rest] = world.scrubs;
  t.strictSame(rest, []);
  t.ok(second - first >= 60 * MINUTE, 'those purged in between wait for the second');
});

t.test(
  'however many refusals and marks are past their age, each change forgets a few',
  async (t) => {
    const world = await createWorld(t);
    const { database, store, clock } = world;
    const fill = (sql: string) =>
      database.exec(`with recursive c (i) as (values (1) union all select i + 1 from c where i < 2500)
      insert into ${sql}`);
    fill(`refusals (at, reason) select ${T0} + (i > 2400), 'visit_blocked' from c`);
    database.exec("insert into signing_keys (id, secret, created_at) values ('k', x'00', 0)");
    fill(`erased_visitors select 'k', 'mark ' || i, ${T0} + (i > 120) from c where i <= 130`);
    const left = () => [rows(world, 'refusals'), rows(world, 'erased_visitors')];
    const seen = [];
    for (let more = true; more; seen.push(left()))
      more = await store.tidy({ step: 'forget', madeBy: T0 });
    t.strictSame(seen, [
      [1500, 80],
      [500, 30],
      [100, 10],
    ]);
    await clock.advance(1);
    t.equal(await store.tidy({ step: 'forget', madeBy: T0 + 1 }), false);
    t.strictSame(left(), [0, 0]);
  },
);

t.test('retention that fails is tried again a minute later, and ends when told to', async (t) => {
  let failures = 2;
  const errors: unknown[] = [];
  const log = createLog('silent');
  log.error = (...line: unknown[]) => void errors.push(line);
  const { clock, retention } = await createKeeping(t, (dependencies) => ({
    ...dependencies,
    log,
    store: {
      ...dependencies.store,
      async tidy({ step }) {
        if (step !== 'purge') return false;
        failures -= 1;
        if (failures >= 0) throw new Error('the disk is full');
        return false;
      },
    },
  }));
  await clock.advance(60 * MINUTE);
  t.equal(errors.length, 1);
  t.strictSame(clock.armed(), [MINUTE]);
  await clock.advance(MINUTE);
  await clock.advance(MINUTE);
  t.equal(errors.length, 2);
  t.equal(failures, -1);
  t.strictSame(clock.armed(), [60 * MINUTE], 'nothing is stored: it looks again in an hour');
  await retention.stop();
  t.strictSame(clock.armed(), []);
});
