import t from 'tap';
import { type Anything, type List, startService, type View } from './support/service.js';

const service = await startService(t);
const { call, create, setOption } = service;
const OBJECTS = '/v1/admin/objects';
const VIEWS = `${OBJECTS}/interaction-queue-views`;
const SERVER = 'Web_Engagement_Server';
const AUTO_STOP = 'wmsg.connector.interactionServer.autoStopWebengagementIntr';

interface Run {
  readonly changes: readonly Anything[];
  readonly summary: Readonly<Record<string, number>>;
  readonly warnings: readonly string[];
}
const provision = (body: Anything = {}) =>
  call<Run>('POST', '/v1/admin/provisioning', { body: { application: SERVER, ...body } });

async function put(path: string, properties: Anything): Promise<void> {
  const answer = await call('PUT', `${OBJECTS}/${path}`, { body: { properties } });
  t.ok(answer.status < 300, answer.text);
}
const propertiesOf = async (path: string): Promise<Anything> =>
  (await call<{ properties: Anything }>('GET', `${OBJECTS}/${path}`)).body.properties;
const stateOf = async ({ id }: { id: string }): Promise<View> =>
  (await call<View>('GET', `/v1/interactions/${id}`)).body;
const factsOf = async ({ id }: { id: string }) =>
  (await call<List<Anything>>('GET', `/v1/interactions/${id}/history`)).body.items;
const logged = (message: string): number =>
  service.log.filter((line) => line.includes(`"msg":"${message}"`)).length;

t.test('a run answers with every change, a summary and what does not fit', async (t) => {
  const { status, body } = await provision();
  t.equal(status, 200);
  t.match(body, {
    application: SERVER,
    tenantId: 1,
    overwrite: false,
    dryRun: false,
    warnings: [],
  });
  t.same(body.summary, { created: 0, corrected: 0, unchanged: 29, skipped: 1, removed: 0 });
  t.equal(body.changes.length, 30);
});

t.test(
  'a run is refused for an unknown application, a missing prerequisite, another user',
  async (t) => {
    t.match(await provision({ application: 'Nobody' }), {
      status: 422,
      body: { code: 'unknown_application', errors: [{ pointer: '#/application' }] },
    });
    t.match(await provision({ application: 'Chat_Server' }), {
      status: 409,
      body: { code: 'prerequisite_missing' },
    });
    t.match(await provision({ user: 'bob' }), { status: 403, body: { code: 'forbidden' } });
    t.equal((await provision({ user: 'admin' })).status, 200);
  },
);

t.test('a run with overwrite resets its own objects, the abandoned time with them', async (t) => {
  await setOption('engagement.abandonedTime', 90);
  t.match((await provision()).body.summary, { corrected: 0 }, 'by default it stays');
  const dry = await provision({ overwrite: true, dryRun: true });
  t.match(dry.body.summary, { removed: 1, created: 1 });
  const option = '/v1/admin/options/engagement.abandonedTime';
  t.match((await call('GET', option)).body, { value: '90' });
  await provision({ overwrite: true });
  t.match((await call('GET', option)).body, { value: '600', updatedBy: 'admin' });
  const audit = await call<List<Anything>>('GET', '/v1/admin/audit?pageSize=2');
  t.match(audit.body.items, [
    { action: 'provisioning.applied', target: SERVER },
    { action: 'option.changed' },
  ]);
  t.match((await provision({ overwrite: true })).body.summary, { removed: 0, created: 0 });
});

t.test('what an interaction is stuck in is cleaned by the clean view of its queue', async (t) => {
  await setOption(AUTO_STOP, false);
  const stuck = await create();
  await call('POST', `/v1/interactions/${stuck.id}/noengage`, { body: {} });
  const view = 'interaction-queue-views/Webengagement_Failed.Clean';
  await put(view, { ...(await propertiesOf(view)), condition: { minTimeInQueueSeconds: 100 } });
  await service.advance(99_000);
  t.equal((await stateOf(stuck)).status, 'active');
  await service.advance(32_000);
  t.match(await stateOf(stuck), { state: 'Failed', status: 'stopped', reason: 'not_engaged' });
  t.match((await factsOf(stuck)).at(-1), { type: 'interaction.stopped', by: 'system' });
  await setOption(AUTO_STOP, true);
});

t.test('a queue of your own is cleaned by its own view, else by that of the state', async (t) => {
  await setOption(AUTO_STOP, false);
  await put('interaction-queues/Lost', {});
  const queueFailed = 'wmsg.connector.interactionServer.queueFailed';
  await setOption(queueFailed, 'Lost');
  const first = await create();
  await call('POST', `/v1/interactions/${first.id}/noengage`, { body: {} });
  await service.advance(131_000);
  t.match(await stateOf(first), { queue: 'Lost', status: 'stopped' }, 'by the view of Failed');
  const view = await propertiesOf('interaction-queue-views/Webengagement_Failed.Clean');
  await put('interaction-queue-views/Lost.Clean', { ...view, queue: 'Lost', enabled: false });
  const second = await create();
  await call('POST', `/v1/interactions/${second.id}/noengage`, { body: {} });
  await service.advance(200_000);
  t.equal((await stateOf(second)).status, 'active', 'its own view is not enabled');
  await put('interaction-queue-views/Lost.Clean', { ...view, queue: 'Lost' });
  await service.advance(31_000);
  t.equal((await stateOf(second)).status, 'stopped');
  await setOption(queueFailed, 'Webengagement_Failed');
  await setOption(AUTO_STOP, true);
});

t.test('a queue whose routing is not built in is cleaned by whoever it names', async (t) => {
  await setOption(AUTO_STOP, false);
  const routing = 'enhanced-routing/Webengagement_Failed.Routing';
  const own = await propertiesOf(routing);
  await put(routing, { ...own, annex: { Application: { url: 'none' } } });
  const stuck = await create();
  await call('POST', `/v1/interactions/${stuck.id}/noengage`, { body: {} });
  await service.advance(300_000);
  t.equal((await stateOf(stuck)).status, 'active');
  await put(routing, own);
  await service.advance(31_000);
  t.equal((await stateOf(stuck)).status, 'stopped');
  await setOption(AUTO_STOP, true);
});

t.test('an unanswered invitation is abandoned by its clock, not cleaned by the view', async (t) => {
  const shown = await create();
  await call('POST', `/v1/interactions/${shown.id}/engage`, { body: {} });
  await call('POST', `/v1/interactions/${shown.id}/displayed`, { as: shown.token, body: {} });
  const view = 'interaction-queue-views/Webengagement_Engaged.Clean';
  await put(view, { ...(await propertiesOf(view)), condition: { minTimeInQueueSeconds: 120 } });
  await service.advance(119_999);
  t.equal((await stateOf(shown)).state, 'Engaged');
  await service.advance(1);
  t.match(await stateOf(shown), { state: 'Failed', reason: 'abandoned' });
});

t.test(
  'case data carries the pages of the visit, those that the business attribute names',
  async (t) => {
    const pageUrl = 'https://shop.example/cart';
    const pages = {
      'WebEngagement.EngagementStartPage': pageUrl,
      'WebEngagement.CurrentWebPage': pageUrl,
    };
    t.same((await create({ pageUrl })).caseData, pages);
    t.same((await create()).caseData, {});
    const attribute = 'business-attributes/Case Data';
    await put(attribute, { displayName: 'Case Data', values: {} });
    t.same((await create({ pageUrl })).caseData, {});
    t.match((await provision()).body.summary, { corrected: 1, skipped: 0 });
    t.same((await create({ pageUrl })).caseData, pages);
  },
);

t.test(
  'a category that is not provisioned is warned about once, and refused when strict',
  async (t) => {
    await create({ category: 'PlayGround-Cart' });
    t.equal(logged('category is not provisioned'), 0);
    await create({ category: 'Shoes' });
    await create({ category: 'Shoes' });
    t.equal(logged('category is not provisioned'), 1);
    await setOption('engagement.strictCategories', true);
    const body = { visitId: 'strict', category: 'Shoes' };
    t.match(await call('POST', '/v1/interactions', { body }), {
      status: 422,
      body: { code: 'unknown_category' },
    });
    const attribute = 'business-attributes/Web Engagement Categories';
    const own = await propertiesOf(attribute);
    await put(attribute, {
      ...own,
      values: { ...(own.values as Anything), Shoes: { displayName: 'Shoes' } },
    });
    t.equal((await call('POST', '/v1/interactions', { body })).status, 201);
    await setOption('engagement.strictCategories', false);
  },
);

t.test(
  'a queue key that fits no endpoint is said in the log, in readiness and by a run',
  async (t) => {
    const path = 'applications/Chat_Server';
    const own = await propertiesOf(path);
    await put(path, { ...own, options: {} });
    t.equal(logged('provisioned objects do not fit'), 1);
    const ready = await call<{ checks: Anything[] }>('GET', '/readyz?verbose');
    t.equal(ready.status, 200, 'the service itself is ready');
    t.match(
      ready.body.checks.find(({ name }) => name === 'provisioning'),
      { ok: false, detail: /names the endpoint webme/ },
    );
    t.match(
      ready.body.checks.find(({ name }) => name === 'chat_endpoint'),
      { ok: false, detail: /^chat_endpoint_missing: / },
    );
    const server = `${OBJECTS}/applications/Web_Engagement_Cluster`;
    t.equal((await call('GET', server)).status, 200);
    t.match((await provision()).body, { summary: { corrected: 1 }, warnings: [] });
  },
);

t.test('views are gone with DELETE and back with the next run', async (t) => {
  const view = `${VIEWS}/Webengagement_Missed.Clean`;
  t.equal((await call('DELETE', view)).status, 200);
  t.match((await provision()).body.summary, { created: 1 });
  t.equal((await call('GET', view)).status, 200);
});
