import assert from 'node:assert/strict';
import t from 'tap';
import { LIMITS } from '#src/domain/limits.js';
import { MOST_CHANGES } from '#src/streams/console-changes.js';
import { createConsoleStreams } from '#src/streams/console-streams.js';
import type { Outlet } from '#src/streams/outlet.js';
import { createConversing } from './support/conversing.js';
import { listenTo, type StreamEvent } from './support/event-stream.js';
import { ADMIN_KEY, type Anything, startService } from './support/service.js';

const service = await startService(t);
const { call, create, clock } = service;
const port = Number(new URL(await service.listen()).port);
const PATH = '/v1/admin/stream';
const bearer = (key = ADMIN_KEY) => ({ authorization: `Bearer ${key}` });
const ROUND_MS = 250;

/** A console: what it is told of all that happened by now, in one round. */
async function open(headers: Readonly<Record<string, string>> = bearer(), path = PATH) {
  const stream = await listenTo(port, path, headers);
  const next = async (): Promise<StreamEvent> => {
    clock.advance(ROUND_MS);
    return (await stream.any()) ?? assert.fail('the stream has ended');
  };
  return { stream, next, close: () => stream.asked.destroy() };
}

/** What an event names of interactions. */
const named = ({ data }: StreamEvent) => data.interactions as readonly Anything[];

t.test('a stream begins with the overview, and goes on with what changed of it', async (t) => {
  const { stream, next, close } = await open();
  t.match(stream.answer.headers, { 'content-type': /event-stream/, 'cache-control': /no-cache/ });
  const whole = (await call<Anything>('GET', '/v1/admin/overview')).body;
  const first = await next();
  t.equal(first.name, 'overview');
  t.match(first.id, /./);
  t.strictSame(Object.keys(first.data).sort(), Object.keys(whole).sort());
  t.strictSame(first.data.queues, whole.queues);
  const made = await create({ userData: { Name: 'Somebody' } });
  const changes = await next();
  t.match(changes, { name: 'changes', id: /./, data: { chats: [], settings: false, more: false } });
  t.strictSame(named(changes), [
    {
      id: made.id,
      visitId: made.visitId,
      state: 'Qualified',
      queue: 'Webengagement_Qualified',
      status: 'active',
      sequence: 1,
    },
  ]);
  const overview = await next();
  t.equal(overview.name, 'overview');
  t.ok('queues' in overview.data && 'flow' in overview.data, 'members that changed');
  t.notOk('agents' in overview.data || 'service' in overview.data, 'and no others');
  close();
});

t.test('what happens in a quarter of a second is told together, each once', async (t) => {
  const { stream, next, close } = await open();
  await next();
  const many = await Promise.all(Array.from({ length: 30 }, () => create()));
  const [first] = many;
  await call('POST', `/v1/interactions/${first?.id}/engage`, { body: {} });
  clock.advance(ROUND_MS);
  const told: StreamEvent[] = [];
  while (told.flatMap(named).length < 30) {
    const event = (await stream.any()) ?? assert.fail('the stream has ended');
    if (event.name === 'changes') told.push(event);
  }
  t.equal(told.length, 1);
  t.match(
    told.flatMap(named).find(({ id }) => id === first?.id),
    { state: 'Engaged', sequence: 2 },
  );
  close();
});

t.test('chats and settings are told of, and of many only the newest', async (t) => {
  const { stream, next, close } = await open();
  await next();
  const { ask } = createConversing(service);
  await service.setOption('chat.whenNoAgents', 'queue');
  const chat = await ask('chats');
  const { data } = await next();
  t.match(data, { settings: true, chats: [{ id: chat.body.id, state: 'Queued', agent: null }] });
  await Promise.all(Array.from({ length: MOST_CHANGES + 10 }, () => create()));
  clock.advance(ROUND_MS);
  for (;;) {
    const event = (await stream.any()) ?? assert.fail('the stream has ended');
    if (event.name !== 'changes') continue;
    t.equal(named(event).length, MOST_CHANGES);
    t.equal(event.data.more, true);
    break;
  }
  close();
});

t.test('who comes back is told once what changed since, or that it is not known', async (t) => {
  const { next, close } = await open();
  const { id } = await next();
  close();
  const made = await create();
  for (const [headers, path] of [
    [{ ...bearer(), 'last-event-id': id }, PATH],
    [bearer(), `${PATH}?lastEventId=${encodeURIComponent(id)}`],
  ] as const) {
    const again = await open(headers, path);
    const first = await again.next();
    t.match(first, { name: 'overview', id: '' });
    t.ok('queues' in first.data && 'service' in first.data, 'everything');
    const missed = await again.next();
    t.match(missed, { name: 'changes', data: { more: false, settings: true } });
    t.strictSame(
      named(missed).map((each) => each.id),
      [made.id],
    );
    again.close();
  }
  const [epoch] = id.split('.');
  for (const unknown of ['nothing', 'an.9.9', `${epoch}.9999999.0`, `${epoch}.-1.0`]) {
    const lost = await open({ ...bearer(), 'last-event-id': unknown });
    await lost.next();
    t.match((await lost.next()).data, { more: true, settings: true }, unknown);
    lost.close();
  }
});

t.test('a stream ends with its key, and with its session however that ends', async (t) => {
  const key = await service.key('admin:read');
  const signIn = async () => {
    const answer = await service.app.inject({
      method: 'POST',
      url: '/v1/admin/session',
      headers: { 'sec-fetch-site': 'same-origin' },
      payload: { key },
    });
    const cookie = String(answer.headers['set-cookie']).split(';')[0] ?? '';
    return { cookie, 'sec-fetch-site': 'same-origin' };
  };
  const [signedOut, expired, revoked] = [await signIn(), await signIn(), await signIn()];
  const ofSession = await open(signedOut);
  await ofSession.next();
  await service.app.inject({
    method: 'DELETE',
    url: '/v1/admin/session',
    headers: signedOut,
  });
  while (await ofSession.stream.any());
  t.pass('signed out');
  const ofLast = await open(revoked);
  await ofLast.next();
  const { items } = (await call<{ items: readonly Anything[] }>('GET', '/v1/admin/api-keys')).body;
  const mine = items.find(({ name }) => name === 'for admin:read');
  await call('DELETE', `/v1/admin/api-keys/${mine?.id}`);
  while (await ofLast.stream.any());
  t.pass('revoked');
  t.equal((await listenTo(port, PATH, expired)).answer.statusCode, 401);
});

t.test('a session that runs out ends its stream within a second', async (t) => {
  const hand = byHand();
  let isWelcome = true;
  const outlet = hand.open({ isWelcome: () => isWelcome });
  isWelcome = false;
  clock.advance(1000);
  t.ok(outlet.ended);
  hand.streams.close();
});

/** Streams of their own on the same store, written to by hand. */
function byHand() {
  const { store } = service;
  const overview = async () => ({ serverTime: '', expiryLagMs: 0 }) as never;
  const streams = createConsoleStreams({ store, clock, overview });
  return {
    streams,
    open(who: { keyId?: string; isWelcome?: () => boolean } = {}) {
      const outlet = createOutlet();
      const asked = { keyId: 'k', isWelcome: () => true, lastEventId: undefined, ...who };
      streams.open(asked).start(outlet);
      return outlet;
    },
    /** A round, with all that it tells. */
    async round() {
      clock.advance(ROUND_MS);
      await streams.idle();
    },
  };
}

function createOutlet() {
  const outlet = {
    text: '',
    ended: false,
    destroyed: false,
    writableLength: 0,
    write(text: string) {
      outlet.text += text;
      return true;
    },
    end() {
      outlet.ended = true;
    },
    destroy() {
      outlet.destroyed = true;
    },
    once: () => undefined,
    /** The names of its events since this was asked last. */
    events(): readonly string[] {
      const names = [...outlet.text.matchAll(/^event: (\w+)$/gm)].map(([, name = '']) => name);
      outlet.text = '';
      return names.filter((name) => name !== 'heartbeat');
    },
  };
  return outlet as unknown as Outlet & typeof outlet;
}

t.test(
  'a change is told to all in one batch, a quarter of a second after it at most',
  async (t) => {
    const { streams, open: begin, round } = byHand();
    const [one, two] = [begin(), begin()];
    const pass = async (ms: number) => {
      clock.advance(ms);
      await streams.idle();
    };
    await round();
    await create();
    await pass(0);
    const both = ['overview', 'changes'];
    t.strictSame([one.events(), two.events()], [both, both]);
    // They have just been told something: that is when it takes longest.
    const { id } = await create();
    await pass(ROUND_MS - 1);
    t.strictSame([one.text, two.text], ['', '']);
    await pass(1);
    t.match(one.text, /^event: changes\n/);
    t.ok(one.text.includes(id));
    t.equal(two.text, one.text, 'the very same to both');
    streams.close();
  },
);

t.test('who reads slowly is told everything at once when it reads on', async (t) => {
  const { streams, open: begin, round } = byHand();
  const [slow, fast] = [begin(), begin()];
  await round();
  t.strictSame([slow.events(), fast.events()], [['overview'], ['overview']]);
  slow.writableLength = 9;
  const made = [await create()];
  await round();
  made.push(await create());
  await round();
  t.strictSame([slow.events(), fast.events()], [[], ['changes', 'changes']]);
  slow.writableLength = 0;
  made.push(await create());
  await round();
  for (const { id } of made) t.ok(slow.text.includes(id), 'nothing is missing');
  t.strictSame(slow.events(), ['overview', 'changes']);
  await create();
  await round();
  t.strictSame(slow.events(), ['changes'], 'and goes on with the others');
  slow.writableLength = 9;
  clock.advance(15_000);
  await new Promise(setImmediate);
  await new Promise(setImmediate);
  t.ok(slow.destroyed, 'until it reads no more at all');
  t.notOk(fast.destroyed);
  streams.close();
});

t.test('of a key the newest streams are kept, and there is a bound in all', async (t) => {
  const { streams, open: begin } = byHand();
  const { consoleStreams, consoleStreamsPerKey } = LIMITS;
  const [first, second] = Array.from({ length: consoleStreamsPerKey.most + 1 }, () => begin());
  t.ok(first?.ended, 'it made room');
  t.notOk(second?.ended);
  while (streams.count() < consoleStreams.most) begin({ keyId: `k${streams.count()}` });
  t.throws(() => begin({ keyId: 'another' }), { code: 'overloaded' });
  streams.close();
  t.equal(streams.count(), 0);
  t.ok(second?.ended);
  t.throws(() => begin(), { code: 'overloaded' }, 'the service ends');
});
