import t from 'tap';
import { LOOKUP_TIMEOUT_MS } from '#src/calls/names.js';
import { startNameServer } from './support/name-server.js';
import { receive } from './support/receiver.js';
import { startStrategy } from './support/strategy-server.js';
import { createWorld } from './support/strategy-service.js';

t.test('a dead name server of one subscriber stops no delivery and no decision', async (t) => {
  const names = await startNameServer(t, (name) =>
    name.endsWith('dead.example') ? 'silence' : ['127.0.0.1'],
  );
  const strategy = await startStrategy(t, (asked) => asked.answer(200, { instruction: 'engage' }));
  const live = await receive(t);
  const at = (url: string, host: string) => url.replace('127.0.0.1', host);
  const world = await createWorld(t, {
    NAME_SERVERS: names.at,
    STRATEGY: at(strategy.url, 'strategy.example'),
  });
  const subscribe = (url: string) =>
    world.ask('POST', '/admin/webhook-endpoints', { url, eventTypes: ['interaction.created'] });
  const dead = Array.from({ length: 30 }, (_, number) => `http://${number}.dead.example/`);
  const subscribed = Promise.all(dead.map(subscribe));
  await names.askedFor(60);
  // Nobody can say whether it may be called: it is subscribed, and judged at each attempt.
  await world.clock.advance(LOOKUP_TIMEOUT_MS);
  for (const each of await subscribed) t.match(each, { status: 201 });
  await world.clock.advance(LOOKUP_TIMEOUT_MS * 2);
  await subscribe(at(live.url, 'live.example'));

  const asked = names.asked.length;
  const { id } = await world.create();
  await live.got(1);
  await world.service.strategy.idle();
  t.match(await world.engine.get(id), { state: 'Engaged' });
  await names.askedFor(60, asked);
  await world.clock.advance(LOOKUP_TIMEOUT_MS);
  await world.service.dispatcher.idle();
  const { body } = await world.ask('GET', '/admin/deliveries?status=pending');
  t.equal(body.items.length, 30);
  for (const { attempts } of body.items)
    t.match(attempts, [{ status: null, error: 'name_not_resolved' }]);
});
