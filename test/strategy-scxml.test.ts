import t from 'tap';
import {
  createStrategyHand,
  doing,
  example,
  gateway,
  startFetchServer,
} from './support/scxml-service.js';
import { deadUrl, story } from './support/strategy-server.js';
import { createWorld, type Json } from './support/strategy-service.js';

const QUALIFIED = 'Webengagement_Qualified';
const world = await createWorld(t, { STRATEGY: '', STRATEGY_ON_SILENCE: 'noengage' });
const { push, route } = createStrategyHand(world);
const idle = () => world.service.strategy.idle();
const see = async (id: string): Promise<Json> =>
  (await world.ask('GET', `/interactions/${id}`)).body;
const decided = async (more: object = {}): Promise<Json> => {
  const { id } = await world.create(more);
  await idle();
  return see(id);
};
const lines = async ({ id }: Json) => (await story(world.engine, id)).slice(1);

t.test('a composer’s project decides: by the hour, and by what a server knows', async (t) => {
  const server = await startFetchServer(t, (one) =>
    one.answer(200, { tier: 'gold', blocked: one.path.includes('bob') }),
  );
  const crm = { 'https://crm.example.com': server.url };
  await push('shop', example('engagement-logic', { ...crm, ', 8, 20)': ', 0, 24)' }));
  await route(QUALIFIED, 'scxml:shop');

  const ann = await decided({ userData: { EmailAddress: 'ann@shop.example' } });
  t.match(ann, { state: 'Engaged', channel: 'proactiveChat', userData: { tier: 'gold' } });
  t.same(await lines(ann), [
    'strategy.requested: scxml:shop@1',
    'strategy.answered: engage',
    'interaction.engaged',
  ]);
  t.match(server.asked, [
    {
      method: 'GET',
      path: '/customers/ann%40shop.example',
      headers: { 'webhook-id': `scxml-${ann.id}-shop.1-0` },
      text: '',
    },
  ]);
  const bob = await decided({ userData: { EmailAddress: 'bob@shop.example' } });
  t.match(bob, { state: 'Failed', reasonDetail: 'the customer asked not to be invited' });
  t.match(await decided(), { state: 'Engaged', userData: { tier: 'unknown' } });
  t.equal(server.asked.length, 2, 'without an address nobody is asked');

  await push('shop', example('engagement-logic', { ...crm, ', 8, 20)': ', 24, 24)' }));
  const late = await decided();
  t.match(late, { state: 'Failed', reasonDetail: 'nobody is there at this hour' });
  t.same((await lines(late))[0], 'strategy.requested: scxml:shop@2');
});

t.test('a version that is named stays, whatever is pushed after it', async (t) => {
  await push('pinned', doing(gateway('noengage', "{ reason: 'one' }")));
  await push('pinned', doing(gateway('noengage', "{ reason: 'two' }")));
  await route(QUALIFIED, 'scxml:pinned@1');
  t.match(await decided(), { reasonDetail: 'one' });
  await route(QUALIFIED, 'scxml:pinned');
  t.match(await decided(), { reasonDetail: 'two' });
});

t.test('what a document attaches is kept by the limits of everything stored', async (t) => {
  const attach = `<script>_genesys.ixn.setuData({ Segment: 'vip', Count: 3 }); _genesys.ixn.deleteuData('Old');</script>`;
  await push('data', doing(`${attach}${gateway('engage', '{}')}`));
  await route(QUALIFIED, 'scxml:data');
  const kept = await decided({ userData: { Old: 'x', Stays: 'y' } });
  t.same(kept.userData, { Stays: 'y', Segment: 'vip', Count: '3' });
  t.ok((await lines(kept)).includes('strategy.answered: user data: Segment, Count'));
  const many = `<script>_genesys.ixn.setuData({ Long: new Array(5001).join('x') });</script>`;
  await push('data', doing(`${many}${gateway('engage', '{}')}`));
  const same = await decided({ userData: { Stays: 'y' } });
  t.match(same, { state: 'Engaged', userData: { Stays: 'y' } });
  t.notOk(same.userData.Long);
});

t.test('terminate is a decision against, and a refusal of the gateway is an error', async (t) => {
  await push(
    'ends',
    doing(`<ixn:terminate reason="'enough'"/>`).replace(
      'session.fetch.done',
      'interaction.terminate.done',
    ),
  );
  await route(QUALIFIED, 'scxml:ends');
  t.match(await decided(), { state: 'Failed', reasonDetail: 'enough' });
  await push('ends', doing(gateway('engage', "{ interactionId: 'another' }")));
  const other = await decided();
  t.ok((await lines(other)).includes('strategy.failed: ended without a decision'));
  const { body } = await world.ask('GET', '/admin/strategies/ends/sessions');
  t.match(body.items[0], { interactionId: other.id, how: 'final', decision: null, version: 2 });
  t.match(body.items[0].trace.at(-1), { event: 'error.session.fetch', entered: ['end'] });
});

t.test(
  'hostile documents end by their limit, named in the history, and silence decides',
  async (t) => {
    await push('loop', doing('<script>for (;;) {}</script>'));
    await route(QUALIFIED, 'scxml:loop');
    const looped = await decided();
    t.equal(looped.state, 'Failed');
    t.match(await lines(looped), [
      'strategy.requested: scxml:loop@1',
      // Which of the two is met first depends on how fast the machine is.
      /^strategy\.failed: limit (interrupts|evaluationMs)/,
      'strategy.failed: silence',
      'interaction.failed',
    ]);
    await push(
      'loop',
      doing('').replace('<state id="do">', '<state id="do"><transition target="do"/>'),
    );
    t.match((await lines(await decided()))[1], /limit macrostepMicrosteps/);
    const metrics = await world.service.app.inject('/metrics');
    t.match(
      metrics.payload,
      /webengagement_scxml_kills_total\{limit="(interrupts|evaluationMs)"\} 1/,
    );
    t.match(metrics.payload, /webengagement_scxml_sessions_ended_total\{how="killed"\} 2/);
  },
);

t.test('who is named beside decides when the first does not answer', async (t) => {
  await push('beside', doing(gateway('noengage', "{ reason: 'beside' }")));
  await route(QUALIFIED, await deadUrl(), { 'alternate-url': 'scxml:beside' });
  const { id } = await world.create();
  while ((await see(id)).state === 'Qualified') await world.clock.advance(100);
  t.match(await see(id), { state: 'Failed', reasonDetail: 'beside' });
});

/** Another service: a setting names who decides, and no private address may be called. */
const lone = await createWorld(t, {
  STRATEGY: 'scxml:nobody',
  STRATEGY_ON_SILENCE: 'engage',
  WEBHOOK_ALLOW_PRIVATE: '',
});

t.test('a strategy that a setting names and nobody pushed leaves it to silence', async (t) => {
  const { id } = await lone.create();
  await lone.service.strategy.idle();
  t.match((await lone.ask('GET', `/interactions/${id}`)).body, { state: 'Engaged' });
  t.ok((await story(lone.engine, id)).includes('strategy.failed: no such strategy'));
  const hand = createStrategyHand(lone);
  await hand.push('nobody', doing(gateway('noengage', '{}')));
  t.match(await lone.ask('DELETE', '/admin/strategies/nobody'), {
    status: 409,
    body: { users: [{ kind: 'setting', name: 'STRATEGY' }] },
  });
});

t.test('a fetch goes nowhere that webhooks may not, and says so to the document', async (t) => {
  const server = await startFetchServer(t, (one) => one.answer(200));
  const document = doing(`<session:fetch requestid="_data.r" srcexpr="'${server.url}/x'"/>`)
    .replace(
      '<transition event="error.session.fetch" target="end"/>',
      `<transition event="error.session.fetch" target="no"><script>_data.why = _event.data.error;</script></transition>`,
    )
    .replace(
      '<final id="end"/>',
      `<state id="no"><onentry>${gateway('noengage', '{ reason: _data.why }')}</onentry><transition event="session.fetch.done" target="end"/></state><final id="end"/>`,
    );
  await createStrategyHand(lone).push('nobody', document);
  const { id } = await lone.create();
  await lone.service.strategy.idle();
  t.match((await lone.ask('GET', `/interactions/${id}`)).body, {
    state: 'Failed',
    reasonDetail: 'address_not_allowed',
  });
  t.equal(server.asked.length, 0);
});

t.test('a crash between a fetch and its answer leads to one decision', async (t) => {
  const server = await startFetchServer(t);
  const crm = { 'https://crm.example.com': server.url, ', 8, 20)': ', 0, 24)' };
  await push('crashing', example('engagement-logic', crm));
  await route(QUALIFIED, 'scxml:crashing');
  const { id } = await world.create({ userData: { EmailAddress: 'ann@shop.example' } });
  const first = await server.request(0);
  await world.crash();
  const again = await server.request(1);
  t.equal(again.headers['webhook-id'], first.headers['webhook-id'], 'known as the same');
  again.answer(200, { tier: 'gold', blocked: false });
  await world.service.strategy.idle();
  t.same(await story(world.engine, id), [
    'interaction.created',
    'strategy.requested: scxml:crashing@1',
    'strategy.requested: scxml:crashing@1',
    'strategy.answered: engage',
    'interaction.engaged',
  ]);
});
