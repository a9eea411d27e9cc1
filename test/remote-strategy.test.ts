import { spawn } from 'node:child_process';
import { once } from 'node:events';
import t from 'tap';
import { createClock } from '#src/clock.js';
import { createLog } from '#src/log.js';
import { createRemoteStrategy } from '#src/strategy/remote.js';
import { distrust } from '#src/strategy/signature.js';
import { createStrategyWorker } from '#src/strategy/worker.js';
import { deadUrl, passWhenArmed, startStrategy, story } from './support/strategy-server.js';
import { createWorld, type World } from './support/strategy-service.js';

type Test = Parameters<typeof createWorld>[0];
const STRATEGY_SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLwSw';
const remote = (t: Test, STRATEGY: string, more: object = {}): Promise<World> =>
  createWorld(t, { STRATEGY, STRATEGY_SECRET, ...more });
const engage = { instruction: 'engage', channel: 'proactiveCallback', invitation: { title: 'Hi' } };

t.test('a strategy that answers at once decides, asked with a signature of now', async (t) => {
  const { url, asked } = await startStrategy(t, (one) => one.answer(200, engage));
  const world = await remote(t, url);
  const { id, state } = await world.create({ visitorId: 'ann', userData: { Basket: 'full' } });
  t.equal(state, 'Qualified');
  await world.service.strategy.idle();
  t.match(await world.engine.get(id), {
    state: 'Engaged',
    channel: 'proactiveCallback',
    version: 2,
  });
  t.same(await story(world, id), [
    'interaction.created',
    'strategy.requested: strategy',
    'strategy.answered: engage',
    'interaction.engaged',
  ]);
  const [one] = asked;
  t.equal(
    distrust(
      { ...one?.headers } as Record<string, string>,
      one?.text ?? '',
      [STRATEGY_SECRET],
      world.clock.now(),
    ),
    null,
  );
  t.match(one?.body, {
    type: 'strategy.requested',
    data: {
      interaction: { id, state: 'Qualified', userData: { Basket: 'full' } },
      deadlineAt: new Date(world.clock.now() + 30_000).toISOString(),
      visit: { visitorId: 'ann' },
    },
  });
});

t.test('a strategy that calls back decides then, unless the clock was faster', async (t) => {
  const { url, asked } = await startStrategy(t, (one) => one.answer(202));
  const world = await remote(t, url);
  const [early, late] = [await world.create(), await world.create()];
  await world.service.strategy.idle();
  await world.ask('POST', `/interactions/${early.id}/noengage`, { reason: 'no' });
  await world.clock.advance(30_000);
  const refused = await world.ask('POST', `/interactions/${late.id}/engage`);
  t.match(refused, { status: 409, body: { code: 'engagement_expired' } });
  t.match(await story(world, late.id), [
    /created/,
    /requested/,
    'strategy.answered: calls back',
    /failed/,
  ]);
  t.equal(asked.length, 2, 'nobody is asked twice');
});

t.test(
  'an answer that contradicts what happened meanwhile is refused in the history',
  async (t) => {
    const { url, question } = await startStrategy(t);
    const world = await remote(t, url);
    const { id } = await world.create();
    const asked = await question(0);
    await world.engine.apply(id, { type: 'engage' });
    await world.engine.apply(id, { type: 'acceptCall' });
    asked.answer(200, { instruction: 'noengage' });
    await world.service.strategy.idle();
    t.equal((await world.engine.get(id))?.state, 'Accepted');
    t.same((await story(world, id)).slice(-2), [
      'strategy.answered: noengage',
      'strategy.refused: already_disposed',
    ]);
  },
);

t.test('rubbish is asked again twice, then silence decides as it is set', async (t) => {
  const rubbish = [
    'no json',
    { instruction: 'dance' },
    { instruction: 'engage', channel: 'pigeon' },
  ];
  const { url, asked } = await startStrategy(t, (one, number) =>
    one.answer(200, rubbish[number % 3]),
  );
  for (const [setting, state] of [
    ['noengage', 'Failed'],
    ['engage', 'Engaged'],
    ['wait', 'Qualified'],
  ] as const) {
    const world = await remote(t, url, { STRATEGY_ON_SILENCE: setting });
    const before = asked.length;
    const { id } = await world.create();
    await passWhenArmed(world, 100);
    await passWhenArmed(world, 400);
    await world.service.strategy.idle();
    t.equal((await world.engine.get(id))?.state, state, setting);
    t.equal(asked.length - before, 3);
    t.equal(new Set(asked.slice(before).map(({ headers }) => headers['webhook-id'])).size, 1);
    t.ok((await story(world, id)).includes('strategy.failed: answer not understood'));
  }
});

t.test(
  'a strategy that never answers is given up after two seconds, and a fallback asked',
  async (t) => {
    const silent = await startStrategy(t);
    const living = await startStrategy(t, (one) => one.answer(200, engage));
    const world = await remote(t, silent.url, { STRATEGY_FALLBACK: living.url });
    const { id } = await world.create();
    for (const [number, delayMs] of [100, 400, 0].entries()) {
      await silent.question(number);
      await world.clock.advance(2000);
      if (delayMs > 0) await passWhenArmed(world, delayMs);
    }
    await world.service.strategy.idle();
    t.match(await story(world, id), [
      'interaction.created',
      ...Array(3).fill(['strategy.requested: strategy', 'strategy.failed: timeout']).flat(),
      'strategy.requested: fallback',
      'strategy.answered: engage',
      'interaction.engaged',
    ]);
  },
);

t.test('a dead address is retried quickly, and its living fallback decides', async (t) => {
  const living = await startStrategy(t, (one) => one.answer(200, { instruction: 'noengage' }));
  const world = await remote(t, await deadUrl(), { STRATEGY_FALLBACK: living.url });
  const { id } = await world.create();
  await passWhenArmed(world, 100);
  await passWhenArmed(world, 400);
  await world.service.strategy.idle();
  t.match(await world.engine.get(id), { state: 'Failed', reason: 'not_engaged' });
  t.ok((await story(world, id)).includes('strategy.failed: connection refused'));
});

t.test('an address that is not allowed, or says no, is not asked again', async (t) => {
  const { url, asked } = await startStrategy(t, (one) => one.answer(404));
  const said = await remote(t, url);
  const no = await said.create();
  await said.service.strategy.idle();
  t.equal(asked.length, 1);
  t.equal((await story(said, no.id)).at(-1), 'strategy.failed: status 404');
  const world = await remote(t, url, { WEBHOOK_ALLOW_PRIVATE: '10.0.0.0/8' });
  const { id } = await world.create();
  await world.service.strategy.idle();
  t.equal((await story(world, id)).at(-1), 'strategy.failed: address not allowed');
  t.equal(asked.length, 1);
});

t.test('a service that was ended while it asked asks again by the same name', async (t) => {
  const { url, asked, question } = await startStrategy(t, (one, number) => {
    if (number > 0) one.answer(200, engage);
  });
  const world = await remote(t, url);
  const { id } = await world.create();
  await question(0);
  await world.restart();
  await world.service.strategy.idle();
  t.equal((await world.service.engine.get(id))?.state, 'Engaged');
  t.equal(asked[1]?.headers['webhook-id'], asked[0]?.headers['webhook-id']);
});

t.test('ten thousand wait for a slow strategy: few at a time, and the clock wins', async (t) => {
  const world = await createWorld(t);
  const { engine, clock } = world;
  let underWay = 0;
  let most = 0;
  const slow = createRemoteStrategy({
    engine,
    clock,
    config: { strategyFallback: undefined, strategyOnSilence: 'wait' },
    secret: () => STRATEGY_SECRET,
    sender: {
      send: () =>
        new Promise((resolve) => {
          most = Math.max(most, ++underWay);
          clock.after(1000, () => {
            underWay -= 1;
            const excerpt = JSON.stringify({ instruction: 'engage' });
            resolve({ status: 200, error: null, durationMs: 1000, excerpt, retryAfter: undefined });
          });
        }),
      refuse: async () => null,
      close: async () => {},
    },
  });
  const worker = createStrategyWorker({
    store: world.service.store,
    clock,
    log: createLog('silent'),
    chooseDecider: () => ({
      concurrency: 64,
      decide: (id) => slow.ask(id, 'http://slow.example/'),
    }),
  });
  await worker.start();
  const request = { visitorId: null, pageId: null, pageUrl: null, category: null, channel: null };
  for (let batch = 0; batch < 5; batch += 1)
    await Promise.all(
      Array.from({ length: 2000 }, (_, n) =>
        engine.create({ ...request, visitId: `s-${batch}-${n}`, caseData: {}, userData: {} }),
      ),
    );
  t.equal(worker.pending(), 10_000, 'creations did not wait for it');
  for (let second = 0; second < 31; second += 1) await clock.advance(1000);
  await worker.idle();
  t.equal(most, 64);
  const counts = new Map(
    (await world.service.store.queueCounts()).map((each) => [each.queue, each.entered]),
  );
  const engaged = counts.get('Webengagement_Engaged') ?? 0;
  t.ok(engaged >= 64 * 20 && engaged <= 64 * 30, `${engaged} were decided on in time`);
  t.equal(counts.get('Webengagement_Failed'), 10_000, 'none is left behind');
  await worker.stop();
});

t.test('the example is a strategy that the service understands', async (t) => {
  const file = new URL('../../examples/strategy/strategy.mjs', import.meta.url).pathname;
  const child = spawn(process.execPath, [file], {
    env: { STRATEGY_SECRET, PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  t.teardown(() => child.kill());
  const [line] = await once(child.stdout, 'data');
  const [url = ''] = /http:\S+/.exec(String(line)) ?? [];
  const world = await createWorld(t, { STRATEGY: url, STRATEGY_SECRET }, createClock);
  const yes = await world.create({ userData: { Basket: 'full' } });
  const no = await world.create({ userData: { Basket: 'empty' } });
  await world.service.strategy.idle();
  t.match(await world.engine.get(yes.id), {
    state: 'Engaged',
    invitation: { title: 'May we help?' },
  });
  t.match(await world.engine.get(no.id), { state: 'Failed', reasonDetail: 'empty basket' });
});
