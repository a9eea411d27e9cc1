import t from 'tap';
import { createId } from '#src/ids.js';
import { createConversing } from './support/conversing.js';
import { type Anything, type List, startService } from './support/service.js';

const service = await startService(t);
const { call, key, setOption } = service;

const VIEW = 'Webengagement_Chat.ChatRouting.View';
const strategy = await key('orchestration');
const other = await key('orchestration');

interface Handed {
  readonly leaseId: string;
  readonly leasedUntil: string;
  readonly deliveries: number;
  readonly chat: Anything & { readonly id: string };
}

const pull = async (body: Anything = {}, as = strategy) =>
  call<{ items: readonly Handed[] }>('POST', `/v1/views/${VIEW}/pull`, { as, body });

const onLease = (verb: string, { leaseId }: Handed, body: Anything, as = strategy) =>
  call('POST', `/v1/leases/${leaseId}/${verb}`, { as, body });

async function one(body: Anything = {}, as = strategy): Promise<Handed> {
  const [handed, ...rest] = (await pull(body, as)).body.items;
  if (handed === undefined || rest.length > 0) throw new Error('one was to be handed out');
  return handed;
}

/** A chat that waits, of a visit of its own. */
async function begin(visitId: string): Promise<string> {
  const { body } = await call<{ id: string }>('POST', '/v1/chats', { body: { visitId } });
  return body.id;
}

async function route(url: string): Promise<void> {
  const path = '/v1/admin/objects/enhanced-routing/Webengagement_Chat.Routing';
  const properties = { queue: 'Webengagement_Chat', annex: { Application: { url } } };
  await call('PUT', path, { body: { properties } });
}

t.before(async () => {
  await setOption('chat.whenNoAgents', 'queue');
});

t.test('chats are pulled while nobody else routes them, each by one', async (t) => {
  const refused = await pull();
  t.match(refused, { status: 409, body: { code: 'not_allowed' } });
  await route('none');
  t.strictSame((await pull()).body, { items: [] });
  const ids = [await begin('v1'), await begin('v2')];
  const first = await one();
  t.match(first, {
    deliveries: 1,
    leasedUntil: new Date(service.clock.now() + 30_000).toISOString(),
    chat: { id: ids[0], state: 'Queued', visitId: 'v1' },
  });
  const second = await one({ max: 5 }, other);
  t.equal(second.chat.id, ids[1], 'the other to the other');
  t.strictSame((await pull()).body, { items: [] });
  const { body } = await call<List<Anything>>('GET', '/v1/admin/leases');
  t.match(
    body.items.map(({ chatId }) => chatId).sort(),
    [...ids].sort(),
    'operators see who holds what',
  );
});

t.test('a lease of a chat is extended, given back, and ends at its moment', async (t) => {
  const chat = await begin('v3');
  const handed = await one({ leaseSeconds: 10 });
  t.equal(handed.chat.id, chat);
  t.match(await onLease('extend', handed, { leaseSeconds: 20 }, other), {
    status: 403,
    body: { code: 'forbidden' },
  });
  t.equal((await onLease('extend', handed, { leaseSeconds: 20 })).status, 200);
  await service.advance(15_000);
  t.strictSame((await pull()).body, { items: [] }, 'longer than at first');
  await service.advance(5_000);
  t.match(await onLease('extend', handed, { leaseSeconds: 20 }), {
    status: 409,
    body: { code: 'lease_expired', chatId: chat },
  });
  const again = await one({ leaseSeconds: 60 });
  t.match(again, { deliveries: 2, chat: { id: chat } });
  t.equal((await onLease('release', again, { delaySeconds: 5 })).status, 200);
  t.strictSame((await pull()).body, { items: [] }, 'not before its pause is over');
  await service.advance(5_000);
  t.match(await one(), { deliveries: 3, chat: { id: chat } });
});

t.test('who decides on a chat ends its lease, and cleaning by ops too', async (t) => {
  const left = await begin('v4');
  const handed = await one({ leaseSeconds: 300 });
  t.equal(handed.chat.id, left);
  const { body } = await call('POST', `/v1/admin/chats/${left}/stop`, { body: {} });
  t.match(body, { state: 'Ended', outcome: 'cleaned' });
  t.match(await onLease('release', handed, {}), {
    status: 409,
    body: { code: 'lease_expired', state: 'Ended' },
  });
});

t.test('a waiting pull is woken by a chat', async (t) => {
  const waiting = pull({ waitSeconds: 20 });
  const id = await begin('v5');
  t.match((await waiting).body.items, [{ chat: { id } }]);
});

t.test(
  'a queue of chats counts them, and is cleaned of what waits and is not leased',
  async (t) => {
    const free = await begin('v6');
    const queue = '/v1/admin/queues/Webengagement_Chat';
    const listed = await call<List<Anything>>('GET', '/v1/admin/queues');
    const row = listed.body.items.find(({ name }) => name === 'Webengagement_Chat');
    t.match(row, { stopped: 1, oldestActiveAt: String });
    t.ok(Number(row?.active) >= 3);
    const dry = await call('POST', `${queue}/clean`, {
      body: { olderThanSeconds: 0, dryRun: true },
    });
    const cleaned = await call('POST', `${queue}/clean`, { body: { olderThanSeconds: 0 } });
    t.equal(dry.body.matched, cleaned.body.matched);
    t.equal(cleaned.body.matched, cleaned.body.cleaned);
    const { body } = await call('GET', `/v1/admin/chats/${free}`);
    t.match(body, { state: 'Ended', outcome: 'cleaned' });
    const held = await call<List<Anything>>('GET', '/v1/admin/chats?state=Queued');
    t.equal(held.body.items.length > 0, true, 'what somebody has on lease stays');
  },
);

t.test(
  'a lease that ends is looked at by who routes at its moment, not a second later',
  async (t) => {
    await route('builtin');
    const view = 'Webengagement_Chat.Clean';
    const properties = { queue: 'Webengagement_Chat', checkIntervalSeconds: 86_400 };
    const at = `/v1/admin/objects/interaction-queue-views/${view}`;
    t.ok((await call('PUT', at, { body: { properties } })).status < 300);
    await begin('v7');
    const body = { max: 100, leaseSeconds: 5 };
    const pulled = await call<List<Handed>>('POST', `/v1/views/${view}/pull`, {
      as: strategy,
      body,
    });
    t.ok(pulled.body.items.length > 0);
    await createConversing(service).agent('ann');
    await service.router.idle();
    const queue = 'Webengagement_Chat';
    const { nextAt } = await service.store.apply('matchChats', { seed: createId(0), queue });
    t.equal(nextAt, service.clock.now() + 5000);
  },
);

t.test('a queue of many chats is cleaned in steps, between which others write', async (t) => {
  await service.advance(300_000);
  await route('none');
  await createConversing(service).clear();
  for (let n = 0; n < 60; n += 1) await begin(`many-${n}`);
  const steps: number[] = [];
  const end = service.store.watch(({ chats }) => {
    if (chats.length > 0) steps.push(chats.length);
  });
  const url = '/v1/admin/queues/Webengagement_Chat/clean';
  const cleaned = await call('POST', url, { body: { olderThanSeconds: 0 } });
  end();
  t.match(cleaned.body, { matched: 60, cleaned: 60 });
  // A slow machine makes more of them.
  t.ok(steps.length >= 3 && Math.max(...steps) <= 25, String(steps));
});

t.test('a check of a clean view takes out all that waited too long, not a part', async (t) => {
  for (let n = 0; n < 60; n += 1) await begin(`old-${n}`);
  const properties = {
    queue: 'Webengagement_Chat',
    condition: { minTimeInQueueSeconds: 60 },
    checkIntervalSeconds: 90,
  };
  const at = '/v1/admin/objects/interaction-queue-views/Webengagement_Chat.Clean';
  t.ok((await call('PUT', at, { body: { properties } })).status < 300);
  await service.advance(95_000);
  const { body } = await call<List<Anything>>('GET', '/v1/admin/chats?state=Queued&pageSize=100');
  t.equal(body.items.length, 0);
});
