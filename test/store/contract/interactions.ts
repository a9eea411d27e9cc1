import { T0 } from '../../support/lifecycle.js';
import { happen, place } from '../decisions.js';
import type { Contract } from '../under-test.js';

const ids = (all: readonly { readonly id: string }[]): string[] => all.map(({ id }) => id);

/** What is read of interactions is what was written, found by its index. */
export const interactions: Contract = (t, makeStore) => {
  t.test('an interaction reads back as it was written, at every step of its life', async (t) => {
    const made = makeStore(t);
    const { store, clock } = made;
    const identity = { id: 'c1', key: 'EmailAddress', value: 'ada@example.com' };
    const request = {
      id: 'i1',
      visitorId: 'p1',
      pageId: 'g1',
      pageUrl: 'https://shop.example/?q=a%20b',
      category: 'Cart',
      channel: 'proactiveCallback',
      caseData: { 'WebEngagement.CurrentWebPage': 'https://shop.example/' },
      userData: { 'quoted"key': "it's – ünïcode \u0000 and 🙂", empty: '' },
    } as const;
    const steps = [
      { type: 'engage', invitation: { subject: 'May we help?' } },
      { type: 'displayed' },
      { type: 'acceptCall' },
      { type: 'formCompleted', fields: { PhoneNumber: '+44', toString: 'own' } },
      { type: 'stop', by: 'ops' },
      { type: 'erase' },
    ] as const;
    t.equal(await store.read('interaction', 'i1'), null);
    let after = await place(store, request, { identity });
    t.strictSame(await store.read('interaction', 'i1'), after);
    for (const event of steps) {
      await clock.advance(1000);
      after = await happen(store, 'i1', event);
      t.strictSame(await store.read('interaction', 'i1'), after, event.type);
    }
    await made.reopen();
    t.strictSame(await made.store.read('interaction', 'i1'), after, 'after a restart');
  });

  t.test('live attempts are those of the visit with a running clock, oldest first', async (t) => {
    const { store } = makeStore(t);
    for (const id of ['i3', 'i1', 'i2', 'i4']) await place(store, { id });
    await place(store, { id: 'other', visitId: 'v2' });
    await happen(store, 'i1', 'noengage');
    t.strictSame(ids(await store.read('liveAttempts', 'v1')), ['i3', 'i2', 'i4']);
    t.strictSame(await store.read('liveAttempts', 'v3'), []);
  });

  t.test('of many live attempts the first to end and the last to end are told', async (t) => {
    const { store, clock } = makeStore(t);
    for (let index = 0; index < 30; index += 1) {
      await place(store, { id: `i${index}` });
      await clock.advance(1000);
    }
    await happen(store, 'i29', 'engage');
    await happen(store, 'i29', 'displayed');
    const found = ids(await store.read('liveAttempts', 'v1'));
    for (const id of ['i0', 'i28', 'i29']) t.ok(found.includes(id), id);
    t.ok(found.length < 30, 'not one and all');
    const order = found.map((id) => Number(id.slice(1)));
    t.strictSame(
      order,
      [...order].sort((a, b) => a - b),
    );
  });

  t.test('what is due is found from the earliest on, each clock on its own', async (t) => {
    const { store, clock } = makeStore(t);
    t.equal(await store.read('earliest', 'engagement'), null);
    for (const id of ['i0', 'i1', 'i2', 'i3']) {
      await place(store, { id });
      await clock.advance(1000);
    }
    t.equal(await store.read('earliest', 'engagement'), T0);
    t.strictSame(await store.read('due', 'engagement', T0 - 1, 10), []);
    t.strictSame(await store.read('due', 'engagement', T0 + 2000, 10), ['i0', 'i1', 'i2']);
    t.strictSame(await store.read('due', 'engagement', T0 + 9000, 2), ['i0', 'i1']);
    await happen(store, 'i0', 'engage');
    await happen(store, 'i0', 'displayed');
    await happen(store, 'i1', 'engage');
    await happen(store, 'i1', 'acceptCall');
    t.equal(await store.read('earliest', 'engagement'), T0 + 2000);
    t.equal(await store.read('earliest', 'abandoned'), T0 + 4000);
    t.strictSame(await store.read('due', 'registrationForm', T0 + 4000, 10), ['i1']);
    t.strictSame(await store.read('due', 'abandoned', T0 + 4000, 10), ['i0']);
  });

  t.test('the first to be purged is the first that was stopped and has no form open', async (t) => {
    const { store, clock } = makeStore(t);
    t.equal(await store.read('earliestStopped'), null);
    for (const id of ['i0', 'i1', 'i2']) await place(store, { id });
    await happen(store, 'i0', 'engage');
    await happen(store, 'i0', 'acceptCall');
    t.equal(await store.read('earliestStopped'), null, 'a form is open');
    await clock.advance(1000);
    await happen(store, 'i2', 'noengage');
    await clock.advance(1000);
    await happen(store, 'i1', 'noengage');
    t.equal(await store.read('earliestStopped'), T0 + 1000);
  });
};
