import assert from 'node:assert/strict';
import type { AddressInfo } from 'node:net';
import t from 'tap';
import { LIMITS } from '#src/domain/limits.js';
import { GRACE_SECONDS } from '#src/streams/leaving.js';
import { HEARTBEAT_SECONDS } from '#src/streams/visit-streams.js';
import { type EventStream, listenTo } from './support/event-stream.js';
import { ADMIN_KEY, type Created, startService } from './support/service.js';
import { startStreamsApart } from './support/streams-apart.js';

const service = await startService(t, { env: { STRATEGY: 'none' } });
const { app, call, create, clock, advance } = service;
await app.listen({ host: '127.0.0.1', port: 0 });
const { port } = app.server.address() as AddressInfo;

const turn = () => new Promise((resolve) => setImmediate(resolve));
let opened = 0;
const streamsOf = async (): Promise<number> =>
  Number(/^webengagement_visit_streams (\d+)$/m.exec((await app.inject('/metrics')).payload)?.[1]);

/** Ends a stream from the page's side; the service notices in its own time. */
async function close(stream: EventStream): Promise<void> {
  stream.asked.destroy();
  while ((await streamsOf()) >= opened) await turn();
  opened -= 1;
}

async function listen(visitId: string | null, token: string, headers = {}): Promise<EventStream> {
  const stream = await listenTo(port, `/v1/visits/${visitId}/stream?token=${token}`, headers);
  assert.equal(stream.answer.statusCode, 200);
  opened += 1;
  return stream;
}

async function visit(): Promise<{ visitId: string; token: string }> {
  return (await call<{ visitId: string; token: string }>('POST', '/v1/visits', { body: {} })).body;
}

const post = async (id: string, what: string, body = {}) =>
  assert.equal((await call('POST', `/v1/interactions/${id}/${what}`, { body })).status, 200);
const answerAs = (token: string, id: string, body: object) =>
  call<Created>('POST', `/v1/interactions/${id}/disposition`, { as: token, body });

t.test(
  'the stream tells a page when to show an invitation, and when to take it away',
  async (t) => {
    const { visitId, token } = await visit();
    const stream = await listen(visitId, token);
    const retryMs = await stream.retry();
    t.ok(retryMs >= 2_000 && retryMs <= 5_000, 'who lost it does not come back in one herd');
    t.match(stream.answer.headers, {
      'content-type': /^text\/event-stream/,
      'cache-control': /no-cache/,
      'x-accel-buffering': 'no',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
    });

    const { id } = await create({ visitId, userData: { secret: 'from the back end' } });
    t.match(await stream.next(), { name: 'update', id: `${id}:1`, data: { state: 'Qualified' } });

    await post(id, 'engage', { invitation: { title: 'Hello', text: 'Need a hand?' } });
    const shown = await stream.next();
    t.match(shown, {
      name: 'invitation',
      id: `${id}:2`,
      data: {
        id,
        interactionId: id,
        state: 'Engaged',
        channel: 'proactiveChat',
        invitation: { title: 'Hello', text: 'Need a hand?' },
        deadlineAt: String,
        serverTime: new Date(clock.now()).toISOString(),
        formKeys: { userIdentifier: 'EmailAddress', phoneNumber: 'PhoneNumber' },
      },
    });
    for (const hidden of ['userData', 'identity', 'reasonDetail', 'engagementRule'])
      t.notOk(Object.hasOwn(shown.data, hidden), `browsers do not see ${hidden}`);

    t.equal((await answerAs(String(shown.data.token), id, { code: 'acceptCall' })).status, 200);
    const gone = await stream.next();
    t.match(gone, { name: 'revoke', data: { state: 'Accepted', dispositionCode: 'acceptCall' } });
    t.notOk(gone.data.token);

    const form = { as: token, body: { fields: { EmailAddress: 'a@b.c' } } };
    await call('POST', `/v1/interactions/${id}/registration-form`, form);
    t.match(await stream.next(), {
      name: 'update',
      data: { registrationForm: { status: 'completed' } },
    });
    await close(stream);
  },
);

t.test('a page that connects is told what is so now, not what was', async (t) => {
  const { visitId, token } = await visit();
  const first = await create({ visitId });
  await post(first.id, 'engage');
  const early = await listen(visitId, token);
  const { id, name } = await early.next();
  t.match([name, id], ['invitation', `${first.id}:2`]);
  await close(early);

  await answerAs(first.token, first.id, { code: 'reject' });
  const back = await listen(visitId, token, { 'last-event-id': id });
  t.match(await back.next(), { name: 'revoke', data: { id: first.id, state: 'Rejected' } });
  await close(back);

  const second = await create({ visitId });
  await post(second.id, 'engage');
  const anew = await listen(visitId, `${token}&lastEventId=${id}`);
  t.match(await anew.next(), { name: 'revoke', data: { id: first.id } });
  t.match(await anew.next(), { name: 'invitation', data: { id: second.id } });
  await close(anew);

  for (const foreign of ['nonsense', `${(await create()).id}:1`]) {
    const stream = await listen(visitId, token, { 'last-event-id': foreign });
    t.match(await stream.next(), { name: 'invitation', data: { id: second.id } }, foreign);
    await close(stream);
  }
});

t.test('an accepted visit whose form is pending is told so when it connects', async (t) => {
  const { visitId, token } = await visit();
  const { id } = await create({ visitId });
  await post(id, 'engage');
  await answerAs(token, id, { code: 'acceptCall' });
  const stream = await listen(visitId, token);
  t.match(await stream.next(), {
    name: 'update',
    data: { id, state: 'Accepted', registrationForm: { status: 'pending' } },
  });
  await close(stream);
});

t.test('what a clock ends is told at its moment', async (t) => {
  const { visitId, token } = await visit();
  const { id } = await create({ visitId });
  await post(id, 'engage');
  const stream = await listen(visitId, token);
  t.match(await stream.next(), { name: 'invitation' });
  await advance(30_000);
  t.match(await stream.next(), { name: 'revoke', data: { reason: 'engagement_expired' } });
  await close(stream);
});

t.test('every stream gets its heartbeat within fifteen seconds, which pages see', async (t) => {
  const { visitId, token } = await visit();
  const streams = await Promise.all([1, 2, 3].map(() => listen(visitId, token)));
  await advance(HEARTBEAT_SECONDS * 1000);
  for (const stream of streams) {
    const [head, data = ''] = (await stream.beat())?.split('\ndata: ') ?? [];
    t.equal(head, ': heartbeat\nevent: heartbeat', 'no id');
    t.match(JSON.parse(data), { intervalSeconds: HEARTBEAT_SECONDS, serverTime: /Z$/ });
  }
  for (const stream of streams) await close(stream);
});

t.test('a page that does not read is disconnected instead of remembered', async (t) => {
  const { streams, change, port: own, close: end } = await startStreamsApart(service);
  const stream = await listenTo(own, '/');
  stream.answer.on('error', () => undefined);
  const cut = new Promise((resolve) => stream.answer.once('close', resolve));

  const { id } = await create();
  const qualified = await service.store.read('interaction', id);
  assert.ok(qualified);
  const text = 'x'.repeat(LIMITS.streamBytes.most / 2);
  const after = { ...qualified, visitId: 'v', state: 'Engaged' as const, invitation: { text } };
  let written = 0;
  while (streams.count() > 0) {
    // Each with an invitation of its own, which is told whole.
    change({ ...after, id: String(written) });
    written += text.length;
    assert.ok(written < 100_000_000, 'the memory of the service has no end');
    await turn();
  }
  t.ok(written > LIMITS.streamBytes.most);
  t.equal(streams.dropped(), 1);
  stream.answer.resume();
  await cut;
  end();
});

t.test('the head alone of a stream is no stream', async (t) => {
  const { visitId, token } = await visit();
  const head = await call('HEAD', `/v1/visits/${visitId}/stream`, { as: token });
  t.match([head.status, head.text, await streamsOf()], [200, '', 0]);
});

t.test('nobody listens to the visit of somebody else', async (t) => {
  const { visitId } = await visit();
  const other = await create();
  const url = `/v1/visits/${visitId}/stream`;
  t.equal((await call('GET', `${url}?token=${other.token}`, { as: null })).status, 403);
  t.equal((await call('GET', url, { as: (await visit()).token })).status, 403);
  t.equal((await call('GET', url, { as: null })).status, 401);
  const own = await listen(other.visitId, other.token);
  t.match(await own.next(), { name: 'update', data: { id: other.id } });
  await close(own);
});

t.test('a page of another origin may listen when it is known', async (t) => {
  const { visitId, token } = await visit();
  await call('POST', '/v1/admin/publishable-keys', {
    body: { name: 'shop', origins: ['https://shop.example'] },
  });
  for (const [origin, expected] of [
    ['https://shop.example', 'https://shop.example'],
    ['https://evil.example', undefined],
  ]) {
    const stream = await listen(visitId, token, { origin });
    t.equal(stream.answer.headers['access-control-allow-origin'], expected);
    await close(stream);
  }
});

t.test('leaving with the invitation open is a timeout, unless a page comes back', async (t) => {
  const open = async () => {
    const { visitId, token } = await visit();
    const { id } = await create({ visitId });
    await post(id, 'engage');
    await call('POST', `/v1/interactions/${id}/displayed`, { as: token });
    return { visitId, token, id };
  };
  const leave = ({ id, token }: { id: string; token: string }) =>
    call<Created>('POST', `/v1/interactions/${id}/disposition`, {
      as: null,
      raw: JSON.stringify({ code: 'timeout', leaving: true, token }),
      headers: { 'content-type': 'text/plain;charset=UTF-8' },
    });
  const stateOf = async ({ id }: { id: string }) =>
    (await call<Created>('GET', `/v1/interactions/${id}`)).body.state;

  const gone = await open();
  const { status, body } = await leave(gone);
  t.match([status, body.state], [200, 'Engaged'], 'the answer is held back');
  await advance(GRACE_SECONDS * 1000 - 1);
  t.equal(await stateOf(gone), 'Engaged');
  await advance(1);
  while ((await stateOf(gone)) === 'Engaged') await turn();
  t.equal(await stateOf(gone), 'Timeout');
  t.match((await leave(gone)).body, { state: 'Timeout' }, 'the same answer once more');

  const back = await open();
  await leave(back);
  await leave(back);
  await advance(GRACE_SECONDS * 1000 - 1);
  const stream = await listen(back.visitId, back.token);
  await stream.next();
  await close(stream);
  await advance(GRACE_SECONDS * 1000);
  t.equal(await stateOf(back), 'Engaged');

  const watched = await open();
  const backEnd = await listenTo(port, `/v1/visits/${watched.visitId}/stream`, {
    authorization: `Bearer ${ADMIN_KEY}`,
  });
  opened += 1;
  await leave(watched);
  await advance(GRACE_SECONDS * 1000);
  while ((await stateOf(watched)) === 'Engaged') await turn();
  t.equal(await stateOf(watched), 'Timeout', 'a back end that listens is no page');
  await close(backEnd);

  const late = await open();
  const listening = await listen(late.visitId, late.token);
  await leave(late);
  await advance(GRACE_SECONDS * 1000);
  t.equal(await stateOf(late), 'Engaged', 'another tab is still there');
  await close(listening);

  t.equal((await answerAs(late.token, late.id, { code: 'reject', leaving: true })).status, 422);
});

t.test('the end of the service ends the streams, then everything else', async (t) => {
  const { visitId, token } = await visit();
  const stream = await listen(visitId, token);
  const last = await create({ visitId });
  await post(last.id, 'engage');
  await call('POST', `/v1/interactions/${last.id}/disposition`, {
    as: last.token,
    body: { code: 'timeout', leaving: true },
  });
  await service.end();
  for (const name of ['update', 'invitation']) t.equal((await stream.next()).name, name);
  t.ok(await stream.ended());
});
