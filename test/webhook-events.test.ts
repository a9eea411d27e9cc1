import t from 'tap';
import { PATH, startWithEndpoints } from './support/endpoints.js';
import { type Received, receive } from './support/receiver.js';
import type { List } from './support/service.js';

interface PulledEvent {
  readonly id: string;
  readonly type: string;
  readonly deliveries: readonly object[];
}

const { service, subscribe, remove } = startWithEndpoints(t);

t.test('what an endpoint missed is recovered since a moment', async (t) => {
  const { call, create, clock, dispatcher } = await service;
  const [other, receiver] = [await receive(t), await receive(t)];
  const writing = await subscribe(other.url, ['interaction.created']);
  const endpoint = await subscribe(receiver.url, ['interaction.created']);
  const path = `${PATH}/${endpoint.id}`;
  await call('PATCH', path, { body: { enabled: false } });
  await create();
  clock.advance(1000);
  const since = new Date(clock.now()).toISOString();
  const missed = [await create(), await create()];
  await call('PATCH', path, { body: { enabled: true } });
  const later = await create();
  await dispatcher.idle();
  t.same(
    receiver.received.map(({ data }) => data.interaction.id),
    [later.id],
  );
  const counted = await call('POST', `${path}/recover`, { body: { since, dryRun: true } });
  t.match([counted.status, counted.body], [200, { recovered: 2 }]);
  await dispatcher.idle();
  t.equal(receiver.received.length, 1, 'a dry run sends nothing');
  const answer = await call('POST', `${path}/recover`, { body: { since } });
  t.match([answer.status, answer.body], [202, { recovered: 2 }]);
  await dispatcher.idle();
  t.same(
    receiver.received.slice(1).map(({ data }) => data.interaction.id),
    missed.map(({ id }) => id),
  );
  await remove(writing);
  await remove(endpoint);
});

t.test('events can be pulled instead, those that did not arrive too', async (t) => {
  const { call, create, dispatcher, clock } = await service;
  const receiver = await receive(t, (response, { data }: Received) =>
    response.writeHead(data.interaction.visitId === 'refused' ? 400 : 200).end(),
  );
  const endpoint = await subscribe(receiver.url, ['interaction.created']);
  clock.advance(1000);
  const before = new Date(clock.now() - 1).toISOString();
  for (const visitId of ['one', 'refused', 'three']) await create({ visitId });
  await dispatcher.idle();
  const pull = async (query: string) =>
    (await call<List<PulledEvent>>('GET', `/v1/admin/events?${query}`)).body;
  const all = await pull(`after=${before}`);
  t.same(
    all.items.map(({ id }) => id),
    receiver.received.map(({ id }) => id),
    'oldest first',
  );
  t.match(all.items[1], {
    type: 'interaction.created',
    data: { sequence: 1, interaction: { visitId: 'refused' } },
    deliveries: [{ endpointId: endpoint.id, status: 'pending' }],
  });
  const failed = await pull(`deliverySuccess=false&after=${before}`);
  t.match(failed.items, [{ id: all.items[1]?.id }]);
  t.equal((await pull(`deliverySuccess=true&after=${before}`)).items.length, 2);
  t.match((await pull(`after=${all.items[1]?.id}`)).items, [{ id: all.items[2]?.id }]);
  const page = await pull(`after=${before}&pageSize=2`);
  t.equal(page.items.length, 2);
  const next = await pull(`after=${before}&pageSize=2&pageToken=${page.nextPageToken}`);
  t.match(next, { items: [{ id: all.items[2]?.id }], nextPageToken: null });
  t.equal((await call('GET', '/v1/admin/events?after=nonsense')).status, 422);
  await remove(endpoint);
});
