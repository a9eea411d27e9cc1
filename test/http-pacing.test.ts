import t from 'tap';
import { createConversing } from './support/conversing.js';
import { ADMIN_KEY, type Anything, type List, startService, type View } from './support/service.js';
import { act } from './support/situations.js';

const service = await startService(t, { env: { STRATEGY: 'builtin' } });
const { call, create, setOption, strategy } = service;
const { agent, visitor, ask, clear, accepted } = createConversing(service);

const LOGIC = '/v1/admin/strategies/engagement-logic';
const OPTION = 'pacing.connector';
const ROUTES = ['/server/data/pacing', '/backend/data/pacing'];

const pacing = async (query = '') => (await call('GET', `/v1/pacing${query}`)).body;
const stateOf = async (id: string) => (await call<View>('GET', `/v1/interactions/${id}`)).body;
const optionUrl = (name: string): string => `/v1/admin/options/${name}`;
const option = async (name: string) => (await call<Option>('GET', optionUrl(name))).body;
const put = (name: string, value: unknown) =>
  call<Option>('PUT', optionUrl(name), { body: { value } });
const shipped = (name: string) => call('DELETE', optionUrl(name));

interface Option extends Anything {
  readonly value: string | null;
  readonly warning: string | null;
  readonly detail: string;
}

interface Refused {
  readonly interactionId: string;
  readonly detail: string;
}

/** Refusals of a kind: how many ever, and the newest. */
async function refusals(reason: string) {
  const url = `/v1/admin/refusals?reason=${reason}`;
  type Counted = List<Refused> & { readonly counts: readonly { reason: string; total: number }[] };
  const { counts, items } = (await call<Counted>('GET', url)).body;
  return { total: counts.find((count) => count.reason === reason)?.total ?? 0, items };
}

/** An interaction on which the built-in strategy has decided. */
async function decided(body: Anything = {}) {
  const { id } = await create(body);
  await strategy.idle();
  return stateOf(id);
}

/** Takes back every invitation and agent, so that the next test finds an empty house. */
async function empty(): Promise<void> {
  const { items } = (await call<List<View>>('GET', '/v1/admin/interactions?state=Engaged')).body;
  for (const { id } of items)
    await call('POST', `/v1/admin/interactions/${id}/clean`, { body: {} });
  await clear();
}

t.test(
  'a dual algorithm and the share of invitations are refused one without the other',
  async (t) => {
    const refused = await put(`${OPTION}.algorithm`, 'PREDICTIVE_B_DUAL');
    t.match(refused, { status: 422, body: { code: 'invalid_option_value' } });
    t.match(refused.body.detail, /needs pacing\.connector\.proactiveRatio/);
    await setOption(`${OPTION}.proactiveRatio`, '40');
    const taken = await put(`${OPTION}.algorithm`, 'PREDICTIVE_B_DUAL');
    t.match(taken, { status: 200, body: { warning: /30 slots/ } });
    for (const without of [
      await call<Option>('DELETE', optionUrl(`${OPTION}.proactiveRatio`)),
      await put(`${OPTION}.proactiveRatio`, null),
    ])
      t.match(without, { status: 422, body: { detail: /while pacing\.connector\.algorithm/ } });
    t.equal((await call('DELETE', optionUrl(`${OPTION}.algorithm`))).status, 200);
    t.equal((await call('DELETE', optionUrl(`${OPTION}.proactiveRatio`))).status, 200);
  },
);

t.test('the usual spelling of ABANDONEMENT_RATE is taken, and the other stored', async (t) => {
  await setOption(`${OPTION}.optimizationTarget`, 'BUSY_FACTOR');
  t.match(await option(`${OPTION}.optimizationGoal`), { warning: /50 or more/ });
  const { status, body } = await put(`${OPTION}.optimizationTarget`, 'ABANDONMENT_RATE');
  t.match({ status, body }, { status: 200, body: { value: 'ABANDONEMENT_RATE', warning: null } });
  t.equal((await option(`${OPTION}.optimizationGoal`)).warning, null);
});

t.test('while no agent exists nobody is kept from being invited, and it is said', async (t) => {
  t.match(await pacing(), { enabled: false, off: 'no_agents', limit: 0, because: 'no_agents' });
  t.equal((await decided()).state, 'Engaged');
  await setOption(`${OPTION}.enabled`, 'true');
  t.match(await pacing(), { enabled: true, off: null });
  t.match(await decided(), { state: 'Failed', reason: 'not_engaged', reasonDetail: /no_agents/ });
  await shipped(`${OPTION}.enabled`);
  const made = await call('POST', '/v1/admin/agents', { body: { name: 'zoe' } });
  t.match(made.body.note, /pacing\.connector\.enabled/);
  t.match(await pacing(), { enabled: true, off: null });
  await empty();
});

t.test('of two hundred who come at once, as many are invited as agents can take', async (t) => {
  await agent('ann', { capacity: 4 });
  await agent('bob', { capacity: 2 });
  const before = await refusals('no_capacity');
  const address = await service.listen();
  const headers = { authorization: `Bearer ${ADMIN_KEY}`, 'content-type': 'application/json' };
  const statuses = await Promise.all(
    Array.from({ length: 200 }, async (_, n) => {
      const body = JSON.stringify({ visitId: `crowd-${n}` });
      const created = await fetch(`${address}/v1/interactions`, { method: 'POST', headers, body });
      await created.text();
      return created.status;
    }),
  );
  t.strictSame([...new Set(statuses)], [201], 'no creation is refused');
  await strategy.idle();
  t.match(await pacing(), { limit: 6, outstanding: 6, allowed: 0, because: 'goal' });

  const { total, items } = await refusals('no_capacity');
  t.equal(total - before.total, 194, 'no overshoot, and none too few');
  t.equal(items.length, 50);
  const details = [...new Set(items.map(({ detail }) => detail))];
  t.match(details, [/^no capacity: limit 6 \(goal\), outstanding 6, slots 6, free 6, waiting 0, /]);
  t.equal(details.length, 1);
  t.match(await stateOf(items[0]?.interactionId ?? ''), {
    state: 'Failed',
    reason: 'not_engaged',
    reasonDetail: items[0]?.detail,
  });
  t.same(await refusals('not_engaged'), { total: 0, items: [] }, 'none is counted twice');
  await empty();
});

t.test(
  'why a visit was offered nothing is told to back ends, and not to its browser',
  async (t) => {
    await agent('ann', { capacity: 1 });
    await decided();
    const { visitId, token } = await visitor();
    await decided({ visitId });
    const url = `/v1/visits/${visitId}`;
    t.match((await call('GET', url)).body, {
      refusalCounts: [{ reason: 'no_capacity', total: 1 }],
      recentRefusals: [{ reason: 'no_capacity', detail: /limit 1 .*outstanding 1/ }],
    });
    const seen = await call('GET', url, { as: token });
    t.match(seen.body, {
      refusalCounts: [{ reason: 'not_engaged', total: 1 }],
      recentRefusals: [{ reason: 'not_engaged' }],
    });
    t.notMatch(seen.text, /capacity|outstanding/);
    t.equal(
      (await decided({ channel: 'proactiveCallback' })).state,
      'Engaged',
      'calls are not paced',
    );
    for (const [option, value] of [
      [`${OPTION}.enabled`, 'false'],
      ['wmsg.connector.defaultEngagementChannel', 'proactiveChat'],
    ] as const) {
      await setOption(option, value);
      t.match(await pacing(), { enabled: false, allowed: 0 });
      t.equal((await decided()).state, 'Engaged', option);
      await shipped(option);
    }
    await empty();
  },
);

t.test('room comes back with each answer, and goes with forms and chats', async (t) => {
  await agent('ann', { capacity: 2 });
  const created = await create();
  await strategy.idle();
  t.match(await pacing(), { limit: 2, outstanding: 1, allowed: 1, forms: 0 });
  await act(service, created, 'displayed');
  t.match(await pacing(), { outstanding: 1 }, 'also once it is displayed');
  await act(service, created, 'acceptCall');
  t.match(await pacing(), { limit: 1, outstanding: 0, allowed: 1, forms: 1 });
  await act(service, created, 'form');
  await service.router.idle();
  t.match(await pacing(), { forms: 0, free: 1, slots: 2, channelCapacity: 1, waiting: 0 });
  await empty();
});

t.test('rules may ask for room', async (t) => {
  const rules = [
    { name: 'all', when: { capacity: { atLeast: 2 } }, result: { decision: 'engage' } },
    { name: 'carts', when: { category: ['Cart'] }, result: { decision: 'engage' } },
    { name: 'later', result: { decision: 'noengage', reason: 'busy' } },
  ];
  await agent('ann', { capacity: 2 });
  await call('PUT', LOGIC, { body: { rules } });
  t.match(await decided(), { state: 'Engaged' });
  t.match(await decided(), { state: 'Failed', reasonDetail: 'busy' });
  t.match(await decided({ category: 'Cart' }), { state: 'Engaged' });
  t.match(await decided({ category: 'Cart' }), { reasonDetail: /^no capacity/ });
  await call('PUT', LOGIC, { body: { rules: [] } });
  await empty();
});

t.test('strategies for the original are told in their way', async (t) => {
  await agent('ann', { capacity: 3 });
  for (const root of ROUTES) {
    const query = '?channel=chat&groups=Web%20Engagement%20Chat';
    t.same((await call('GET', `${root}/channelCapacity${query}`)).body, { channelCapacity: 3 });
    const refused = await call('GET', `${root}/reactiveState${query}`);
    t.match(refused, { status: 409, body: { code: 'pacing_not_dual' } });
    t.match((await call('GET', `${root}/channelCapacity?groups=Nobody`)).status, 422);
  }
  await empty();
});

t.test('a dual algorithm keeps agents for the invited from those who come uninvited', async (t) => {
  await agent('ann', { capacity: 3 });
  await setOption(`${OPTION}.proactiveRatio`, 40);
  await setOption(`${OPTION}.algorithm`, 'SUPER_PROGRESSIVE_DUAL');
  const shares = async () => {
    const asked = ROUTES.map((root) => call('GET', `${root}/reactiveState?channel=chat&groups=`));
    return (await Promise.all(asked)).map(({ body }) => body.reactiveState);
  };
  t.same(await shares(), [1, 1], 'nobody came yet');
  const { visitId } = await visitor();
  t.equal((await ask(visitId)).status, 201);
  t.match(await ask(visitId), { status: 409, body: { code: 'chat_in_progress' } });
  t.equal((await ask((await visitor()).visitId)).status, 201);
  await service.advance(2000);
  // 60 % of the load that three slots bear at 3 %, of two chats of 300 s in 15 minutes.
  const { reactivePerSecond, reactiveState } = await pacing();
  t.equal(reactivePerSecond, 2 / 900);
  t.equal(Number(reactiveState).toFixed(4), '0.6436');
  t.same(await shares(), [reactiveState, reactiveState]);

  await setOption(`${OPTION}.proactiveRatio`, 100);
  t.match(await pacing(), { reactiveState: 0 });
  const late = (await visitor()).visitId;
  for (const _ of [1, 2])
    t.match(await ask(late), { status: 409, body: { code: 'reactive_limited', retryAfter: 30 } });
  await service.advance(2000);
  t.match(await pacing(), { reactivePerSecond: 3 / 900 }, 'a refused visit counts, and once');
  const invited = await accepted((await visitor()).visitId);
  await act(service, invited, 'form');
  t.match(await stateOf(invited.id), { chatId: String }, 'who was invited is let in');
  await setOption(`${OPTION}.enabled`, 'false');
  t.equal((await ask(late)).status, 201, 'off is off');
});
