// Deliveries give way: what the dispatcher does while requests saturate the process, and afterwards.

import t from 'tap';
import { createWebhookEndpoints } from '#src/settings/webhook-endpoints.js';
import type { Signal, Tally } from '#src/store/signal.js';
import type { Store } from '#src/store/store.js';
import { watchSaturation } from '#src/webhooks/saturation.js';
import { startNoting } from './support/noting-dispatcher.js';
import { createWorld, OPERATOR } from './support/world.js';

const SECOND = 1000;
const NO_TALLY: Tally = {
  changes: 0,
  facts: [],
  moves: [],
  chatFacts: [],
  outcomes: [],
  durations: [],
  categories: [],
  refusals: [],
  removed: 0,
  leases: { handedOut: 0, expired: 0 },
};
const SIGNAL: Signal = {
  visits: [],
  created: [],
  chats: [],
  agents: [],
  routing: false,
  dueFrom: null,
  messages: false,
  settings: false,
  leases: false,
};
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

t.test('requests saturate a process as soon as one of its loops is full of their changes', (t) => {
  const loops = { serving: { idle: 0, active: 0 }, writing: { idle: 0, active: 0 } };
  let now = 0;
  let told: (signal: Signal) => void = () => {};
  const isSaturated = watchSaturation(
    {
      watch(listener) {
        told = listener;
        return () => {};
      },
    },
    { now: () => now },
    [() => ({ ...loops.serving }), () => ({ ...loops.writing })],
  );
  /** A tenth of a second in which the loops were at work for so many milliseconds each. */
  const pass = (serving: number, writing: number, changes: number): boolean => {
    now += SECOND / 10;
    for (const [loop, active] of [
      [loops.serving, serving],
      [loops.writing, writing],
    ] as const) {
      loop.active += active;
      loop.idle += 100 - active;
    }
    told({ ...SIGNAL, tally: { ...NO_TALLY, changes } });
    return isSaturated();
  };
  t.equal(pass(50, 50, 100), false, 'neither is full');
  t.equal(pass(95, 10, 100), true, 'who serves');
  t.equal(pass(40, 95, 100), true, 'who writes');
  t.equal(pass(95, 95, 1), false, 'with deliveries alone');
  t.equal(pass(10, 10, 100), false, 'neither any more');
  t.end();
});
