import t from 'tap';
import { createConversing } from './support/conversing.js';
import { startService } from './support/service.js';

const service = await startService(t, { env: { RATE_LIMIT_CREATES_PER_MINUTE: '2' } });
const { call, setOption } = service;
const { visitor, ask } = createConversing(service);
const NOBODY = '01900000-0000-7000-8000-000000000000';
const SHOP = 'https://shop.example';

t.before(() => setOption('chat.whenNoAgents', 'queue'));

t.test('a chat that is not there is not found, before anybody asks whose it is', async (t) => {
  const [one, other] = [await visitor(), await visitor()];
  const { id } = (await ask(other.visitId)).body;
  for (const chat of [NOBODY, 'no-id'])
    for (const as of [one.token, undefined]) {
      const url = `/v1/chats/${chat}`;
      t.match(await call('GET', url, as ? { as } : {}), {
        status: 404,
        body: { code: 'not_found' },
      });
    }
  t.equal((await call('GET', `/v1/chats/${id}`, { as: one.token })).status, 403);
});

t.test('a page begins interactions and chats by one limit', async (t) => {
  const made = { name: 'shop', origins: [SHOP] };
  const key = await call<{ key: string }>('POST', '/v1/admin/publishable-keys', { body: made });
  const headers = { origin: SHOP };
  const begun = await call<{ token: string }>('POST', '/v1/visits', {
    as: key.body.key,
    body: {},
    headers,
  });
  const create = (path: string) =>
    call('POST', `/v1/${path}`, { as: begun.body.token, body: {}, headers });
  t.match((await create('interactions')).headers, { ratelimit: /^"creates";r=1;/ });
  t.match((await create('chats')).headers, { ratelimit: /^"creates";r=0;/ });
  t.match(await create('chats'), { status: 429, headers: { 'retry-after': String } });
});

t.test('a repeated request for a chat is answered as the first time', async (t) => {
  const { token: as } = await visitor();
  const headers = { 'idempotency-key': 'again' };
  const request = (body: object) =>
    call<{ id: string }>('POST', '/v1/chats', { as, body, headers });
  const [first, second] = [await request({}), await request({})];
  t.strictSame([first.status, second.status, second.body.id], [201, 201, first.body.id]);
  const other = await request({ userData: { a: 'b' } });
  t.match(other, { status: 422, body: { code: 'idempotency_key_reused' } });
});

t.test('what is said in a chat has no controls but newlines, whoever says it', async (t) => {
  const { visitId, token: as } = await visitor();
  const { id } = (await ask(visitId)).body;
  const say = (text: string) =>
    call('POST', `/v1/chats/${id}/messages`, { as, body: { text, clientId: 'c' } });
  const rule = (result: object) =>
    call('PUT', '/v1/admin/strategies/chat-routing', {
      body: { rules: [{ name: 'all', result }] },
    });
  for (const control of ['\u0001', '\t', '\u007f', '\u0080', '\u0085', '\u009f']) {
    const message = `a${control}b`;
    for (const answer of [
      await say(message),
      await rule({ group: 'Web Engagement Chat', message }),
      await rule({ closed: { message } }),
    ])
      t.match(
        answer,
        { status: 422, body: { code: 'validation_failed' } },
        JSON.stringify(message),
      );
  }
  t.match(
    [(await say('a\nb')).status, (await rule({ closed: { message: 'a\nb' } })).status],
    [/20[01]/, 200],
  );
});
