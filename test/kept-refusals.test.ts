import Database from 'better-sqlite3';
import t from 'tap';
import { LIMITS } from '#src/domain/limits.js';
import { createComposed } from './support/composed.js';
import { type ApiDescription, operationsOf } from './support/contract.js';

const ONE = '01900000-0000-7000-8000-000000000001';

/** As many of a kind as there can be, or nearly. */
const FULL = `
  create temp table ids as with recursive seq (i) as (select 1 union all select i + 1 from seq where i < 1000)
    select i, printf('01900000-0000-7000-8000-%012d', i) as id from seq;
  insert into api_keys (id, name, prefix, hash, scopes, created_at)
    select id, 'n', 'wek_', 'h' || i, 'admin:read', 0 from ids;
  insert into publishable_keys (id, name, key, origins, created_at)
    select id, 'n', 'pk_' || i, '[]', 0 from ids;
  insert into strategy_secrets (id, name, secret, created_at)
    select id, 'n', 's' || i, 0 from ids where i <= ${LIMITS.strategySecrets.most};
  insert into webhook_endpoints (id, url, event_types, description, enabled, disabled_reason, secret,
      version, created_at, updated_at, cursor)
    select id, 'https://a.example/', '["*"]', '', 0, 'ops', 's' || i, 1, 0, 0, 0 from ids
    where i <= ${LIMITS.webhookEndpoints.most}`;

const first = await createComposed(t);
await first.call('POST', '/v1/admin/agents', { name: 'ann' });
await first.place({ visitId: 'v-1' });
await first.close();
const database = new Database(`${first.directory}/webengagement.db`);
database.exec(FULL);
database.close();
const { app, adminKey, call } = await createComposed(t, first);

async function post(url: string, key: string, payload: object) {
  const authorization = `Bearer ${adminKey}`;
  const headers = { authorization, 'idempotency-key': key };
  const { statusCode, payload: text } = await app.inject({ method: 'POST', url, headers, payload });
  // The instance names the request, not what came of it.
  const { instance: _instance, ...body } = JSON.parse(text);
  return { status: statusCode, body };
}

/** A payload with what stands against it, and how that goes away. */
interface Refused {
  readonly body: object;
  readonly code: string;
  readonly lift?: () => Promise<{ readonly status: number }>;
}

const takeAway = (path: string) => () => call('DELETE', `/v1/admin/${path}`);

/** Each post that takes an Idempotency-Key, with what the domain says against one. */
const REFUSALS: Readonly<Record<string, readonly Refused[]>> = {
  createInteraction: [
    {
      body: { visitId: 'v-1' },
      code: 'engagement_in_progress',
      async lift() {
        const { items } = (await call('GET', '/v1/admin/interactions?visitId=v-1')).body;
        return call('POST', `/v1/admin/interactions/${items[0].id}/clean`, {});
      },
    },
  ],
  requestChat: [
    { body: { interactionId: ONE }, code: 'not_found' },
    {
      body: { visitId: 'v-2' },
      code: 'no_agents',
      lift: () => call('PUT', '/v1/admin/options/chat.whenNoAgents', { value: 'queue' }),
    },
  ],
  createApiKey: [
    {
      body: { name: 'a', scopes: ['admin:read'] },
      code: 'too_many_keys',
      // The admin key counts, and that of the agent.
      async lift() {
        for (const n of [1, 2, 3]) await takeAway(`api-keys/${ONE.slice(0, -1)}${n}`)();
        return { status: 200 };
      },
    },
  ],
  createPublishableKey: [
    {
      body: { name: 'a', origins: ['https://a.example'] },
      code: 'too_many_keys',
      lift: takeAway(`publishable-keys/${ONE}`),
    },
  ],
  createStrategySecret: [
    { body: { name: 'a' }, code: 'too_many_keys', lift: takeAway(`strategy-secrets/${ONE}`) },
  ],
  createWebhookEndpoint: [
    { body: { url: 'http://127.0.0.1:9/', eventTypes: ['*'] }, code: 'address_not_allowed' },
    {
      body: { url: 'https://1.1.1.1/', eventTypes: ['*'], enabled: false },
      code: 'too_many_endpoints',
      lift: takeAway(`webhook-endpoints/${ONE}`),
    },
  ],
  createAgent: [
    {
      body: { name: 'bob', groups: ['Nobody'] },
      code: 'validation_failed',
      lift: () =>
        call('PUT', '/v1/admin/objects/agent-groups/Nobody', {
          properties: { agents: [] },
        }),
    },
    { body: { name: 'ann' }, code: 'name_taken', lift: takeAway('agents/ann') },
  ],
};

/** Its payload is in the address: tested with what it makes. */
const ELSEWHERE = 'rotateWebhookSecret';

/** Why the other posts need no such key. */
const OTHERS: Readonly<Record<string, string>> = {
  'nothing is stored of a visit':
    'createVisit renewVisitToken tryEngagementLogic tryChatRouting tryStrategy',
  'the same again changes nothing':
    'bulkInteractions bulkChats reportDisplayed postDisposition completeRegistrationForm reportChatSeen leaveChat typeInChat logInAgent readyAgent logOutAgent notReadyAgent beat acceptChat rejectChat endAgentChat finishChat typeAsAgent engageInteraction noengageInteraction stopInteraction routeChat endChat serverGatewayEngage serverGatewayNoengage backendGatewayEngage backendGatewayNoengage adminStopInteraction cleanInteraction cleanQueue provision adminReadyAgent adminLogOutAgent adminNotReadyAgent cleanChat stopChat extendLease releaseLease rollBackOption rollBackEngagementLogic rollBackChatRouting rollBackStrategy',
  'a name of its own: the client id of a message, the webhook-id of a call':
    'sayInChat sayAsAgent receiveInstruction',
  'who lost the secret of the answer asks for another':
    'beginAgentSession beginSession rotateSigningKey rotateAgentKey',
  'once more is what it is for, and each time does it':
    'pullFromView transferAgentChat transferChat makeBackup testWebhookEndpoint resendDelivery resendDeliveries recoverWebhookEndpoint recountStatistic',
};

t.test(
  'every post keeps its refusals under an Idempotency-Key, or says why it has none',
  async (t) => {
    const api: ApiDescription = JSON.parse((await app.inject('/openapi.json')).payload);
    const posts = operationsOf(api).filter(({ method }) => method === 'POST');
    const own = [...Object.keys(REFUSALS), ELSEWHERE];
    const named = [...own, ...Object.values(OTHERS).join(' ').split(' ')];
    t.strictSame(posts.map(({ operation }) => operation.operationId).sort(), named.sort());
    const keyed = posts.filter(({ operation }) =>
      JSON.stringify(operation).includes('"idempotency-key"'),
    );
    t.strictSame(keyed.map(({ operation }) => operation.operationId).sort(), own.sort());
    for (const { path, operation } of keyed)
      for (const [n, { body, code, lift }] of (REFUSALS[operation.operationId] ?? []).entries()) {
        const key = `${operation.operationId}-${n}`;
        const refusal = await post(path, key, body);
        t.equal(refusal.body.code, code, key);
        if (lift)
          t.match((await lift()).status, /^20/, `${key}: nothing stands against it any more`);
        t.strictSame(await post(path, key, body), refusal, `${key}: as the first time`);
        const other = await post(path, key, { ...body, ...OTHER[operation.operationId] });
        t.equal(other.body.code, 'idempotency_key_reused', key);
        if (lift)
          t.equal((await post(path, `${key}-new`, body)).status, 201, `${key}: a new request`);
      }
  },
);

/** What makes another payload of one. */
const OTHER: Readonly<Record<string, object>> = {
  createInteraction: { pageId: 'p' },
  requestChat: { userData: { a: 'b' } },
  createApiKey: { name: 'b' },
  createPublishableKey: { name: 'b' },
  createStrategySecret: { name: 'b' },
  createWebhookEndpoint: { description: 'b' },
  createAgent: { displayName: 'B' },
};
