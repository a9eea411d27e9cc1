import type { Test } from 'tap';
import type { Creation } from '#src/decisions/interactions.js';
import { CATALOGUE } from '#src/domain/options/catalogue.js';
import { inForce } from '#src/domain/options/timeline.js';
import { createId } from '#src/ids.js';
import type { Signal } from '#src/store/signal.js';
import { SINGLETONS } from '#src/store/work.js';
import { happening } from '../../support/changes.js';
import { turn } from '../../support/clock.js';
import { requestOf } from '../../support/world.js';
import { ask, changeFrom, happen, look, place, setOption, write } from '../decisions.js';
import { fits } from '../fits.js';
import { ENDPOINT, endpointRequest, message } from '../things.js';
import type { MakeCluster } from '../under-test.js';

const EXPIRATION = CATALOGUE.engagementExpirationTime.name;

const idOf = (creation: Creation): string =>
  'interaction' in creation ? creation.interaction.id : JSON.stringify(creation);

/**
 * What holds for several stores on one database, whoever of them is asked. Each sentence is true of
 * a single one: a driver that can have one process only is held to the same.
 */
export function clusterContract(t: Test, makeCluster: MakeCluster): void {
  t.test('what one store has committed, each of them sees', async (t) => {
    const stores = makeCluster(t);
    for (const [index, { store }] of stores.entries()) {
      const id = `i${index}`;
      await place(store, { id, visitId: id });
      for (const other of stores) {
        fits(t, await other.store.read('interaction', id), { id });
        t.equal((await other.store.read('interactions', {}, { size: 99 })).items.length, index + 1);
        fits(t, await look(other.store, { interaction: id }), { current: { id } });
        t.strictSame(other.seenByOthers().length, index + 1);
      }
    }
  });

  t.test('settings are never older than the call, whoever changed them', async (t) => {
    const stores = makeCluster(t);
    let value = 11;
    for (const { store } of stores) {
      value += 1;
      await setOption(store, EXPIRATION, String(value));
      for (const other of stores) {
        const settings = await other.store.settings();
        t.equal(inForce(settings.timeline).engagementExpirationTime, value);
        t.ok(other.store.lastSettings().revision >= settings.revision, 'and known from now on');
        t.equal((await look(other.store, {})).options.engagementExpirationTime, value);
      }
    }
  });

  t.test(
    'of several who change the same at once one wins, and the others change nothing',
    async (t) => {
      const stores = makeCluster(t);
      const [first] = stores;
      if (first === undefined) throw new Error('a cluster has a store');
      const read = await place(first.store, { id: 'i1' });
      const tries = [...stores, first].map((made) =>
        write(made.store, changeFrom(made, happening({ type: 'engage' }), read)),
      );
      const won = (await Promise.allSettled(tries)).filter(({ status }) => status === 'fulfilled');
      t.equal(won.length, 1);
      for (const { store } of stores) {
        fits(t, await store.read('interaction', 'i1'), { version: 2, state: 'Engaged' });
        t.equal((await store.read('history', 'i1')).length, 2);
      }
    },
  );

  t.test('decisions made at once each stand on the one before, none is lost', async (t) => {
    const stores = makeCluster(t);
    const each = stores.length > 1 ? stores : [...stores, ...stores];
    const set = await Promise.all(each.map(({ store }, n) => setOption(store, 'x', String(n))));
    t.strictSame(
      set.map(({ version }) => version).sort((a, b) => a - b),
      each.map((_, index) => index + 2),
    );
    const placed = each.map(({ store }, n) => place(store, { id: `i${n}`, visitId: `v${n}` }));
    await Promise.all(placed);
    for (const { store } of stores)
      fits(t, await ask(store, [{ kind: 'held', of: 'Webengagement_Qualified' }]), [
        { answer: each.length },
      ]);
  });

  t.test(
    'a visit that asks everywhere at once gets one attempt, made by one of them',
    async (t) => {
      const stores = makeCluster(t);
      const idempotency = { scope: 'k1 create', key: 'once', fingerprint: 'f1' };
      const made = await Promise.all(
        [...stores, ...stores].map(({ store, clock }) =>
          store.apply('create', {
            seed: createId(clock.now()),
            request: requestOf({}),
            idempotency,
          }),
        ),
      );
      const ids = made.map((creation) => ('kept' in creation ? creation.kept : idOf(creation)));
      t.equal(new Set(ids).size, 1, 'the same for all');
      t.equal(made.filter((creation) => 'interaction' in creation).length, 1);
      const others = await Promise.all(
        stores.map(({ store, clock }) =>
          store.apply('create', { seed: createId(clock.now()), request: requestOf({}) }),
        ),
      );
      for (const other of others) fits(t, other, { refusal: { code: 'engagement_in_progress' } });
      for (const { store } of stores) t.equal((await store.read('liveAttempts', 'v1')).length, 1);
    },
  );

  t.test('work of one at a time is held by one, and given on when that one ends it', async (t) => {
    const stores = makeCluster(t);
    for (const work of SINGLETONS) {
      const claims = await Promise.all(stores.map(({ store }) => store.claim(work, {})));
      const held = claims.flatMap((claim) => ('held' in claim ? [claim.held] : []));
      t.equal(held.length, 1, work);
      const holder = stores[claims.findIndex((claim) => 'held' in claim)];
      const again = await holder?.store.claim(work, {});
      t.ok(again && 'held' in again, 'claiming again keeps it');
      if (again && 'held' in again) await holder?.store.finish(again.held as never, 'release');
      const next = await stores.at(-1)?.store.claim(work, {});
      t.ok(next && 'held' in next, 'who asks first has it next');
    }
  });

  t.test('each store lists all that serve, and of each singleton who holds it', async (t) => {
    const stores = makeCluster(t);
    for (const { store } of stores) await store.settings();
    const holders = await Promise.all(
      SINGLETONS.map(async (work, index) => {
        const holder = stores[index % stores.length];
        t.match(await holder?.store.claim(work, {}), { held: { work } });
        const own = (await holder?.store.read('nodes'))?.find(({ self }) => self);
        return own?.id;
      }),
    );
    for (const { store } of stores) {
      const nodes = await store.read('nodes');
      t.equal(new Set(nodes.map(({ id }) => id)).size, stores.length);
      t.equal(nodes.filter(({ self }) => self).length, 1);
      for (const [index, work] of SINGLETONS.entries())
        t.strictSame(
          nodes.filter(({ leases }) => leases.includes(work)).map(({ id }) => id),
          [holders[index]],
          work,
        );
    }
    const last = stores.at(-1);
    if (stores.length > 1) await last?.store.close();
    const left = (await stores[0]?.store.read('nodes')) ?? [];
    t.equal(left.length, Math.max(1, stores.length - 1), 'who has left is listed no more');
  });

  t.test('what a strategy is asked about is asked by one, until that one is gone', async (t) => {
    const stores = makeCluster(t);
    const [first, last] = [stores[0], stores.at(-1)];
    if (!first || !last) throw new Error('a cluster has a store');
    await place(first.store, { id: 'i1', visitId: 'v1' });
    await place(first.store, { id: 'i2', visitId: 'v2' });
    const request = { noun: 'interaction', ids: ['i1', 'i1', 'i2'] } as const;
    const claims = await Promise.all(stores.map(({ store }) => store.claim('questions', request)));
    const mine = claims.map((claim) => ('held' in claim ? [...claim.held.ids].sort() : []));
    t.strictSame(mine.flat().sort(), ['i1', 'i2'], 'each by one of them');
    for (const [index, { store }] of stores.entries()) {
      t.strictSame([...(await store.read('undecided', { size: 9 })).items].sort(), mine[index]);
      const again = await store.claim('questions', request);
      t.strictSame('held' in again && [...again.held.ids].sort(), mine[index], 'and kept');
    }
    const holder = mine.findIndex((ids) => ids.includes('i1'));
    const other = stores.find((_, index) => index !== holder);
    if (other === undefined) return;
    await stores[holder]?.store.close();
    const taken = await other.store.claim('questions', request);
    t.ok('held' in taken && taken.held.ids.includes('i1'), 'taken over');
    const chat = { noun: 'chat', ids: ['c1'] } as const;
    const third = stores.find((each, index) => index !== holder && each !== other);
    const left = await third?.store.claim('questions', chat);
    t.ok(left && 'held' in left && left.held.ids.length === 1);
    t.strictSame(await other.store.read('orphanedChats', 9), []);
    await third?.store.close();
    t.strictSame(await other.store.read('orphanedChats', 9), ['c1'], 'whose process is gone');
  });

  t.test('no delivery is with two claimants', async (t) => {
    const stores = makeCluster(t);
    const [first] = stores;
    if (first === undefined) throw new Error('a cluster has a store');
    await write(
      first.store,
      { kind: 'webhook_endpoint', before: undefined, after: ENDPOINT },
      ...['m1', 'm2'].map((id) => ({ kind: 'message', message: message(id) }) as const),
    );
    const claims = await Promise.all(
      stores.map(({ store }) => store.claim('endpoint', endpointRequest())),
    );
    const deliveries = claims.flatMap((claim) => ('held' in claim ? claim.held.deliveries : []));
    t.strictSame(
      deliveries.map(({ messageId }) => messageId),
      ['m1', 'm2'],
    );
  });

  t.test('every store is told of what any of them did, and counts its own alone', async (t) => {
    const stores = makeCluster(t);
    // Who is not there yet is told of nothing.
    for (const { store } of stores) await store.settings();
    const heard = stores.map(({ store }) => {
      const signals: Signal[] = [];
      store.watch((signal) => signals.push(signal));
      return signals;
    });
    for (const [index, { store }] of stores.entries())
      await place(store, { id: `i${index}`, visitId: `v${index}` });
    const all = stores.map((_, index) => `i${index}`).join();
    for (const [index, signals] of heard.entries()) {
      const told = () => [...new Set(signals.flatMap(({ created }) => created))].sort().join();
      // A hint of another process may come late.
      for (let turns = 0; turns < 1_000_000 && told() !== all; turns += 1) await turn();
      t.equal(told(), all);
      const own = signals.flatMap(({ tally, created }) => (tally ? created : []));
      t.strictSame(own, [`i${index}`]);
    }
  });

  t.test('what one erased or stopped is so for all of them', async (t) => {
    const stores = makeCluster(t);
    for (const [index, { store }] of stores.entries()) {
      const id = `i${index}`;
      await place(store, { id, visitId: 'v1', visitorId: 'p1' });
      const last = stores.at(-1 - index)?.store ?? store;
      await happen(last, id, 'noengage');
      fits(t, await store.read('interaction', id), { state: 'Failed' });
      await happen(store, id, 'erase');
      fits(t, await last.read('interaction', id), { visitId: null, visitorId: null });
    }
  });
}
