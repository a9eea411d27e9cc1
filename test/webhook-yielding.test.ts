// Deliveries give way: what the dispatcher does while requests saturate the process, and afterwards.

import t from 'tap';
import { createWebhookEndpoints } from '#src/settings/webhook-endpoints.js';
import type { Store } from '#src/store/store.js';
import { startNoting } from './support/noting-dispatcher.js';
import { createWorld, OPERATOR } from './support/world.js';

const SECOND = 1000;
const LOOKS = 20;

t.test('deliveries give way while requests saturate the process, and none is lost', async (t) => {
  const world = await createWorld(t);
  let isSaturated = true;
  let claims = 0;
  const store: Store = {
    ...world.store,
    claim: (...args) => {
      claims += 1;
      return world.store.claim(...args);
    },
  };
  const { dispatcher, sent } = await startNoting(t, world, store, () => isSaturated);
  const endpoints = createWebhookEndpoints(world.store, world.clock);
  const urls = ['https://one.example/', 'https://two.example/'];
  for (const url of urls)
    await endpoints.create(
      {
        url,
        eventTypes: ['interaction.created'],
        description: '',
        rateLimitPerSecond: null,
        enabled: true,
      },
      OPERATOR,
    );
  for (let made = 0; made < 200; made += 1) await world.invite();
  await world.clock.advance(SECOND);
  sent.length = 0;
  claims = 0;
  await world.clock.advance(SECOND);
  t.ok(claims <= 2 * LOOKS, `${claims} claims`);
  for (const url of urls) {
    const count = sent.filter((each) => each === url).length;
    t.ok(count > 0 && count <= 2 * LOOKS, `${count} to ${url}`);
  }
  isSaturated = false;
  await world.clock.advance(SECOND);
  await dispatcher.idle();
  const { items } = await world.store.read('deliveries', {}, { size: 1000 });
  t.strictSame([items.length, items.every(({ status }) => status === 'succeeded')], [400, true]);
});
