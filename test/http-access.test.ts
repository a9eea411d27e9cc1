import assert from 'node:assert/strict';
import t from 'tap';
import { SCOPES, type Scope } from '#src/auth/keys.js';
import { operationsOf } from './support/contract.js';
import { ADMIN_KEY, type Created, type Send, startService } from './support/service.js';
import { act, inSituation } from './support/situations.js';

const service = await startService(t);
const { call, create } = service;

/** What a call needs to get past the credential: the rest of it is in order. */
interface Row {
  /** The scope that lets an API key in; absent where none does. */
  readonly scope?: Scope;
  /** Set where the token of the interaction lets its browser in. */
  readonly token?: true;
  /** Anybody may. */
  readonly open?: true;
  /** What whoever is let in is answered. */
  readonly status: number;
  readonly body?: () => unknown;
  readonly path?: Readonly<Record<string, () => string>>;
}

let subject: Created;
let spare: string;
let visits = 0;

const option = { name: () => 'engagement.abandonedTime' };
const id = { id: () => subject.id };
const OPERATIONS: Readonly<Record<string, Row>> = {
  createInteraction: {
    scope: 'interactions:create',
    status: 201,
    body: () => ({ visitId: `access-${++visits}` }),
  },
  getInteraction: { scope: 'interactions:read', token: true, status: 200, path: id },
  getInteractionHistory: { scope: 'interactions:read', token: true, status: 200, path: id },
  getVisit: {
    scope: 'interactions:read',
    token: true,
    status: 200,
    path: { visitId: () => String(subject.visitId) },
  },
  reportDisplayed: { token: true, status: 200, path: id },
  postDisposition: { token: true, status: 200, path: id, body: () => ({ code: 'acceptCall' }) },
  completeRegistrationForm: { token: true, status: 200, path: id, body: () => ({ fields: {} }) },
  engageInteraction: { scope: 'orchestration', status: 409, path: id },
  noengageInteraction: { scope: 'orchestration', status: 409, path: id },
  stopInteraction: { scope: 'orchestration', status: 200, path: id },
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
  listApiKeys: { scope: 'admin:read', status: 200 },
  createApiKey: {
    scope: 'admin:write',
    status: 201,
    body: () => ({ name: 'x', scopes: ['admin:read'] }),
  },
  revokeApiKey: { scope: 'admin:write', status: 200, path: { id: () => spare } },
  listAudit: { scope: 'admin:read', status: 200 },
  getLiveness: { open: true, status: 200 },
  getReadiness: { open: true, status: 200 },
  getMetrics: { open: true, status: 200 },
};

/** What can be sent as a credential, and what the row makes of it. */
interface Credential {
  readonly send: Send;
  readonly expected: (row: Row) => number;
}

const denied = (): number => 401;
const withScopes =
  (...scopes: readonly Scope[]) =>
  ({ scope, status }: Row) =>
    scope !== undefined && scopes.includes(scope) ? status : 403;
const header = (authorization: string): Credential => ({
  send: { as: null, headers: { authorization } },
  expected: denied,
});

async function makeCredentials(): Promise<Readonly<Record<string, Credential>>> {
  const stale = await create();
  await service.advance(24 * 60 * 60 * 1000);
  const other = await create();
  subject = await inSituation(service, 'Pending');
  await act(service, subject, 'form', { body: { fields: {} }, as: subject.token });
  const [head = '', claims = '', signature = ''] = subject.token.split('.');
  const [otherHead, otherClaims = '', otherSignature] = other.token.split('.');
  const revoked = await call<{ id: string; key: string }>('POST', '/v1/admin/api-keys', {
    body: { name: 'revoked', scopes: SCOPES },
  });
  await call('DELETE', `/v1/admin/api-keys/${revoked.body.id}`);
  spare = revoked.body.id;
  const bearer = (as: string, expected: Credential['expected'] = denied): Credential => ({
    send: { as },
    expected,
  });
  const nextTo = (text: string): string =>
    `${text.slice(0, -1)}${String.fromCharCode(text.charCodeAt(text.length - 1) ^ 1)}`;
  const keys = await Promise.all(
    SCOPES.map(async (scope) => [`a key for ${scope}`, await service.key(scope), scope] as const),
  );
  return {
    'no credential': { send: { as: null }, expected: denied },
    'an unknown key': bearer('wek_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'),
    'half the admin key': bearer(ADMIN_KEY.slice(0, -1)),
    'the hash of nothing': bearer(
      'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    ),
    'another scheme': header(`Basic ${Buffer.from(`admin:${ADMIN_KEY}`).toString('base64')}`),
    'no scheme': header(ADMIN_KEY),
    'no credential behind the scheme': header('Bearer '),
    'two credentials': header(`Bearer ${ADMIN_KEY} ${ADMIN_KEY}`),
    'a revoked key': bearer(revoked.body.key),
    ...Object.fromEntries(
      keys.map(([name, key, scope]) => [name, bearer(key, withScopes(scope))] as const),
    ),
    'the admin key': bearer(ADMIN_KEY, withScopes(...SCOPES)),
    'the scheme in small letters': {
      send: { as: null, headers: { authorization: `bearer  ${ADMIN_KEY}` } },
      expected: withScopes(...SCOPES),
    },
    'its own token': bearer(subject.token, (row) => (row.token ? row.status : 403)),
    "another interaction's token": bearer(other.token, () => 403),
    'an expired token': bearer(stale.token),
    'a token of another signature': bearer(`${head}.${claims}.${otherSignature}`),
    'a token of other claims': bearer(`${head}.${otherClaims}.${signature}`),
    'a token one bit off': bearer(nextTo(subject.token)),
    'a token one bit off in its claims': bearer(`${head}.${nextTo(claims)}.${signature}`),
    'a token of an unknown signer': bearer(`${nextTo(String(otherHead))}.${claims}.${signature}`),
    'a token with more behind it': bearer(`${subject.token}.x`),
    'a token with padding': bearer(`${subject.token}=`),
    'half a token': bearer(`${head}.${claims}`),
    'the beginning of a token': bearer('wit_'),
  };
}

const credentials = await makeCredentials();

t.test('every operation is in the table of who may', async (t) => {
  t.strictSame(
    operationsOf(service.api).map(({ operation }) => operation.operationId),
    operationsOf(service.api)
      .map(({ operation }) => operation.operationId)
      .filter((name) => Object.hasOwn(OPERATIONS, name)),
  );
});

for (const { path, method, operation } of operationsOf(service.api)) {
  const row = OPERATIONS[operation.operationId];
  if (row === undefined) continue;
  t.test(`${operation.operationId} lets in whom it should and nobody else`, async (t) => {
    const url = path.replace(/\{(\w+)\}/g, (_, name: string) =>
      encodeURIComponent(row.path?.[name]?.() ?? assert.fail(name)),
    );
    const statuses: Record<string, number> = {};
    const expected: Record<string, number> = {};
    for (const [name, { send, expected: status }] of Object.entries(credentials)) {
      const body = row.body?.();
      const answer = await call(method as 'GET', url, {
        ...send,
        ...(body !== undefined && { body }),
      });
      statuses[name] = answer.status;
      expected[name] = row.open ? row.status : status(row);
    }
    t.strictSame(statuses, expected);
  });
}

t.test('a browser may send its token in the body, or in the query of what it reads', async (t) => {
  const other = await create();
  const url = `/v1/interactions/${subject.id}`;
  const form = (token: unknown) =>
    call('POST', `${url}/registration-form`, { as: null, body: { token, fields: {} } });
  t.equal((await form(subject.token)).status, 200);
  t.equal((await form(other.token)).status, 403);
  for (const token of [undefined, '', 'x', 5, null, [subject.token]])
    t.equal((await form(token)).status, 401, String(token));
  for (const path of [url, `${url}/history`, `/v1/visits/${subject.visitId}`]) {
    t.equal((await call('GET', `${path}?token=${subject.token}`, { as: null })).status, 200);
    t.equal((await call('GET', `${path}?token=${other.token}`, { as: null })).status, 403);
    t.equal((await call('GET', `${path}?token=`, { as: null })).status, 401);
    t.equal(
      (await call('GET', `${path}?token=${subject.token}&token=x`, { as: null })).status,
      401,
    );
  }
});

t.test('an API key is no credential but in the header', async (t) => {
  const url = `/v1/interactions/${subject.id}`;
  t.equal((await call('GET', `${url}?token=${ADMIN_KEY}`, { as: null })).status, 401);
  const body = { token: ADMIN_KEY, fields: {} };
  t.equal((await call('POST', `${url}/registration-form`, { as: null, body })).status, 401);
});

t.test('the credential is judged before the body and before what the address names', async (t) => {
  const reader = await service.key('interactions:read');
  const none = '01980000-0000-7000-8000-000000000000';
  for (const [method, url] of [
    ['POST', '/v1/interactions'],
    ['POST', `/v1/interactions/${none}/engage`],
    ['PUT', '/v1/admin/options/nothing'],
    ['POST', '/v1/admin/queues/nothing/clean'],
    ['DELETE', `/v1/admin/api-keys/${none}`],
  ] as const)
    for (const send of [
      { raw: '{"half":' },
      { raw: 'x'.repeat(70_000) },
      { raw: '<a/>', headers: { 'content-type': 'application/xml' } },
      { body: { nonsense: true } },
    ]) {
      t.equal((await call(method, url, { ...send, as: null })).status, 401, url);
      t.equal((await call(method, url, { ...send, as: reader })).status, 403, url);
    }
  const reads = [`/v1/interactions/${none}`, '/v1/interactions/none', '/v1/admin/options/none'];
  for (const url of reads) t.equal((await call('GET', url, { as: null })).status, 401, url);
  t.equal((await call('GET', `/v1/interactions/${none}`, { as: subject.token })).status, 403);
});
