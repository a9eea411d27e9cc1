import t from 'tap';
import { createConversing } from './support/conversing.js';
import { type Anything, startService } from './support/service.js';

/** Codes of problems, with their status. */
const codeOf = ({ status, body }: { status: number; body: unknown }) => [
  status,
  (body as Anything).code,
];

const service = await startService(t);
const { call, advance, setOption } = service;
const { must, agent, agentWith, visitor, ask, chat, clear } = createConversing(service);

t.afterEach(clear);

const placed = async (): Promise<string> => (await ask((await visitor()).visitId)).body.id;
/** Waits while one agent goes on to be heard of. */
const waitWith = async (
  ms: number,
  ...hands: readonly { say(path: string): Promise<unknown> }[]
) => {
  for (let passed = 0; passed < ms; passed += 15_000) {
    await advance(Math.min(15_000, ms - passed));
    for (const hand of hands) await hand.say('heartbeat');
  }
};

t.test(
  'a chat in which nobody writes ends, and the agent is free after the time to finish',
  async (t) => {
    await setOption('chat.inactivityTime', 60);
    await setOption('agents.wrapUpTime', 30);
    const ann = await agent('ann', { capacity: 1 });
    const id = await placed();
    await ann.do(id, 'accept');
    await waitWith(45_000, ann);
    await ann.with(id, 'messages', { text: 'Still there?' });
    await waitWith(45_000, ann);
    t.match(await chat(id), { state: 'Active' });
    await waitWith(15_000, ann);
    t.match(await ann.desk(), {
      held: 1,
      chats: [{ id, state: 'Wrapping', outcome: 'processed' }],
    });
    await waitWith(30_000, ann);
    t.match(await ann.desk(), { held: 0, chats: [] });
    const second = await placed();
    await ann.do(second, 'accept');
    await ann.do(second, 'end');
    for (const _ of [1, 2])
      t.match(await ann.do(second, 'done'), { state: 'Ended', outcome: 'processed' });
    await setOption('agents.wrapUpTime', 0);
    await setOption('chat.inactivityTime', 1800);
  },
);

t.test('who logs out gives everything back at once', async (t) => {
  const ann = await agent('ann');
  const [talked, rings] = [await placed(), await placed()];
  await ann.do(talked, 'accept');
  t.match((await ann.say('logout')).body, { state: 'LoggedOut', held: 0 });
  for (const id of [talked, rings]) t.match(await chat(id), { state: 'Queued', agent: null });
  t.match(await chat(talked), { priority: 95 });
});

t.test('not ready takes back what rings, and is not counted as declined', async (t) => {
  const ann = await agent('ann');
  const id = await placed();
  t.match((await ann.say('not-ready', { reason: 'lunch' })).body, {
    reason: 'lunch',
    held: 0,
    offers: [],
    chats: [],
  });
  must(await ann.say('ready'));
  t.match(await ann.desk(), { offers: [{ chatId: id }] }, 'asked again at once');
});

t.test(
  'an agent with open chats is not deleted, and without any is gone with their key',
  async (t) => {
    const ann = await agent('ann');
    const id = await placed();
    await ann.do(id, 'accept');
    t.match((await call('DELETE', '/v1/admin/agents/ann')).body, { code: 'agent_has_chats' });
    await ann.do(id, 'end');
    must(await call('DELETE', '/v1/admin/agents/ann'), 200, 204);
    t.equal((await call('GET', '/v1/agent', { as: ann.key })).status, 401);
    t.match(await chat(id), { agent: 'ann' }, 'the history keeps the id');
  },
);

t.test('a rotated key is void at once, and the new one is good', async (t) => {
  const ann = await agent('ann');
  const { key } = must(
    await call<{ key: string }>('POST', '/v1/admin/agents/ann/rotate-key', { body: {} }),
    200,
    201,
  );
  t.equal((await call('GET', '/v1/agent', { as: ann.key })).status, 401);
  t.match(await agentWith('ann', key).desk(), { state: 'Ready' });
  const { items } = must(await call<{ items: Anything[] }>('GET', '/v1/admin/audit?target=ann'));
  t.equal(items[0]?.action, 'agent.key_rotated');
});

t.test('several offers that are missed at once take an agent out once', async (t) => {
  const ann = await agent('ann');
  const ids = [await placed(), await placed(), await placed()];
  t.equal((await ann.desk()).offers.length, 3);
  await setOption('agents.afterMissedOffer', 'logout');
  service.clock.jump(30_000);
  t.match(await chat(ids[1] ?? ''), { state: 'Queued' });
  await advance(0);
  t.match(await ann.desk(), { state: 'LoggedOut', reason: 'not_responding', held: 0 });
  for (const id of ids) t.match(await chat(id), { state: 'Queued' });
  await setOption('agents.afterMissedOffer', 'notready');
});

t.test(
  'an offer that rang for too long is refused by that name, whoever has the chat now',
  async (t) => {
    const ann = await agent('ann');
    const { id } = (await ask((await visitor()).visitId)).body;
    await ann.desk();
    await advance(30_000);
    t.strictSame(codeOf(await ann.with(id, 'accept')), [409, 'offer_expired']);
    const bob = await agent('bob');
    await bob.do(id, 'accept');
    for (const path of ['accept', 'reject'])
      t.strictSame(codeOf(await ann.with(id, path)), [409, 'offer_expired'], path);
    t.equal((await bob.with(id, 'accept')).status, 200);
  },
);

t.test('who is logged out takes nothing, and is told so', async (t) => {
  const ann = await agent('ann', {}, 'away');
  for (const path of ['ready', 'not-ready'])
    t.strictSame(codeOf(await ann.say(path)), [409, 'agent_logged_out']);
  t.match((await ann.say('logout')).body, { state: 'LoggedOut' });
  await setOption('chat.whenNoAgents', 'queue');
  const { id } = (await ask((await visitor()).visitId)).body;
  t.strictSame(codeOf(await ann.with(id, 'accept')), [409, 'agent_logged_out']);
  await setOption('chat.whenNoAgents', 'refuse');
  for (const path of ['login', 'login', 'ready', 'ready'])
    t.equal((await ann.say(path)).status, 200);
});

t.test('messages are the same once, without gaps, and bounded', async (t) => {
  const ann = await agent('ann');
  const ada = await visitor();
  const { id } = (await ada.call('POST', '')).body;
  const say = (text: string, clientId?: string) =>
    ada.call<Anything>('POST', `/${id}/messages`, { text, ...(clientId && { clientId }) });
  const first = await say('waiting', 'm1');
  t.strictSame((await say('waiting', 'm1')).body, first.body);
  t.strictSame(codeOf(await say('another', 'm1')), [422, 'idempotency_key_reused']);
  await ann.do(id, 'accept');
  t.match((await ann.with(id, 'messages', { text: 'x', clientId: 'm1' })).body, {
    message: { sequence: 2 },
  });
  for (const text of ['', 'x'.repeat(4097), 'bell\u0007']) t.equal((await say(text)).status, 422);
  t.equal((await say('x'.repeat(4096))).status, 200);
  for (let n = 3; n <= 60; n += 1) await say(`${n}`);
  t.match([(await say('61')).status, (await say('61')).headers['retry-after']], [429, '60']);
  t.equal((await ann.with(id, 'messages', { text: 'I listen' })).status, 200, 'the agent may');
  await advance(60_000);
  t.equal((await say('on')).status, 200);
  const { items } = must(await ada.call<{ items: Anything[] }>('GET', `/${id}/messages`));
  t.strictSame(
    items.map(({ sequence }) => sequence),
    items.map((_, index) => index + 1),
  );
});

t.test('reading what people wrote needs a scope of its own, and is audited', async (t) => {
  const ann = await agent('ann');
  const ada = await visitor();
  const { id } = (await ada.call('POST', '')).body;
  await ann.do(id, 'accept');
  for (const text of ['one', 'two']) await ada.call('POST', `/${id}/messages`, { text });
  const [reader, other] = [await service.key('chats:read'), await service.key('admin:read')];
  const url = `/v1/admin/chats/${id}/messages`;
  t.equal((await call('GET', url, { as: other })).status, 403);
  const read = must(await call<{ items: Anything[] }>('GET', `${url}?after=1`, { as: reader }));
  t.match(read.items, [{ text: 'two' }]);
  const { items } = must(
    await call<{ items: Anything[] }>('GET', '/v1/admin/audit?action=chat.messages_read'),
  );
  t.match(items, [{ target: id, keyName: 'for chats:read' }]);
});

t.test('from one address at most three visitors wait whom nobody has answered', async (t) => {
  await setOption('chat.whenNoAgents', 'queue');
  const pages = await Promise.all([1, 2, 3, 4].map(() => visitor()));
  const answers = [];
  for (const page of pages) answers.push(await page.call('POST', ''));
  t.strictSame(
    answers.map(({ status }) => status),
    [201, 201, 201, 429],
  );
  must(await (pages[0] as (typeof pages)[0]).call('POST', `/${answers[0]?.body.id}/leave`, {}));
  t.equal((await (pages[3] as (typeof pages)[0]).call('POST', '')).status, 201);
  await setOption('chat.whenNoAgents', 'refuse');
});

t.test('waiting visitors are told their place and how long it takes', async (t) => {
  const ann = await agent('ann', { capacity: 1 });
  t.match(must(await call('GET', '/v1/chats/availability')), {
    status: 'online',
    estimatedWaitSeconds: 0,
  });
  const first = (await ask((await visitor()).visitId)).body.id;
  const [second, third] = [await visitor(), await visitor()];
  const ids = [(await ask(second.visitId)).body.id, (await ask(third.visitId)).body.id];
  t.match(await second.see(ids[0] ?? ''), { position: 2, estimatedWaitSeconds: Number });
  t.match(await third.see(ids[1] ?? ''), { position: 3 });
  t.match(must(await call('GET', '/v1/chats/availability')), { status: 'busy' });
  await ann.do(first, 'accept');
  await ann.do(first, 'end');
  t.match(await third.see(ids[1] ?? ''), { position: 2 });
  for (const { chatId } of (await ann.desk()).offers) await ann.do(chatId, 'accept');
  t.match(await third.see(ids[1] ?? ''), { position: 1 });
});

t.test('what a browser sends along is kept apart, and may not pretend to be ours', async (t) => {
  await agent('ann');
  const ada = await visitor();
  const forged = await ada.call('POST', '', { userData: { 'WebEngagement.InteractionId': 'x' } });
  t.match([forged.status, forged.body], [422, { errors: [{ pointer: /WebEngagement/ }] }]);
  const { id } = (await ada.call('POST', '', { userData: { EmailAddress: 'a@x.org' } })).body;
  t.match(await chat(id), {
    userData: {},
    visitorData: { EmailAddress: 'a@x.org' },
    identity: null,
  });
  const site = (await ask('a-visit', { userData: { EmailAddress: 'a@x.org' } })).body;
  t.match(await chat(site.id), { identity: { value: 'a@x.org' }, visitorData: {} });
});

t.test(
  'the list says of every agent where they stand, since when, why, and who says so',
  async (t) => {
    const there = async () =>
      must(await call<{ items: readonly Anything[] }>('GET', '/v1/admin/agents')).items.map(
        ({ name, state, reason, by, since, held }) => ({ name, state, reason, by, since, held }),
      );
    const at = () => new Date(service.clock.now()).toISOString();
    const never = { reason: null, by: null, since: null, held: 0 };
    await agent('abe', {}, 'away');
    const [bob, cy, dot] = [await agent('bob'), await agent('cy'), await agent('dot')];
    const ready = { state: 'Ready', reason: null, by: 'agent', since: at(), held: 0 };
    t.strictSame(await there(), [
      { name: 'abe', state: 'LoggedOut', ...never },
      ...['bob', 'cy', 'dot'].map((name) => ({ name, ...ready })),
    ]);
    await advance(1000);
    await bob.say('not-ready', { reason: 'lunch' });
    await cy.say('logout');
    const left = at();
    const lost = new Date(service.clock.now() - 1000 + 60_000).toISOString();
    await waitWith(60_000, bob);
    const said = [
      { name: 'bob', state: 'NotReady', reason: 'lunch', by: 'agent', since: left, held: 0 },
      { name: 'cy', state: 'LoggedOut', reason: null, by: 'agent', since: left, held: 0 },
      {
        name: 'dot',
        state: 'LoggedOut',
        reason: 'connection_lost',
        by: 'clock',
        since: lost,
        held: 0,
      },
    ];
    t.strictSame((await there()).slice(1), said);
    await call('POST', '/v1/admin/agents/bob/logout', { body: {} });
    t.match((await there())[1], { state: 'LoggedOut', by: 'ops', since: at() });
    const table = await call('GET', '/v1/admin/agents', { headers: { accept: 'text/plain' } });
    t.match(table.text, /^name +displayName +state +reason +by +since .*\n/);
    t.match(table.text, /\ndot .* LoggedOut +connection_lost +clock +2030-/);
    await dot.say('login');
  },
);
