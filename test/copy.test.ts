import assert from 'node:assert/strict';
import t, { type Test } from 'tap';
import { KINDS } from '#src/domain/objects/kinds.js';
import { type Composed, createComposed } from './support/composed.js';
import { everythingTold, wholly } from './support/everything-told.js';
import { NO_POSTGRES, startPostgres } from './support/postgres.js';
import { run } from './support/process.js';
import { type Receiver, receive, status } from './support/receiver.js';
import { example } from './support/scxml-service.js';
import { createDay, type Day, HALVES } from './support/statistics-day.js';

const ENV = { WEBHOOK_ALLOW_PRIVATE: '127.0.0.0/8' };
const AUDIT = '/v1/admin/audit';
const VISITOR = '/v1/admin/visitors/ada/export';

if (NO_POSTGRES !== undefined) t.comment(`skipped: ${NO_POSTGRES}`);
else await withServer();

interface Event {
  readonly id: string;
  readonly type: string;
  readonly attemptCount: number;
}

/** What a service has that began before it was copied, and goes on after. */
interface Begun {
  readonly keys: Readonly<Record<'reader' | 'revoked' | 'page' | 'agent', string>>;
  readonly kept: object;
  readonly live: { readonly id: string; readonly token: string };
  readonly erasedVisit: string;
}

/** A day with everything in it that a directory can hold. */
async function fill(day: Day, hook: Receiver): Promise<Begun> {
  const { must, service } = day;
  const make = (url: string, body: object) => must('POST', url, body);
  await make('/v1/admin/webhook-endpoints', { url: hook.url, eventTypes: ['*'] });
  for (const half of HALVES) await half(day);

  const option = 'wmsg.connector.engagementExpirationTime';
  for (const value of [30, 45, 40]) await day.option(option, value);
  await must('PUT', '/v1/admin/objects/agent-groups/Mine', { properties: {} });
  await day.option('engagement.queueMissed', 'Webengagement_Missed');
  await make('/v1/interactions', { visitId: 'missed' });
  await day.pass(41);
  const rules = [{ name: 'all', result: { decision: 'engage' } }];
  await must('PUT', '/v1/admin/strategies/engagement-logic', { rules });
  await must('PUT', '/v1/admin/strategies/chat-routing', { rules: [] });
  const bundle = example('engagement-logic');
  await must('PUT', '/v1/admin/strategies/mine', bundle);
  await must('PUT', '/v1/admin/strategies/mine', example('engagement-logic', { '10': '11' }));
  await make('/v1/admin/strategy-secrets', { name: 'theirs' });

  const keyOf = async (name: string): Promise<string> =>
    (await make('/v1/admin/api-keys', { name, scopes: ['admin:read'] })).key;
  const [reader, revoked] = [await keyOf('reader'), await keyOf('revoked')];
  const { items } = await must('GET', '/v1/admin/api-keys');
  const gone = items.find(({ name }: { name: string }) => name === 'revoked');
  await must('DELETE', `/v1/admin/api-keys/${gone.id}`);
  const origins = ['https://shop.example'];
  const page = (await make('/v1/admin/publishable-keys', { name: 'shop', origins })).key;
  const agent = (await make('/v1/admin/agents/ann/rotate-key', {})).key;

  await make('/v1/interactions', {
    visitId: 'of-ada',
    visitorId: 'ada',
    userData: { a: 'ü"\\n\n' },
  });
  const visit = { visitId: 'of-eve', visitorId: 'eve' };
  const erasedVisit = (await make('/v1/visits', visit)).token;
  await make('/v1/interactions', visit);
  await must('DELETE', '/v1/admin/visitors/eve');
  await make('/v1/interactions', { visitId: 'engaged' });
  await sent(day, hook);
  hook.answer = status(500);
  const live = await make('/v1/interactions', { visitId: 'live' });
  await make(`/v1/interactions/${live.id}/engage`, {});
  const refused = await service.call('POST', '/v1/interactions', { visitId: 'live' });
  assert.equal(refused.status, 409);
  const kept = { visitId: 'kept' };
  await service.app.inject({
    method: 'POST',
    url: '/v1/interactions',
    headers: { authorization: `Bearer ${service.adminKey}`, 'idempotency-key': 'once' },
    payload: kept,
  });
  const pulled = await make('/v1/views/Webengagement_Qualified.EngagementLogic.View/pull', {
    max: 1,
  });
  assert.equal(pulled.items.length, 1);
  return { keys: { reader, revoked, page, agent }, kept, live, erasedVisit };
}

/** Waits until every message was tried, and what came of it is stored. */
async function sent({ must }: Day, hook: Receiver): Promise<void> {
  for (;;) {
    const events = (await must('GET', '/v1/admin/events?pageSize=500')).items;
    const tried = new Set(hook.received.map(({ id }) => id));
    if (events.every(({ id, type }: Event) => type === 'chat.message' || tried.has(id))) break;
    await hook.got(hook.received.length + 1);
  }
  const url = '/v1/admin/deliveries?pageSize=500';
  while ((await must('GET', url)).items.some((each: Event) => each.attemptCount === 0));
}

async function withServer(): Promise<void> {
  const server = await startPostgres();
  t.teardown(server.stop);
  t.test('what a directory told before, its copy tells', async (t) => {
    const hook = await receive(t);
    const day = await createDay(t, undefined, undefined, ENV);
    const begun = await fill(day, hook);
    const { service } = day;
    await sent(day, hook);
    const objects = [
      ...['Agent/ann', 'Tenant/1'],
      'GroupAgents/Web Engagement Chat',
      'Queue/Webengagement_Qualified',
    ];
    const names = (await day.must('GET', '/v1/admin/statistics')).items;
    const more = [
      VISITOR,
      ...KINDS.map((kind) => `/v1/admin/objects/${kind}`),
      ...names.flatMap(({ name }: { name: string }) =>
        objects.map((each) => {
          const [type = '', object = ''] = each.split('/');
          return `/v1/admin/statistics/${name}?objectType=${type}&object=${encodeURIComponent(object)}`;
        }),
      ),
    ];
    const before = new Map(await everythingTold(service, more));
    // Reading what was said is itself audited.
    before.set(AUDIT, await wholly(service, AUDIT));
    await service.close();

    const url = server.urlOf('postgres');
    const copied = await run(['copy', '--from', service.directory, '--to', url]);
    t.strictSame([copied.code, copied.stderr], [0, '']);
    t.match(
      copied.stdout,
      /^copied \d+ rows of \d+ tables in [\d.]+ s; counts and digests agree\n/,
    );
    t.match(copied.stdout, /admin\.key/);

    const env = { ...ENV, DATA_DIR: '', DATABASE_URL: url, ADMIN_KEY: '' };
    const after = await createComposed(t, service, undefined, undefined, env);
    const told = await everythingTold(after, more);
    const states = new Set<string>();
    for (const [address, answer] of before) {
      t.strictSame(told.get(address), answer, address);
      for (const { state } of answer.items ?? []) states.add(state);
    }
    t.equal(told.size, before.size);
    for (const state of [
      'Qualified',
      'Engaged',
      'Accepted',
      'Rejected',
      'Timeout',
      'Failed',
      'Missed',
    ])
      t.ok(states.has(state), state);
    t.ok(before.size > 150, `${before.size} addresses`);
    await goOn(t, after, begun, before);
  });
}

/** Keys, tokens, numbers and deliveries of before are good for more. */
async function goOn(
  t: Test,
  service: Composed,
  { keys, kept, live, erasedVisit }: Begun,
  before: ReadonlyMap<string, { readonly items?: readonly { readonly id: string }[] }>,
): Promise<void> {
  const { call } = service;
  const as = async (key: string, url: string, body?: object) =>
    (await call(body ? 'POST' : 'GET', url, body, key)).status;
  t.equal(await as(keys.reader, '/v1/admin/options'), 200, 'a key');
  t.equal(await as(keys.reader, '/v1/admin/api-keys', {}), 403, 'which may not more');
  t.equal(await as(keys.revoked, '/v1/admin/options'), 401, 'a revoked one');
  t.equal(await as(keys.agent, '/v1/agent/login', {}), 200, 'the key of an agent');
  t.equal(await as(live.token, `/v1/interactions/${live.id}/displayed`, {}), 200, 'a token');
  const visit = await service.app.inject({
    method: 'POST',
    url: '/v1/visits',
    headers: { authorization: `Bearer ${keys.page}`, origin: 'https://shop.example' },
    payload: {},
  });
  t.equal(visit.statusCode, 201, 'the key of a page');

  const again = await service.app.inject({
    method: 'POST',
    url: '/v1/interactions',
    headers: { authorization: `Bearer ${service.adminKey}`, 'idempotency-key': 'once' },
    payload: kept,
  });
  const ids = new Set(before.get('/v1/admin/interactions')?.items?.map(({ id }) => id));
  t.ok(ids.has(again.json().id), 'a kept answer');
  const ofErased = await call('POST', '/v1/interactions', {}, erasedVisit);
  t.match(ofErased, { status: 201, body: { visitorId: null } }, 'who was erased stays so');
  t.notOk(ids.has(ofErased.body.id));

  const last = before.get('/v1/admin/events')?.items?.at(-1);
  const { body } = await call('GET', `/v1/admin/events?after=${last?.id}`);
  t.ok(body.items.length > 1, 'messages go on where they were');
}
