import t from 'tap';
import { turn } from './support/clock.js';
import { type Anything, type List, startService, type View } from './support/service.js';

const service = await startService(t);
const { call, create, key, setOption } = service;

const QUALIFIED = 'Webengagement_Qualified.EngagementLogic.View';
const FAILED = 'Webengagement_Failed.Clean';
const AUTO_STOP = 'wmsg.connector.interactionServer.autoStopWebengagementIntr';
const strategy = await key('orchestration');
const other = await key('orchestration');

interface Handed {
  readonly leaseId: string;
  readonly leasedUntil: string;
  readonly deliveries: number;
  readonly interaction: View;
}

const pull = (body: Anything = {}, { view = QUALIFIED, as = strategy } = {}) =>
  call<{ items: readonly Handed[] } & Anything>('POST', `/v1/views/${view}/pull`, { as, body });

async function one(body: Anything = {}, more = {}): Promise<Handed> {
  const [handed, ...rest] = (await pull(body, more)).body.items;
  if (handed === undefined || rest.length > 0) throw new Error('one was to be handed out');
  return handed;
}

const onLease = (
  verb: string,
  { leaseId }: Pick<Handed, 'leaseId'>,
  body: Anything,
  as = strategy,
) => call<Handed & { availableAt: string }>('POST', `/v1/leases/${leaseId}/${verb}`, { as, body });
const extend = (handed: Pick<Handed, 'leaseId'>, as?: string) =>
  onLease('extend', handed, { leaseSeconds: 10 }, as);
const decide = (verb: string, { id }: { readonly id: string }) =>
  call<View>('POST', `/v1/interactions/${id}/${verb}`, { as: strategy, body: {} });
const inMs = (ms: number): string => new Date(service.clock.now() + ms).toISOString();

async function setObject(path: string, change: Anything): Promise<void> {
  const url = `/v1/admin/objects/${path}`;
  const { body } = await call<{ properties?: Anything }>('GET', url);
  const properties = { ...body.properties, ...change };
  const { status, text } = await call('PUT', url, { body: { properties } });
  if (status >= 300) throw new Error(text);
}

const metric = async (name: string): Promise<number> => {
  const { text } = await call('GET', '/metrics', { as: null });
  return Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(text)?.[1]);
};

/** So many pulls wait. */
async function waiting(count: number): Promise<void> {
  while ((await metric('webengagement_pulls_waiting')) !== count) await turn();
}

t.test('a strategy pulls what waits, keeps it, and decides', async (t) => {
  t.strictSame((await pull()).body, { items: [] });
  const { id } = await create({ userData: { EmailAddress: 'ada@example.com' } });
  const { status, body } = await pull({ max: 5, leaseSeconds: 20 });
  t.equal(status, 200);
  t.match(body, {
    items: [
      {
        leasedUntil: inMs(20_000),
        deliveries: 1,
        interaction: { id, state: 'Qualified', userData: { EmailAddress: 'ada@example.com' } },
      },
    ],
  });
  const [handed] = body.items;
  if (handed === undefined) throw new Error('it was handed out');
  t.strictSame((await pull({}, { as: other })).body, { items: [] }, 'to nobody else');
  await service.advance(15_000);
  const longer = await extend(handed);
  t.match(longer.body, {
    leaseId: handed.leaseId,
    leasedUntil: inMs(10_000),
    deliveries: 1,
    interaction: { id },
  });
  t.match((await decide('engage', handed.interaction)).body, { state: 'Engaged' });
  t.match((await extend(handed)).body, { status: 409, code: 'lease_expired', state: 'Engaged' });
  const history = await call<List<Anything>>('GET', `/v1/interactions/${id}/history`);
  t.equal(history.body.items.length, 2, 'a lease is no fact of the interaction');
});

t.test("others' decisions count all the same, and end the lease", async (t) => {
  for (const end of ['engage', 'noengage', 'clean', 'erase'] as const) {
    const { id, visitorId } = await create({ visitorId: `who met ${end}` });
    const handed = await one();
    if (end === 'erase') await call('DELETE', `/v1/admin/visitors/${visitorId}`);
    else if (end === 'clean') await call('POST', `/v1/admin/interactions/${id}/clean`);
    else await decide(end, { id });
    t.match((await extend(handed)).body, { code: 'lease_expired' }, end);
    t.match((await onLease('release', handed, {})).body, { code: 'lease_expired' }, end);
  }
  const { id } = await create();
  const handed = await one();
  await service.advance(30_000);
  t.match((await extend(handed)).body, { code: 'lease_expired', state: 'Failed' }, 'as clocks do');
  t.match((await decide('engage', { id })).body, { code: 'engagement_expired' });
});

t.test(
  'a lease that ended is handed out again; given back, at once or after a while',
  async (t) => {
    const { id } = await create();
    const first = await one({ leaseSeconds: 5 });
    await service.advance(5000);
    t.match((await extend(first)).body, { code: 'lease_expired' }, 'at its end');
    const second = await one({}, { as: other });
    t.match(second, { deliveries: 2, interaction: { id } });
    t.match((await onLease('release', second, {}, other)).body, { availableAt: inMs(0) });
    t.match((await onLease('release', second, {}, other)).body, { code: 'lease_expired' });
    const third = await one();
    t.equal(third.deliveries, 3);
    const released = await onLease('release', third, { delaySeconds: 7 });
    t.strictSame(released.body, { leaseId: third.leaseId, availableAt: inMs(7000) });
    await service.advance(6999);
    t.strictSame((await pull()).body.items, []);
    await service.advance(1);
    t.equal((await one()).deliveries, 4);
    await decide('noengage', { id });
  },
);

t.test('only the key that pulled may do something to a lease', async (t) => {
  const { id } = await create();
  const handed = await one();
  t.match((await extend(handed, other)).body, { status: 403, code: 'forbidden' });
  t.match((await onLease('release', handed, {}, other)).body, { code: 'forbidden' });
  const unknown = { leaseId: id };
  t.match((await extend(unknown)).body, { status: 404, code: 'not_found' });
  t.match((await extend({ leaseId: 'x' })).body, { code: 'not_found' });
  await decide('noengage', { id });
  t.match((await extend(handed, other)).body, { code: 'lease_expired' }, 'once it has ended');
});

t.test('why nothing is handed out is told, and what to do', async (t) => {
  const nowhere = await pull({}, { view: 'Webengagement_Qualified.View' });
  t.match(nowhere.body, { status: 404, code: 'not_found', detail: /There is no .*There are: / });
  const near = await pull({}, { view: `${QUALIFIED.slice(0, -1)}v` });
  t.match(near.body.detail, new RegExp(`did you mean "${QUALIFIED}"`));
  await setObject(`interaction-queue-views/${QUALIFIED}`, { enabled: false });
  t.match((await pull()).body, { status: 409, code: 'view_disabled', detail: /disabled/ });
  await setObject(`interaction-queue-views/${QUALIFIED}`, { enabled: true });
  const chat = await pull({}, { view: 'Webengagement_Chat.ChatRouting.View' });
  t.match(chat.body, {
    status: 409,
    code: 'not_allowed',
    detail: /set annex.Application.url .*"Webengagement_Chat.Routing" to none/,
  });
  for (const body of [{ max: 0 }, { max: 101 }, { leaseSeconds: 4 }, { waitSeconds: 21 }])
    t.match((await pull(body)).body, { status: 422, code: 'validation_failed' });
  t.equal((await pull({ more: 1 })).status, 422);
});

t.test('the process configuration may keep a queue from those who pull', async (t) => {
  const { call } = await startService(t, { env: { STRATEGY: 'builtin' } });
  const { body } = await call('POST', `/v1/views/${QUALIFIED}/pull`, { body: {} });
  t.match(body, { code: 'not_allowed', detail: /with STRATEGY=none/ });
});

t.test('cleaning by views passes over what is leased, cleaning by ops does not', async (t) => {
  await setOption(AUTO_STOP, false);
  const condition = { minTimeInQueueSeconds: 0 };
  const path = `interaction-queue-views/${FAILED}`;
  await setObject(path, { condition });
  const stuck = await create();
  await decide('noengage', stuck);
  const read = async () => (await call<View>('GET', `/v1/interactions/${stuck.id}`)).body;
  const handed = await one({ leaseSeconds: 40 }, { view: FAILED });
  t.equal(handed.interaction.id, stuck.id, 'through a clean view always');
  await service.advance(39_000);
  t.equal((await read()).status, 'active');
  await service.advance(31_000);
  t.equal((await read()).status, 'stopped', 'once the lease is over');

  const next = await create();
  await decide('noengage', next);
  const held = await one({}, { view: FAILED });
  const clean = { body: { olderThanSeconds: 0 } };
  const cleaned = await call('POST', '/v1/admin/queues/Webengagement_Failed/clean', clean);
  t.match(cleaned.body, { cleaned: 1 });
  t.match((await extend(held)).body, { code: 'lease_expired' });
  await setObject(path, { condition: { minTimeInQueueSeconds: 0, category: ['Cart'] } });
  const [plain, cart] = [await create(), await create({ category: 'Cart' })];
  for (const each of [plain, cart]) await decide('noengage', each);
  await service.advance(31_000);
  const statusOf = async (id: string) =>
    (await call<View>('GET', `/v1/interactions/${id}`)).body.status;
  t.strictSame([await statusOf(plain.id), await statusOf(cart.id)], ['active', 'stopped']);
  await call('POST', '/v1/admin/queues/Webengagement_Failed/clean', clean);
  await setOption(AUTO_STOP, true);
});

t.test('operators see who holds what until when', async (t) => {
  const url = '/v1/admin/leases';
  t.strictSame((await call('GET', url)).body, { items: [], nextPageToken: null });
  const made = [await create(), await create()];
  const [first, second] = [await one({ leaseSeconds: 20 }), await one({}, { as: other })];
  const listed = (await call<List<Anything>>('GET', url)).body.items;
  t.match(listed, [
    { leaseId: second.leaseId, leasedUntil: second.leasedUntil },
    {
      leaseId: first.leaseId,
      interactionId: made[0]?.id,
      view: QUALIFIED,
      queue: 'Webengagement_Qualified',
      keyName: 'for orchestration',
      leasedAt: inMs(0),
      leasedUntil: inMs(20_000),
      deliveries: 1,
    },
  ]);
  const keyId = String(listed[1]?.keyId);
  const mine = await call<List<Anything>>('GET', `${url}?keyId=${keyId}&view=${QUALIFIED}`);
  t.match(mine.body.items, [{ leaseId: first.leaseId }]);
  const text = await call('GET', `${url}?pageSize=1`, { headers: { accept: 'text/plain' } });
  t.match(text.text, /leaseId +keyName +leasedUntil/);
  t.match(text.text, /for orchestration/);
  for (const wrong of ['view=Nowhere', 'queue=Nowhere', `keyId=${made[0]?.id}`])
    t.match((await call('GET', `${url}?${wrong}`)).body, { code: 'validation_failed' }, wrong);
  t.equal(await metric('webengagement_leases'), 2);
  await service.advance(20_000);
  t.equal(await metric('webengagement_leases'), 1);
  const before = await metric('webengagement_leases_expired_total');
  const total = await metric('webengagement_leases_handed_out_total');
  t.equal((await one()).deliveries, 2);
  t.equal(await metric('webengagement_leases_expired_total'), before + 1);
  t.equal(await metric('webengagement_leases_handed_out_total'), total + 1);
  for (const each of made) await decide('noengage', each);
  t.strictSame((await call('GET', url)).body, { items: [], nextPageToken: null });
});

t.test('a view cannot be asked for what it could never show', async (t) => {
  const put = async (name: string, condition: Anything) => {
    const properties = { queue: name.replace('.Clean', ''), condition };
    return (
      await call('PUT', `/v1/admin/objects/interaction-queue-views/${name}`, {
        body: { properties },
      })
    ).body;
  };
  const times = { minTimeInQueueSeconds: 9, maxTimeInQueueSeconds: 8 };
  t.match(await put(FAILED, times), {
    code: 'validation_failed',
    errors: [{ pointer: '#/properties/condition/maxTimeInQueueSeconds', detail: /at least .*9/ }],
  });
  t.match(
    await put('Webengagement_Engaged.Clean', { minTimeInQueueSeconds: 600, channel: ['none'] }),
    {
      errors: [{ pointer: '#/properties/condition/channel', detail: /must be left out/ }],
    },
  );
  for (const wrong of [{ category: [] }, { category: 'Cart' }, { channel: ['fax'] }])
    t.equal((await put(FAILED, wrong)).code, 'validation_failed');
});

t.test('a pull waits for something to come, as long as its key is good', async (t) => {
  const waiter = pull({ waitSeconds: 20 });
  await waiting(1);
  const { id } = await create();
  t.match((await waiter).body, { items: [{ interaction: { id } }] });
  await decide('noengage', { id });

  const body = { name: 'short-lived', scopes: ['orchestration'] };
  const made = (await call<{ id: string; key: string }>('POST', '/v1/admin/api-keys', { body }))
    .body;
  const revoked = pull({ waitSeconds: 20 }, { as: made.key });
  await waiting(1);
  await call('DELETE', `/v1/admin/api-keys/${made.id}`);
  t.match((await revoked).body, { status: 401, code: 'unauthenticated' });

  const last = pull({ waitSeconds: 20 });
  await waiting(1);
  const ended = service.end();
  t.strictSame((await last).body, { items: [] }, 'the end of the service is no error');
  await ended;
});
