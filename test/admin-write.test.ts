import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { ConfigInvalid } from '#src/config/config.js';
import { apiKeyOf, createApiKeys, PresetTaken } from '#src/settings/api-keys.js';
import { type Anything, type List, type Send, startService } from './support/service.js';
import { createWorld as createServiceWorld } from './support/strategy-service.js';
import { createWorld, OPERATOR } from './support/world.js';

const service = await startService(t, { env: { WEBHOOK_ALLOW_PRIVATE: '127.0.0.0/8' } });
const { call, key } = service;
const ROUTING = '/v1/admin/objects/enhanced-routing/Webengagement_Qualified.Routing';

/** What a key with `admin:write` can give away, and the scopes that come with it. */
const GIFTS = [
  ['POST', 'api-keys', { name: 'a', scopes: ['admin:read'] }, ['admin:read']],
  [
    'POST',
    'api-keys',
    { name: 'b', scopes: ['admin:write', 'orchestration', 'interactions:read'] },
    ['orchestration', 'interactions:read'],
  ],
  ['POST', 'strategy-secrets', { name: 'a' }, ['orchestration']],
  [
    'POST',
    'publishable-keys',
    { name: 'a', origins: ['https://a.example'] },
    ['interactions:create'],
  ],
  ['POST', 'webhook-endpoints', { url: 'http://127.0.0.1:9/', eventTypes: ['*'] }, ['admin:read']],
  [
    'POST',
    'webhook-endpoints',
    { url: 'http://127.0.0.1:9/', eventTypes: ['chat.message'] },
    ['chats:read', 'admin:read'],
  ],
  [
    'PUT',
    'objects/enhanced-routing/Webengagement_Qualified.Routing',
    {
      properties: {
        queue: 'Webengagement_Qualified',
        annex: { Application: { url: 'http://127.0.0.1:9/' } },
      },
    },
    ['admin:read'],
  ],
] as const;

for (const [method, path, body, scopes] of GIFTS)
  t.test(`${path} gives no more than the key holds: ${scopes.join(', ')}`, async (t) => {
    const url = `/v1/admin/${path}`;
    const poor = await call(method, url, { as: await key('admin:write'), body });
    t.match(poor, { status: 403, body: { code: 'insufficient_scope' } });
    for (const scope of scopes) {
      const others = scopes.filter((each) => each !== scope);
      const refused = await call(method, url, { as: await key('admin:write', ...others), body });
      t.match([refused.status, refused.body.detail], [403, scope]);
    }
    const rich = await call(method, url, { as: await key('admin:write', ...scopes), body });
    t.ok(rich.status < 300, rich.text);
  });

t.test('a key that may not read leads no endpoint elsewhere, and may end it', async (t) => {
  const body = { url: 'http://127.0.0.1:9/', eventTypes: ['*'] };
  const { id } = (await call<{ id: string }>('POST', '/v1/admin/webhook-endpoints', { body })).body;
  const as = await key('admin:write');
  const patch = (changes: Anything) =>
    call('PATCH', `/v1/admin/webhook-endpoints/${id}`, { as, body: changes });
  t.equal((await patch({ url: 'http://127.0.0.1:8/' })).status, 403);
  t.equal((await patch({ eventTypes: ['*', 'chat.message'] })).status, 403, 'nor more of it');
  t.equal((await patch({ enabled: false })).status, 200);
  const { text } = await call('GET', ROUTING);
  t.equal((await call('PUT', ROUTING, { as, raw: text })).status, 200, 'sent back as it was read');
});

t.test('the admin key is never revoked, whoever asks', async (t) => {
  const keys = (await call<List<Anything>>('GET', '/v1/admin/api-keys')).body.items;
  const admin = keys.find(({ name }) => name === 'admin');
  for (const send of [{ as: await key('admin:write') }, {}] as Send[]) {
    const answer = await call('DELETE', `/v1/admin/api-keys/${admin?.id}`, send);
    t.match(answer, { status: 403, body: { code: 'forbidden', detail: /ADMIN_KEY/ } });
  }
  t.equal((await call('GET', '/v1/admin/options')).status, 200);
});

t.test('revocations at the same time are one revocation with one line in the audit', async (t) => {
  for (const [kind, body] of [
    ['api-keys', { name: 'c', scopes: ['admin:read'] }],
    ['publishable-keys', { name: 'c', origins: ['https://c.example'] }],
    ['strategy-secrets', { name: 'c' }],
  ] as const) {
    const made = await call<{ id: string }>('POST', `/v1/admin/${kind}`, { body });
    const url = `/v1/admin/${kind}/${made.body.id}`;
    const [first, ...others] = await Promise.all([1, 2, 3].map(() => call('DELETE', url)));
    t.equal(first?.status, 200, kind);
    for (const { body } of [...others, await call('DELETE', url)])
      t.strictSame(body, first?.body, 'all are told the same');
    const audit = (await call<List<Anything>>('GET', '/v1/admin/audit')).body.items;
    const lines = audit.filter(({ target }) => target === made.body.id);
    t.equal(lines.length, 2, 'made, and revoked');
  }
});

t.test('the metric of refused creations counts refusals, not their answers', async (t) => {
  const { visitId } = await service.create();
  const refused = (more: Anything = {}) =>
    call('POST', '/v1/interactions', {
      body: { visitId, ...more },
      headers: { 'idempotency-key': 'again' },
    });
  const first = await refused();
  t.equal(first.status, 409);
  const { interactionId, blockedUntil } = first.body;
  t.match(await refused(), { status: 409, body: { interactionId, blockedUntil } });
  t.equal((await refused({ pageId: 'other' })).status, 422);
  const { text } = await call('GET', '/metrics', { as: null });
  t.strictSame(text.match(/^webengagement_creations_refused_total.* [^0]+$/gm), [
    'webengagement_creations_refused_total{reason="engagement_in_progress"} 1',
  ]);
});

t.test('a preset ADMIN_KEY replaces the former admin key and revokes nobody else’s', async (t) => {
  const { store, directory, clock } = await createWorld(t);
  const keys = createApiKeys(store, clock);
  const isGood = (text: string | null) => apiKeyOf(store.lastSettings(), text ?? '') !== undefined;
  const { writtenTo } = await keys.ensureAdmin(undefined, directory);
  t.equal(writtenTo, join(directory, 'admin.key'));
  const generated = readFileSync(join(directory, 'admin.key'), 'utf8').trim();
  const ops = await keys.create('ops', ['admin:write'], OPERATOR);
  const gone = await keys.create('gone', ['admin:read'], OPERATOR);
  await keys.revoke(gone.apiKey.id, OPERATOR);

  const preset = 'preset-admin-key-of-more-than-32-characters';
  t.strictSame(await keys.ensureAdmin(preset, directory), { replaced: [generated.slice(0, 8)] });
  t.strictSame([generated, preset, ops.key].map(isGood), [false, true, true]);
  t.strictSame(await keys.ensureAdmin(preset, directory), { replaced: [] }, 'the next start');

  for (const { key, apiKey } of [ops, gone]) {
    const start = keys.ensureAdmin(key ?? '', directory);
    await t.rejects(start, PresetTaken);
    await t.rejects(start, { message: new RegExp(`"${apiKey.name}"`) });
  }
  t.strictSame([preset, ops.key, gone.key].map(isGood), [true, true, false], 'and nothing changed');
});

t.test(
  'a start whose ADMIN_KEY is somebody else’s is refused in words of the setting',
  async (t) => {
    const world = await createServiceWorld(t);
    const made = await world.ask('POST', '/admin/api-keys', {
      name: 'ops',
      scopes: ['admin:read'],
    });
    const start = world.restart({ ADMIN_KEY: made.body.key });
    await t.rejects(start, ConfigInvalid);
    await t.rejects(start, { message: /ADMIN_KEY must be .* "ops"/ });
  },
);
