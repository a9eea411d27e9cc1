import { T0 } from '../../support/lifecycle.js';
import { ask, happen, look, place, write } from '../decisions.js';
import { fits } from '../fits.js';
import { attempt } from '../sending.js';
import {
  ENDPOINT,
  endpointRequest,
  erasedMark,
  keptAnswer,
  message,
  refusal,
  signingKey,
} from '../things.js';
import type { Contract } from '../under-test.js';

const ids = (all: readonly { readonly id: string }[]): string[] => all.map(({ id }) => id);

const ADA = { id: 'c1', key: 'EmailAddress', value: 'Ada@Example.com' };

/** Whose data is kept, where it is found, and that it can be taken away. */
export const persons: Contract = (t, makeStore) => {
  t.test('e-mail addresses are found without case, other values with it', async (t) => {
    const { store } = makeStore(t);
    const number = { id: 'c2', key: 'Customer', value: 'aB1' };
    for (const identity of [ADA, number]) await place(store, {}, { identity });
    const find = async (key: string, value: string) =>
      (await ask(store, [{ kind: 'identity', of: { key, value } }]))[0]?.answer;
    t.strictSame(await find('EmailAddress', 'aDA@eXAMPLE.COM'), ADA, 'written as the first time');
    t.strictSame(await find('Customer', 'aB1'), number);
    t.equal(await find('Customer', 'ab1'), null);
    t.equal(await find('Customer', 'Ada@Example.com'), null, 'keys are kept apart');
  });

  t.test('an identity that nothing is bound to any more goes by itself', async (t) => {
    const { store } = makeStore(t);
    const known = async () => (await ask(store, [{ kind: 'identity', of: ADA }]))[0]?.answer;
    for (const id of ['i1', 'i2']) await place(store, { id }, { identity: ADA });
    await happen(store, 'i1', 'erase');
    t.strictSame(await known(), ADA, 'another one is bound to it');
    await happen(store, 'i2', 'erase');
    t.equal(await known(), null);
  });

  t.test('a decision is given the interactions of a person, the oldest first', async (t) => {
    const { store } = makeStore(t);
    for (const id of ['a', 'b', 'c']) await place(store, { id, visitorId: 'p1' });
    await place(store, { id: 'd', visitorId: 'p1', visitorIdClaimed: true });
    await place(store, { id: 'e', visitorId: 'p2' }, { identity: ADA });
    const found = async (kind: 'visitor' | 'claimed_visitor' | 'identity', id: string, limit = 9) =>
      ids((await look(store, { person: { of: { kind, id }, limit } })).ofPerson);
    t.strictSame(await found('visitor', 'p1'), ['a', 'b', 'c']);
    t.strictSame(await found('visitor', 'p1', 2), ['a', 'b']);
    t.strictSame(await found('claimed_visitor', 'p1'), ['d']);
    t.strictSame(await found('claimed_visitor', 'p2'), []);
    t.strictSame(await found('identity', 'c1'), ['e']);
  });

  t.test('all that is kept of a person is told in parts, with how much is older', async (t) => {
    const { store } = makeStore(t);
    for (const id of ['a', 'b', 'c']) await place(store, { id, visitorId: 'p1' });
    await place(store, { id: 'd', visitorId: 'p1', visitorIdClaimed: true }, { identity: ADA });
    const visitor = { kind: 'visitor', id: 'p1' } as const;
    const first = await store.read('records', visitor, { size: 1 });
    fits(t, first, {
      items: [{ interaction: { id: 'c' }, history: [{ sequence: 1 }] }],
      older: 2,
      oldest: 'a',
    });
    const rest = await store.read('records', visitor, { size: 9, after: first.next ?? '' });
    fits(t, rest, {
      items: [{ interaction: { id: 'b' } }, {}],
      older: 0,
      oldest: null,
      next: null,
    });
    for (const person of [
      { kind: 'claimed_visitor', id: 'p1' },
      { kind: 'identity', id: 'c1' },
    ] as const)
      fits(t, await store.read('records', person, { size: 9 }), {
        items: [{ interaction: { id: 'd' } }],
        next: null,
      });
  });

  t.test('what was written about an interaction is erased with it, whatever it was', async (t) => {
    const { store, clock } = makeStore(t);
    const one = await place(store, { id: 'i1', visitId: 'v1', visitorId: 'p1' });
    const fact = { type: 'strategy.failed', at: T0, by: 'system', reason: null } as const;
    const noted = { ...fact, from: one.state, to: one.state, queue: one.queue };
    const changed = { ...one, version: 2, sequence: 2 };
    await write(
      store,
      { kind: 'webhook_endpoint', before: undefined, after: ENDPOINT },
      {
        kind: 'interaction',
        before: one,
        after: changed,
        facts: [{ ...noted, sequence: 2, detail: 'status 500: Ada is not known' }],
        clock: { name: 'engagement', startedAt: T0 },
      },
      { kind: 'message', message: message('m1', { interactionId: 'i1', sequence: 1 }) },
      { kind: 'message', message: message('m2', { interactionId: 'i1', sequence: 1 }) },
      { kind: 'kept_answer', answer: keptAnswer({ subjectId: 'i1' }) },
      { kind: 'refusal', refusal: refusal({ visitId: 'v1', interactionId: 'i1' }) },
    );
    const claimed = await store.claim('endpoint', endpointRequest());
    if (!('held' in claimed)) throw new Error('nobody else has it');
    const [sent] = claimed.held.deliveries;
    const next = clock.now() + 60_000;
    await store.finish(claimed.held, [{ ...attempt(sent, next), excerpt: 'Dear Ada' }]);

    await happen(store, 'i1', 'erase');
    fits(t, await store.read('events', {}, { size: 9 }), {
      items: [
        { id: 'm1', body: null },
        { id: 'm2', body: null },
      ],
    });
    const { items } = await store.read('deliveries', {}, { size: 9 });
    t.equal(items.length, 2);
    for (const delivery of items)
      fits(t, delivery, { status: 'failed', nextAttemptAt: null, sendable: false });
    fits(t, items[1]?.attempts, [{ status: 500, responseExcerpt: null }]);
    const told = (await store.read('history', 'i1')).find(({ sequence }) => sequence === 2);
    t.equal(told?.detail, 'status 500', 'what the strategy wrote is gone');
    const { keptAnswer: kept } = await look(store, { answer: keptAnswer() });
    t.equal(kept, null);
    t.strictSame((await store.read('refusalsOfVisit', 'v1', { size: 9 })).items, []);
    await clock.advance(60_000);
    const again = await store.claim('endpoint', endpointRequest());
    fits(t, again, { held: { deliveries: [] } }, 'and nothing of it is sent any more');
  });

  t.test('an erased visitor is known by a mark for each signing key there was', async (t) => {
    const made = makeStore(t);
    const [first, second] = [signingKey('s1', 1), signingKey('s2', 2)];
    for (const key of [first, second]) await write(made.store, { kind: 'signing_key', key });
    await made.clock.advance(1000);
    await write(made.store, { kind: 'erased_visitor', visitorId: 'p1' });
    const wasErased = (key: typeof first, visitor: string, issuedAt = T0) =>
      made.store.read('wasErased', erasedMark(key, visitor, issuedAt));
    await made.reopen();
    for (const key of [first, second]) {
      t.equal(await wasErased(key, 'p1'), true);
      t.equal(await wasErased(key, 'p2'), false, 'somebody else');
      t.equal(await wasErased(key, 'p1', T0 + 1001), false, 'a token that was signed later');
    }
    await made.clock.advance(1000);
    await write(made.store, { kind: 'erased_visitor', visitorId: 'p1' });
    t.equal(await wasErased(first, 'p1', T0 + 1001), true, 'erased once more');
    await write(made.store, { kind: 'signing_key_removal', id: 's1' });
    t.equal(await wasErased(first, 'p1'), false, 'the mark went with the key');
    t.equal(await wasErased(second, 'p1'), true);
  });
};
