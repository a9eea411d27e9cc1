import t from 'tap';
import type { Event, Interaction } from '#src/domain/interactions/interaction.js';
import { createExpiry } from '#src/engine/expiry.js';
import { createLog } from '#src/log/log.js';
import { T0 } from './support/lifecycle.js';
import { createWorld, OPERATOR, requestOf, type World } from './support/world.js';

const shown: readonly Event[] = [{ type: 'engage' }, { type: 'displayed' }];

/** What is stored, without settling it on the way. */
async function stored(world: World, id: string): Promise<Interaction> {
  const interaction = await world.store.read('interaction', id);
  if (interaction === null) throw new Error(`${id} is stored`);
  return interaction;
}

async function happen(world: World, id: string, events: readonly Event[]): Promise<void> {
  for (const event of events) await world.engine.apply(id, event);
}

/** The three clocks: what starts each, how long it runs by default, what it leaves. */
const CLOCKS = [
  ['engagement', [], 30_000, { state: 'Failed', reason: 'engagement_expired' }],
  ['abandoned', shown, 600_000, { state: 'Failed', reason: 'abandoned' }],
  [
    'registration form',
    [...shown, { type: 'acceptCall' }],
    120_000,
    { state: 'Accepted', form: { status: 'expired' } },
  ],
] as const;

for (const [name, events, length, after] of CLOCKS)
  t.test(`the ${name} clock fires at its deadline, not a millisecond before`, async (t) => {
    const world = await createWorld(t);
    await world.expiry.start();
    const { id } = await world.invite();
    await happen(world, id, events);
    const { sequence } = await stored(world, id);
    await world.clock.advance(length - 1);
    t.equal((await stored(world, id)).sequence, sequence, 'before: nothing');
    await world.clock.advance(1);
    t.match(await stored(world, id), after);
    const facts = (await world.store.read('history', id)).slice(sequence);
    t.strictSame(new Set(facts.map(({ at }) => at)), new Set([T0 + length]));
    t.equal(await world.engine.nextDeadline(), undefined, 'and no clock runs any more');
  });

t.test('one timer is armed, for a second at most, and none when no clock runs', async (t) => {
  const world = await createWorld(t);
  const { clock } = world;
  await world.expiry.start();
  t.strictSame(clock.armed(), []);
  const [first] = [await world.invite(), await world.invite()];
  t.strictSame(clock.armed(), [1000]);
  await clock.advance(29_400);
  t.strictSame(clock.armed(), [600], 'the earliest deadline, once it is near');
  await happen(world, first.id, shown);
  t.strictSame(clock.armed(), [600]);
  await clock.advance(600);
  t.strictSame(clock.armed(), [1000]);
  await happen(world, first.id, [{ type: 'clean' }]);
  await clock.advance(1000);
  t.strictSame(clock.armed(), [], 'nothing is pending');
});

t.test(
  'what is overdue at the start is settled before it is served, at its deadline',
  async (t) => {
    const world = await createWorld(t);
    const ids = [await world.invite(), await world.invite(), await world.invite()].map((i) => i.id);
    const [qualified = '', displayed = '', accepted = ''] = ids;
    await happen(world, displayed, shown);
    await happen(world, accepted, [...shown, { type: 'acceptCall' }]);
    await world.clock.leap(3_600_000);
    await world.restart();
    t.equal(await world.expiry.lagMs(), 3_570_000);
    await world.expiry.start();
    t.equal(await world.expiry.lagMs(), 0);
    t.equal((await stored(world, qualified)).disposedAt, T0 + 30_000);
    t.equal((await stored(world, displayed)).disposedAt, T0 + 600_000);
    t.equal((await world.store.read('history', accepted)).at(-1)?.at, T0 + 120_000);
    t.strictSame(world.clock.armed(), []);
  },
);

t.test('a deadline is exact across restarts', async (t) => {
  const world = await createWorld(t);
  await world.expiry.start();
  const { id } = await world.invite();
  for (let second = 0; second < 29; second += 7) {
    await world.clock.advance(7000);
    await world.restart();
    await world.expiry.start();
  }
  t.equal((await stored(world, id)).disposedAt, T0 + 30_000);

  const next = await world.invite();
  await world.clock.advance(20_000);
  await world.restart();
  await world.expiry.start();
  await world.clock.advance(9_999);
  t.equal((await stored(world, next.id)).state, 'Qualified');
  await world.clock.advance(1);
  t.equal((await stored(world, next.id)).disposedAt, next.createdAt + 30_000);
});

t.test(
  'a changed option moves every pending deadline at once, and dates nothing before itself',
  async (t) => {
    const world = await createWorld(t);
    await world.expiry.start();
    for (const value of [10, 29, 30, 60])
      for (const changedAfter of [0, 1, 9_999, 10_000, 15_000, 29_999, 30_000, 31_000]) {
        await world.set('engagementExpirationTime', '30');
        const { id, createdAt } = await world.invite();
        await world.clock.advance(changedAfter);
        await world.set('engagementExpirationTime', String(value));
        const end = changedAfter >= 30_000 ? 30_000 : Math.max(value * 1000, changedAfter);
        if (end > changedAfter) {
          await world.clock.advance(end - changedAfter - 1);
          t.equal((await stored(world, id)).state, 'Qualified', `${value} after ${changedAfter}`);
        }
        await world.clock.advance(1);
        const { state, disposedAt } = await stored(world, id);
        t.strictSame(
          [state, disposedAt],
          ['Failed', createdAt + end],
          `${value} after ${changedAfter}`,
        );
      }
  },
);

t.test('the deadlines of a display and of a form move with their options too', async (t) => {
  const world = await createWorld(t);
  await world.expiry.start();
  const displayed = await world.invite();
  const accepted = await world.invite();
  await happen(world, displayed.id, shown);
  await happen(world, accepted.id, [...shown, { type: 'acceptCall' }]);
  await world.clock.advance(70_000);
  await world.set('abandonedTime', '60');
  await world.set('registrationFormExpirationTime', '300');
  await world.clock.advance(0);
  t.match(await stored(world, displayed.id), { reason: 'abandoned', disposedAt: T0 + 70_000 });
  await world.clock.advance(229_999);
  t.match(await stored(world, accepted.id), { form: { status: 'pending' } });
  await world.clock.advance(1);
  t.match(await stored(world, accepted.id), { form: { status: 'expired' } });
  t.equal((await world.store.read('history', accepted.id)).at(-1)?.at, T0 + 300_000);
});

t.test('a wall clock that is set back changes nothing', async (t) => {
  const world = await createWorld(t);
  await world.expiry.start();
  const { id } = await world.invite();
  world.clock.stepWall(-3_600_000);
  t.equal(world.clock.now(), T0);
  await world.clock.advance(29_999);
  t.equal((await stored(world, id)).state, 'Qualified');
  await world.clock.advance(1);
  t.equal((await stored(world, id)).disposedAt, T0 + 30_000);
});

t.test(
  'a wall clock four minutes ahead ends what is due within a second, dated at its deadline',
  async (t) => {
    const world = await createWorld(t);
    await world.expiry.start();
    const first = await world.invite();
    await world.clock.advance(500);
    const second = await world.invite();
    world.clock.stepWall(240_000);
    await world.clock.advance(1000);
    for (const { id, createdAt } of [first, second])
      t.equal((await stored(world, id)).disposedAt, createdAt + 30_000);
  },
);

t.test('a sweep of thousands lets a creation through before it ends', async (t) => {
  const world = await createWorld(t);
  const total = 5000;
  await Promise.all(Array.from({ length: total }, () => world.invite()));
  await world.clock.leap(30_000);
  const counted = async (): Promise<number> =>
    (await world.store.read('due', 'engagement', world.clock.now() - 30_000, total)).length;
  t.equal(await counted(), total);
  const started = world.expiry.start();
  const { id } = await world.invite();
  const left = await counted();
  t.ok(left > total / 2, `${left} of ${total} are left when it is answered`);
  await started;
  t.equal(await counted(), 0);
  t.equal((await stored(world, id)).state, 'Qualified');
  const failed = (await world.store.read('queueCounts')).find(({ queue }) =>
    queue.endsWith('Failed'),
  );
  t.equal(failed?.entered, total);
});

t.test('a sweep that cannot be stored is tried again, and comes to the same', async (t) => {
  const world = await createWorld(t);
  await world.expiry.start();
  const { id } = await world.invite();
  await world.clock.advance(29_000);
  world.database.pragma('query_only = on');
  await world.clock.advance(5000);
  t.equal((await stored(world, id)).state, 'Qualified');
  t.ok((world.clock.armed()[0] ?? Infinity) <= 1000, 'another try is armed');
  t.equal(await world.expiry.lagMs(), 4000);
  world.database.pragma('query_only = off');
  await world.clock.advance(1000);
  t.equal((await stored(world, id)).disposedAt, T0 + 30_000);
});

t.test('a sweep that cannot read the next deadline is tried again', async (t) => {
  const world = await createWorld(t);
  const { engine, store, clock } = world;
  let failures = 1;
  const nextDeadline = async (): Promise<number | undefined> => {
    failures -= 1;
    if (failures >= 0) throw new Error('the disk does not answer');
    return engine.nextDeadline();
  };
  const log = createLog('silent');
  const expiry = createExpiry({ engine: { ...engine, nextDeadline }, store, clock, log });
  const { id } = await world.invite();
  await expiry.start();
  await clock.advance(30_000);
  t.equal((await stored(world, id)).disposedAt, T0 + 30_000);
  await expiry.stop();
});

t.test('once stopped it settles nothing more and arms no timer', async (t) => {
  const world = await createWorld(t);
  await world.expiry.start();
  const { id } = await world.invite();
  await world.expiry.stop();
  t.strictSame(world.clock.armed(), []);
  await world.invite();
  t.strictSame(world.clock.armed(), []);
  await world.clock.advance(60_000);
  t.equal((await stored(world, id)).state, 'Qualified');
});

t.test('idle means that everything due by now is settled', async (t) => {
  const world = await createWorld(t);
  await world.expiry.start();
  const { id } = await world.invite();
  world.clock.stepWall(30_000);
  await world.expiry.idle();
  t.equal((await stored(world, id)).disposedAt, T0 + 30_000);
});

t.test('a read, an event and a creation settle what the sweep has not reached', async (t) => {
  const world = await createWorld(t);
  const [read, refused, blocking] = [
    await world.invite(),
    await world.invite(),
    await world.invite({ visitId: 'again' }),
  ];
  await world.clock.leap(31_000);
  t.match(await world.engine.get(read.id), { disposedAt: T0 + 30_000 });
  t.match(await world.engine.apply(refused.id, { type: 'engage' }), {
    refusal: 'engagement_expired',
    interaction: { disposedAt: T0 + 30_000, version: 2 },
  });
  t.ok('interaction' in (await world.engine.create(requestOf({ visitId: 'again' }))));
  t.equal((await stored(world, blocking.id)).disposedAt, T0 + 30_000);
});

t.test('a precondition is held against the settled interaction, whoever settles it', async (t) => {
  const world = await createWorld(t);
  await world.set('autoStop', 'false');
  for (const isSettled of [true, false]) {
    const { id } = await world.invite();
    await world.clock.leap(30_000);
    if (isSettled) await world.engine.get(id);
    t.match(await world.engine.operate(id, { type: 'clean' }, OPERATOR, 1), {
      refusal: 'precondition_failed',
      applied: false,
      interaction: { version: 2, state: 'Failed', stoppedAt: null },
    });
    t.equal((await stored(world, id)).state, 'Failed', 'what was due is settled all the same');
    const clean = await world.engine.operate(id, { type: 'clean' }, OPERATOR, 2);
    t.match(clean, { refusal: null, applied: true, interaction: { version: 3 } });
  }
});
