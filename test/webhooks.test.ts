import { Webhook } from 'standardwebhooks';
import { Webhook as SvixWebhook } from 'svix';
import t from 'tap';
import { createClock } from '#src/clock.js';
import { receive, status } from './support/receiver.js';
import { createWorld, OPERATOR, type World } from './support/webhooks.js';

const HOUR = 3_600_000;

/** From creation to a completed form: six facts. */
async function story(world: World): Promise<string> {
  const { id } = await world.create({ EmailAddress: 'a@b.c', PhoneNumber: ' 123 ' });
  for (const event of [
    { type: 'engage' },
    { type: 'displayed' },
    { type: 'acceptCall' },
    { type: 'formCompleted', fields: { FirstName: 'Ann' } },
  ] as const)
    await world.parts.engine.apply(id, event);
  await world.idle();
  return id;
}

t.test('every fact of an interaction reaches its subscriber, in sequence', async (t) => {
  const world = await createWorld(t);
  const receiver = await receive(t);
  await world.subscribe(receiver.url, { eventTypes: ['interaction.*', 'registration_form.*'] });
  const id = await story(world);
  const history = await world.parts.store.read('history', id);
  t.equal(history.length, 6);
  t.same(
    receiver.received.map(({ type, sequence, data }) => [type, sequence, data.by]),
    history.map(({ type, sequence, by }) => [type, sequence, by]),
  );
  t.match(receiver.received[0], {
    headers: { 'content-type': 'application/json', 'webhook-id': /^[0-9a-f-]{36}$/ },
    data: { interaction: { id, state: 'Qualified', userData: { EmailAddress: 'a@b.c' } } },
  });
  t.match(receiver.received[3]?.data, {
    phoneNumber: '123',
    identity: { key: 'EmailAddress', value: 'a@b.c' },
    interaction: { state: 'Accepted', identity: { value: 'a@b.c' } },
  });
  const deliveries = await world.deliveries({ interactionId: id });
  t.match(deliveries[5], {
    messageId: receiver.received[0]?.id,
    eventType: 'interaction.created',
    interactionId: id,
    status: 'succeeded',
    nextAttemptAt: null,
    attempts: [{ status: 204, error: null, responseExcerpt: '' }],
  });
});

t.test('what is really sent is verified by two libraries, also during a rotation', async (t) => {
  const world = await createWorld(t, { makeClock: createClock });
  const receiver = await receive(t);
  const { id, secret } = await world.subscribe(receiver.url);
  await world.create();
  await world.idle();
  await world.parts.endpoints.rotateSecret(id, OPERATOR);
  const rotated = world.endpoint(id).secret;
  await world.create();
  await world.idle();
  const [before, after] = receiver.received;
  if (!before || !after) throw new Error('nothing came');
  for (const Library of [Webhook, SvixWebhook]) {
    t.match(new Library(secret).verify(before.body, before.headers), { type: before.type });
    t.match(new Library(secret).verify(after.body, after.headers), { type: after.type });
    t.match(new Library(rotated).verify(after.body, after.headers), {});
    t.throws(() => new Library(rotated).verify(before.body, before.headers));
    t.throws(() => new Library(secret).verify(before.body.replace('Q', 'q'), before.headers));
    const old = { ...before.headers, 'webhook-timestamp': '1600000000' };
    t.throws(() => new Library(secret).verify(before.body, old));
  }
});

t.test('deliveries are signed by the wall clock, also when service time is ahead', async (t) => {
  const ahead = createClock().now() + 3_600_000;
  const world = await createWorld(t, {
    makeClock: (floor) => createClock(Math.max(floor, ahead)),
  });
  const receiver = await receive(t);
  const { secret } = await world.subscribe(receiver.url);
  await world.create();
  await world.idle();
  const [sent] = receiver.received;
  t.match(sent && new Webhook(secret).verify(sent.body, sent.headers), { type: sent?.type });
});

t.test('a failure is tried again on schedule, with the same id and a new signature', async (t) => {
  // With luck the first attempt was within the last day still.
  const world = await createWorld(t, { random: () => 0.5 });
  const receiver = await receive(t, status(500));
  const { id } = await world.subscribe(receiver.url, { eventTypes: ['interaction.created'] });
  const started = world.clock.now();
  await world.create();
  await world.idle();
  const waits: number[] = [];
  for (let last = world.clock.now(); ; last = world.clock.now()) {
    const [pending] = await world.deliveries({ status: 'pending' });
    if (pending === undefined) break;
    waits.push((pending.nextAttemptAt ?? 0) - last);
    await world.nextAttempt();
  }
  const expected = [5_000, 5 * 60_000, 30 * 60_000, 2 * HOUR, 5 * HOUR, 10 * HOUR, 10 * HOUR];
  t.equal(waits.length, expected.length);
  for (const [index, wait] of waits.entries()) {
    const base = expected[index] ?? 0;
    t.ok(wait >= base * 0.8 && wait <= base * 1.2, `${wait} is about ${base}`);
  }
  t.equal(new Set(receiver.received.map(({ id }) => id)).size, 1);
  t.equal(new Set(receiver.received.map(({ headers }) => headers['webhook-signature'])).size, 8);
  const [given] = await world.deliveries({ status: 'failed' });
  t.match(given, { nextAttemptAt: null, attempts: { length: 8 } });
  t.match(given?.attempts[0], { status: 500, error: null, responseExcerpt: 'answered 500' });
  t.equal(given?.attempts[0]?.at, started);
  const day = await world.parts.store.read('endpointStatistics', id);
  t.match(day, { succeeded: 0, pending: 0, failingSince: started });
  t.ok(day.attempts < 8, 'attempts of more than a day ago are not counted');
});

t.test('retries do not block what comes later, and success ends them', async (t) => {
  const world = await createWorld(t);
  const receiver = await receive(t, status(500));
  await world.subscribe(receiver.url, { eventTypes: ['interaction.created'] });
  const first = await world.create();
  await world.idle();
  receiver.answer = status(200);
  const second = await world.create();
  await world.idle();
  t.same(
    receiver.received.map(({ data }) => data.interaction.id),
    [first.id, second.id],
  );
  await world.nextAttempt();
  t.equal(receiver.received[2]?.id, receiver.received[0]?.id);
  t.same(await world.deliveries({ status: 'pending' }), []);
});

t.test('the first attempts of one interaction follow each other', async (t) => {
  const world = await createWorld(t);
  const waiting: (() => void)[] = [];
  const receiver = await receive(t, (response) => waiting.push(() => response.end()));
  await world.subscribe(receiver.url, { eventTypes: ['interaction.*'] });
  const { id } = await world.create();
  await world.parts.engine.apply(id, { type: 'noengage' });
  const other = await world.create();
  await receiver.got(2);
  t.same(
    receiver.received.map(({ data, sequence }) => [data.interaction.id, sequence]),
    [
      [id, 1],
      [other.id, 1],
    ],
  );
  receiver.answer = status(200);
  for (const answer of waiting) answer();
  await world.idle();
  t.same(
    receiver.received.slice(2).map(({ sequence }) => sequence),
    [2, 3],
  );
});

t.test('Retry-After of an overloaded receiver is honoured', async (t) => {
  const world = await createWorld(t);
  const receiver = await receive(t, status(503, { 'retry-after': '3600' }));
  await world.subscribe(receiver.url);
  await world.create();
  await world.idle();
  const [delivery] = await world.deliveries();
  t.equal((delivery?.nextAttemptAt ?? 0) - world.clock.now(), HOUR);
});

t.test('410 disables the endpoint, and the others are told', async (t) => {
  const world = await createWorld(t);
  const [gone, other] = [await receive(t, status(410)), await receive(t)];
  const { id } = await world.subscribe(gone.url);
  await world.subscribe(other.url, { eventTypes: ['webhook_endpoint.*'] });
  await world.create();
  await world.idle();
  await world.idle();
  t.match(other.received, [
    { type: 'webhook_endpoint.disabled', data: { endpointId: id, reason: 'gone' } },
  ]);
  t.match(world.endpoint(id), { enabled: false, disabledReason: 'gone' });
  await world.create();
  await world.idle();
  t.equal(gone.received.length, 1);
  const audit = await world.parts.store.read('audit', {}, { size: 1 });
  t.match(audit.items, [{ action: 'webhook_endpoint.disabled', target: id, keyName: 'system' }]);
});

t.test('an endpoint that only failed for 120 hours is disabled, not before', async (t) => {
  const world = await createWorld(t);
  const receiver = await receive(t, status(500));
  const { id } = await world.subscribe(receiver.url, { eventTypes: ['interaction.created'] });
  const enabled = (): boolean => world.endpoint(id).enabled;
  await world.create();
  await world.idle();
  await world.clock.leap(119 * HOUR);
  await world.create();
  await world.idle();
  t.ok(enabled());
  await world.clock.leap(HOUR);
  await world.create();
  await world.idle();
  await world.idle();
  t.notOk(enabled());
});

t.test('a success in between lets the 120 hours begin again', async (t) => {
  const world = await createWorld(t);
  const receiver = await receive(t, status(500));
  const { id } = await world.subscribe(receiver.url, { eventTypes: ['interaction.created'] });
  for (const code of [500, 200, 500]) {
    receiver.answer = status(code);
    await world.clock.leap(100 * HOUR);
    await world.create();
    await world.idle();
  }
  t.ok(world.endpoint(id).enabled);
});

t.test('what is due when the process ends is sent by the next one', async (t) => {
  const world = await createWorld(t);
  const receiver = await receive(t, status(500));
  await world.subscribe(receiver.url, { eventTypes: ['interaction.created'] });
  await world.create();
  await world.idle();
  await world.restart();
  receiver.answer = status(200);
  await world.idle();
  t.equal(receiver.received.length, 1, 'not before it is due');
  await world.nextAttempt();
  t.equal(receiver.received.length, 2);
  t.equal(receiver.received[1]?.id, receiver.received[0]?.id);
});

t.test('an endpoint is told what happens after its creation, and of its types only', async (t) => {
  const world = await createWorld(t);
  const receiver = await receive(t);
  await world.create();
  await world.subscribe(receiver.url, { eventTypes: ['interaction.failed', 'option.changed'] });
  const { id } = await world.create();
  await world.parts.engine.apply(id, { type: 'noengage' });
  await world.parts.options.set('engagementExpirationTime', '45', { operator: OPERATOR });
  await world.idle();
  t.same(
    receiver.received.map(({ type }) => type),
    ['interaction.failed', 'option.changed'],
  );
  t.match(receiver.received[1]?.data, { value: '45', previousValue: '30', version: 2 });
});
