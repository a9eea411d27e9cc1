import { LIMITS } from '#src/domain/limits.js';
import { T0 } from '../../support/lifecycle.js';
import { write } from '../decisions.js';
import { fits } from '../fits.js';
import { attempt, claimEndpoint, deliveryOf, finishAll, made, post, sent } from '../sending.js';
import { ENDPOINT, message } from '../things.js';
import type { Contract } from '../under-test.js';

/** What is to be sent, to whom, and what came of it. */
export const webhooks: Contract = (t, makeStore) => {
  t.test('an endpoint gets what was written since it was made, in that order', async (t) => {
    const { store } = makeStore(t);
    await post(store, message('before'));
    await write(store, made());
    await post(store, message('m1'), message('m2', { type: 'interaction.created' }));
    const claim = await claimEndpoint(store);
    t.strictSame(
      claim.deliveries.map(({ delivery: _, ...rest }) => rest),
      ['m1', 'm2'].map((id) => ({
        messageId: id,
        body: message(id).body,
        subject: null,
        step: 1,
        number: 1,
      })),
    );
    t.strictSame([claim.endpointId, claim.more, claim.nextAttemptAt], ['e1', false, null]);
    const { items } = await store.read('deliveries', {}, { size: 9 });
    fits(t, items, [
      { messageId: 'm2', endpointId: 'e1', status: 'pending', state: 'pending', sendable: true },
      { messageId: 'm1', eventType: 'option.changed', attempts: [], nextAttemptAt: T0 },
    ]);
    fits(t, await store.read('delivery', items[0]?.id ?? ''), items[0]);
  });

  t.test('an endpoint gets what it subscribed to, and what is for it alone', async (t) => {
    const { store } = makeStore(t);
    await write(store, made(), made({ ...ENDPOINT, id: 'e2' }));
    await post(
      store,
      message('option'),
      message('created', { type: 'interaction.created' }),
      message('for e1', { type: 'webhook_endpoint.tested', endpointId: 'e1' }),
      message('for e2', { type: 'webhook_endpoint.tested', endpointId: 'e2' }),
    );
    t.strictSame(sent(await claimEndpoint(store, { eventTypes: ['option.changed'] })), [
      'option',
      'for e1',
    ]);
    const other = { endpointId: 'e2', eventTypes: ['interaction.*'] };
    t.strictSame(sent(await claimEndpoint(store, other)), ['created', 'for e2']);
  });

  t.test('one that is disabled, deleted or unknown gets nothing', async (t) => {
    const { store } = makeStore(t);
    const off = { ...ENDPOINT, enabled: false, disabledReason: 'ops' } as const;
    await write(store, made(off), made({ ...ENDPOINT, id: 'e2' }));
    await write(store, {
      kind: 'webhook_endpoint',
      before: { ...ENDPOINT, id: 'e2' },
      after: undefined,
    });
    await post(store, message('m1'));
    for (const endpointId of ['e1', 'e2', 'e3'])
      fits(t, await claimEndpoint(store, { endpointId }), { deliveries: [], more: false });
    const on = { ...ENDPOINT, version: 2 };
    await write(store, { kind: 'webhook_endpoint', before: off, after: on });
    await post(store, message('m2'));
    t.strictSame(
      sent(await claimEndpoint(store)),
      ['m2'],
      'enabled, it starts with what comes next',
    );
  });

  t.test('a claim takes so many at most, and says whether there is more', async (t) => {
    const { store } = makeStore(t);
    await write(store, made());
    await post(store, ...[1, 2, 3, 4, 5].map((n) => message(`m${n}`)));
    const held: string[] = [];
    const taken: string[] = [];
    for (const more of [true, true, false]) {
      const claim = await claimEndpoint(store, { limit: 2, held });
      t.equal(claim.more, more);
      taken.push(...sent(claim));
      held.push(...claim.deliveries.map(({ delivery }) => delivery));
    }
    t.strictSame(taken, ['m1', 'm2', 'm3', 'm4', 'm5'], 'each of them once');
    const unheld = await claimEndpoint(store);
    t.equal(unheld.deliveries.length, 5, 'what nobody holds is taken again');
  });

  t.test(
    'what failed is tried again at its moment, and holds up nothing that is new',
    async (t) => {
      const { store, clock } = makeStore(t);
      await write(store, made());
      await post(store, ...[1, 2, 3, 4].map((n) => message(`old${n}`)));
      const claim = await claimEndpoint(store);
      await finishAll(store, claim, clock.now() + 5000);
      const early = await claimEndpoint(store);
      fits(t, early, { deliveries: [], nextAttemptAt: clock.now() + 5000 });
      await clock.advance(5000);
      await post(store, ...[1, 2, 3, 4].map((n) => message(`new${n}`)));
      const both = await claimEndpoint(store, { limit: 4 });
      t.strictSame(sent(both), ['old1', 'old2', 'new1', 'new2']);
      t.equal(both.more, true);
      fits(t, both.deliveries[0], { step: 2, number: 2 });
    },
  );

  t.test('what came of an attempt is kept with its delivery', async (t) => {
    const { store, clock } = makeStore(t);
    await write(store, made());
    await post(store, ...['a', 'b', 'c'].map((id) => message(id)));
    const claim = await claimEndpoint(store);
    const [a, b, c] = claim.deliveries;
    const next = clock.now() + 1000;
    const excerpt = 'come back later';
    await store.finish(claim, [
      attempt(a, 'succeeded'),
      attempt(b, 'failed'),
      { ...attempt(c, next), excerpt },
    ]);
    fits(t, await deliveryOf(store, 'a'), {
      status: 'succeeded',
      state: 'succeeded',
      nextAttemptAt: null,
      attempts: [{ at: T0, status: 200, durationMs: 5, error: null, responseExcerpt: null }],
    });
    fits(t, await deliveryOf(store, 'b'), { status: 'failed', state: 'given_up' });
    fits(t, await deliveryOf(store, 'c'), {
      status: 'pending',
      state: 'retrying',
      nextAttemptAt: next,
      attempts: [{ status: 500, error: 'no', responseExcerpt: excerpt }],
    });
    const named = async (filter: object) =>
      (await store.read('deliveries', filter, { size: 9 })).items
        .map((one) => one.messageId)
        .join('');
    t.equal(await named({ status: 'succeeded' }), 'a');
    t.equal(await named({ status: 'pending' }), 'c');
    t.equal(await named({ status: 'retrying' }), 'c');
    t.equal(await named({ status: 'given_up' }), 'b');
    t.equal(await named({ status: 'failed' }), 'cb', 'until now, given up or not');
    t.equal(await named({ endpointId: 'e1', eventType: 'option.changed' }), 'cba');
    t.equal(await named({ endpointId: 'e2' }), '');
    fits(t, await store.read('endpointStatistics', 'e1'), {
      attempts: 3,
      succeeded: 1,
      failedAttempts: 2,
      givenUp: 1,
      durationMs: 15,
      pending: 1,
      now: clock.now(),
    });
    await clock.advance(25 * 3_600_000);
    fits(t, await store.read('endpointStatistics', 'e1'), { attempts: 0, pending: 1 }, 'of a day');
  });

  t.test('an attempt that is told of again is recorded once', async (t) => {
    const { store, clock } = makeStore(t);
    await write(store, made());
    await post(store, message('a'), message('b'));
    const claim = await claimEndpoint(store);
    const [a, b] = claim.deliveries;
    const next = clock.now() + 1000;
    const first = [attempt(a, next)];
    const since = { before: null, since: T0 };
    t.strictSame(await store.finish(claim, first), since);
    const known = { before: T0, since: T0 };
    t.strictSame(await store.finish(claim, first), known, 'whoever heard no answer tells it again');
    t.strictSame(await store.finish(claim, [...first, attempt(b, 'failed')]), known, 'with others');
    fits(t, await deliveryOf(store, 'a'), { nextAttemptAt: next, attempts: [{ status: 500 }] });
    t.equal((await deliveryOf(store, 'a'))?.attempts.length, 1);
    fits(t, await store.read('endpointStatistics', 'e1'), { attempts: 2, durationMs: 10 });
    await clock.advance(1000);
    const again = await claimEndpoint(store);
    fits(t, again.deliveries, [{ messageId: 'a', step: 2, number: 2 }], 'one step of its schedule');
    t.strictSame(await finishAll(store, again, 'succeeded'), { before: T0, since: null });
    t.strictSame(await store.finish(claim, first), { before: null, since: null }, 'late');
    fits(t, await deliveryOf(store, 'a'), { status: 'succeeded' });
  });

  t.test('of the attempts of a delivery the newest are listed', async (t) => {
    const { store } = makeStore(t);
    await write(store, made());
    await post(store, message('m1'));
    const most = LIMITS.deliveryAttempts.most;
    for (let tried = 0; tried < most + 2; tried += 1) {
      const claim = await claimEndpoint(store);
      const [one] = claim.deliveries;
      t.equal(one?.step, tried + 1);
      await store.finish(claim, [{ ...attempt(one, T0), durationMs: tried }]);
    }
    const { attempts = [] } = (await deliveryOf(store, 'm1')) ?? {};
    t.equal(attempts.length, most);
    t.strictSame([attempts[0]?.durationMs, attempts.at(-1)?.durationMs], [2, most + 1]);
  });

  t.test('an endpoint fails from its first failure until something succeeds', async (t) => {
    const { store, clock } = makeStore(t);
    const other = { ...ENDPOINT, id: 'e2', url: 'https://other.example/' };
    await write(store, made(), made(other));
    await post(store, message('m1'));
    const failAt = async (endpointId: string) => {
      const claim = await claimEndpoint(store, { endpointId });
      const at = clock.now();
      const results = claim.deliveries.map((one) => ({ ...attempt(one, at), at }));
      return store.finish(claim, results);
    };
    t.strictSame(await failAt('e2'), { before: null, since: T0 });
    await clock.advance(1000);
    t.strictSame(await failAt('e1'), { before: null, since: T0 + 1000 });
    t.strictSame(await failAt('e2'), { before: T0, since: T0 });
    const last = { description: '', lastStatus: 500, lastError: 'no' };
    t.strictSame(await store.read('failingEndpoints'), [
      { ...last, endpointId: 'e2', url: other.url, since: T0 },
      { ...last, endpointId: 'e1', url: ENDPOINT.url, since: T0 + 1000 },
    ]);
    fits(t, await store.read('endpointStatistics', 'e2'), { failingSince: T0 });
    const claim = await claimEndpoint(store, { endpointId: 'e2' });
    t.strictSame(await finishAll(store, claim, 'succeeded'), { before: T0, since: null });
    fits(t, await store.read('failingEndpoints'), [{ endpointId: 'e1' }]);
    const moved = { ...ENDPOINT, version: 2, url: 'https://moved.example/' };
    await write(store, { kind: 'webhook_endpoint', before: ENDPOINT, after: moved });
    t.strictSame(await store.read('failingEndpoints'), [], 'another address starts anew');
  });
};
