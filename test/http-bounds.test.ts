import { EventEmitter } from 'node:events';
import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import Sqlite from 'better-sqlite3';
import type { FastifyReply } from 'fastify';
import t from 'tap';
import { LIMITS } from '#src/domain/limits.js';
import { createExports } from '#src/http/server/exports.js';
import type { TidyStep } from '#src/store/work.js';
import { createFakeClock } from './support/clock.js';
import { createComposed } from './support/composed.js';
import { listenTo } from './support/event-stream.js';
import { type Anything, type Created, type List, START, startService } from './support/service.js';

const ORIGIN = 'https://shop.example';
const service = await startService(t, { env: { RATE_LIMIT_CREATES_PER_MINUTE: '1000' } });
const { app, call, create, store } = service;
await app.listen({ host: '127.0.0.1', port: 0 });
const { port } = app.server.address() as AddressInfo;

interface Begun {
  readonly visitId: string;
  readonly token: string;
}

interface Key {
  readonly id: string;
  readonly key: string;
}

const keyFor = async (...scopes: readonly string[]): Promise<Key> =>
  (await call<Key>('POST', '/v1/admin/api-keys', { body: { name: 'k', scopes } })).body;
const revoke = (kind: string, { id }: Key) => call('DELETE', `/v1/admin/${kind}/${id}`);

/** Rows that no request could make so many of; of a file that another connection has open. */
function fill(sql: string, directory = service.directory): void {
  const other = new Sqlite(`${directory}/webengagement.db`, { timeout: 30_000 });
  other.exec(sql);
  other.close();
}

t.test('a key that only reads is told of an invitation, not how to answer it', async (t) => {
  const { key: as } = await keyFor('interactions:read');
  const { id, visitId } = await create();
  await call('POST', `/v1/interactions/${id}/engage`, { body: {} });
  const stream = await listenTo(port, `/v1/visits/${visitId}/stream`, {
    authorization: `Bearer ${as}`,
  });
  const event = await stream.next();
  t.match(event, { name: 'invitation', data: { id } });
  t.notOk(JSON.stringify(event.data).includes('wit_'));
  stream.asked.destroy();
  for (const url of ['', '/history'])
    t.notMatch((await call('GET', `/v1/interactions/${id}${url}`, { as })).text, /w[iv]t_/);
});

t.test('the stream of a key that is revoked ends at once', async (t) => {
  const key = await keyFor('interactions:read');
  const { visitId } = await create();
  const headers = { authorization: `Bearer ${key.key}` };
  const stream = await listenTo(port, `/v1/visits/${visitId}/stream`, headers);
  await stream.next();
  await revoke('api-keys', key);
  t.ok(await stream.ended());
});

t.test('a visit gets nothing new once its publishable key is revoked', async (t) => {
  const body = { name: 'shop', origins: [ORIGIN] };
  const key = (await call<Key>('POST', '/v1/admin/publishable-keys', { body })).body;
  const headers = { origin: ORIGIN };
  const begun = await call<Begun>('POST', '/v1/visits', { as: key.key, headers, body: {} });
  const { visitId, token: as } = begun.body;
  const { id } = (await call<Created>('POST', '/v1/interactions', { as, body: {} })).body;
  await call('POST', `/v1/interactions/${id}/engage`, { body: {} });
  const stream = await listenTo(port, `/v1/visits/${visitId}/stream?token=${as}`);
  t.match(await stream.next(), { name: 'invitation' });

  await revoke('publishable-keys', key);
  t.ok(await stream.ended());
  for (const [method, url] of [
    ['POST', '/v1/interactions'],
    ['POST', `/v1/visits/${visitId}/token`],
    ['GET', `/v1/visits/${visitId}/stream`],
  ] as const) {
    const refused = await call(method, url, { as, ...(method === 'POST' && { body: {} }) });
    t.match([refused.status, refused.body.detail], [401, /revoked/], url);
  }
  const answered = await call<Created>('POST', `/v1/interactions/${id}/disposition`, {
    as,
    body: { code: 'acceptCall' },
  });
  t.match(
    [answered.status, answered.body.state],
    [200, 'Accepted'],
    'what is on screen is answered',
  );
});

t.test(
  'the token of a visit is renewed some times a minute, not as often as it likes',
  async (t) => {
    const { visitId, token: as } = (await call<Begun>('POST', '/v1/visits', { body: {} })).body;
    const renew = (credential?: string) =>
      call('POST', `/v1/visits/${visitId}/token`, {
        body: {},
        ...(credential !== undefined && { as: credential }),
      });
    let good = 0;
    while ((await renew(as)).status === 200) good += 1;
    t.equal(good, LIMITS.renewals.most);
    const refused = await renew(as);
    t.match(refused, {
      status: 429,
      body: { code: 'too_many_requests' },
      headers: { 'retry-after': String },
    });
    t.equal((await renew()).status, 200, 'a back end is not limited');
  },
);

t.test('readiness writes at most once a second, whoever asks how often', async (t) => {
  const { tidy } = store;
  let touches = 0;
  const started = performance.now();
  Object.assign(store, {
    tidy: (step: TidyStep) => {
      if (step.step === 'touch') touches += 1;
      return tidy(step);
    },
  });
  const statuses = new Set<number>();
  for (let n = 0; n < 20; n += 1) {
    const asking = [1, 2].map(() => call('GET', '/readyz', { as: null }));
    // Its commit is one with the write of the readiness, or follows it.
    await create();
    for (const { status } of await Promise.all(asking)) statuses.add(status);
  }
  t.strictSame([...statuses], [200]);
  Object.assign(store, { tidy });
  t.ok(touches <= 1 + (performance.now() - started) / LIMITS.readinessMs.most, `${touches}`);
});

t.test('exports have a bound, and end with their key and their person', async (t) => {
  fill(`
    insert into interactions (id, state, queue, visit_id, visitor_id, reason, created_at,
      disposed_at, stopped_at, placed_at, case_data, user_data, version, sequence)
    with recursive seq (i) as (select 1 union all select i + 1 from seq where i < 2000)
    select printf('01900000-0000-7000-8000-%012x', i), 'Failed', 'Webengagement_Failed', 'e' || i,
      'heavy', 'cleaned', ${START}, ${START}, ${START}, ${START}, '{}',
      json_object('k', printf('%.*c', 16000, 'x')), 1, 1 from seq`);
  const path = '/v1/admin/visitors/heavy/export';
  const begin = (key: string) =>
    new Promise<{ status: number | undefined; ended: Promise<string> }>((resolve) => {
      const headers = { authorization: `Bearer ${key}` };
      const asked = request({ host: '127.0.0.1', port, path, headers }, (answer) => {
        // It is not read: the network holds it back.
        const ended = new Promise<string>((end) => {
          answer.on('error', () => end('cut off'));
          answer.on('end', () => end('whole'));
        });
        resolve({ status: answer.statusCode, ended });
        readers.push(() => answer.resume());
      });
      asked.on('error', () => {});
      asked.end();
    });
  const readers: (() => void)[] = [];
  const key = await keyFor('admin:read');
  const others = [];
  for (let n = 0; n < LIMITS.exports.most - 1; n += 1) others.push(await begin(key.key));
  const { key: kept } = await keyFor('admin:read');
  const last = await begin(kept);
  const refused = await call('GET', path);
  t.match([refused.status, refused.body.code], [503, 'overloaded']);

  await revoke('api-keys', key);
  for (const read of readers.slice(0, 2)) read();
  t.strictSame(
    await Promise.all(others.slice(0, 2).map(({ ended }) => ended)),
    ['cut off', 'cut off'],
    'revoked',
  );
  await call('DELETE', '/v1/admin/visitors/heavy');
  for (const read of readers) read();
  t.equal(await last.ended, 'cut off', 'erased');
  await others.at(-1)?.ended;
});

t.test('an export that nobody reads on gives up its place', async (t) => {
  const clock = createFakeClock();
  const exports = createExports(clock);
  const begin = () => {
    const raw = Object.assign(new EventEmitter(), { destroy: () => raw.emit('close') });
    return exports.begin({ raw } as unknown as FastifyReply);
  };
  const places = Array.from({ length: LIMITS.exports.most }, begin);
  const idleMs = LIMITS.exportIdleSeconds.most * 1000;
  await clock.advance(idleMs - 1);
  for (const place of places.slice(1)) place.moved();
  t.throws(begin, { code: 'overloaded' });
  await clock.advance(1);
  begin();
  t.throws(begin, { code: 'overloaded' }, 'the others are read');
});

t.test('keys of each kind have a bound, and of the revoked ones the last are listed', async (t) => {
  const before = await createComposed(t);
  const request = { name: 'k', scopes: ['admin:read'] };
  const { id } = (await before.call('POST', '/v1/admin/api-keys', request)).body;
  await before.close();
  const sql = `
    insert into api_keys (id, name, prefix, hash, scopes, created_at, revoked_at)
    with recursive seq (i) as (select 1 union all select i + 1 from seq where i < 3000)
    select printf('01900000-0000-7000-8000-%012d', i), 'n', 'wek_', 'h' || i, 'admin:read', 0, case when i <= 2000 then 0 end from seq`;
  fill(sql, before.directory);
  const { call } = await createComposed(t, before);
  await call('DELETE', `/v1/admin/api-keys/${id}`);
  const full = await call('POST', '/v1/admin/api-keys', request);
  t.match([full.status, full.body.code], [409, 'too_many_keys']);
  t.match(full.body.detail, /at most 1000/);
  const { items } = (await call('GET', '/v1/admin/api-keys')).body as List<Anything>;
  const revoked = items.filter(({ revokedAt }) => revokedAt !== null);
  t.equal(revoked.length, LIMITS.revokedKeys.most);
  t.match(revoked.at(-1)?.id, /0{8}1001$/, 'those made first have left the list');
  for (let n = 0; n < LIMITS.strategySecrets.most; n += 1)
    await call('POST', '/v1/admin/strategy-secrets', { name: `s${n}` });
  const secret = await call('POST', '/v1/admin/strategy-secrets', { name: 'more' });
  t.match([secret.status, secret.body.code], [409, 'too_many_keys']);
});

t.test('the versions of an option, and objects, come in pages when they are many', async (t) => {
  const name = 'wmsg.connector.engagementExpirationTime';
  fill(`
    insert into option_changes (name, version, value, at, actor)
    with recursive seq (i) as (select 2 union all select i + 1 from seq where i < 1001)
    select '${name}', i, '45', ${START}, 'ops' from seq`);
  const found: unknown[] = [];
  let next: string | null = null;
  let pages = 0;
  do {
    const query: string = next === null ? '' : `?pageToken=${next}`;
    const url = `/v1/admin/options/${name}/history${query}`;
    const body: List<Anything> = (await call<List<Anything>>('GET', url)).body;
    found.push(...body.items.map(({ version }) => version));
    next = body.nextPageToken;
    pages += 1;
  } while (next !== null);
  t.strictSame(
    found,
    Array.from({ length: 1001 }, (_, index) => 1001 - index),
  );
  t.equal(pages, 3, 'the shipped default has a page of its own here');

  const objects = '/v1/admin/objects/interaction-queues';
  const all = (await call<List<Anything>>('GET', objects)).body.items;
  const first = (await call<List<Anything>>('GET', `${objects}?pageSize=5`)).body;
  const query = `?pageSize=5&pageToken=${first.nextPageToken}`;
  const rest = (await call<List<Anything>>('GET', objects + query)).body;
  t.strictSame([...first.items, ...rest.items], all);
  t.equal(rest.nextPageToken, null);
});

t.test('one visit cannot push the refusals of the others off the list', async (t) => {
  await create({ visitId: 'busy' });
  await create({ visitId: 'other' });
  const again = (visitId: string) => call('POST', '/v1/interactions', { body: { visitId } });
  await again('other');
  fill(`
    insert into refusals (at, reason, visit_id)
    with recursive seq (i) as (select 1 union all select i + 1 from seq where i < 2000)
    select ${START}, 'engagement_in_progress', 'busy' from seq`);
  await again('busy');
  const counts = async (visitId: string) =>
    (await call<{ counts: unknown }>('GET', `/v1/admin/refusals?visitId=${visitId}`)).body.counts;
  t.match(await counts('busy'), [{ total: LIMITS.refusalsPerVisit.most }]);
  t.match(await counts('other'), [{ total: 1 }]);
});

t.test('the description of the API has the limits that the service has', async (t) => {
  const text = JSON.stringify(service.api);
  const named = [...text.matchAll(/"visit(?:or)?Id":\{[^{}]*?"maxLength":(\d+)/g)].map(
    ([, most]) => most,
  );
  t.ok(named.length > 2);
  t.strictSame([...new Set(named)], [String(LIMITS.name.most)]);
  t.match(text, `"maxProperties":${LIMITS.dataKeys.most}`);
  t.match(text, `"maximum":${LIMITS.pageSize.most}`);
});
