import fc from 'fast-check';
import t from 'tap';
import { createWorld, type World } from './support/strategy-service.js';

const LOGIC = '/admin/strategies/engagement-logic';

const builtIn = (t: Parameters<typeof createWorld>[0]): Promise<World> =>
  createWorld(t, { STRATEGY: 'builtin' });
const waiting = (t: Parameters<typeof createWorld>[0]): Promise<World> =>
  createWorld(t, { STRATEGY: 'none' });

async function decided(world: World, more?: object) {
  const { id, state } = await world.create(more);
  await world.service.strategy.idle();
  return { asCreated: state, ...(await world.ask('GET', `/interactions/${id}`)).body };
}

t.test(
  'a creation is answered Qualified and the built-in strategy engages right after',
  async (t) => {
    const world = await builtIn(t);
    const made = await decided(world, { channel: 'proactiveCallback' });
    t.match(made, {
      asCreated: 'Qualified',
      state: 'Engaged',
      channel: 'proactiveCallback',
      version: 2,
    });
    await world.ask('PUT', '/admin/options/wmsg.connector.defaultEngagementChannel', {
      value: 'proactiveChat',
    });
    t.equal((await decided(world, { channel: 'proactiveCallback' })).channel, 'proactiveChat');
  },
);

t.test(
  'rules take effect at once, are versioned, and name themselves in refusal and history',
  async (t) => {
    const world = await builtIn(t);
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
    const shoes = await decided(world, { category: 'Shoes', visitId: 'v-shoes' });
    t.match(shoes, { state: 'Failed', reason: 'not_engaged', reasonDetail: 'sold out' });
    const history = (await world.ask('GET', `/interactions/${shoes.id}/history`)).body.items;
    t.match(history[1], { type: 'interaction.failed', by: 'strategy', detail: 'no shoes' });
    const visit = (await world.ask('GET', '/visits/v-shoes')).body;
    t.match(visit.recentRefusals, [
      { reason: 'not_engaged', rule: 'no shoes', detail: 'sold out', interactionId: shoes.id },
    ]);

    t.equal((await world.ask('PUT', LOGIC, { rules: [] }, { 'if-match': '"1"' })).status, 412);
    t.match((await world.ask('POST', `${LOGIC}/rollback`, { version: 1 })).body, {
      rules: [],
      version: 3,
    });
    t.equal((await decided(world, { category: 'Shoes' })).state, 'Engaged');
    const versions = (await world.ask('GET', `${LOGIC}/history`)).body.items;
    t.same(
      versions.map(({ version }: { version: number }) => version),
      [3, 2, 1],
    );
    const audit = (await world.ask('GET', '/admin/audit')).body.items;
    t.match(audit[0], {
      action: 'engagement_logic.changed',
      before: { version: 2 },
      after: { version: 3 },
    });
  },
);

t.test('rules that cannot work are refused with the place, and the old ones stay', async (t) => {
  const world = await builtIn(t);
  const refused = await world.ask('PUT', LOGIC, {
    rules: [
      { name: 'x', when: { time: { timeZone: 'Mars/Base' } }, result: { decision: 'engage' } },
    ],
  });
  t.match(refused, {
    status: 422,
    body: { errors: [{ pointer: '#/rules/0/when/time/timeZone' }] },
  });
  const typo = await world.ask('PUT', LOGIC, {
    rules: [{ name: 'x', wen: {}, result: { decision: 'engage' } }],
  });
  t.match(typo, { status: 422, body: { errors: [{ pointer: '#/rules/0/wen', detail: /when/ }] } });
  t.equal((await world.ask('GET', LOGIC)).body.version, 1);
});

t.test(
  'caps count the attempts of a visitor over all visits, or of an unknown visitor in one',
  async (t) => {
    const world = await builtIn(t);
    const cap = { attempts: [{ outcome: 'rejected', withinSeconds: 86_400 }] };
    await world.ask('PUT', LOGIC, {
      rules: [{ name: 'once rejected', when: cap, result: { decision: 'noengage' } }],
    });
    for (const who of [{ visitorId: 'ann' }, { visitId: 'v-unknown' }]) {
      const first = await decided(world, who);
      await world.engine.apply(first.id, { type: 'reject' });
      t.equal((await decided(world, who)).state, 'Failed');
      t.equal((await decided(world)).state, 'Engaged', 'others are not capped');
      await world.clock.leap(86_400_001);
      t.equal((await decided(world, who)).state, 'Engaged', 'the period is over');
    }
  },
);

t.test('what waits for a decision is taken up after a restart', async (t) => {
  const world = await waiting(t);
  const { id } = await world.create();
  await world.service.strategy.idle();
  t.equal((await world.engine.get(id))?.state, 'Qualified');
  await world.restart({ STRATEGY: 'builtin' });
  await world.service.strategy.idle();
  t.equal((await world.service.engine.get(id))?.state, 'Engaged');
});

t.test('refusals are listed, counted, and gone with the person', async (t) => {
  const world = await waiting(t);
  const live = await world.create({ visitId: 'v-busy' });
  t.equal((await world.ask('POST', '/interactions', { visitId: 'v-busy' })).status, 409);
  await world.ask('POST', `/interactions/${(await world.create()).id}/noengage`, { reason: 'no' });
  const { items, counts } = (await world.ask('GET', '/admin/refusals')).body;
  t.match(items, [
    { reason: 'not_engaged', rule: null, detail: 'no' },
    { reason: 'engagement_in_progress', visitId: 'v-busy', interactionId: live.id, detail: null },
  ]);
  t.equal(counts.length, 2);
  t.equal((await world.ask('GET', '/admin/refusals?reason=not_engaged')).body.items.length, 1);
  const forBrowser = await world.service.app.inject(`/v1/visits/v-busy?token=${live.token}`);
  t.strictSame(Object.keys(forBrowser.json().recentRefusals[0]), ['at', 'reason', 'interactionId']);
  const operator = { keyId: 'k', keyName: 'k' };
  await world.engine.operate(live.id, { type: 'erase' }, operator);
  const left = (await world.ask('GET', '/admin/refusals')).body;
  t.equal(left.items.length, 1);
  t.same(left.counts, counts, 'the counts stay');
});

t.test('a dry run is the real decision, whatever the rules and the interaction', async (t) => {
  const world = await waiting(t);
  const word = fc.constantFrom('Cart', 'Shoes', '*');
  const ruleOf = fc.record({
    category: fc.option(fc.array(word, { minLength: 1, maxLength: 2 }), { nil: undefined }),
    channel: fc.option(fc.constant(['none']), { nil: undefined }),
    cap: fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }),
    engages: fc.boolean(),
  });
  const sample = fc.record({
    rules: fc.array(ruleOf, { maxLength: 4 }),
    category: word,
    channel: fc.option(fc.constant('proactiveCallback'), { nil: undefined }),
    visitorId: fc.constantFrom('ann', 'bob'),
  });
  await fc.assert(
    fc.asyncProperty(sample, async ({ rules, ...site }) => {
      const made = rules.map(({ category, channel, cap, engages }, index) => ({
        name: `rule ${index}`,
        when: {
          ...(category && { category }),
          ...(channel && { channel }),
          ...(cap && { attempts: [{ outcome: 'any', atLeast: cap, withinSeconds: 60 }] }),
        },
        result: { decision: engages ? 'engage' : 'noengage' },
      }));
      const { id } = await world.create(site);
      const tried = await world.ask('POST', `${LOGIC}/dry-run`, { interactionId: id, rules: made });
      await world.ask('PUT', LOGIC, { rules: made });
      const inForce = await world.ask('POST', `${LOGIC}/dry-run`, { interactionId: id });
      const real = await world.engine.decide(id);
      t.equal((await world.engine.history(id))?.length, real?.interaction.sequence);
      const fact = (await world.engine.history(id))?.[1];
      const { version: _tried, ...draft } = tried.body;
      const { version: _inForce, ...dry } = inForce.body;
      t.same(draft, dry);
      t.equal(dry.state, real?.interaction.state);
      t.equal(dry.channel ?? null, dry.state === 'Engaged' ? real?.interaction.channel : null);
      t.equal(dry.rule ?? undefined, fact?.detail);
      await world.clock.leap(10_000);
    }),
    { numRuns: 30 },
  );
});
