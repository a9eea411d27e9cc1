import assert from 'node:assert/strict';
import { pino } from 'pino';
import t from 'tap';
import type { WebhookEndpoint } from '#src/decisions/endpoint.js';
import type { FinishedAttempt } from '#src/store/work.js';
import { createFailureWatch, type FailureWatch } from '#src/webhooks/failing.js';
import { claimOf, resultOf } from './support/lanes.js';
import { T0 } from './support/lifecycle.js';
import { receive, status } from './support/receiver.js';
import { startService } from './support/service.js';
import { createWorld, type World } from './support/webhooks.js';

t.test('retries do not starve what is new', async (t) => {
  const world = await createWorld(t);
  const receiver = await receive(t, status(500));
  const { id } = await world.subscribe(receiver.url, { eventTypes: ['interaction.created'] });
  for (let made = 0; made < 5; made += 1) await world.create();
  await world.idle();
  // The process that holds them is gone; all five are due.
  await world.parts.dispatcher.stop();
  await world.clock.leap(10_000);
  for (let made = 0; made < 5; made += 1) await world.create();
  const claim = await world.parts.store.claim('endpoint', {
    endpointId: id,
    leaseMs: 1000,
    limit: 4,
    eventTypes: ['*'],
    held: [],
  });
  assert.ok('held' in claim);
  const { deliveries, more } = claim.held;
  t.same(
    deliveries.map(({ number }) => number),
    [2, 2, 1, 1],
    'half for either',
  );
  t.ok(more);
});

/** A watch of its own, as after a start, with what it says in the log. */
function watch({ parts, clock }: World) {
  const lines: string[] = [];
  const log = pino({ base: null, timestamp: false }, { write: (line) => lines.push(line) });
  const failures: FailureWatch = createFailureWatch({ store: parts.store, clock, log });
  return { failures, said: () => lines.splice(0).map((line) => JSON.parse(line)) };
}

t.test('those that have been failing since before a start are named once', async (t) => {
  const world = await createWorld(t);
  const receiver = await receive(t, status(500));
  const { id } = await world.subscribe(`${receiver.url}?token=hidden`);
  const fine = watch(world);
  await fine.failures.start();
  t.strictSame(fine.said(), []);
  await world.create();
  await world.idle();
  const { failures, said } = watch(world);
  await failures.start();
  t.strictSame(said(), [
    {
      level: 40,
      endpointId: id,
      origin: new URL(receiver.url).origin,
      failingSince: new Date(T0).toISOString(),
      msg: 'webhook endpoint still fails',
    },
  ]);
  failures.note(world.endpoint(id), { before: T0, since: T0 }, []);
  t.strictSame(said(), []);
});

t.test('an endpoint is told of again when it was enabled or moved meanwhile', async (t) => {
  const world = await createWorld(t);
  const endpoint: WebhookEndpoint = await world.subscribe('https://crm.example/?token=hidden');
  const { failures, said } = watch(world);
  const attempt = resultOf(claimOf());
  const refused: FinishedAttempt = { ...attempt, status: 503, error: null, next: T0 + 5000 };
  const silent: FinishedAttempt = { ...attempt, status: null, error: 'timeout', next: 'failed' };
  const succeeded: FinishedAttempt = { ...attempt, status: 200, error: null, next: 'succeeded' };
  const facts = { endpointId: endpoint.id, origin: 'https://crm.example' };
  const fails = (since: number, why: Partial<FinishedAttempt>) => ({
    level: 40,
    ...facts,
    ...why,
    failingSince: new Date(since).toISOString(),
    see: `/v1/admin/deliveries?endpointId=${endpoint.id}&status=failed`,
    msg: 'webhook endpoint fails',
  });
  const steps = [
    [null, T0, [silent, refused], fails(T0, { status: 503, error: null })],
    [T0, T0, [refused]],
    [null, T0 + 1, [silent, succeeded], fails(T0 + 1, { status: null, error: 'timeout' })],
    [null, null, [succeeded], { level: 30, ...facts, msg: 'webhook endpoint recovered' }],
    [null, null, [succeeded]],
  ] as const;
  for (const [before, since, attempts, ...told] of steps) {
    failures.note(endpoint, { before, since }, attempts);
    t.strictSame(said(), told);
  }
});

t.test('over HTTP, endpoints that fail', async (t) => {
  const service = await startService(t, { env: { WEBHOOK_ALLOW_PRIVATE: '127.0.0.0/8' } });
  const { call, create, dispatcher, log, clock } = service;
  const receiver = await receive(t, status(500));
  const body = { url: `${receiver.url}?token=hidden`, eventTypes: ['interaction.created'] };
  const endpoint = await call('POST', '/v1/admin/webhook-endpoints', { body });
  const endpointId = String(endpoint.body.id);
  const items = async (query: string) =>
    (await call<{ items: readonly object[] }>('GET', `/v1/admin/deliveries?${query}`)).body.items;
  const lines = () =>
    log.map((line) => JSON.parse(line)).filter(({ msg }) => /^webhook endpoint/.test(msg));
  const check = async () => {
    const { body } = await call<{ checks: readonly { name: string }[] }>('GET', '/readyz?verbose');
    return body.checks.find(({ name }) => name === 'webhooks');
  };
  const metric = async (name: string) => {
    const { text } = await call('GET', '/metrics', {
      as: null,
    });
    return Number(new RegExp(`^webengagement_webhook_${name} (.*)$`, 'm').exec(text)?.[1]);
  };

  t.test('while nothing fails, nothing is told', async (t) => {
    t.match(await check(), { ok: true, detail: '1 endpoints, none fails' });
    t.strictSame(lines(), []);
    t.equal(await metric('endpoints_failing'), 0);
    t.equal(await metric('oldest_undelivered_age_seconds'), 0);
  });

  t.test('a delivery that failed until now is shown as failed, and as retrying', async (t) => {
    await create();
    await dispatcher.idle();
    const expected = [
      {
        status: 'pending',
        state: 'retrying',
        attemptCount: 1,
        lastStatus: 500,
        lastError: null,
        nextAttemptAt: String,
      },
    ];
    for (const word of ['failed', 'retrying', 'pending'])
      t.match(await items(`status=${word}`), expected, word);
    for (const word of ['succeeded', 'given_up']) t.same(await items(`status=${word}`), [], word);
    const { text } = await call('GET', '/v1/admin/deliveries?status=failed', {
      headers: { accept: 'text/plain' },
    });
    const [heading = '', row = ''] = text.split('\n');
    t.match(heading, /state +attemptCount +lastStatus +lastError +nextAttemptAt/);
    t.match(row, /retrying +1 +500 /);
  });

  t.test('an endpoint that begins to fail is told of once, without what is secret', async (t) => {
    await create();
    await dispatcher.idle();
    t.match(lines(), [
      {
        level: 40,
        msg: 'webhook endpoint fails',
        endpointId,
        origin: new URL(receiver.url).origin,
        status: 500,
      },
    ]);
    t.notMatch(JSON.stringify(lines()), /hidden/);
    const told = await check();
    t.match(told, {
      ok: false,
      detail: /^1 of 1 endpoints fail, since .*status=failed/,
    });
    t.notMatch(JSON.stringify(told), endpointId);
    t.equal((await call('GET', '/readyz')).status, 200);
    clock.jump(3000);
    t.equal(await metric('endpoints_failing'), 1);
    t.equal(await metric('oldest_undelivered_age_seconds'), 3);
  });

  t.test('an endpoint that recovers is told of once', async (t) => {
    receiver.answer = status(200);
    for (let made = 0; made < 2; made += 1) await create();
    await dispatcher.idle();
    t.match(lines().slice(1), [
      { level: 30, msg: 'webhook endpoint recovered', endpointId, failingSince: String },
    ]);
    t.match(await check(), { ok: true });
  });

  t.test('an endpoint that fails now and then does not fill the log', async (t) => {
    const before = lines().length;
    for (const code of [500, 200, 500, 200]) {
      receiver.answer = status(code);
      await create();
      await dispatcher.idle();
    }
    t.equal(lines().length, before);
    clock.jump(60_000);
    receiver.answer = status(500);
    await create();
    await dispatcher.idle();
    t.match(lines().slice(before), [{ msg: 'webhook endpoint fails' }]);
  });
});
