import t from 'tap';
import { networkOf } from '#src/http/server/rate-limit.js';
import type { InteractionView } from '#src/http/shapes/schemas.js';
import { type Anything, type Created, startService } from './support/service.js';

const SHOP = 'https://shop.example';
const service = await startService(t, {
  env: { ALLOWED_ORIGINS: 'https://blog.example', RATE_LIMIT_CREATES_PER_MINUTE: '3' },
});
const { call, app } = service;

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const PLAIN = { 'content-type': 'text/plain;charset=UTF-8' };

async function publishableKey(): Promise<string> {
  const body = { name: 'shop', origins: [SHOP] };
  return (await call<{ key: string }>('POST', '/v1/admin/publishable-keys', { body })).body.key;
}

async function visit(key: string, body: Anything = {}) {
  return call<{ visitId: string; token: string; expiresAt: string }>('POST', '/v1/visits', {
    as: key,
    headers: { origin: SHOP },
    body,
  });
}

t.test(
  'a page gets a visit whose token creates, answers and reads for that visit only',
  async (t) => {
    const { status, body } = await visit(await publishableKey(), { visitorId: 'bob' });
    t.equal(status, 201);
    t.match(body.visitId, /^[\w-]{22}$/, '128 random bits');
    const created = await call<Created>('POST', '/v1/interactions', { as: body.token, body: {} });
    t.match(created.body, { visitId: body.visitId, visitorId: 'bob', state: 'Qualified' });
    for (const hidden of ['userData', 'identity', 'reasonDetail', 'engagementRule'])
      t.notOk(Object.hasOwn(created.body, hidden), `browsers do not see ${hidden}`);
    await call('POST', `/v1/interactions/${created.body.id}/engage`);
    const url = `/v1/interactions/${created.body.id}`;
    const answer = await call('POST', `${url}/disposition`, {
      as: body.token,
      body: { code: 'reject' },
    });
    t.equal(answer.body.state, 'Rejected');
    const elsewhere = await call('POST', '/v1/interactions', {
      as: body.token,
      body: { visitId: 'another' },
    });
    t.equal(elsewhere.status, 403);
  },
);

t.test('a page cannot name its visit, and a foreign page gets none', async (t) => {
  const key = await publishableKey();
  t.match((await visit(key, { visitId: 'mine' })).body, { code: 'forbidden' });
  for (const headers of [{}, { origin: 'https://evil.example' }, { origin: 'null' }]) {
    const { status, body } = await call('POST', '/v1/visits', { as: key, headers, body: {} });
    t.match([status, body.code], [403, 'origin_not_allowed']);
  }
});

t.test(
  'a visit token is renewed for its visit, and tokens survive a new signing key',
  async (t) => {
    const { body: first } = await visit(await publishableKey());
    await call('POST', '/v1/admin/signing-keys', { body: {} });
    service.clock.advance(1000);
    const renewed = await call<{ token: string; expiresAt: string }>(
      'POST',
      `/v1/visits/${first.visitId}/token`,
      { as: first.token, body: {} },
    );
    t.equal(renewed.status, 200);
    t.ok(renewed.body.expiresAt > first.expiresAt);
    const state = await call('GET', `/v1/visits/${first.visitId}`, { as: renewed.body.token });
    t.match(state.body, { canBeInvited: true, liveInteractionId: null });
  },
);

t.test('an anonymous visit becomes its visitor’s at log-in, and nobody else’s', async (t) => {
  const anonymous = (await visit(await publishableKey())).body;
  const renew = (as: string, body: object, visitId = anonymous.visitId) =>
    call<{ token: string; visitId: string; serverTime: string }>(
      'POST',
      `/v1/visits/${visitId}/token`,
      { as, body },
    );
  const asAnn = await renew(anonymous.token, { visitorId: 'ann' });
  t.match(asAnn, { status: 200, body: { visitId: anonymous.visitId } });
  t.equal(asAnn.body.serverTime, new Date(service.clock.now()).toISOString());
  const made = await call('POST', '/v1/interactions', { as: asAnn.body.token, body: {} });
  t.match(made.body, { visitId: anonymous.visitId, visitorId: 'ann' });
  const again = await renew(asAnn.body.token, { visitorId: 'ann' });
  t.equal(again.status, 200);
  for (const token of [asAnn.body.token, again.body.token])
    t.match((await renew(token, { visitorId: 'bob' })).body, { code: 'forbidden' });

  const ofBackEnd = (await call<typeof anonymous>('POST', '/v1/visits', { body: {} })).body;
  t.match(
    await renew(ofBackEnd.token, { visitorId: 'ann' }, ofBackEnd.visitId),
    { status: 403, body: { detail: /name the visitor with its key/ } },
    'what a page says is not taken for what a back end knows',
  );
  const named = await call('POST', `/v1/visits/${ofBackEnd.visitId}/token`, {
    body: { visitorId: 'ann' },
  });
  const second = await call('POST', '/v1/interactions', { as: String(named.body.token), body: {} });
  t.match(second.body, { visitId: ofBackEnd.visitId, visitorId: 'ann' });
});

t.test(
  'a revoked publishable key lets its visits end: no token of theirs is renewed',
  async (t) => {
    const { body } = await call('POST', '/v1/admin/publishable-keys', {
      body: { name: 'abused', origins: [SHOP] },
    });
    const begun = (await visit(String(body.key))).body;
    const url = `/v1/visits/${begun.visitId}/token`;
    t.equal((await call('POST', url, { as: begun.token, body: {} })).status, 200);
    await call('DELETE', `/v1/admin/publishable-keys/${body.id}`);
    t.match(await call('POST', url, { as: begun.token, body: {} }), {
      status: 401,
      body: { detail: /key of the visit was revoked/ },
    });
    const state = await call('GET', `/v1/visits/${begun.visitId}`, { as: begun.token });
    t.equal(state.status, 200, 'what was begun may come to its end');
  },
);

t.test('browsers post JSON as text and flat forms, without a preflight', async (t) => {
  const { id, token } = await service.create();
  await call('POST', `/v1/interactions/${id}/engage`);
  const url = `/v1/interactions/${id}`;
  const shown = await call('POST', `${url}/displayed`, {
    as: null,
    headers: PLAIN,
    raw: JSON.stringify({ token }),
  });
  t.equal(shown.status, 200);
  const accepted = await call('POST', `${url}/disposition`, {
    as: null,
    headers: FORM,
    raw: `code=acceptCall&token=${token}`,
  });
  t.equal(accepted.body.state, 'Accepted');
  const form = await call('POST', `${url}/registration-form`, {
    as: null,
    headers: FORM,
    raw: `token=${token}&EmailAddress=ann%40example.com&First+Name=Ann+B.&empty=`,
  });
  const fields = { EmailAddress: 'ann@example.com', 'First Name': 'Ann B.', empty: '' };
  t.match(form.body.registrationForm, { status: 'completed', fields });
  for (const raw of [
    `token=${token}&a=%ff`,
    `token=${token}&a=1&a=2`,
    `token=${token}&__proto__=x`,
  ])
    t.equal(
      (
        await call('POST', `${url}/registration-form?token=${token}`, {
          as: null,
          headers: FORM,
          raw,
        })
      ).status,
      400,
      raw,
    );
});

t.test('a preflight is answered for known origins, and never for the admin side', async (t) => {
  await publishableKey();
  const preflight = (url: string, origin: string) =>
    app.inject({
      method: 'OPTIONS',
      url,
      headers: { origin, 'access-control-request-method': 'POST' },
    });
  for (const origin of [SHOP, 'https://blog.example']) {
    const { statusCode, headers } = await preflight('/v1/visits', origin);
    t.equal(statusCode, 204);
    t.equal(headers['access-control-allow-origin'], origin);
    t.notOk(headers['access-control-allow-credentials']);
  }
  for (const [url, origin] of [
    ['/v1/visits', 'https://evil.example'],
    ['/v1/admin/options', SHOP],
    ['/%761/admin/options', SHOP],
    ['/v1/%61dmin/options', SHOP],
    ['http://localhost/v1/admin/options', SHOP],
    ['/v1/%ZZ', SHOP],
  ] as const) {
    const { headers } = await preflight(url, origin);
    t.notOk(headers['access-control-allow-origin'], `${url} for ${origin}`);
  }
});

t.test('a Host of another name is refused on loopback', async (t) => {
  for (const host of ['evil.example', 'localhost.evil.example', '127.0.0.1.evil.example'])
    t.equal((await app.inject({ url: '/livez', headers: { host } })).statusCode, 421, host);
  for (const host of ['localhost:8080', '127.0.0.1', '[::1]:8080'])
    t.equal((await app.inject({ url: '/livez', headers: { host } })).statusCode, 200, host);
});

t.test('no page gets past the check of Host with a header of a proxy', async (t) => {
  const behind = await startService(t, { env: { TRUST_PROXY: '127.0.0.1' } });
  const ask = async (host: string, forwarded: string) => {
    const headers = { host, 'x-forwarded-host': forwarded };
    return (await behind.app.inject({ url: '/livez', headers })).statusCode;
  };
  t.equal(await ask('evil.example:8080', '127.0.0.1'), 421);
  t.equal(await ask('127.0.0.1:8080', 'evil.example'), 421);
  t.equal(await ask('[::1]:8080', 'localhost:80'), 200);
});

t.test('creations by pages are limited per key and network, and say what is left', async (t) => {
  const key = await publishableKey();
  const left: unknown[] = [];
  for (let count = 0; count < 4; count += 1) {
    const { status, headers } = await visit(key);
    left.push([status, headers.ratelimit, headers['ratelimit-policy']]);
  }
  t.match(left, [
    [201, /^"creates";r=2;t=\d+$/, '"creates";q=3;w=60'],
    [201, /r=1;/, /q=3/],
    [201, /r=0;/, /q=3/],
    [429, /r=0;/, /q=3/],
  ]);
  t.equal((await visit(await publishableKey())).status, 201, 'another key has its own limit');
  t.equal(networkOf('2001:db8:1:2:3:4:5:6'), networkOf('2001:db8:1:2::1'));
  t.not(networkOf('2001:db8:1:2::1'), networkOf('2001:db8:1:3::1'));
  t.equal(networkOf('::ffff:192.0.2.1'), networkOf('192.0.2.1'));
  t.not(networkOf('192.0.2.1'), networkOf('192.0.2.2'));
  for (const said of ['192.0.2.1:4711', '[::ffff:192.0.2.1]:80', '[::ffff:192.0.2.1]'])
    t.equal(networkOf(said), networkOf('192.0.2.1'), `a proxy says ${said}`);
  t.equal(networkOf('unknown'), 'unknown', 'whoever a proxy does not name is one caller');
});

t.test('a repeated creation is answered as the first time, for 24 hours', async (t) => {
  const send = (body: Anything, key: string) =>
    call<Created>('POST', '/v1/interactions', { body, headers: { 'idempotency-key': key } });
  const first = await send({ visitId: 'again' }, 'k-1');
  const [second, quoted] = [
    await send({ visitId: 'again' }, 'k-1'),
    await send({ visitId: 'again' }, '"k-1"'),
  ];
  t.strictSame(
    [first, second, quoted].map(({ status, body }) => [status, body.id]),
    Array(3).fill([201, first.body.id]),
  );
  t.match((await send({ visitId: 'other' }, 'k-1')).body, { code: 'idempotency_key_reused' });
  const refused = await send({ visitId: 'again' }, 'k-2');
  t.equal(refused.status, 409);
  await service.advance(30_000);
  const { code, interactionId } = refused.body as unknown as Anything;
  const again = (await send({ visitId: 'again' }, 'k-2')).body;
  t.match(
    again,
    { code, interactionId },
    'a refusal is kept too, also when it would not be one now',
  );
  t.equal((await send({ visitId: 'again' }, 'k-3')).status, 201, 'a new key is a new request');
  const together = await Promise.all(
    Array.from({ length: 5 }, () => send({ visitId: 'at once' }, 'k-4')),
  );
  t.equal(new Set(together.map(({ body }) => body.id)).size, 1, 'at once, too');
  await service.advance(24 * 60 * 60 * 1000 + 1);
  t.not((await send({ visitId: 'again' }, 'k-1')).body.id, first.body.id, 'a day later it is new');
});

t.test('every answer about an interaction has the ETag of its version', async (t) => {
  const { id, token } = await service.create();
  const url = `/v1/interactions/${id}`;
  const steps: readonly (readonly [string, object, boolean])[] = [
    [`${url}/engage`, {}, true],
    [`${url}/displayed`, {}, false],
    [`${url}/disposition`, { code: 'acceptCall' }, false],
    [`${url}/registration-form`, { fields: {} }, false],
    [`${url}/stop`, {}, true],
    [`/v1/admin/interactions/${id}/stop`, {}, true],
    [`/v1/admin/interactions/${id}/clean`, {}, true],
  ];
  for (const [path, body, byKey] of steps) {
    const answer = byKey
      ? await call<InteractionView>('POST', path, { body })
      : await call<InteractionView>('POST', path, { body: { ...body, token }, as: null });
    t.match(answer, { status: 200, headers: { etag: `"${answer.body.version}"` } }, path);
  }
});
