import { runInNewContext } from 'node:vm';
import { gunzipSync, gzipSync } from 'node:zlib';
import t from 'tap';
import { createPlayground } from '#src/settings/playground-key.js';
import { createCodes } from '#src/store/shared.js';
import { type Created, type List, startService } from './support/service.js';

/** What the widget may cost a page, gzipped: each of its parts ten kilobytes, a chat fifteen. */
const MOST_BYTES = {
  '.js': 10_000,
  '.mjs': 10_000,
  '-view.mjs': 10_000,
  '-help.mjs': 10_000,
  '-chat.mjs': 15_000,
};
const SHOP = 'https://shop.example';

const service = await startService(t, { env: { STRATEGY: 'none' } });
const { app, call } = service;

t.test('the widget costs a page at most ten kilobytes, and a chat fifteen', async (t) => {
  for (const [part, most] of Object.entries(MOST_BYTES)) {
    const url = `/widget${part}`;
    const answer = await app.inject({ url, headers: { 'accept-encoding': 'br, gzip' } });
    t.equal(answer.statusCode, 200);
    t.match(answer.headers, {
      'content-type': 'text/javascript; charset=utf-8',
      'content-encoding': 'gzip',
      'access-control-allow-origin': '*',
      'cross-origin-resource-policy': 'cross-origin',
      vary: /accept-encoding/i,
    });
    t.ok(answer.rawPayload.length <= most, `${answer.rawPayload.length} bytes`);
    const plain = await app.inject({ url });
    t.notOk(plain.headers['content-encoding']);
    t.equal(plain.payload, gunzipSync(answer.rawPayload).toString());
    t.ok(gzipSync(plain.rawPayload).length <= most);
    const headers = { 'if-none-match': String(answer.headers.etag) };
    t.equal((await app.inject({ url, headers })).statusCode, 304, 'a browser that has it');
  }
});

t.test('the script makes one global, and the module exports the same', async (t) => {
  const page = {
    document: { currentScript: null, querySelector: () => null },
    addEventListener: () => undefined,
  };
  const before = Object.keys(page);
  runInNewContext((await app.inject('/widget.js')).payload, page);
  t.strictSame(
    Object.keys(page).filter((name) => !before.includes(name)),
    ['WebEngagement'],
  );
  const module = (await app.inject('/widget.mjs')).payload;
  for (const name of ['invite', 'logout', 'openChat', 'start', 'stop', 'visit'])
    t.match(module, new RegExp(`export\\{.*\\b${name}\\b.*\\}`));
});

t.test('a page may ask whether it may use a key, and is always answered', async (t) => {
  const made = await call<{ key: string; id: string }>('POST', '/v1/admin/publishable-keys', {
    body: { name: 'shop', origins: [SHOP] },
  });
  const check = async (key: string, origin?: string) => {
    const answer = await call<{ allowed: boolean; detail: string; serverTime: string }>(
      'GET',
      `/v1/origin?key=${key}`,
      {
        as: null,
        ...(origin && { headers: { origin } }),
      },
    );
    t.equal(answer.status, 200);
    t.equal(answer.headers['access-control-allow-origin'], '*');
    t.equal(answer.body.serverTime, new Date(service.clock.now()).toISOString());
    return answer.body;
  };
  t.match(await check(made.body.key, SHOP), { allowed: true });
  t.match(await check(made.body.key, 'https://evil.example'), {
    allowed: false,
    detail: 'The key is for pages of https://shop.example, not of https://evil.example.',
  });
  t.match(await check(made.body.key), { allowed: false, detail: /an unknown origin/ });
  t.match(await check('pk_none', SHOP), { allowed: false, detail: /not known, or was revoked/ });
  await call('DELETE', `/v1/admin/publishable-keys/${made.body.id}`);
  t.match(await check(made.body.key, SHOP), { allowed: false });
});

interface Key {
  readonly key: string;
  readonly origins: readonly string[];
  readonly revokedAt: string | null;
}

const playgroundKeys = async () =>
  (await call<List<Key>>('GET', '/v1/admin/publishable-keys')).body.items.filter(
    ({ key, revokedAt }) => key.startsWith('pk_playground_') && revokedAt === null,
  );

t.test('the playground has a key of its own, for its own origin, while it listens', async (t) => {
  t.match((await app.inject('/playground')).payload, 'data-key=""', 'not before');
  const address = new URL(await service.listen());
  t.strictSame(
    (await playgroundKeys()).map(({ origins }) => origins),
    [['127.0.0.1', 'localhost', '[::1]'].map((host) => `http://${host}:${address.port}`)],
  );
  for (const path of ['/playground', '/playground/prices', '/playground/cart']) {
    const { statusCode, headers, payload } = await app.inject(path);
    t.equal(statusCode, 200);
    t.match(headers['content-security-policy'], /default-src 'none'; script-src 'self';/);
    t.match(payload, `data-key="${(await playgroundKeys())[0]?.key}"`);
    t.match(payload, 'data-key-in-shell="$ADMIN_KEY"', 'the page knows no operator’s key');
  }
  t.match((await app.inject('/')).payload, 'href="/playground"');
});

t.test('the playground acts on visits of its own and on nobody else’s', async (t) => {
  const [key] = await playgroundKeys();
  const origin = key?.origins[0] ?? '';
  const own = await call<{ token: string }>('POST', '/v1/visits', {
    as: key?.key ?? '',
    headers: { origin },
    body: {},
  });
  const as = own.body.token;
  const begin = async () =>
    (await call<Created>('POST', '/v1/interactions', { as, body: {} })).body;
  const act = async (id: string, action: string, by: string | null = as, payload = {}) => {
    const answer = await app.inject({
      method: 'POST',
      url: `/playground/interactions/${id}/${action}`,
      ...(by !== null && { headers: { authorization: `Bearer ${by}` } }),
      payload,
    });
    return { status: answer.statusCode, body: answer.json() };
  };

  const one = await begin();
  t.match((await act(one.id, 'engage', as, { channel: 'proactiveCallback' })).body, {
    state: 'Engaged',
    channel: 'proactiveCallback',
  });
  t.match((await act(one.id, 'noengage')).body, { state: 'Failed', reason: 'not_engaged' });
  t.match((await act((await begin()).id, 'clean')).body, { state: 'Failed', reason: 'cleaned' });
  t.match((await act(one.id, 'stop')).body, { status: 'stopped' });
  t.equal((await act(one.id, 'erase')).status, 422, 'and nothing else');

  const other = await service.create();
  t.equal((await act(other.id, 'engage')).status, 403);
  t.equal((await act(other.id, 'engage', other.token)).status, 403);
  t.equal((await act(other.id, 'engage', null)).status, 401);
  const back = await call<{ token: string }>('POST', '/v1/visits', {
    body: { visitId: String(other.visitId) },
  });
  t.equal((await act(other.id, 'engage', back.body.token)).status, 403);
});

t.test('the playground is only where nobody else can get at it', async (t) => {
  const isOn = (config: object) =>
    createPlayground({
      config: { host: '127.0.0.1', publicUrl: undefined, playground: 'on', ...config },
      publishableKeys: { find: () => undefined } as never,
      codes: createCodes({ now: () => 0 }),
    }).isOn;
  t.ok(isOn({}));
  t.ok(isOn({ host: '::1', publicUrl: 'http://localhost:8080' }));
  t.notOk(isOn({ playground: 'off' }));
  t.notOk(isOn({ host: '0.0.0.0' }));
  t.notOk(isOn({ publicUrl: 'https://engage.example.com' }), 'behind a proxy');
});

t.test('without the playground there is no page of it, and its key is void', async (t) => {
  const off = await startService(t, { env: { PLAYGROUND: 'off' } });
  await off.listen();
  t.equal((await off.app.inject('/playground')).statusCode, 404);
  t.notMatch((await off.app.inject('/')).payload, 'playground');
  t.strictSame((await off.call<List<Key>>('GET', '/v1/admin/publishable-keys')).body.items, []);
});
