import fc from 'fast-check';
import t from 'tap';
import { keysOf, signedHeaders } from '#src/strategy/signature.js';
import { createWorld, type World } from './support/webhook-service.js';

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLwSw';
const LOGIC = '/admin/strategies/engagement-logic';

const builtIn = (t: Parameters<typeof createWorld>[0]): Promise<World> =>
  createWorld(t, { STRATEGY: 'builtin' });
const waiting = (t: Parameters<typeof createWorld>[0]): Promise<World> =>
  createWorld(t, { STRATEGY: 'none', STRATEGY_SECRET: SECRET });

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

/** A signed call of a strategy. */
async function post(
  world: World,
  call: object,
  name: string,
  more: { secret?: string; skewMs?: number; body?: string } = {},
) {
  const body = more.body ?? JSON.stringify(call);
  const now = world.clock.now() + (more.skewMs ?? 0);
  const headers = signedHeaders(more.secret ?? SECRET, name, body, now);
  const answer = await world.service.app.inject({
    method: 'POST',
    url: '/v1/webhooks/orchestration',
    headers,
    payload: body,
  });
  return { status: answer.statusCode, body: answer.json(), headers: answer.headers };
}

const instruct = (type: string, interactionId: string, more = {}) => ({
  type: `interaction.${type}`,
  timestamp: new Date(0).toISOString(),
  data: { interactionId, ...more },
});

t.test('a signed call instructs once, and is answered the same when it comes again', async (t) => {
  const world = await waiting(t);
  const { id } = await world.create();
  const engage = instruct('engage', id, { channel: 'proactiveChat', invitation: { title: 'Hi' } });
  t.match(await post(world, engage, 'call-1'), {
    status: 200,
    body: { id, state: 'Engaged', version: 2 },
  });
  await world.engine.apply(id, { type: 'reject' });
  t.match(await post(world, engage, 'call-1'), { status: 200, body: { version: 3 } });
  const late = await post(world, instruct('noengage', id, { reason: 'x' }), 'call-2');
  t.match(late, { status: 409, body: { code: 'already_disposed', dispositionCode: 'reject' } });
  t.match(await post(world, instruct('noengage', id, { reason: 'x' }), 'call-2'), { status: 409 });
  t.match(await post(world, instruct('stop', id), 'call-3'), {
    status: 200,
    body: { status: 'stopped' },
  });
});

t.test('a first refusal stands for a day, whatever happens in between', async (t) => {
  const world = await waiting(t);
  const { id } = await world.create();
  const stop = instruct('stop', id);
  t.match(await post(world, stop, 's-1'), {
    status: 409,
    body: { code: 'not_allowed', state: 'Qualified' },
  });
  await world.engine.apply(id, { type: 'noengage' });
  t.match(await post(world, stop, 's-1'), {
    status: 409,
    body: { code: 'not_allowed', state: 'Qualified' },
  });
  await world.restart();
  t.match(await post(world, stop, 's-1'), { status: 409, body: { code: 'not_allowed' } });
  await world.clock.leap(86_400_000);
  t.equal((await post(world, stop, 's-1')).status, 200);
});

t.test('a call is believed only with a good signature of now', async (t) => {
  const world = await waiting(t);
  const { id } = await world.create();
  const engage = instruct('engage', id);
  const other = 'whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA';
  t.match(await post(world, engage, 'a', { secret: other }), {
    status: 401,
    headers: { 'www-authenticate': /Bearer/ },
  });
  t.equal((await post(world, engage, 'b', { skewMs: 301_000 })).status, 401);
  t.equal((await post(world, engage, 'c', { skewMs: -302_000 })).status, 401);
  t.equal(
    (await post(world, engage, 'd', { secret: other, body: '{' })).status,
    401,
    'judged before the body',
  );
  t.equal((await post(world, engage, 'e', { body: '{' })).status, 400);
  t.match(await post(world, { ...engage, x: 1 }, 'f'), {
    status: 422,
    body: { errors: [{ pointer: '#/x' }] },
  });
  t.equal((await post(world, instruct('engage', id, { reason: 'x' }), 'g')).status, 422);
  t.equal((await post(world, instruct('engage', 'nobody'), 'h')).status, 404);
  t.equal((await world.engine.get(id))?.version, 1);
  t.equal((await post(world, engage, 'a')).status, 200, 'what was not believed is not kept');
});

t.test('a secret made for a strategy signs until it is revoked', async (t) => {
  const world = await waiting(t);
  const made = (await world.ask('POST', '/admin/strategy-secrets', { name: 'remote' })).body;
  t.match(made.secret, /^whsec_/);
  const list = (await world.ask('GET', '/admin/strategy-secrets')).body.items;
  t.match(list, [{ id: made.id, name: 'remote', revokedAt: null }]);
  t.notOk('secret' in list[0]);
  const { id } = await world.create();
  const { secret } = made;
  t.equal((await post(world, instruct('engage', id), '1', { secret })).status, 200);
  await world.ask('DELETE', `/admin/strategy-secrets/${made.id}`);
  t.equal((await post(world, instruct('engage', id), '2', { secret })).status, 401);
});

t.test('a secret without the prefix is understood as it is and as base64', async (t) => {
  t.same(keysOf('c2VjcmV0'), [
    'whsec_c2VjcmV0',
    `whsec_${Buffer.from('c2VjcmV0').toString('base64')}`,
  ]);
  t.same(keysOf('a secret'), [`whsec_${Buffer.from('a secret').toString('base64')}`]);
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
