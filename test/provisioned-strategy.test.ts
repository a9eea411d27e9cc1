import t from 'tap';
import { startStrategy, story } from './support/strategy-server.js';
import { createWorld, type Json } from './support/strategy-service.js';

const QUEUES = '/admin/objects/interaction-queues';
const ROUTING = '/admin/objects/enhanced-routing';
const QUALIFIED = `${ROUTING}/Webengagement_Qualified.Routing`;

// The configuration leaves the strategy to the Enhanced Routing objects.
const world = await createWorld(t, { STRATEGY: '' });

const routeTo = async (url: string, path = QUALIFIED, queue = 'Webengagement_Qualified') => {
  const properties = { queue, annex: { Application: { url } } };
  const { status } = await world.ask('PUT', path, { properties });
  t.ok(status < 300, `${path} leads to ${url}`);
};
const provision = (overwrite = false): Promise<Json> =>
  world
    .ask('POST', '/admin/provisioning', { application: 'Web_Engagement_Server', overwrite })
    .then(({ body }) => body);
const decided = async (): Promise<Json> => {
  const { id } = await world.create();
  await world.service.strategy.idle();
  return (await world.ask('GET', `/interactions/${id}`)).body;
};
const strategyOf = async (queue: string): Promise<string | undefined> => {
  const { items } = (await world.ask('GET', '/admin/queues')).body;
  return items.find(({ name }: Json) => name === queue)?.strategy;
};

t.test('the routing of the Qualified queue says who decides, from the next on', async (t) => {
  const strategy = await startStrategy(t, (asked) =>
    asked.answer(200, { instruction: 'noengage' }),
  );
  t.equal(await strategyOf('Webengagement_Qualified'), 'builtin', 'as provisioned');
  t.equal((await decided()).state, 'Engaged');
  await routeTo('none');
  t.equal((await decided()).state, 'Qualified');
  await routeTo(strategy.url);
  t.equal(await strategyOf('Webengagement_Qualified'), strategy.url);
  const refused = await decided();
  t.match(refused, { state: 'Failed', reason: 'not_engaged' });
  t.equal(strategy.asked.length, 2, 'with the one that nobody had decided on');
  t.match(await story(world.engine, refused.id), ['interaction.created']);
  await routeTo('builtin');
  t.equal((await decided()).state, 'Engaged');
});

t.test('what waits while nobody decides is taken up by whoever decides next', async (t) => {
  const stateOf = async ({ id }: Json): Promise<string> => {
    await world.service.strategy.idle();
    return (await world.ask('GET', `/interactions/${id}`)).body.state;
  };
  await routeTo('none');
  const first = await decided();
  t.equal(first.state, 'Qualified');
  await routeTo('builtin');
  t.equal(await stateOf(first), 'Engaged');

  const path =
    '/admin/objects/interaction-queue-views/Webengagement_Qualified.EngagementLogic.View';
  const { properties } = (await world.ask('GET', path)).body;
  await world.ask('PUT', path, { properties: { ...properties, enabled: false } });
  t.equal(await strategyOf('Webengagement_Qualified'), 'none', 'its view is disabled');
  const second = await decided();
  t.equal(second.state, 'Qualified');
  await world.ask('PUT', path, { properties });
  t.equal(await stateOf(second), 'Engaged');
});

t.test('a run leaves a queue alone that is routed by an object of your own', async (t) => {
  await world.ask('DELETE', QUALIFIED);
  await routeTo('none', `${ROUTING}/Mine`);
  for (const overwrite of [false, true]) {
    const { changes, summary } = await provision(overwrite);
    t.match(summary, { created: 0, removed: 0, skipped: 2 });
    const line = changes.find(({ name }: Json) => name === 'Webengagement_Qualified.Routing');
    t.match(line, { action: 'skipped', detail: /^Mine names the strategy of Webeng/ });
  }
  t.equal(await strategyOf('Webengagement_Qualified'), 'none');
  await world.ask('DELETE', `${ROUTING}/Mine`);
  t.match((await provision()).summary, { created: 1, skipped: 1 });
});

t.test('without routing nobody decides, and the next run provides one', async (t) => {
  await world.ask('DELETE', QUALIFIED);
  t.equal(await strategyOf('Webengagement_Qualified'), 'none');
  t.equal((await decided()).state, 'Qualified');
  await provision();
  t.equal(await strategyOf('Webengagement_Qualified'), 'builtin');
  t.equal((await decided()).state, 'Engaged');
});

t.test('a queue of your own is routed by its own object, else as the default one', async (t) => {
  await world.ask('PUT', `${QUEUES}/Mine`, { properties: {} });
  t.equal(await strategyOf('Mine'), 'none', 'no state places anything there');
  const option = '/admin/options/wmsg.connector.interactionServer.queueQualified';
  await world.ask('PUT', option, { value: 'Mine' });
  t.equal(await strategyOf('Mine'), 'builtin');
  t.match(await decided(), { state: 'Engaged' });
  await routeTo('none', `${ROUTING}/Mine.Routing`, 'Mine');
  t.equal(await strategyOf('Mine'), 'none');
  t.match(await decided(), { state: 'Qualified', queue: 'Mine' });
});

t.test('the setting overrides what the routing says', async (t) => {
  await routeTo('builtin', `${ROUTING}/Mine.Routing`, 'Mine');
  await world.restart({ STRATEGY: 'none' });
  t.equal(await strategyOf('Mine'), 'none');
  t.equal(await strategyOf('Webengagement_Chat'), 'builtin', 'the setting is about Qualified only');
  t.match(await decided(), { state: 'Qualified' });
});
