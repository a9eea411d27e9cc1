import t from 'tap';
import { CLOCKS_APART_MS } from '#src/clock.js';
import { createSessions } from '#src/settings/sessions.js';
import { ADMIN_KEY, type Anything, type List, startService } from './support/service.js';

const service = await startService(t);
const { call } = service;
const SESSION = '/v1/admin/session';
const SESSIONS = '/v1/admin/sessions';
const HOURS_MS = 3_600_000;

type Headers = Readonly<Record<string, string>>;

/** Sends a request as a page of the service does, without a key unless it is in the headers. */
async function send(
  method: 'GET' | 'POST' | 'PUT' | 'DELETE',
  url: string,
  headers: Headers = {},
  payload?: object | string,
) {
  const answer = await service.app.inject({
    method,
    url,
    headers: { 'sec-fetch-site': 'same-origin', ...headers },
    ...(payload !== undefined && { payload }),
  });
  const body = answer.body === '' ? {} : (answer.json() as Anything);
  return { status: answer.statusCode, body, cookie: String(answer.headers['set-cookie'] ?? '') };
}

/** Signs in; the headers with which a page of the service goes on. */
async function signIn(key: string) {
  const { status, body, cookie } = await send('POST', SESSION, {}, { key });
  t.equal(status, 201);
  return { id: String(body.id), headers: { cookie: cookie.split(';')[0] ?? '' } };
}

const isIn = async (headers: Headers) =>
  (await send('GET', '/v1/admin/options', headers)).status === 200;

t.test(
  'a session is what its key is, in a cookie that scripts and other sites never see',
  async (t) => {
    const key = await service.key('admin:read', 'interactions:read');
    const { status, body, cookie } = await send('POST', SESSION, {}, { key });
    t.equal(status, 201);
    t.match(body, { keyName: /admin:read/, scopes: ['interactions:read', 'admin:read'] });
    t.equal(Date.parse(String(body.expiresAt)) - service.clock.now(), 8 * HOURS_MS);
    t.match(cookie, /^webengagement_admin=wcs_[\w-]+; Path=\/v1; HttpOnly; SameSite=Strict$/);
    t.notOk(JSON.stringify(body).includes('wcs_'), 'its secret is in the cookie alone');
    const headers = { cookie: cookie.split(';')[0] ?? '' };
    t.strictSame((await send('GET', SESSION, headers)).body.session, body);
    t.ok(await isIn(headers));
    const { id } = await service.create();
    t.equal((await send('GET', `/v1/interactions/${id}`, headers)).status, 200);
    const refused = await send('PUT', '/v1/admin/options/agents.wrapUpTime', headers, {
      value: '5',
    });
    t.match(refused, { status: 403, body: { code: 'insufficient_scope' } }, 'no more than its key');
  },
);

t.test('with the cookie a request comes from a page of the service, as JSON', async (t) => {
  const { headers } = await signIn(ADMIN_KEY);
  const put = (more: Headers, payload: object | string = { value: '5' }) =>
    send('PUT', '/v1/admin/options/agents.wrapUpTime', { ...headers, ...more }, payload);
  for (const site of ['cross-site', 'same-site', 'none', '']) {
    t.match(await put({ 'sec-fetch-site': site }), { status: 403, body: { code: 'forbidden' } });
    t.equal(
      (await send('GET', '/v1/admin/options', { ...headers, 'sec-fetch-site': site })).status,
      403,
    );
  }
  const bare = await service.app.inject({ method: 'GET', url: '/v1/admin/options', headers });
  t.equal(bare.statusCode, 403, 'a browser that does not say where from is not trusted');
  t.equal((await put({ 'content-type': 'text/plain' }, '{"value":"5"}')).status, 403);
  t.equal((await put({})).status, 200);
  await call('DELETE', '/v1/admin/options/agents.wrapUpTime');
  const foreign = await send(
    'POST',
    SESSION,
    { 'sec-fetch-site': 'cross-site' },
    { key: ADMIN_KEY },
  );
  t.equal(foreign.status, 403, 'nobody is signed in by another site');
  const tool = await service.app.inject({
    method: 'POST',
    url: SESSION,
    payload: { key: ADMIN_KEY },
  });
  t.equal(tool.statusCode, 201, 'what is no browser may sign in');
});

t.test('what a request says of itself comes before the cookie that the browser adds', async (t) => {
  const { headers } = await signIn(ADMIN_KEY);
  const { id, token } = await service.create();
  await call('POST', `/v1/interactions/${id}/engage`, { body: {} });
  const disposition = { code: 'reject', token };
  const answer = await send('POST', `/v1/interactions/${id}/disposition`, headers, disposition);
  t.equal(answer.status, 200, 'a visitor on the same machine stays a visitor');
  t.notOk('userData' in answer.body);
  const wrong = { ...headers, authorization: 'Bearer wek_nobody' };
  t.equal((await send('GET', '/v1/admin/options', wrong)).status, 401);
});

t.test('a session ends with its key, after eight hours, by its owner and by others', async (t) => {
  const key = await service.key('admin:read');
  const [mine, others, revoked] = [
    await signIn(ADMIN_KEY),
    await signIn(ADMIN_KEY),
    await signIn(key),
  ];
  const list = async () => (await call<List<Anything>>('GET', SESSIONS)).body.items;
  t.match((await list()).slice(0, 3), [
    { id: revoked.id, keyName: 'for admin:read' },
    { id: others.id, keyName: 'admin' },
    { id: mine.id, keyName: 'admin' },
  ]);
  const keys = (await call<List<Anything>>('GET', '/v1/admin/api-keys')).body.items;
  await call(
    'DELETE',
    `/v1/admin/api-keys/${keys.find(({ name }) => name === 'for admin:read')?.id}`,
  );
  t.match(await send('GET', '/v1/admin/options', revoked.headers), { status: 401 });
  t.strictSame((await send('GET', SESSION, revoked.headers)).body.session, null);

  t.equal((await send('DELETE', `${SESSIONS}/${others.id}`, mine.headers)).status, 204);
  t.notOk(await isIn(others.headers));
  t.equal((await send('DELETE', `${SESSIONS}/${others.id}`, mine.headers)).status, 404);
  const out = await send('DELETE', SESSION, mine.headers);
  t.match(out, {
    status: 200,
    body: { ended: true },
    cookie: /^webengagement_admin=; Max-Age=0; Path=\/v1;/,
  });
  t.notOk(await isIn(mine.headers), 'a kept copy of the cookie is good for nothing');
  t.strictSame((await send('DELETE', SESSION, mine.headers)).body, { ended: false });
  const { items } = (await call<List<Anything>>('GET', '/v1/admin/audit?action=session.ended'))
    .body;
  t.match(items, [{ target: mine.id, keyName: 'admin' }, { target: others.id }]);

  const last = await signIn(ADMIN_KEY);
  service.clock.advance(8 * HOURS_MS - 1);
  t.ok(await isIn(last.headers));
  service.clock.advance(1);
  t.notOk(await isIn(last.headers));
  t.strictSame(await list(), []);
});

t.test(
  'a session is good at once where the clock is a little behind, and nowhere else',
  async (t) => {
    const { headers } = await signIn(ADMIN_KEY);
    const secret = headers.cookie.split('=')[1] ?? '';
    const findBehind = (ms: number) => {
      const clock = { ...service.clock, now: () => service.clock.now() - ms };
      return createSessions(service.store, clock).find(service.store.lastSettings(), secret);
    };
    t.ok(findBehind(CLOCKS_APART_MS));
    t.notOk(findBehind(CLOCKS_APART_MS + 1), 'it was begun while service time was wrong');
  },
);

t.test('only the key of an operator signs in', async (t) => {
  const agent = (await call('POST', '/v1/admin/agents', { body: { name: 'ann' } })).body;
  t.match(await send('POST', SESSION, {}, { key: agent.key }), {
    status: 401,
    body: { detail: /\/desk/ },
  });
  t.match(await send('POST', SESSION, {}, { key: 'wek_nobody' }), { status: 401 });
  t.match(await send('POST', SESSION, {}, {}), { status: 422 });
});
