import type { Lease } from '#src/domain/leases/lease.js';
import type { Look } from '#src/domain/leases/look.js';
import { LIMITS } from '#src/domain/limits.js';
import type { Store } from '#src/store/store.js';
import { T0 } from '../../support/lifecycle.js';
import { happen, look, place, write } from '../decisions.js';
import { fits } from '../fits.js';
import { LEASE, LEASED } from '../things.js';
import type { Contract } from '../under-test.js';

const QUEUE = 'Webengagement_Qualified';
const VIEW = 'Webengagement_Qualified.EngagementLogic.View';

const sees = (more: Partial<Look> = {}): Look => ({
  queue: QUEUE,
  states: null,
  placedFrom: 0,
  placedBy: T0 + 9000,
  categories: null,
  channels: null,
  order: 'oldest_first',
  ...more,
});

const seen = async (store: Store, more: Partial<Look> = {}, now = T0, forCleaning = false) =>
  (await store.read('seen', sees(more), { now, forCleaning }, { size: 9 })).items;

/** Hands out `i1` for the first time, until a moment. */
const leased = (until: number) => ({ ...LEASED, after: { lease: LEASE.id, until } });

/** Handing out what waits, each to one. */
export const leases: Contract = (t, makeStore) => {
  t.test('a view sees what is placed where and when it looks, in either order', async (t) => {
    const { store, clock } = makeStore(t);
    for (const [n, category] of ['Cart', null, 'Shoes', 'Cart'].entries()) {
      await place(store, { id: `i${n}`, category, channel: n === 0 ? 'proactiveChat' : null });
      await clock.advance(1000);
    }
    await happen(store, 'i2', 'engage');
    t.strictSame(await seen(store), ['i0', 'i1', 'i3']);
    t.strictSame(await seen(store, { order: 'newest_first' }), ['i3', 'i1', 'i0']);
    t.strictSame(await seen(store, { placedBy: T0 + 1000 }), ['i0', 'i1'], 'to the moment');
    t.strictSame(await seen(store, { placedFrom: T0 + 1000 }), ['i1', 'i3'], 'from the moment');
    t.strictSame(await seen(store, { categories: ['Shoes', 'Cart'] }), ['i0', 'i3']);
    t.strictSame(await seen(store, { channels: ['none'] }), ['i1', 'i3']);
    t.strictSame(await seen(store, { states: ['Engaged'] }), []);
    const engaged = { queue: 'Webengagement_Engaged', states: ['Engaged'] as const };
    t.strictSame(await seen(store, engaged), ['i2']);
    await happen(store, 'i2', 'reject');
    t.strictSame(await seen(store, { queue: 'Webengagement_Rejected' }), [], 'nor what is stopped');
  });

  t.test('what a view sees by the creation is in the order of that', async (t) => {
    const { store, clock } = makeStore(t);
    for (const id of ['i0', 'i1', 'i2']) {
      await place(store, { id });
      await clock.advance(1000);
    }
    for (const id of ['i2', 'i0', 'i1']) {
      await happen(store, id, 'engage');
      await clock.advance(1000);
    }
    const engaged = sees({ queue: 'Webengagement_Engaged' });
    t.strictSame(await seen(store, engaged), ['i2', 'i0', 'i1']);
    t.strictSame(await store.read('seenByCreation', engaged, T0, 2), ['i0', 'i1']);
    const newest = { ...engaged, order: 'newest_first' } as const;
    t.strictSame(await store.read('seenByCreation', newest, T0, 9), ['i2', 'i1', 'i0']);
  });

  t.test('what is seen comes in parts, and none twice', async (t) => {
    const { store } = makeStore(t);
    const ids = ['i0', 'i1', 'i2', 'i3', 'i4'];
    for (const id of ids) await place(store, { id });
    for (const order of ['oldest_first', 'newest_first'] as const) {
      const found: string[] = [];
      let after: string | undefined;
      do {
        const page = await store.read(
          'seen',
          sees({ order }),
          { now: T0, forCleaning: false },
          { size: 2, after },
        );
        found.push(...page.items);
        after = page.next ?? undefined;
      } while (after !== undefined);
      t.strictSame(found, order === 'oldest_first' ? ids : ids.toReversed());
    }
  });

  t.test('a lease keeps it from everybody until it ends, a pause only from pullers', async (t) => {
    const { store } = makeStore(t);
    await place(store, { id: 'i1' });
    await write(store, leased(T0 + 5000));
    t.strictSame(await seen(store, {}, T0 + 4999), []);
    t.strictSame(await seen(store, {}, T0 + 4999, true), []);
    t.strictSame(await seen(store, {}, T0 + 5000), ['i1'], 'at its moment');
    t.equal(await store.read('nextSeen', sees(), T0), T0 + 5000);
    t.equal(await store.read('openLeases', T0 + 4999), 1);
    t.equal(await store.read('openLeases', T0 + 5000), 0);
    const until = T0 + 8000;
    await write(store, {
      ...LEASED,
      before: leased(T0 + 5000).after,
      after: { lease: null, until },
    });
    t.strictSame(await seen(store, {}, T0 + 6000), []);
    t.strictSame(await seen(store, {}, T0 + 6000, true), ['i1'], 'cleaning minds no pause');
    t.equal(await store.read('openLeases', T0), 0);
    t.equal(await store.read('nextSeen', sees({ placedBy: T0 - 2000 }), T0), T0 + 2000, 'its age');
    await write(store, { ...LEASED, before: { lease: null, until }, after: null });
    t.equal(await store.read('nextSeen', sees(), T0), null);
  });

  t.test('what somebody decides on is held by nobody any more', async (t) => {
    const { store } = makeStore(t);
    await place(store, { id: 'i1' });
    await write(store, leased(T0 + 5000));
    const engaged = await happen(store, 'i1', 'engage');
    t.equal(engaged.hold, null);
    fits(t, await look(store, { lease: LEASE.id }), { lease: LEASE, current: { hold: null } });
    t.equal(await store.read('openLeases', T0), 0);
  });

  t.test('a decision is given what waits, and how often that was handed out', async (t) => {
    const made = makeStore(t);
    const { store, clock } = made;
    for (const id of ['i1', 'i2', 'i3']) await place(store, { id });
    await write(store, leased(T0 + 1000));
    const pulled = async (limit: number) =>
      (await look(store, { pulled: { view: VIEW, limit } })).pulled;
    const nothing = { waiting: [], next: null };
    t.strictSame(await pulled(9), nothing, 'nothing through a view that is not there');
    const properties = {
      queue: QUEUE,
      condition: { minTimeInQueueSeconds: 0 },
      order: 'oldest_first',
      enabled: true,
      checkIntervalSeconds: 1,
    } as const;
    const kind = 'interaction-queue-views';
    const after = { kind, name: VIEW, version: 1, provisioned: false, properties } as const;
    await write(store, { kind: 'object', before: undefined, after });
    fits(t, (await pulled(1)).waiting, [{ interaction: { id: 'i2' }, deliveries: 0 }]);
    await clock.advance(1000);
    fits(t, (await pulled(9)).waiting, [{ deliveries: 1 }, { deliveries: 0 }, { deliveries: 0 }]);
    const among = ['i3', 'i1', 'i9'];
    const some = await look(store, { pulled: { view: VIEW, limit: 9, among } });
    fits(t, some.pulled.waiting, [{ interaction: { id: 'i3' } }, { interaction: { id: 'i1' } }]);
    await made.reopen();
    fits(t, (await look(made.store, { pulled: { view: VIEW, limit: 1 } })).pulled.waiting, [
      { interaction: { id: 'i1' }, deliveries: 1 },
    ]);
  });

  t.test('leases are listed newest first, those that have not ended', async (t) => {
    const { store } = makeStore(t);
    const hand = async (n: number, more: Partial<Lease>) => {
      await place(store, { id: `i${n}` });
      const lease = { ...LEASE, id: `l${n}`, interactionId: `i${n}`, ...more };
      await write(store, { ...LEASED, lease, after: { lease: `l${n}`, until: T0 + n * 1000 } });
    };
    for (const n of [1, 2, 3]) await hand(n, { keyId: n === 3 ? 'k2' : 'k1', view: `V${n}` });
    const listed = async (filter: object, now = T0) =>
      (await store.read('leases', { now, ...filter }, { size: 9 })).items.map(({ id }) => id);
    t.strictSame(await listed({}), ['l3', 'l2', 'l1']);
    t.strictSame(await listed({}, T0 + 1000), ['l3', 'l2']);
    t.strictSame(await listed({ keyId: 'k1' }), ['l2', 'l1']);
    t.strictSame(await listed({ view: 'V2', queue: QUEUE }), ['l2']);
    t.strictSame(await listed({ queue: 'Shoes' }), []);
    const first = await store.read('leases', { now: T0 }, { size: 2 });
    const next = first.next ?? undefined;
    const rest = await store.read('leases', { now: T0 }, { size: 2, after: next });
    fits(t, rest, {
      items: [{ id: 'l1', clock: { name: 'engagement', startedAt: T0 } }],
      next: null,
    });
  });

  t.test('of many leases of one interaction the newest are remembered', async (t) => {
    const { store } = makeStore(t);
    await place(store, { id: 'i1' });
    let before: { lease: string; until: number } | null = null;
    const most = LIMITS.leases.most;
    for (let delivery = 1; delivery <= most + 1; delivery += 1) {
      const after = { lease: `l${delivery}`, until: T0 };
      await write(store, {
        kind: 'lease',
        lease: { ...LEASE, id: after.lease, delivery },
        before,
        after,
      });
      before = after;
    }
    t.equal((await look(store, { lease: 'l1' })).lease, null);
    t.equal((await look(store, { lease: 'l2' })).lease?.delivery, 2);
  });

  t.test('a lease goes with its interaction, and none is written on what is held', async (t) => {
    const { store } = makeStore(t);
    await place(store, { id: 'i1' });
    await write(store, LEASED);
    const other = { ...LEASED, lease: { ...LEASE, id: 'l2' }, after: { lease: 'l2', until: T0 } };
    await t.rejects(write(store, other), 'another one has it');
    await happen(store, 'i1', 'noengage');
    t.equal((await look(store, { lease: 'l1' })).lease?.id, 'l1');
    await store.tidy({ step: 'purge', stoppedBy: T0 });
    t.equal((await look(store, { lease: 'l1' })).lease, null);
  });
};
