// Whoever is looked at first, much later: an agent and their chats are settled in the order of time.

import t from 'tap';
import { type AgentHand, createConversing } from './support/conversing.js';
import { startService } from './support/service.js';

const service = await startService(t);
const { call, clock, setOption } = service;
const { must, agent, visitor, ask, chat, history, clear } = createConversing(service);

t.beforeEach(async () => {
  await clear();
  await setOption('chat.inactivityTime', 1800);
  await setOption('chat.offerTime', 30);
  await setOption('agents.afterMissedOffer', 'notready');
  await setOption('chat.whenNoAgents', 'refuse');
});

/** Time passes in which nobody looks at anything: what is asked for next comes before any timer. */
const unseen = (seconds: number): void => clock.jump(seconds * 1000);

const placed = async (): Promise<string> => (await ask((await visitor()).visitId)).body.id;

t.test('a chat that is read after its agent was lost waits again since then', async (t) => {
  const ann = await agent('ann');
  const id = await placed();
  await ann.do(id, 'accept');
  await setOption('chat.inactivityTime', 300);
  const start = clock.now();
  unseen(400);
  const read = must(await call('GET', `/v1/admin/chats/${id}`));
  t.match(read, {
    state: 'Queued',
    agent: null,
    waitingSince: new Date(start + 120_000).toISOString(),
  });
  t.match(await ann.desk(), { state: 'LoggedOut', reason: 'connection_lost', chats: [] });
  const told = (await history(id)).map(({ type, detail }) => detail ?? type);
  t.strictSame(told, ['chat.queued', 'chat.offered', 'chat.accepted', 'agent_lost']);
});

t.test(
  'what rings at an agent who is lost before it stops was withdrawn, not missed',
  async (t) => {
    const ann = await agent('ann');
    await setOption('chat.offerTime', 300);
    const id = await placed();
    t.match(await ann.desk(), { offers: [{ chatId: id }] }, 'it was shown');
    unseen(301);
    must(await call('GET', `/v1/admin/chats/${id}`));
    const rung = (await history(id)).filter(({ type }) => type === 'chat.requeued');
    t.match(rung, [{ detail: 'agent_gone' }]);
    t.match(await ann.with(id, 'accept'), { status: 409, body: { code: 'agent_logged_out' } });
  },
);

t.test('an agent who lets a chat ring has no other rung at them later', async (t) => {
  const ann = await agent('ann');
  const first = await placed();
  await ann.desk();
  unseen(20);
  must(await ann.say('heartbeat'));
  const second = await placed();
  await ann.desk();
  const start = clock.now();
  unseen(25);
  t.match(must(await call('GET', `/v1/admin/chats/${second}`)), { state: 'Queued', agent: null });
  const [last] = (await history(second)).slice(-1);
  t.match(last, { detail: 'agent_gone', at: new Date(start + 10_000).toISOString() });
  t.match(await chat(first), { state: 'Queued' });
  t.match(await ann.desk(), { state: 'NotReady', reason: 'not_responding', offers: [] });
});

t.test('nobody is there for a chat whose agents were all lost unseen', async (t) => {
  const ann = await agent('ann');
  await ann.do(await placed(), 'accept');
  unseen(60);
  t.match(await ask('late'), { status: 409, body: { code: 'no_agents' } });
});

t.test('nobody is there once the only agent was logged out for a chat that rang', async (t) => {
  await setOption('agents.afterMissedOffer', 'logout');
  const ann = await agent('ann');
  await placed();
  await ann.desk();
  unseen(30);
  t.match(await ask('later'), { status: 409, body: { code: 'no_agents' } });
});

t.test(
  'nothing is offered to an agent who let another chat ring, however late it is seen',
  async (t) => {
    const ann = await agent('ann');
    await setOption('chat.whenNoAgents', 'queue');
    const first = await placed();
    await ann.desk();
    unseen(30);
    const second = await placed();
    t.match(await chat(second), { state: 'Queued', agent: null });
    t.strictSame(
      (await history(second)).map(({ type }) => type),
      ['chat.queued'],
    );
    t.match(await chat(first), { state: 'Queued' });
  },
);

t.test('nobody is overtaken by who waited later, though their agent is gone unseen', async (t) => {
  const gone = [
    ['who did not answer', 31, async () => undefined],
    ['who was lost', 61, async () => undefined],
    [
      'who was lost amid a conversation',
      121,
      async (id: string, bob: AgentHand) => bob.do(id, 'accept'),
    ],
  ] as const;
  for (const [who, seconds, first] of gone) {
    await clear();
    await setOption('chat.offerTime', who === 'who was lost' ? 300 : 30);
    const ann = await agent('ann', {}, 'away');
    must(await ann.say('login'));
    const bob = await agent('bob', { capacity: 1 });
    const earlier = await placed();
    await bob.desk();
    await first(earlier, bob);
    const later = await placed();
    t.match([await chat(earlier), await chat(later)], [{ agent: 'bob' }, { state: 'Queued' }]);
    unseen(seconds);
    must(await ann.say('login'));
    await setOption('agents.chatCapacity', 1);
    must(await ann.say('ready'));
    t.match([await chat(earlier), await chat(later)], [{ agent: 'ann' }, { agent: null }], who);
    await setOption('agents.chatCapacity', 3);
  }
});

t.test('room that a clock made unseen counts when it is chosen who is asked', async (t) => {
  const talked = async (ann: AgentHand, id: string) => ann.do(id, 'accept');
  const finished = async (ann: AgentHand, id: string) => {
    await talked(ann, id);
    await ann.do(id, 'end');
  };
  const clocks = [
    ['wait', { 'chat.offerTime': 300, 'chat.maxWaitTime': 30 }, async () => undefined],
    ['visitor', { 'chat.offerTime': 300, 'chat.visitorLostTime': 30 }, async () => undefined],
    ['silence', { 'chat.inactivityTime': 30, 'agents.wrapUpTime': 0 }, talked],
    ['wrapUp', { 'agents.wrapUpTime': 30 }, finished],
  ] as const;
  // Nobody but the round looks at whoever is there.
  await setOption('chat.whenNoAgents', 'queue');
  for (const [clockName, options, hold] of clocks) {
    await clear();
    for (const [name, value] of Object.entries(options)) await setOption(name, value);
    const ann = await agent('ann', { capacity: 1 });
    const bob = await agent('bob', { capacity: 5 }, 'away');
    const visit = await visitor();
    const held = (await visit.call('POST', '', {})).body.id;
    await hold(ann, held);
    for (const word of ['login', 'ready']) must(await bob.say(word));
    unseen(10);
    const others = await placed();
    await bob.do(others, 'accept');
    unseen(20);
    const asked = await placed();
    t.match(await chat(asked), { agent: 'ann' }, clockName);
    t.match(await chat(others), { agent: 'bob' }, clockName);
    for (const name of Object.keys(options))
      must(await call('DELETE', `/v1/admin/options/${name}`));
  }
});

t.test('an agent who was lost unseen says nothing more', async (t) => {
  const ann = await agent('ann');
  const id = await placed();
  await ann.do(id, 'accept');
  unseen(91);
  t.match(await ann.with(id, 'messages', { text: 'Still here.' }), {
    status: 409,
    body: { code: 'agent_logged_out' },
  });
});

t.test('what a visitor says after the agent was lost is said to nobody yet', async (t) => {
  const ann = await agent('ann');
  const visit = await visitor();
  const id = (await ask(visit.visitId)).body.id;
  await ann.do(id, 'accept');
  const start = clock.now();
  unseen(130);
  must(await visit.call('POST', `/${id}/messages`, { text: 'Are you there?' }));
  t.match((await history(id)).at(-1), {
    detail: 'agent_lost',
    at: new Date(start + 120_000).toISOString(),
  });
  t.match(await chat(id), { state: 'Queued', agent: null, messages: 1 });
});
