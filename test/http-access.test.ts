import assert from 'node:assert/strict';
import t from 'tap';
import { ROWS_ELSEWHERE } from './support/access-elsewhere.js';
import { rowsOfChats } from './support/access-to-chats.js';
import { pushLogic } from './support/access-to-strategies.js';
import { operationsOf } from './support/contract.js';
import { makeCredentials, type Row } from './support/credentials.js';
import { ADMIN_KEY, startService } from './support/service.js';

const service = await startService(t);
const { call, create } = service;
const { credentials, forgeries, ...made } = await makeCredentials(service);
const { subject, other, ofVisit, forPages, revoked } = made;

/** A chat of the interaction, that its visitor has left. */
const chat = await chatOf();
await call('POST', '/v1/admin/agents', { body: { name: 'ann' } });
await pushLogic(call);

async function chatOf(): Promise<string> {
  await service.setOption('chat.whenNoAgents', 'queue');
  const body = { interactionId: subject.id };
  const begun = await call<{ id: string }>('POST', '/v1/chats', { body });
  await call('POST', `/v1/chats/${begun.body.id}/leave`, { as: subject.token, body: {} });
  return begun.body.id;
}

const option = { name: () => 'engagement.abandonedTime' };
const queues = { kind: () => 'interaction-queues' };
const queue = { ...queues, name: () => 'Webengagement_Chat' };
const id = { id: () => subject.id };
const visitId = { visitId: () => String(subject.visitId) };
const anyBrowser = ['interaction', 'visit'] as const;
const gateway = (name: string): Row => ({
  scope: 'orchestration',
  basic: true,
  status: 400,
  body: () => ({ [name]: { interactionId: subject.id } }),
});

/** What names nothing is found out once the credential has passed. */
const missing = { status: 404, path: { id: () => revoked.id } } as const;

/** Every operation: a new one needs its row here. */
const OPERATIONS: Readonly<Record<string, Row>> = {
  createVisit: { scope: 'interactions:create', publishable: true, status: 201 },
  renewVisitToken: {
    scope: 'interactions:create',
    tokens: ['visit'],
    status: 200,
    path: visitId,
  },
  getVisit: { scope: 'interactions:read', tokens: anyBrowser, status: 200, path: visitId },
  streamVisit: { scope: 'interactions:read', tokens: anyBrowser, status: 200, path: visitId },
  createInteraction: {
    scope: 'interactions:create',
    tokens: ['visit'],
    anyVisit: true,
    status: 201,
    body: (credential) => (credential.includes('visit') ? {} : { visitId: credential }),
  },
  getInteraction: { scope: 'interactions:read', tokens: anyBrowser, status: 200, path: id },
  getInteractionHistory: { scope: 'interactions:read', tokens: anyBrowser, status: 200, path: id },
  reportDisplayed: { tokens: anyBrowser, status: 200, path: id },
  postDisposition: {
    tokens: anyBrowser,
    status: 200,
    path: id,
    body: () => ({ code: 'acceptCall' }),
  },
  completeRegistrationForm: {
    tokens: anyBrowser,
    status: 200,
    path: id,
    body: () => ({ fields: {} }),
  },
  engageInteraction: { scope: 'orchestration', status: 409, path: id },
  noengageInteraction: { scope: 'orchestration', status: 409, path: id },
  stopInteraction: { scope: 'orchestration', status: 200, path: id },
  pullFromView: {
    scope: 'orchestration',
    status: 409,
    path: { name: () => 'Webengagement_Chat.ChatRouting.View' },
  },
  extendLease: { scope: 'orchestration', ...missing, body: () => ({ leaseSeconds: 30 }) },
  releaseLease: { scope: 'orchestration', ...missing },
  serverGatewayEngage: gateway('ixnProfile'),
  serverGatewayNoengage: gateway('cancelData'),
  backendGatewayEngage: gateway('ixnProfile'),
  backendGatewayNoengage: gateway('cancelData'),
  listOptions: { scope: 'admin:read', status: 200 },
  getOption: { scope: 'admin:read', status: 200, path: option },
  setOption: { scope: 'admin:write', status: 200, path: option, body: () => ({ value: 601 }) },
  resetOption: { scope: 'admin:write', status: 200, path: option },
  getOptionHistory: { scope: 'admin:read', status: 200, path: option },
  rollBackOption: { scope: 'admin:write', status: 200, path: option, body: () => ({ version: 1 }) },
  listInteractions: { scope: 'admin:read', status: 200 },
  adminStopInteraction: { scope: 'admin:write', status: 200, path: id },
  cleanInteraction: { scope: 'admin:write', status: 200, path: id },
  listQueues: { scope: 'admin:read', status: 200 },
  cleanQueue: { scope: 'admin:write', status: 200, path: { name: () => 'Webengagement_Chat' } },
  listLeases: { scope: 'admin:read', status: 200 },
  listObjects: { scope: 'admin:read', status: 200, path: queues },
  getObject: { scope: 'admin:read', status: 200, path: queue },
  putObject: {
    scope: 'admin:write',
    status: 200,
    path: queue,
    body: () => ({ properties: { description: 'Chats.' } }),
  },
  deleteObject: { scope: 'admin:write', status: 409, path: queue },
  provision: {
    scope: 'admin:write',
    status: 200,
    body: () => ({ application: 'Web_Engagement_Server' }),
  },
  listApiKeys: { scope: 'admin:read', status: 200 },
  createApiKey: {
    scope: 'admin:write',
    status: 201,
    body: () => ({ name: 'x', scopes: ['admin:write'] }),
  },
  revokeApiKey: { scope: 'admin:write', status: 200, path: { id: () => revoked.id } },
  listPublishableKeys: { scope: 'admin:read', status: 200 },
  createPublishableKey: {
    scope: 'admin:write',
    also: ['interactions:create'],
    status: 201,
    body: () => ({ name: 'x', origins: ['https://x.example'] }),
  },
  revokePublishableKey: { scope: 'admin:write', status: 404, path: { id: () => revoked.id } },
  makeBackup: { scope: 'admin:write', status: 201, alone: true },
  listBackups: { scope: 'admin:read', status: 200 },
  listSigningKeys: { scope: 'admin:read', status: 200 },
  rotateSigningKey: { scope: 'admin:write', status: 201 },
  deleteSigningKey: { scope: 'admin:write', status: 404, path: { id: () => 'none' } },
  getEngagementLogic: { scope: 'admin:read', status: 200 },
  setEngagementLogic: { scope: 'admin:write', status: 200, body: () => ({ rules: [] }) },
  getEngagementLogicHistory: { scope: 'admin:read', status: 200 },
  rollBackEngagementLogic: {
    scope: 'admin:write',
    status: 200,
    body: () => ({ version: 1 }),
  },
  tryEngagementLogic: {
    scope: 'admin:read',
    status: 200,
    body: () => ({ interactionId: subject.id }),
  },
  listStrategySecrets: { scope: 'admin:read', status: 200 },
  createStrategySecret: {
    scope: 'admin:write',
    also: ['orchestration'],
    status: 201,
    body: () => ({ name: 'x' }),
  },
  revokeStrategySecret: { scope: 'admin:write', status: 404, path: { id: () => revoked.id } },
  receiveInstruction: { open: true, status: 401, body: () => ({}) },
  listRefusals: { scope: 'admin:read', status: 200 },
  exportVisitor: { scope: 'admin:read', status: 200, path: { visitorId: () => 'nobody' } },
  eraseVisitor: { scope: 'admin:write', status: 404, path: { visitorId: () => 'nobody' } },
  exportIdentity: { scope: 'admin:read', status: 200, path: { id: () => revoked.id } },
  eraseIdentity: { scope: 'admin:write', status: 404, path: { id: () => revoked.id } },
  listAudit: { scope: 'admin:read', status: 200 },
  listWebhookEndpoints: { scope: 'admin:read', status: 200 },
  createWebhookEndpoint: { scope: 'admin:write', status: 422 },
  getWebhookEndpoint: { scope: 'admin:read', ...missing },
  updateWebhookEndpoint: { scope: 'admin:write', ...missing },
  deleteWebhookEndpoint: { scope: 'admin:write', ...missing },
  rotateWebhookSecret: { scope: 'admin:write', ...missing },
  testWebhookEndpoint: { scope: 'admin:write', ...missing },
  getWebhookStatistics: { scope: 'admin:read', ...missing },
  recoverWebhookEndpoint: {
    scope: 'admin:write',
    ...missing,
    body: () => ({ since: '2030-03-18T08:00:00.000Z' }),
  },
  listDeliveries: { scope: 'admin:read', status: 200 },
  resendDelivery: { scope: 'admin:write', ...missing },
  listEvents: { scope: 'admin:read', status: 200 },
  ...rowsOfChats(chat, subject.id),
  ...ROWS_ELSEWHERE,
  checkOrigin: { open: true, status: 200 },
  getLiveness: { open: true, status: 200 },
  getReadiness: { open: true, status: 200 },
  getMetrics: { open: true, status: 200 },
};

const operations = operationsOf(service.api);

t.test('every operation has its row in the table of who may', async (t) => {
  const names = operations.map(({ operation }) => operation.operationId);
  t.strictSame(names.toSorted(), Object.keys(OPERATIONS).toSorted());
});

for (const { path, method, operation } of operations) {
  const row = OPERATIONS[operation.operationId];
  if (row === undefined) continue;
  t.test(`${operation.operationId} lets in whom it should and nobody else`, async (t) => {
    const url = path.replace(/\{(\w+)\}/g, (_, name: string) =>
      encodeURIComponent(row.path?.[name]?.() ?? assert.fail(name)),
    );
    // Whom nothing keeps out need not be asked twenty times.
    const asked = Object.entries(credentials).slice(0, row.open ? 3 : undefined);
    const ask = async ([name, { send, expected }]: (typeof asked)[number]) => {
      const body = row.body?.(name);
      const { status } = await call(method, url, { ...send, ...(body !== undefined && { body }) });
      return { found: [name, status], expected: [name, row.open ? row.status : expected(row)] };
    };
    const cells = row.alone ? [] : await Promise.all(asked.map(ask));
    if (row.alone) for (const each of asked) cells.push(await ask(each));
    t.strictSame(
      cells.map(({ found }) => found),
      cells.map(({ expected }) => expected),
    );
  });
  t.test(`${operation.operationId} tells in its description how to get in`, async (t) => {
    const bearer = { bearer: [] };
    const elsewhere = row.tokens || row.publishable;
    t.strictSame(operation.security, row.open ? [] : elsewhere ? [{}, bearer] : [bearer]);
  });
}

t.test('what looks like a credential and is none lets nobody in', async (t) => {
  for (const url of [`/v1/interactions/${subject.id}`, '/v1/admin/options', '/v1/visits/any'])
    for (const [name, send] of Object.entries(forgeries))
      t.equal((await call('GET', url, send)).status, 401, `${name} ${url}`);
  const headers = { authorization: `bearer  ${ADMIN_KEY}` };
  t.equal((await call('GET', '/v1/admin/options', { as: null, headers })).status, 200);
});

t.test('a browser may send its token in the body, or in the query of what it reads', async (t) => {
  const url = `/v1/interactions/${subject.id}`;
  const form = (token: unknown) =>
    call('POST', `${url}/registration-form`, { as: null, body: { token, fields: {} } });
  t.equal((await form(subject.token)).status, 200);
  t.equal((await form(ofVisit)).status, 200);
  t.equal((await form(other.token)).status, 403);
  for (const token of [undefined, '', 'x', 5, null, [subject.token], { token: subject.token }])
    t.equal((await form(token)).status, 401, String(token));
  for (const path of [url, `${url}/history`, `/v1/visits/${subject.visitId}`]) {
    const read = async (query: string) => (await call('GET', path + query, { as: null })).status;
    t.equal(await read(`?token=${subject.token}`), 200);
    t.equal(await read(`?token=${ofVisit}`), 200);
    t.equal(await read(`?token=${other.token}`), 403);
    t.equal(await read('?token='), 401);
    t.equal(await read(`?token=${subject.token}&token=x`), 401);
  }
});

t.test('an API key is no credential but in the header', async (t) => {
  const url = `/v1/interactions/${subject.id}`;
  for (const key of [ADMIN_KEY, forPages.key]) {
    t.equal((await call('GET', `${url}?token=${key}`, { as: null })).status, 401);
    const body = { token: key, fields: {} };
    t.equal((await call('POST', `${url}/registration-form`, { as: null, body })).status, 401);
  }
  t.equal((await call('POST', `/v1/visits?key=${ADMIN_KEY}`, { as: null })).status, 401);
  t.equal((await call('POST', '/v1/visits', { as: null, body: { key: ADMIN_KEY } })).status, 401);
});

t.test('the credential is judged before the body and before what the address names', async (t) => {
  const reader = await service.key('interactions:read');
  const none = '01980000-0000-7000-8000-000000000000';
  const bodies = [
    { raw: '{"half":' },
    { raw: 'x'.repeat(70_000) },
    { raw: '<a/>', headers: { 'content-type': 'application/xml' } },
    { body: { nonsense: true } },
  ];
  for (const [method, url] of [
    ['POST', '/v1/interactions'],
    ['POST', `/v1/interactions/${none}/engage`],
    ['POST', `/v1/interactions/none/displayed`],
    ['PUT', '/v1/admin/options/nothing'],
    ['POST', '/v1/admin/queues/nothing/clean'],
    ['DELETE', `/v1/admin/api-keys/${none}`],
  ] as const)
    for (const send of bodies) {
      t.equal((await call(method, url, { ...send, as: null })).status, 401, url);
      t.equal((await call(method, url, { ...send, as: 'unknown' })).status, 401, url);
      t.equal((await call(method, url, { ...send, as: reader })).status, 403, url);
    }
  for (const url of [`/v1/interactions/${none}`, '/v1/interactions/none', '/v1/admin/options/none'])
    t.equal((await call('GET', url, { as: null })).status, 401, url);
  t.equal((await call('GET', `/v1/interactions/${none}`, { as: subject.token })).status, 403);
  t.equal((await call('GET', `/v1/interactions/${none}`, { as: ofVisit })).status, 403);
});

t.test('one key is revoked and the others stay good', async (t) => {
  const body = { name: 'short-lived', scopes: ['interactions:read'] };
  const answer = await call<{ id: string; key: string }>('POST', '/v1/admin/api-keys', { body });
  const { id: keyId, key: as } = answer.body;
  const read = () => call('GET', `/v1/visits/any`, { as });
  t.equal((await read()).status, 200);
  t.equal((await call('DELETE', `/v1/admin/api-keys/${keyId}`)).status, 200);
  t.equal((await read()).status, 401, 'from the very next request on');
  t.equal((await call('DELETE', `/v1/admin/api-keys/${keyId}`)).status, 200, 'and stays so');
  await create();
});
