import { readFileSync } from 'node:fs';
import t from 'tap';
import { createRetention } from '#src/engine/retention.js';
import { createWorld as createService } from './support/strategy-service.js';
import { createWorld, OPERATOR, requestOf } from './support/world.js';

const LOGIC = '/admin/strategies/engagement-logic';
const CHANNEL = '/admin/options/wmsg.connector.defaultEngagementChannel';

const world = await createService(t, { STRATEGY: 'builtin' });

async function decided(more?: object) {
  const { id, state } = await world.create(more);
  await world.service.strategy.idle();
  return { asCreated: state, ...(await world.ask('GET', `/interactions/${id}`)).body };
}

t.test('a creation is answered Qualified, and engaged right after without rules', async (t) => {
  const wish = { channel: 'proactiveCallback' };
  t.match(await decided(wish), {
    asCreated: 'Qualified',
    state: 'Engaged',
    channel: 'proactiveCallback',
    version: 2,
  });
  t.equal((await decided()).channel, 'proactiveChat');
  await world.ask('PUT', CHANNEL, { value: 'proactiveChat' });
  t.equal((await decided(wish)).channel, 'proactiveChat', 'the option wins over the wish');
  await world.ask('DELETE', CHANNEL);
});

t.test('rules take effect at once, are versioned, and name themselves', async (t) => {
  const rules = [
    {
      name: 'no shoes',
      when: { category: ['Shoes'] },
      result: { decision: 'noengage', reason: 'sold out' },
    },
    {
      name: 'carts',
      when: { category: ['Cart'] },
      result: { decision: 'engage', invitation: { title: 'Hi' } },
    },
  ];
  const put = await world.ask('PUT', LOGIC, { rules });
  t.match(put, {
    status: 200,
    body: { rules, version: 2, updatedBy: 'admin' },
    headers: { etag: '"2"' },
  });
  t.equal((await world.ask('PUT', LOGIC, { rules })).body.version, 2, 'the same rules again');
  const shoes = await decided({ category: 'Shoes', visitId: 'v-shoes' });
  t.match(shoes, { state: 'Failed', reason: 'not_engaged', reasonDetail: 'sold out' });
  const history = (await world.ask('GET', `/interactions/${shoes.id}/history`)).body.items;
  t.match(history[1], { type: 'interaction.failed', by: 'strategy', detail: 'no shoes' });
  t.match((await world.ask('GET', '/visits/v-shoes')).body, {
    refusalCounts: [{ reason: 'not_engaged', total: 1 }],
    recentRefusals: [
      { reason: 'not_engaged', rule: 'no shoes', detail: 'sold out', interactionId: shoes.id },
    ],
  });

  const cart = await decided({ category: 'Cart' });
  t.match(cart, { state: 'Engaged', engagementRule: 'carts' });
  t.match(await decided({ category: 'Hats' }), { state: 'Engaged', engagementRule: null });
  t.equal(shoes.engagementRule, null, 'none engaged');
  t.equal((await world.ask('PUT', LOGIC, { rules: [] }, { 'if-match': '"1"' })).status, 412);
  t.match((await world.ask('POST', `${LOGIC}/rollback`, { version: 1 })).body, {
    rules: [],
    version: 3,
  });
  t.match(await world.ask('POST', `${LOGIC}/rollback`, { version: 9 }), {
    status: 422,
    body: { errors: [{ pointer: '#/version', detail: 'must be one of the versions 1–3' }] },
  });
  t.equal((await decided({ category: 'Shoes' })).state, 'Engaged');
  const versions = (await world.ask('GET', `${LOGIC}/history`)).body.items;
  t.same(
    versions.map(({ version }: { version: number }) => version),
    [3, 2, 1],
  );
  t.match((await world.ask('GET', '/admin/audit')).body.items[0], {
    action: 'engagement_logic.changed',
    before: { version: 2 },
    after: { version: 3 },
  });
});

t.test('rules that cannot work are refused with the place, and the old ones stay', async (t) => {
  const { version } = (await world.ask('GET', LOGIC)).body;
  const result = { decision: 'engage' };
  const mars = { name: 'x', when: { time: { timeZone: 'Mars/Base' } }, result };
  const pointer = '#/rules/0/when/time/timeZone';
  t.match(await world.ask('PUT', LOGIC, { rules: [mars] }), {
    status: 422,
    body: { errors: [{ pointer }] },
  });
  const { id } = await world.create();
  const dryRun = await world.ask('POST', `${LOGIC}/dry-run`, { interactionId: id, rules: [mars] });
  t.match(dryRun, { status: 422, body: { errors: [{ pointer }] } });
  const typo = await world.ask('PUT', LOGIC, { rules: [{ name: 'x', wen: {}, result }] });
  t.match(typo, { status: 422, body: { errors: [{ pointer: '#/rules/0/wen', detail: /when/ }] } });
  t.equal((await world.ask('GET', LOGIC)).body.version, version);
});

t.test('the rules of the manual are taken as they are', async (t) => {
  const manual = readFileSync(new URL('../../docs/strategies.md', import.meta.url), 'utf8');
  const [, text = ''] = /-d '(\{"rules":[^']+)'/.exec(manual) ?? [];
  t.equal((await world.ask('PUT', LOGIC, JSON.parse(text))).status, 200);
});

t.test('caps count the attempts of a visitor, or of an unknown visitor in one visit', async (t) => {
  const cap = { attempts: [{ outcome: 'rejected', withinSeconds: 86_400 }] };
  await world.ask('PUT', LOGIC, {
    rules: [{ name: 'once rejected', when: cap, result: { decision: 'noengage' } }],
  });
  for (const who of [{ visitorId: 'ann' }, { visitId: 'v-unknown' }]) {
    const first = await decided(who);
    await world.engine.apply(first.id, { type: 'reject' });
    t.equal((await decided(who)).state, 'Failed');
    t.equal((await decided()).state, 'Engaged', 'others are not capped');
    await world.clock.leap(86_400_001);
    t.equal((await decided(who)).state, 'Engaged', 'the period is over');
  }
});

t.test('what waits for a decision is taken up after a restart', async (t) => {
  await world.restart({ STRATEGY: 'none' });
  const { id } = await world.create();
  await world.service.strategy.idle();
  t.equal((await world.engine.get(id))?.state, 'Qualified', 'nobody decides');
  await world.restart({ STRATEGY: 'builtin' });
  await world.service.strategy.idle();
  t.equal((await world.engine.get(id))?.state, 'Engaged');
  t.match((await world.service.app.inject('/metrics')).payload, /strategy_pending_interactions 0/);
});

t.test(
  'refusals are listed and counted, per visit and in all, and gone with the person',
  async (t) => {
    const world = await createService(t);
    const live = await world.create({ visitId: 'v-busy' });
    for (const _ of [1, 2])
      t.equal((await world.ask('POST', '/interactions', { visitId: 'v-busy' })).status, 409);
    const { id } = await world.create();
    await world.ask('POST', `/interactions/${id}/noengage`, { reason: 'no' });
    const busy = {
      reason: 'engagement_in_progress',
      visitId: 'v-busy',
      interactionId: live.id,
      detail: null,
    };
    const { items, counts } = (await world.ask('GET', '/admin/refusals')).body;
    t.match(items, [{ reason: 'not_engaged', rule: null, detail: 'no' }, busy, busy]);
    t.same(counts, [
      { reason: 'engagement_in_progress', rule: null, total: 2 },
      { reason: 'not_engaged', rule: null, total: 1 },
    ]);
    t.equal((await world.ask('GET', '/admin/refusals?reason=not_engaged')).body.items.length, 1);
    t.same(
      (await world.ask('GET', '/admin/refusals?visitId=v-busy')).body.counts,
      counts.slice(0, 1),
    );

    const forBrowser = (
      await world.service.app.inject(`/v1/visits/v-busy?token=${live.token}`)
    ).json();
    t.strictSame(Object.keys(forBrowser.recentRefusals[0]), ['at', 'reason', 'interactionId']);
    t.strictSame(forBrowser.refusalCounts, [{ reason: 'engagement_in_progress', total: 2 }]);

    await world.engine.operate(live.id, { type: 'erase' }, OPERATOR);
    const left = (await world.ask('GET', '/admin/refusals')).body;
    t.equal(left.items.length, 1);
    t.same(left.counts, counts, 'the counts stay');
  },
);

t.test('the newest ten thousand refusals are kept, and none beyond the retention', async (t) => {
  const world = await createWorld(t);
  const { store, engine, clock, database } = world;
  database.exec(`
    with recursive numbers (n) as (select 1 union all select n + 1 from numbers where n < 10000)
    insert into refusals (n, at, reason) select n, ${clock.now()}, 'unknown_category' from numbers`);
  const { visitId } = await world.invite();
  const request = requestOf({ visitId: visitId ?? '' });
  await clock.leap(1000);
  t.match(await engine.create(request), { refusal: { code: 'engagement_in_progress' } });
  const count = (): unknown => database.prepare('select count(*) from refusals').pluck().get();
  t.equal(count(), 10_000);
  t.match(await store.read('refusals', {}, { size: 1 }), { items: [{ at: clock.now(), visitId }] });

  const log = { info: () => {}, error: () => {} };
  const scrubbing = { request: async () => {} };
  const retention = createRetention({ store, scrubbing, clock, log, days: 1 } as never);
  retention.start();
  t.teardown(retention.stop);
  await clock.advance(86_400_000 - 1000 + 12 * 3_600_000);
  t.equal(count(), 0);
});
