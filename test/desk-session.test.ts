import t from 'tap';
import { DECISIONS } from '#src/decisions/decisions.js';
import { LIMITS } from '#src/domain/limits.js';
import { contextWith, made, ofKind, settingsWith } from './support/contexts.js';
import { T0 } from './support/lifecycle.js';
import { createWorld, type Json, type World } from './support/strategy-service.js';

const OWN = { 'sec-fetch-site': 'same-origin' };
const SESSION = '/v1/agent/session';

interface Sent {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: object;
}

/** Sends a request as a page of the service does, without a key. */
async function send(
  { service }: World,
  method: 'GET' | 'POST' | 'DELETE',
  url: string,
  { headers = {}, body }: Sent = {},
): Promise<{ status: number; body: Json; cookie: string }> {
  const answer = await service.app.inject({
    method,
    url,
    headers: { ...OWN, ...headers },
    ...(body && { payload: body }),
  });
  const cookie = String(answer.headers['set-cookie'] ?? '');
  return { status: answer.statusCode, body: answer.json(), cookie };
}

const cookieIn = (cookie: string) => ({ cookie: cookie.split(';')[0] ?? '' });

const world = await createWorld(t);

t.test('a page can ask whose session it has, and is never refused for having none', async (t) => {
  const { key } = (await world.ask('POST', '/admin/agents', { name: 'ines' })).body;
  t.match(await send(world, 'GET', SESSION), { status: 200, body: { agent: null } });
  const foreign = { headers: { 'sec-fetch-site': 'cross-site' } };
  t.equal((await send(world, 'GET', SESSION, foreign)).status, 403);
  const { status, cookie } = await send(world, 'POST', SESSION, { body: { key } });
  t.equal(status, 201);
  t.match(cookie, /; Path=\/v1\/agent; HttpOnly; SameSite=Strict$/);
  const headers = cookieIn(cookie);
  t.strictSame((await send(world, 'GET', SESSION, { headers })).body, { agent: 'ines' });
  t.equal((await send(world, 'GET', '/v1/agent', { headers })).status, 200);
  const forged = { cookie: `${headers.cookie}x` };
  t.strictSame((await send(world, 'GET', SESSION, { headers: forged })).body, { agent: null });
  t.match((await send(world, 'DELETE', SESSION)).cookie, /^webengagement_desk=; Max-Age=0; Path=/);
  await world.clock.advance(1);
  const again = cookieIn((await send(world, 'POST', SESSION, { body: { key } })).cookie);
  t.equal((await send(world, 'DELETE', SESSION, { headers: again })).status, 200);
  t.equal((await send(world, 'GET', '/v1/agent', { headers: again })).status, 401, 'it has ended');
  t.equal((await send(world, 'GET', '/v1/agent', { headers })).status, 200, 'and no other one');
  await world.ask('POST', '/admin/agents/ines/rotate-key', {});
  t.strictSame((await send(world, 'GET', SESSION, { headers })).body, { agent: null });
});

t.test('a key that is not that of an agent opens no desk', async (t) => {
  const body = { name: 'ops', scopes: ['admin:read'] };
  const { key } = (await world.ask('POST', '/admin/api-keys', body)).body;
  for (const [tried, status] of [
    [key, 403],
    ['wak_nobody', 401],
  ] as const)
    t.equal((await send(world, 'POST', SESSION, { body: { key: tried } })).status, status);
});

t.test('a session that was ended stays so over a crash, and the others stay good', async (t) => {
  const world = await createWorld(t);
  const { key } = (await world.ask('POST', '/admin/agents', { name: 'ivo' })).body;
  const signIn = async () =>
    cookieIn((await send(world, 'POST', SESSION, { body: { key } })).cookie);
  const [left, stays] = [await signIn(), await signIn()];
  const isIn = async (headers: { cookie: string }) =>
    (await send(world, 'GET', '/v1/agent', { headers })).status === 200;
  t.strictSame([await isIn(left), await isIn(stays)], [true, true]);
  t.equal((await send(world, 'DELETE', SESSION, { headers: left })).status, 200);
  for (const again of [world.crash, world.restart]) {
    await again();
    t.strictSame([await isIn(left), await isIn(stays)], [false, true]);
  }
  t.strictSame((await world.ask('GET', '/admin/sessions')).body.items, [], 'not of the console');
  const { items } = (await world.ask('GET', '/admin/audit?action=session.created')).body;
  t.strictSame(items, [], 'an agent at work changes nothing that operators set');
  await world.clock.leap(24 * 60 * 60 * 1000 - 1);
  t.ok(await isIn(stays));
  await world.clock.leap(1);
  t.notOk(await isIn(stays), 'it is good for a day');
});

t.test(
  'who signs in where as many are signed in as may ends the oldest of their own sort',
  async (t) => {
    const { most } = LIMITS.sessionsPerKey;
    const key = { prefix: 'k', hash: 'h', scopes: [], createdAt: 0, revokedAt: null };
    const keysOf = (sort: string) =>
      Array.from({ length: 1 + LIMITS.deskSessions.most / most }, (_, at) => ({
        ...key,
        id: `${sort}${at}`,
        name: sort,
        ...(sort === 'desk' && { agent: `${at}` }),
      }));
    const apiKeys = ['desk', 'console'].flatMap(keysOf);
    const many = (sort: string, count: number) =>
      Array.from({ length: count }, (_, at) => ({
        id: `${sort}-${count - at}`,
        hash: `${sort}${at}`,
        keyId: `${sort}${1 + Math.floor(at / most)}`,
        createdAt: 0,
        expiresAt: T0 + 1,
      }));
    const sessions = [
      ...many('console', LIMITS.sessions.most),
      ...many('desk', LIMITS.deskSessions.most),
    ];
    const endedBy = (keyId: string, now = T0) => {
      const seed = '0190a000-0000-7000-8000-000000000000';
      const request = { seed, hash: 'new', operator: { keyId, keyName: 'n' } };
      const context = contextWith({ settings: settingsWith({ apiKeys, sessions }) });
      const when = { ...context, now, ageTime: now === T0 ? T0 : null };
      const { changes } = made(DECISIONS.beginSession.decide(request, when));
      return ofKind(changes, 'session_removal').map(({ id }) => id);
    };
    for (const sort of ['desk', 'console']) t.strictSame(endedBy(`${sort}0`), [`${sort}-1`]);

    const oldest = `desk-${LIMITS.deskSessions.most - most + 1}`;
    t.strictSame(endedBy('desk1'), [oldest], 'with as many of its own a key ends its own');
    t.strictSame(
      endedBy('console0', T0 + 40 * 86_400_000),
      ['console-1'],
      'and nobody while it is open how old anything is',
    );
  },
);

t.test('agents are told who brought them where they stand, and who else is there', async (t) => {
  await world.ask('PUT', '/admin/options/agents.wrapUpTime', { value: '45' });
  const keys = new Map<string, string>();
  for (const name of ['ann', 'bob', 'cy'])
    keys.set(name, (await world.ask('POST', '/admin/agents', { name, capacity: 2 })).body.key);
  const as = (name: string) => ({ authorization: `Bearer ${keys.get(name)}` });
  t.match((await world.ask('GET', '/agent', undefined, as('ann'))).body, { by: null });
  for (const name of ['ann', 'bob']) await world.ask('POST', '/agent/login', {}, as(name));
  await world.ask('POST', '/agent/ready', {}, as('bob'));
  t.match((await world.ask('GET', '/agent', undefined, as('ann'))).body, {
    state: 'NotReady',
    by: 'agent',
    wrapUpSeconds: 45,
  });
  await world.ask('POST', '/admin/agents/ann/ready', {});
  t.match((await world.ask('GET', '/agent', undefined, as('ann'))).body, {
    state: 'Ready',
    by: 'ops',
  });
  const targets = await world.ask('GET', '/agent/targets', undefined, as('ann'));
  t.ok(targets.body.groups.includes('Web Engagement Chat'));
  t.strictSame(targets.body.agents, [{ name: 'bob', displayName: null, state: 'Ready', free: 2 }]);
  t.equal((await world.ask('GET', '/agent/targets')).status, 403, 'not with another key');
});

t.test('a contact that nobody knew becomes one, though a chat begins with the form', async (t) => {
  const { key } = (await world.ask('POST', '/admin/agents', { name: 'dan' })).body;
  const as = { authorization: `Bearer ${key}` };
  await world.ask('POST', '/agent/login', {}, as);
  await world.ask('POST', '/agent/ready', {}, as);
  const { id, token } = await world.create();
  await world.ask('POST', `/interactions/${id}/engage`, { channel: 'proactiveChat' });
  const by = { authorization: `Bearer ${token}` };
  await world.ask('POST', `/interactions/${id}/disposition`, { code: 'acceptCall' }, by);
  const fields = { EmailAddress: 'ada@example.com' };
  const form = await world.ask('POST', `/interactions/${id}/registration-form`, { fields }, by);
  t.equal(form.status, 200);
  const { identity } = (await world.ask('GET', `/interactions/${id}`)).body;
  const chat = (await world.ask('GET', `/admin/chats/${form.body.chatId}`)).body;
  t.equal(identity.value, 'ada@example.com');
  t.strictSame(chat.identity, identity);
});

t.test(
  'the code of the playground is good once, for a minute, and for its own visits',
  async (t) => {
    const world = await createWorld(t, { PORT: '0' });
    await world.service.listen();
    const key = world.service.playground.key();
    const begun = await world.ask(
      'POST',
      '/visits',
      {},
      {
        authorization: `Bearer ${key?.key}`,
        origin: String(key?.origins[0]),
      },
    );
    const by = (token: string): Sent => ({
      headers: { authorization: `Bearer ${token}` },
      body: {},
    });
    const invite = async () =>
      (await send(world, 'POST', '/playground/agent', by(begun.body.token))).body.code as string;
    const redeem = (code: string, headers = {}) =>
      send(world, 'POST', '/playground/agent/session', { body: { code }, headers });

    const stranger = await world.ask('POST', '/visits', { visitId: 'of-a-site' });
    t.equal((await send(world, 'POST', '/playground/agent', by(stranger.body.token))).status, 403);
    t.equal((await send(world, 'POST', '/playground/agent', { body: {} })).status, 401);
    t.equal((await world.ask('GET', '/admin/agents/playground')).status, 404, 'made by use only');

    const code = await invite();
    t.equal((await redeem(code, { 'sec-fetch-site': 'cross-site' })).status, 403);
    const { status, cookie } = await redeem(code);
    t.equal(status, 201);
    const headers = cookieIn(cookie);
    t.match((await send(world, 'GET', '/v1/agent', { headers })).body, { name: 'playground' });
    t.match((await redeem(code)).body, {
      status: 401,
      detail: /was used, or is older than a minute/,
    });

    const late = await invite();
    await world.clock.advance(60_000);
    t.equal((await redeem(late)).status, 401);
    const first = await invite();
    for (let more = 0; more < 10; more += 1) await invite();
    t.equal((await redeem(first)).status, 401, 'ten wait at most');

    await send(world, 'POST', '/v1/agent/login', { headers, body: {} });
    await world.restart({ PLAYGROUND: 'on' });
    t.equal((await send(world, 'GET', '/v1/agent', { headers })).status, 200, 'it is still there');
    await world.restart({ PLAYGROUND: 'off' });
    t.equal((await send(world, 'GET', '/v1/agent', { headers })).status, 401);
    t.equal((await world.ask('GET', '/admin/agents/playground')).status, 404);
    const gone = await world.service.app.inject({ method: 'POST', url: '/playground/agent' });
    t.equal(gone.statusCode, 404);
  },
);

t.test('the playground leaves an agent alone that operators called like its own', async (t) => {
  const world = await createWorld(t, { PORT: '0' });
  await world.service.listen();
  const made = await world.ask('POST', '/admin/agents', { name: 'playground' });
  const theirs = { authorization: `Bearer ${made.body.key}` };
  const key = world.service.playground.key();
  const page = { authorization: `Bearer ${key?.key}`, origin: String(key?.origins[0]) };
  const { token } = (await world.ask('POST', '/visits', {}, page)).body;
  const by = { headers: { authorization: `Bearer ${token}` }, body: {} };
  const invited = await Promise.all([1, 2].map(() => send(world, 'POST', '/playground/agent', by)));
  for (const { body } of invited) {
    const url = '/playground/agent/session';
    t.match((await send(world, 'POST', url, { body })).body, { agent: 'playground-2' });
  }
  t.equal((await world.ask('GET', '/agent', undefined, theirs)).status, 200);
  const { items } = (await world.ask('GET', '/admin/agents')).body;
  t.equal(items.length, 2, 'and makes one of its own');
  await world.restart({ PLAYGROUND: 'off' });
  t.equal((await world.ask('GET', '/agent', undefined, theirs)).status, 200);
  t.equal((await world.ask('GET', '/admin/agents/playground-2')).status, 404);
});
