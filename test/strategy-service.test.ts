import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { verify } from '#src/calls/verifying.js';
import { createClock } from '#src/clock.js';
import { createLog } from '#src/log/log.js';
import { createRemoteStrategy } from '#src/strategy/remote.js';
import { warnAboutStrategy } from '#src/strategy/warnings.js';
import { createStrategyWorker } from '#src/strategy/worker.js';
import { createFakeClock } from './support/clock.js';
import { type Asked, startStrategy, story } from './support/strategy-server.js';
import { createWorld as createService } from './support/strategy-service.js';
import { createWorld, requestOf } from './support/world.js';

const STRATEGY_SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLwSw';
const EXAMPLE = fileURLToPath(new URL('../../examples/strategy/strategy.mjs', import.meta.url));
const engage = { instruction: 'engage', channel: 'proactiveCallback', invitation: { title: 'Hi' } };

/** What the strategy of this file does with each question. */
let answer = (one: Asked): void => one.answer(200, engage);
const { url, asked, question } = await startStrategy(t, (one) => answer(one));
const world = await createService(t, { STRATEGY: url, STRATEGY_SECRET });

t.test('the service asks with a signature of now, and takes answers and calls back', async (t) => {
  const { clock, engine } = world;
  const { id, state } = await world.create({ visitorId: 'ann', userData: { Basket: 'full' } });
  t.equal(state, 'Qualified');
  await world.service.strategy.idle();
  t.match(await engine.get(id), { state: 'Engaged', channel: 'proactiveCallback', version: 2 });
  t.same(await story(engine, id), [
    'interaction.created',
    'strategy.requested: strategy',
    'strategy.answered: engage',
    'interaction.engaged',
  ]);
  const { headers = {}, text = '', body } = asked[0] ?? {};
  const signers = [{ id: 'setting', secret: STRATEGY_SECRET }];
  const verified = verify(headers as Record<string, string>, text, signers, clock.now());
  t.strictSame(verified, { signer: 'setting' });
  t.match(body, {
    type: 'strategy.requested',
    data: {
      interaction: { id, state: 'Qualified', userData: { Basket: 'full' } },
      deadlineAt: new Date(clock.now() + 30_000).toISOString(),
      visit: { visitorId: 'ann' },
      pacing: { enabled: false, off: 'no_agents', limit: 0, outstanding: 0, because: 'no_agents' },
    },
  });
  const { outstanding, ...pacing } = (await world.ask('GET', '/pacing')).body;
  t.match(body.data.pacing, pacing, 'all that is to be known of pacing');

  answer = (one) => one.answer(202);
  const [early, late] = [await world.create(), await world.create()];
  await world.service.strategy.idle();
  await world.ask('POST', `/interactions/${early.id}/noengage`, { reason: 'no' });
  t.equal((await engine.get(early.id))?.state, 'Failed');
  await clock.advance(30_000);
  t.match(await world.ask('POST', `/interactions/${late.id}/engage`), {
    status: 409,
    body: { code: 'engagement_expired' },
  });
  t.equal(asked.length, 3, 'nobody is asked twice');
});

t.test('after a crash what has no instruction is asked about again by the same name', async (t) => {
  const before = asked.length;
  const create = async (howItAnswers: typeof answer) => {
    answer = howItAnswers;
    return world.create();
  };
  const answered = await create((one) => one.answer(200, engage));
  await world.service.strategy.idle();
  const later = await create((one) => one.answer(202));
  await world.service.strategy.idle();
  const open = await create(() => {});
  await question(before + 2);
  answer = (one) => one.answer(200, engage);
  await world.crash();
  await world.service.strategy.idle();
  const nameOf = (number: number) => asked[before + number]?.headers['webhook-id'];
  t.same(new Set([nameOf(3), nameOf(4)]), new Set([nameOf(1), nameOf(2)]));
  t.equal(asked.length, before + 5, 'not about what was decided');
  for (const { id } of [answered, later, open])
    t.equal((await world.engine.get(id))?.state, 'Engaged');
  t.same(await story(world.engine, open.id), [
    'interaction.created',
    'strategy.requested: strategy',
    'strategy.requested: strategy',
    'strategy.answered: engage',
    'interaction.engaged',
  ]);
});

t.test('ten thousand wait for a slow strategy: few at a time, and the clock wins', async (t) => {
  const { clock, engine, store, expiry } = await createWorld(t);
  let underWay = 0;
  let most = 0;
  const slow = createRemoteStrategy({
    engine,
    pacing: async () => ({ allowed: 3 }),
    clock,
    config: { strategyOnSilence: 'wait' },
    log: createLog('silent'),
    secret: () => STRATEGY_SECRET,
    questions: { isMine: async () => true },
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
    store,
    clock,
    log: createLog('silent'),
    chooseDecider: () => ({
      concurrency: 64,
      decide: async (id) => void (await slow.ask(id, 'http://slow.example/', 'strategy')),
    }),
  });
  await worker.start();
  t.teardown(worker.stop);
  await Promise.all(
    Array.from({ length: 10_000 }, (_, n) => engine.create(requestOf({ visitId: `s${n}` }))),
  );
  t.equal(worker.pending(), 10_000, 'creations did not wait for it');
  await expiry.start();
  for (let second = 0; second < 31; second += 1) await clock.advance(1000);
  await worker.idle();
  t.equal(most, 64);
  const entered = new Map(
    (await store.read('queueCounts')).map((each) => [each.queue, each.entered]),
  );
  const engaged = entered.get('Webengagement_Engaged') ?? 0;
  t.ok(engaged >= 64 * 20 && engaged <= 64 * 30, `${engaged} were decided on in time`);
  t.equal(entered.get('Webengagement_Failed'), 10_000, 'the clock ended all: none was displayed');
});

t.test('the start warns of a strategy that cannot be reached or signed for', async (t) => {
  const warnings: unknown[] = [];
  const warn = (urls: (string | undefined)[], isSigned: boolean) =>
    warnAboutStrategy({
      urls,
      isSigned,
      sender: { refuse: async ({ hostname }) => (hostname === 'a' ? 'address_not_allowed' : null) },
      log: { warn: (...line: unknown[]) => warnings.push(line) } as never,
    });
  warn(['builtin', undefined], false);
  warn(['http://b/', 'http://c/'], true);
  await Promise.resolve();
  t.same(warnings, []);
  warn(['http://a:1/?key=x', undefined], false);
  await Promise.resolve();
  t.match(warnings, [[/STRATEGY_SECRET/], [{ host: 'a:1' }, /WEBHOOK_ALLOW_PRIVATE/]]);
});

t.test('the example is a strategy that the service understands', async (t) => {
  const child = spawn(process.execPath, [EXAMPLE], {
    env: { STRATEGY_SECRET, PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  t.teardown(() => child.kill());
  const [line] = await once(child.stdout, 'data');
  const [url = ''] = /http:\S+/.exec(String(line)) ?? [];
  // The example looks at its own clock: this one shows the same, and stands still.
  const clock = createFakeClock();
  clock.stepWall(createClock().now() - clock.now());
  const world = await createService(t, { STRATEGY: url, STRATEGY_SECRET }, clock);
  const yes = await world.create({ userData: { Basket: 'full' } });
  const no = await world.create({ userData: { Basket: 'empty' } });
  await world.service.strategy.idle();
  t.match(await world.engine.get(yes.id), {
    state: 'Engaged',
    invitation: { title: 'May we help?' },
  });
  t.match(await world.engine.get(no.id), { state: 'Failed', reasonDetail: 'empty basket' });
});
