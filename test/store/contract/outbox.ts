import { createId } from '#src/ids.js';
import { T0 } from '../../support/lifecycle.js';
import { OPERATOR } from '../../support/world.js';
import { look, write } from '../decisions.js';
import { fits } from '../fits.js';
import { attempt, claimEndpoint, deliveryOf, finishAll, made, post, sent } from '../sending.js';
import { ENDPOINT, message } from '../things.js';
import type { Contract } from '../under-test.js';

/** Messages, whoever has got them: pulled, counted, recovered and sent again. */
export const outbox: Contract = (t, makeStore) => {
  t.test(
    'those who pull see every message but those for one, with how it was delivered',
    async (t) => {
      const { store, clock } = makeStore(t);
      await write(store, made());
      await post(store, message('a'), message('b'), message('for e1', { endpointId: 'e1' }));
      const claim = await claimEndpoint(store, { limit: 1 });
      await finishAll(store, claim, 'succeeded');
      await clock.advance(1000);
      await post(store, message('c', { createdAt: clock.now() }));
      const named = async (filter: object, after?: string) => {
        const page = { size: 9, ...(after !== undefined && { after }) };
        return (await store.read('events', filter, page)).items.map(({ id }) => id).join('');
      };
      t.equal(await named({}), 'abc');
      t.equal(await named({ deliverySuccess: true }), 'a');
      t.equal(await named({ deliverySuccess: false }), 'bc');
      const [first] = (await store.read('events', {}, { size: 1 })).items;
      fits(t, first, {
        body: message('a').body,
        deliveries: [{ endpointId: 'e1', status: 'succeeded' }],
      });
      t.equal(await named({}, first?.place), 'bc', 'after the place of an event');
      t.equal(await named({}, (await store.read('placeOf', 'b')) ?? ''), 'c');
      t.equal(await store.read('placeOf', 'z'), null);
      t.equal(await named({}, await store.read('placeBefore', T0)), 'abc');
      t.equal(await named({}, await store.read('placeBefore', T0 + 1)), 'c');
      t.equal(await named({}, await store.read('placeBefore', T0 + 1001)), '');
    },
  );

  t.test('what is still to be delivered is counted, with how old it is', async (t) => {
    const { store, clock } = makeStore(t);
    t.strictSame(await store.read('backlog'), { pending: 0, oldestAt: null });
    await write(store, made());
    await post(store, message('a'));
    t.strictSame(await store.read('backlog'), { pending: 0, oldestAt: T0 }, 'not looked at yet');
    const claim = await claimEndpoint(store);
    await clock.advance(1000);
    await post(store, message('b', { createdAt: clock.now() }));
    t.strictSame(await store.read('backlog'), { pending: 1, oldestAt: T0 });
    await finishAll(store, claim, 'succeeded');
    t.strictSame(await store.read('backlog'), { pending: 0, oldestAt: T0 + 1000 });
  });

  t.test(
    'what an endpoint missed is sent when it is asked for, and what failed again',
    async (t) => {
      const { store } = makeStore(t);
      await post(store, message('before'), message('unwanted', { type: 'interaction.created' }));
      const endpoint = { ...ENDPOINT, eventTypes: ['option.changed'] };
      await write(store, made(endpoint));
      await post(store, message('failed'), message('done'));
      const claim = await claimEndpoint(store, { eventTypes: endpoint.eventTypes });
      const [failed, done] = claim.deliveries;
      await store.finish(claim, [attempt(failed, 'failed'), attempt(done, 'succeeded')]);
      let after: string | null = await store.read('placeBefore', T0);
      const missed = { endpointId: 'e1', after: after ?? '', limit: 9 };
      t.strictSame(
        (await look(store, { missed })).missed.messages.map(({ id, delivery }) => [
          id,
          delivery?.isFailed,
        ]),
        [
          ['before', undefined],
          ['unwanted', undefined],
          ['failed', true],
          ['done', false],
        ],
      );
      let recovered = 0;
      let steps = 0;
      while (after !== null) {
        const part = { seed: createId(T0 + steps), id: 'e1', after, limit: 2 };
        const result: { recovered: number; next: string | null } = await store.apply(
          'recover',
          part,
        );
        recovered += result.recovered;
        after = result.next;
        steps += 1;
      }
      t.strictSame([recovered, steps >= 2], [2, true]);
      const again = await claimEndpoint(store, { eventTypes: endpoint.eventTypes });
      t.strictSame(sent(again).sort(), ['before', 'failed']);
      fits(
        t,
        again.deliveries.find(({ messageId }) => messageId === 'failed'),
        { step: 1, number: 2 },
      );
    },
  );

  t.test('a delivery that is sent again starts its schedule anew', async (t) => {
    const { store } = makeStore(t);
    await write(store, made());
    await post(store, message('m1'));
    await finishAll(store, await claimEndpoint(store), 'succeeded');
    const { id = '' } = (await deliveryOf(store, 'm1')) ?? {};
    fits(t, await claimEndpoint(store), { deliveries: [] });
    await store.apply('resend', { id, messageId: 'm1', endpointId: 'e1', operator: OPERATOR });
    fits(t, await claimEndpoint(store), {
      deliveries: [{ messageId: 'm1', step: 1, number: 2 }],
    });
    fits(t, await store.read('audit', {}, { size: 1 }), { items: [{ action: 'delivery.resent' }] });
  });
};
