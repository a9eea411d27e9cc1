import fc from 'fast-check';
import t from 'tap';
import type { Handed } from '#src/decisions/leases.js';
import type { Interaction } from '#src/domain/interactions/interaction.js';
import { CHANNELS } from '#src/domain/interactions/vocabulary.js';
import { T0 } from './support/lifecycle.js';
import { pullingFrom, startPulling } from './support/pulling.js';
import { createWorld, OPERATOR, type World } from './support/world.js';

const idsOf = (handed: readonly Handed[]): readonly string[] =>
  handed.map(({ interaction }) => interaction.id);

/** A view of what was engaged, which somebody else's strategy has nothing to do with. */
const ENGAGED_VIEW = 'Mine';

/** Has nobody decide in a queue. */
async function giveAway({ store }: World, queue: string): Promise<void> {
  const properties = { queue, annex: { Application: { url: 'none' } } };
  const object = { kind: 'enhanced-routing', name: `${queue}.Routing`, properties } as const;
  await store.apply('putObject', { seed: 's', object, operator: OPERATOR });
}

async function startOnEngaged(world: World) {
  const pulling = await startPulling(world);
  const view = {
    queue: 'Webengagement_Engaged',
    condition: { minTimeInQueueSeconds: 0 },
    order: 'oldest_first',
    enabled: true,
    checkIntervalSeconds: 1,
  } as const;
  await pulling.setView(view, ENGAGED_VIEW);
  await giveAway(world, view.queue);
  return { ...pulling, view };
}

t.test('of two hundred pulls at once no two get the same', async (t) => {
  const world = await createWorld(t);
  const { pulls, take } = await startPulling(world);
  const made = await Promise.all(Array.from({ length: 150 }, () => world.invite()));
  const pulled = await Promise.all(Array.from({ length: 200 }, () => take()));
  t.equal(pulled.filter(({ length }) => length === 0).length, 50);
  t.strictSame(idsOf(pulled.flat()).toSorted(), made.map(({ id }) => id).toSorted());
  t.equal(new Set(pulled.flat().map(({ leaseId }) => leaseId)).size, 150);
  pulls.close();
});

t.test('nor do they by the order of creation', async (t) => {
  const world = await createWorld(t);
  const { take, setView, view } = await startOnEngaged(world);
  await setView({ ...view, orderBy: 'createdAt' }, ENGAGED_VIEW);
  const made: Interaction[] = [];
  for (let n = 0; n < 30; n += 1) {
    made.unshift(await world.invite());
    await world.clock.advance(1);
  }
  for (const { id } of made) await world.engine.apply(id, { type: 'engage' });
  const pulled = await Promise.all(
    Array.from({ length: 40 }, () => take({ view: ENGAGED_VIEW, max: 2 })),
  );
  t.strictSame(idsOf(pulled.flat()), made.map(({ id }) => id).toReversed());
  t.equal(pulled.filter(({ length }) => length === 0).length, 25);
});

t.test(
  'what is leased stays so across a restart, until its end and not a moment longer',
  async (t) => {
    const world = await createWorld(t);
    await startPulling(world);
    const { id } = await world.invite();
    const [first] = await pullingFrom(world).take({ leaseMs: 9000 });
    t.match(first, { leasedUntil: T0 + 9000, deliveries: 1, interaction: { id } });
    await world.restart();
    const { take, pulls } = pullingFrom(world);
    await world.clock.advance(8999);
    t.strictSame(await take(), []);
    const before = await pulls.extend(first?.leaseId ?? '', 'k1', 5000);
    t.match(before, { leasedUntil: T0 + 13_999 }, 'the new process knows the lease');
    await world.clock.advance(5000);
    t.match(await take({ keyId: 'k2' }), [{ deliveries: 2, interaction: { id } }]);
    const after = await pulls.extend(first?.leaseId ?? '', 'k1', 5000);
    t.match(after, { refusal: { code: 'lease_expired' } });
  },
);

t.test('an extension never makes a lease shorter', async (t) => {
  const world = await createWorld(t);
  const { take, pulls } = await startPulling(world);
  await world.invite();
  const [{ leaseId } = { leaseId: '' }] = await take({ leaseMs: 20_000 });
  t.match(await pulls.extend(leaseId, 'k1', 5000), { leasedUntil: T0 + 20_000 });
});

t.test('what is due is never handed out, whoever notices', async (t) => {
  const world = await createWorld(t);
  const { take } = await startPulling(world);
  const late = await Promise.all([world.invite(), world.invite(), world.invite()]);
  await world.clock.advance(1000);
  const { id } = await world.invite();
  await world.clock.leap(29_000);
  t.strictSame(idsOf(await take()), [id], 'the next one takes its place');
  const { state, disposedAt } = (await world.engine.get(late[0].id)) ?? {};
  t.strictSame([state, disposedAt], ['Failed', T0 + 30_000]);
});

t.test('a lease ends with the deadline, also when an option moves that', async (t) => {
  const world = await createWorld(t);
  const { take, pulls } = await startPulling(world);
  await world.set('engagementExpirationTime', '60');
  await world.invite();
  const [{ leaseId, leasedUntil } = { leaseId: '', leasedUntil: 0 }] = await take({
    leaseMs: 90_000,
  });
  t.equal(leasedUntil, T0 + 60_000);
  await world.set('engagementExpirationTime', '20');
  t.match(await pulls.extend(leaseId, 'k1', 5000), { leasedUntil: T0 + 20_000 }, 'down');
  await world.set('engagementExpirationTime', '40');
  t.match(await pulls.extend(leaseId, 'k1', 5000), { leasedUntil: T0 + 40_000 }, 'and up');
  await world.clock.leap(40_000);
  const refused = await pulls.extend(leaseId, 'k1', 5000);
  t.match(refused, { refusal: { code: 'lease_expired', interaction: { state: 'Failed' } } });
});

t.test('what a browser reports leaves the lease alone, an answer ends it', async (t) => {
  const world = await createWorld(t);
  const { take, pulls } = await startOnEngaged(world);
  const { id } = await world.invite();
  await world.engine.apply(id, { type: 'engage' });
  const [{ leaseId } = { leaseId: '' }] = await take({ view: ENGAGED_VIEW });
  await world.engine.apply(id, { type: 'displayed' });
  t.match(await pulls.extend(leaseId, 'k1', 60_000), { leasedUntil: T0 + 60_000 });
  await world.engine.apply(id, { type: 'reject' });
  t.match(await pulls.extend(leaseId, 'k1', 5000), { refusal: { code: 'lease_expired' } });
});

t.test('who decides in the queue keeps others from pulling, per state', async (t) => {
  const world = await createWorld(t);
  const { refused } = await startPulling(world, 'builtin');
  t.equal(await refused(), 'not_allowed');
  t.equal(await refused({ view: 'Webengagement_Chat.ChatRouting.View' }), 'not_allowed');
  const free = pullingFrom(world);
  t.equal(await free.refused({ view: 'Webengagement_Chat.ChatRouting.View' }), 'not_allowed');
  t.strictSame(await free.take(), []);
  t.strictSame(await free.take({ view: 'Webengagement_Failed.Clean' }), [], 'clean views are free');
  await free.setView({ enabled: false });
  t.equal(await free.refused(), 'view_disabled');
  t.equal(await free.refused({ view: 'Nowhere' }), 'not_found');
  await free.setView({ enabled: true });
  const byObjects = pullingFrom(world, null);
  t.equal(await byObjects.refused(), 'not_allowed');
  await giveAway(world, 'Webengagement_Qualified');
  t.strictSame(await byObjects.take(), []);
});

const conditionOf = fc.record(
  {
    minTimeInQueueSeconds: fc.integer({ min: 0, max: 3 }),
    maxTimeInQueueSeconds: fc.integer({ min: 3, max: 6 }),
    category: fc.subarray(['Cart', 'Shoes'], { minLength: 1 }),
    channel: fc.subarray([...CHANNELS, 'none' as const], { minLength: 1 }),
  },
  { requiredKeys: ['minTimeInQueueSeconds'] },
);
const viewOf = fc.record({
  condition: conditionOf,
  order: fc.constantFrom('oldest_first' as const, 'newest_first' as const),
  orderBy: fc.constantFrom('placedAt' as const, 'createdAt' as const, 'priority' as const),
});
const sitesOf = fc.array(
  fc.record({
    category: fc.constantFrom('Cart', 'Shoes', null),
    channel: fc.constantFrom(...CHANNELS, null),
    /** Half seconds until the next one comes. */
    pause: fc.integer({ min: 0, max: 3 }),
  }),
  { minLength: 1, maxLength: 8 },
);

t.test('a view hands out what a plain filter would find, in its order', async (t) => {
  const world = await createWorld(t);
  const { take, setView, pulls } = await startPulling(world);
  await world.set('engagementExpirationTime', '60');
  await fc.assert(
    fc.asyncProperty(viewOf, sitesOf, async (view, sites) => {
      const made: Interaction[] = [];
      for (const { category, channel, pause } of sites) {
        made.push(await world.invite({ category, channel }));
        await world.clock.advance(pause * 500);
      }
      await setView(view);
      const now = world.clock.now();
      const { condition, order } = view;
      const { minTimeInQueueSeconds: least, maxTimeInQueueSeconds: most = 100 } = condition;
      const found = made.filter(({ createdAt, category, channel }) => {
        const age = (now - createdAt) / 1000;
        const isOfAge = age >= least && age <= most;
        const { category: categories = [String(category)], channel: channels } = condition;
        const isWished = channels === undefined || channels.includes(channel ?? 'none');
        return isOfAge && categories.includes(String(category)) && isWished;
      });
      const expected = found.map(({ id }) => id);
      const handed = [...(await take({ max: 3 })), ...(await take({ max: 100 }))];
      for (const { leaseId } of handed) await pulls.release(leaseId, 'k1', 0);
      for (const { id } of made) await world.engine.apply(id, { type: 'noengage' });
      t.strictSame(idsOf(handed), order === 'oldest_first' ? expected : expected.toReversed());
    }),
    { numRuns: 40 },
  );
});
