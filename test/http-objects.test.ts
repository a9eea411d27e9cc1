import t from 'tap';
import { LIMITS } from '#src/domain/limits.js';
import { type AnyObject, KINDS } from '#src/domain/objects/kinds.js';
import { COMPLETE } from './support/objects.js';
import { ADMIN_KEY, type Anything, type List, startService } from './support/service.js';

const QUEUES = '/v1/admin/objects/interaction-queues';
const VIEWS = '/v1/admin/objects/interaction-queue-views';
const ROUTING = '/v1/admin/objects/enhanced-routing';
const APPLICATIONS = '/v1/admin/objects/applications';
const ABANDONED = '/v1/admin/options/engagement.abandonedTime';
const ENGAGED_CLEAN = `${VIEWS}/Webengagement_Engaged.Clean`;

const service = await startService(t);

const read = async (url: string): Promise<AnyObject> =>
  (await service.call<AnyObject>('GET', url)).body;

/** Writes an object back with some properties of another choice. */
async function change(url: string, properties: Anything, status = 200) {
  const before = await read(url);
  const body = { properties: { ...before.properties, ...properties } };
  const answer = await service.call('PUT', url, { body });
  t.equal(answer.status, status, answer.text);
  return answer;
}

const newest = async () =>
  (await service.call<List<Anything>>('GET', '/v1/admin/audit?pageSize=2')).body.items;

t.test('a new service has every object of a complete installation', async (t) => {
  const lists = await Promise.all(
    KINDS.map((kind) => service.call<List<AnyObject>>('GET', `/v1/admin/objects/${kind}`)),
  );
  const all = lists.flatMap(({ body }) => body.items);
  const strip = (objects: readonly AnyObject[]) =>
    objects.map(({ version: _, ...object }) => object).sort((a, b) => (a.name < b.name ? -1 : 1));
  t.same(strip(all), strip(COMPLETE));
});

t.test(
  'an object that is missing, and a kind that is none, are answered 404 by name',
  async (t) => {
    const none = await service.call('GET', `${QUEUES}/Nowhere`);
    t.match(none, { status: 404, body: { detail: 'There is no interaction queue "Nowhere".' } });
    const kind = await service.call('GET', '/v1/admin/objects/scripts');
    t.match(kind, { status: 404, body: { detail: /"scripts".*agent-groups, / } });
    t.equal((await service.call('DELETE', `${QUEUES}/Nowhere`)).status, 404);
  },
);

t.test('reading needs admin:read and writing admin:write', async (t) => {
  const reader = await service.key('admin:read');
  const url = `${QUEUES}/Mine`;
  const body = { properties: {} };
  t.equal((await service.call('GET', QUEUES, { as: reader })).status, 200);
  t.equal((await service.call('PUT', url, { as: reader, body })).status, 403);
  t.equal((await service.call('DELETE', url, { as: reader })).status, 403);
  t.equal((await service.call('GET', QUEUES, { as: null })).status, 401);
  const run = { application: 'Web_Engagement_Server' };
  t.equal(
    (await service.call('POST', '/v1/admin/provisioning', { as: reader, body: run })).status,
    403,
  );
});

t.test('an object is made, changed and deleted by version, each in the audit', async (t) => {
  const url = `${QUEUES}/Mine`;
  const made = await service.call('PUT', url, { body: { properties: {} } });
  t.match(made, { status: 201, headers: { etag: '"1"' } });
  t.match(made.body, { kind: 'interaction-queues', name: 'Mine', version: 1, provisioned: false });
  const body = { properties: { description: 'Mine.' } };
  const stale = await service.call('PUT', url, { body, headers: { 'if-match': '"7"' } });
  t.equal(stale.status, 412);
  t.equal((await service.call('PUT', url, { body: { ...body, version: 7 } })).status, 412);
  const changed = await service.call('PUT', url, { body, headers: { 'if-match': '"1"' } });
  t.match(changed, { status: 200, headers: { etag: '"2"' }, body: { version: 2 } });
  const same = await service.call('PUT', url, { body: changed.body });
  t.match(same, { status: 200, body: { version: 2 } }, 'what was read can be sent back');
  const gone = { headers: { 'if-match': '"1"' } };
  t.equal((await service.call('DELETE', url, gone)).status, 412);
  t.equal((await service.call('DELETE', url)).status, 200);
  t.equal((await service.call('GET', url)).status, 404);
  const entries = await newest();
  t.match(entries, [
    { action: 'object.deleted', target: 'interaction-queues/Mine', keyName: 'admin', after: null },
    { action: 'object.changed', before: { version: 1 }, after: { version: 2, ...body } },
  ]);
});

t.test('making with If-Match is refused: there is nothing to match', async (t) => {
  const answer = await service.call('PUT', `${QUEUES}/Mine`, {
    body: { properties: {} },
    headers: { 'if-match': '"1"' },
  });
  t.equal(answer.status, 412);
});

t.test('properties that do not fit their kind are refused place by place', async (t) => {
  const refused = async (url: string, properties: Anything, pointer: string) => {
    const answer = await service.call('PUT', url, { body: { properties } });
    t.match(answer, { status: 422, body: { errors: [{ pointer }] } }, `${url} ${answer.text}`);
  };
  const view = (await read(`${VIEWS}/Webengagement_Failed.Clean`)).properties as Anything;
  const routing = (await read(`${ROUTING}/Webengagement_Chat.Routing`)).properties as Anything;
  await refused(`${QUEUES}/Mine`, { colour: 'red' }, '#/properties/colour');
  await refused(`${QUEUES}/Mine.Queue`, {}, '#/name');
  await refused(`${VIEWS}/Mine`, { ...view, queue: 'Nowhere' }, '#/properties/queue');
  await refused(`${VIEWS}/Mine`, { ...view, order: 'random' }, '#/properties/order');
  await refused(
    `${VIEWS}/Mine`,
    { ...view, condition: { minTimeInQueueSeconds: -1 } },
    '#/properties/condition/minTimeInQueueSeconds',
  );
  await refused(`${ROUTING}/Mine`, routing, '#/properties/queue');
  await refused(
    `${ROUTING}/Webengagement_Chat.Routing`,
    { ...routing, annex: { Application: { url: 'ftp://x' } } },
    '#/properties/annex/Application/url',
  );
  await refused(
    `${ROUTING}/Webengagement_Chat.Routing`,
    { ...routing, annex: { Application: { url: 'https://ann:secret@strategy.example/' } } },
    '#/properties/annex/Application/url',
  );
  const application = { type: 'Stat Server', connections: [], options: {} };
  await refused(`${APPLICATIONS}/Mine`, { ...application, type: 'Toaster' }, '#/properties/type');
  await refused(
    `${APPLICATIONS}/Mine`,
    { ...application, connections: ['Chat_Server', 'Nowhere'] },
    '#/properties/connections/1',
  );
  await refused(
    `${APPLICATIONS}/Mine`,
    { ...application, connections: ['Mine'] },
    '#/properties/connections/0',
  );
});

t.test('properties that are left out get their default', async (t) => {
  const made = async (url: string, properties: Anything) =>
    (await service.call('PUT', url, { body: { properties } })).body.properties;
  t.same(await made(`${VIEWS}/Short`, { queue: 'Webengagement_Failed' }), {
    queue: 'Webengagement_Failed',
    condition: { minTimeInQueueSeconds: 0 },
    order: 'oldest_first',
    enabled: true,
    checkIntervalSeconds: 30,
  });
  t.same(await made('/v1/admin/objects/business-attributes/Short', {}), { values: {} });
  t.same(await made('/v1/admin/objects/agent-groups/Short', {}), { agents: [] });
  t.same(await made(`${APPLICATIONS}/Short`, { type: 'Chat Server' }), {
    type: 'Chat Server',
    connections: [],
    options: {},
  });
  t.equal((await service.call('DELETE', `${VIEWS}/Short`)).status, 200);
});

t.test('a list is also a table, of what tells objects of a kind apart', async (t) => {
  const { text } = await service.call('GET', ROUTING, { headers: { accept: 'text/plain' } });
  t.match(text, /^name +version +provisioned +properties\n/);
  t.match(text, /^Webengagement_Chat\.Routing +1 +yes +queue=Webengagement_Chat annex=App/m);
});

t.test('a body for another address is refused, not taken for a rename', async (t) => {
  const body = { kind: 'applications', name: 'Other', properties: {} };
  const answer = await service.call('PUT', `${QUEUES}/Mine`, { body });
  t.match(answer, {
    status: 422,
    body: { errors: [{ pointer: '#/kind' }, { pointer: '#/name' }] },
  });
});

t.test('deleting what is in use is refused with everything that uses it', async (t) => {
  await service.create();
  const queue = await service.call('DELETE', `${QUEUES}/Webengagement_Qualified`);
  t.match(queue, { status: 409, body: { code: 'object_in_use' } });
  t.same(queue.body.users, [
    { kind: 'options', name: 'wmsg.connector.interactionServer.queueQualified' },
    { kind: 'interaction-queue-views', name: 'Webengagement_Qualified.EngagementLogic.View' },
    { kind: 'enhanced-routing', name: 'Webengagement_Qualified.Routing' },
    { kind: 'interactions', name: 'Webengagement_Qualified', count: 1 },
  ]);
  const users = async (url: string) =>
    ((await service.call<{ users: Anything[] }>('DELETE', url)).body.users ?? []).map(
      ({ name }) => name,
    );
  t.ok((await users(`${QUEUES}/Webengagement_Chat`)).includes('Chat_Server'));
  t.same(await users(`${APPLICATIONS}/Stat_Server`), [
    'Web_Engagement_Server',
    'Web_Engagement_Cluster',
  ]);
  t.same(await users('/v1/admin/objects/agent-groups/Web%20Engagement%20Chat'), [
    'Webengagement_Qualified.Routing',
    'Webengagement_Chat.Routing',
    'pacing.connector.chatGroup',
  ]);
  const categories = '/v1/admin/objects/business-attributes/Web%20Engagement%20Categories';
  await service.setOption('engagement.strictCategories', true);
  t.same(await users(categories), ['engagement.strictCategories']);
  await service.setOption('engagement.strictCategories', false);
  t.equal((await service.call('DELETE', categories)).status, 200);
});

t.test('a queue is deleted once nothing names it and it holds nothing', async (t) => {
  t.equal((await service.call('DELETE', `${VIEWS}/Webengagement_Missed.Clean`)).status, 200);
  t.equal((await service.call('DELETE', `${ROUTING}/Webengagement_Missed.Routing`)).status, 200);
  t.equal((await service.call('DELETE', `${QUEUES}/Webengagement_Missed`)).status, 200);
  const option = '/v1/admin/options/engagement.queueMissed';
  const answer = await service.call('PUT', option, { body: { value: 'Webengagement_Missed' } });
  t.match(answer, {
    status: 422,
    body: { code: 'invalid_option_value', detail: /not provisioned/ },
  });
});

t.test('an option may name a queue as soon as it is made', async (t) => {
  await service.call('PUT', `${QUEUES}/Lost and found`, { body: { properties: {} } });
  await service.setOption('wmsg.connector.interactionServer.queueFailed', 'Lost and found');
  const answer = await service.call('DELETE', `${QUEUES}/Lost%20and%20found`);
  t.match(answer.body, {
    users: [{ kind: 'options', name: 'wmsg.connector.interactionServer.queueFailed' }],
  });
});

t.test('the clean view of Engaged and the abandoned time are one number', async (t) => {
  const optionValue = async () =>
    (await service.call<{ value: string }>('GET', ABANDONED)).body.value;
  await service.setOption('engagement.abandonedTime', 300);
  t.match(await read(ENGAGED_CLEAN), {
    version: 2,
    properties: { condition: { minTimeInQueueSeconds: 300 } },
  });
  await change(ENGAGED_CLEAN, { condition: { minTimeInQueueSeconds: 90 } });
  t.equal(await optionValue(), '90');
  t.match(await newest(), [{ action: 'object.changed' }, { action: 'option.changed' }]);
  const low = await change(ENGAGED_CLEAN, { condition: { minTimeInQueueSeconds: 59 } }, 422);
  t.match(low.body, {
    errors: [{ pointer: '#/properties/condition/minTimeInQueueSeconds', detail: /60–86400/ }],
  });
  await change(ENGAGED_CLEAN, { enabled: false }, 422);
  await change(ENGAGED_CLEAN, { queue: 'Webengagement_Chat' }, 422);
  t.equal(await optionValue(), '90');
  await service.call('DELETE', ABANDONED);
  t.match(await read(ENGAGED_CLEAN), {
    properties: { condition: { minTimeInQueueSeconds: 600 } },
  });
});

t.test(
  'a group that a rule or an open chat names is in use, and can go when neither does',
  async (t) => {
    const GROUPS = '/v1/admin/objects/agent-groups';
    const ROUTING_RULES = '/v1/admin/strategies/chat-routing';
    const post = async (url: string, body: Anything, as = ADMIN_KEY) =>
      (await service.call('POST', url, { body, as })).body;
    const users = async (group: string) =>
      (await service.call<{ users?: Anything[] }>('DELETE', `${GROUPS}/${group}`)).body.users;
    for (const group of ['Sales', 'Reserve'])
      await service.call('PUT', `${GROUPS}/${group}`, { body: { properties: {} } });
    const { key } = await post('/v1/admin/agents', { name: 'ann', groups: ['Sales'] });
    const overflow = { afterSeconds: 60, group: 'Reserve' };
    const rules = [{ name: 'all', result: { group: 'Sales', overflow } }];
    await service.call('PUT', ROUTING_RULES, { body: { rules } });
    t.same(await users('Reserve'), [{ kind: 'chat-routing', name: 'all' }]);
    t.same(await users('Sales'), [{ kind: 'chat-routing', name: 'all' }]);

    await service.setOption('chat.whenNoAgents', 'queue');
    const { id } = await post('/v1/chats', { visitId: 'in-use' });
    await service.call('PUT', ROUTING_RULES, { body: { rules: [] } });
    t.equal(await users('Reserve'), undefined);
    t.same(await users('Sales'), [{ kind: 'chats', name: 'Sales', count: 1 }]);
    const refused = await service.call('DELETE', `${QUEUES}/Webengagement_Chat`);
    t.match(refused.body.detail, /1 open chats/);
    await post('/v1/agent/login', {}, String(key));
    await post('/v1/agent/ready', {}, String(key));
    await service.router.idle();
    await post(`/v1/agent/chats/${id}/accept`, {}, String(key));
    t.same(
      await users('Sales'),
      [{ kind: 'chats', name: 'Sales', count: 1 }],
      'while it is talked',
    );
    await post(`/v1/agent/chats/${id}/end`, {}, String(key));
    t.equal(await users('Sales'), undefined);
  },
);

t.test('a group takes as many agents as there can be, and can be put back', async (t) => {
  const url = '/v1/admin/objects/agent-groups/Many';
  const agents = (count: number) => Array.from({ length: count }, (_, at) => `agent-${at}`);
  const put = (count: number) =>
    service.call('PUT', url, { body: { properties: { agents: agents(count) } } });
  t.equal((await put(LIMITS.agents.most)).status, 201);
  t.equal((await put(LIMITS.agents.most + 1)).status, 422);
});
