import t from 'tap';
import { receive, status } from './support/receiver.js';
import { createWorld, OPERATOR } from './support/webhooks.js';

const DAY = 24 * 3_600_000;

t.test(
  'erasing a person empties what was to be told of them, and tells that they are erased',
  async (t) => {
    const world = await createWorld(t);
    const receiver = await receive(t, (response) =>
      response.writeHead(500).end('no customer ann@example.com here'),
    );
    await world.subscribe(receiver.url, { eventTypes: ['interaction.*'] });
    const { id, visitId } = await world.create({ EmailAddress: 'ann@example.com' });
    await world.idle();
    const { store, engine } = world.parts;
    const { identity } = (await engine.get(id)) ?? {};
    t.equal(await engine.erase({ kind: 'identity', id: identity?.id ?? '' }, 20, OPERATOR), 1);
    receiver.answer = status(204);
    await world.idle();
    t.same(
      receiver.received.map(({ type }) => type),
      ['interaction.created', 'interaction.failed', 'interaction.stopped', 'interaction.erased'],
    );
    for (const { body } of receiver.received.slice(1))
      t.notMatch(body, new RegExp(`ann@example.com|${visitId}`));
    const deliveries = await world.deliveries({ interactionId: id });
    t.match(deliveries.at(-1), {
      status: 'failed',
      sendable: false,
      attempts: [{ status: 500, responseExcerpt: null }],
    });
    const { items } = await store.read('events', {}, { size: 10 });
    t.equal(items[0]?.body, null);
    t.notMatch(JSON.stringify(items), /ann@example/);
  },
);

t.test('an interaction is not purged before what is told of it is delivered', async (t) => {
  const world = await createWorld(t);
  const receiver = await receive(t, status(500));
  await world.subscribe(receiver.url, { eventTypes: ['interaction.created'] });
  const { id } = await world.create();
  await world.parts.engine.apply(id, { type: 'noengage' });
  await world.idle();
  const { store } = world.parts;
  const stoppedBy = world.clock.now() + DAY;
  t.equal(await store.tidy({ step: 'purge', stoppedBy }), false);
  receiver.answer = status(200);
  await world.nextAttempt();
  t.equal(await store.tidy({ step: 'purge', stoppedBy }), true);
  t.same(await world.deliveries(), [], 'its messages and deliveries go with it');
  t.same((await store.read('events', {}, { size: 10 })).items, []);
});

t.test('a message above 20 kB leaves the user data out, and says so', async (t) => {
  const world = await createWorld(t);
  const receiver = await receive(t);
  await world.subscribe(receiver.url, { eventTypes: ['interaction.*'] });
  const long = (letter: string) =>
    Object.fromEntries([1, 2, 3, 4].map((n) => [`${letter}${n}`, letter.repeat(3900)]));
  await world.create({ ...long('a'), PhoneNumber: '123' });
  const { id } = await world.create({ ...long('é'), PhoneNumber: '123' });
  for (const type of ['engage', 'acceptCall'] as const)
    await world.parts.engine.apply(id, { type });
  await world.idle();
  const [short, truncated] = receiver.received;
  t.match(short?.data, { truncated: undefined, interaction: { userData: { PhoneNumber: '123' } } });
  t.match(truncated?.data, { truncated: true, interaction: { id, userData: undefined } });
  t.ok((truncated?.body.length ?? 0) < 20_000);
  const accepted = receiver.received.find(({ type }) => type === 'interaction.accepted');
  t.match(accepted?.data, { truncated: true, phoneNumber: '123' });
});

t.test('without a subscriber nothing is written', async (t) => {
  const world = await createWorld(t);
  const receiver = await receive(t);
  await world.create();
  await world.subscribe(receiver.url, { eventTypes: ['option.changed'] });
  await world.create();
  await world.idle();
  t.same((await world.parts.store.read('events', {}, { size: 10 })).items, []);
});
