// What users of comparable systems complain of again and again, each as a test of its own.

import t from 'tap';
import { createConversing } from './support/conversing.js';
import { startService } from './support/service.js';

const service = await startService(t);
const { call, advance, setOption } = service;
const { must, agent, visitor, ask, chat, history, clear } = createConversing(service);

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

t.test('a chat is not given to an agent whose laptop was closed', async (t) => {
  const ann = await agent('ann');
  await setOption('chat.whenNoAgents', 'queue');
  await advance(60_000);
  const id = await placed();
  t.match(await chat(id), { state: 'Queued' });
  t.match(await ann.desk(), { state: 'LoggedOut', reason: 'connection_lost', offers: [] });
  must(await ann.say('login'));
  must(await ann.say('ready'));
  t.match(await ann.desk(), { offers: [{ chatId: id }] });
  await setOption('chat.whenNoAgents', 'refuse');
});

t.test('what rings at an agent whose network is dead rings at somebody else', async (t) => {
  await agent('ann');
  const bob = await agent('bob', {}, 'away');
  await advance(31_000);
  const id = await placed();
  t.match(await chat(id), { state: 'Offered', agent: 'ann' });
  await setOption('chat.offerTime', 300);
  must(await bob.say('login'));
  await waitWith(30_000, bob);
  must(await bob.say('ready'));
  t.match(await chat(id), { state: 'Offered', agent: 'bob' });
  t.match(await history(id), [{}, {}, { type: 'chat.requeued', detail: 'agent_gone' }, {}]);
  await setOption('chat.offerTime', 30);
});

t.test(
  'the chats of a lost agent go on with others once the time is over, first of all',
  async (t) => {
    const ann = await agent('ann', { capacity: 1 });
    const bob = await agent('bob', { capacity: 1 }, 'away');
    const id = await placed();
    await ann.do(id, 'accept');
    must(await bob.say('login'));
    const other = await placed();
    await waitWith(60_000, bob);
    t.match(await ann.desk(), { state: 'LoggedOut' });
    t.match(await chat(id), { state: 'Active', agent: 'ann' }, 'it may come back');
    await waitWith(60_000, bob);
    t.match(await chat(id), { state: 'Queued', agent: null, priority: 95 });
    must(await bob.say('ready'));
    t.match([await chat(id), await chat(other)], [{ agent: 'bob' }, { state: 'Queued' }]);
  },
);

t.test('an agent who is back in time goes on with their chats', async (t) => {
  const ann = await agent('ann');
  const id = await placed();
  await ann.do(id, 'accept');
  await advance(100_000);
  t.match(await ann.desk(), { state: 'LoggedOut', chats: [{ id }] });
  must(await ann.say('login'));
  await waitWith(120_000, ann);
  t.match(await chat(id), { state: 'Active', agent: 'ann' });
  t.equal((await ann.with(id, 'messages', { text: 'I am back' })).status, 200);
});

t.test('who waits is given to whoever becomes free, and is not overtaken', async (t) => {
  const ann = await agent('ann', { capacity: 1 });
  const ids: string[] = [];
  for (let n = 0; n < 3; n += 1) {
    ids.push(await placed());
    await advance(1);
  }
  for (const [index, id] of ids.entries()) {
    t.match(await ann.desk(), { held: 1, offers: [{ chatId: id }] }, `${index}`);
    await ann.do(id, 'accept');
    await ann.do(id, 'end');
  }
});

t.test('the least busy agent is the one who talks least now, not who talked least', async (t) => {
  const ann = await agent('ann');
  const first = await placed();
  await ann.do(first, 'accept');
  await ann.do(first, 'end');
  const second = await placed();
  await ann.do(second, 'accept');
  await ann.do(second, 'end');
  await advance(1000);
  const bob = await agent('bob');
  const busy = await placed();
  t.match(await chat(busy), { agent: 'bob' }, 'who waits longest');
  await bob.do(busy, 'accept');
  t.match(await chat(await placed()), { agent: 'ann' });
});

t.test('nobody is rung for ever: who did not answer is not ready any more', async (t) => {
  const ann = await agent('ann');
  const id = await placed();
  t.equal((await ann.desk()).offers.length, 1, 'it was seen');
  await advance(30_000);
  t.match(await ann.desk(), { state: 'NotReady', reason: 'not_responding', offers: [] });
  t.match(await chat(id), { state: 'Queued', agent: null });
});

t.test('an offer that was never shown is not held against the agent', async (t) => {
  const ann = await agent('ann');
  const id = await placed();
  await advance(30_000);
  t.match(
    (await history(id)).map(({ type, detail }) => detail ?? type),
    ['chat.queued', 'chat.offered', 'offer_expired', 'chat.offered'],
  );
  t.match(await ann.desk(), { state: 'Ready' });
});

t.test('an agent who declines a chat is asked last, and after three times not again', async (t) => {
  const ann = await agent('ann');
  const id = await placed();
  for (let times = 1; times <= 3; times += 1) {
    await ann.do(id, 'reject');
    t.match(await chat(id), { state: 'Queued' });
    await advance(30_000);
    await ann.say('heartbeat');
    await ann.desk();
    if (times < 3) t.match(await chat(id), { state: 'Offered', agent: 'ann' }, `${times}`);
  }
  t.match(await chat(id), { state: 'Queued' });
});

t.test('an agent has as many chats as they take, and lowering that takes none away', async (t) => {
  const ann = await agent('ann', { capacity: 2 });
  const ids = [await placed(), await placed(), await placed()];
  t.match(await ann.desk(), { held: 2, capacity: 2 });
  for (const id of ids.slice(0, 2)) await ann.do(id, 'accept');
  must(await call('PATCH', '/v1/admin/agents/ann', { body: { capacity: 1 } }));
  t.match(await ann.desk(), { held: 2, capacity: 1, chats: [{}, {}], offers: [] });
  await ann.do(ids[0] ?? '', 'end');
  t.match(await chat(ids[2] ?? ''), { state: 'Queued' }, 'there is no room yet');
  must(await call('PATCH', '/v1/admin/agents/ann', { body: { capacity: 2 } }));
  await service.router.idle();
  t.match(await chat(ids[2] ?? ''), { state: 'Offered' });
});

t.test(
  'a transferred chat counts for its old agent no more, and does not bounce back',
  async (t) => {
    const ann = await agent('ann', { capacity: 1 });
    const id = await placed();
    await ann.do(id, 'accept');
    t.match(await ann.do(id, 'transfer', { group: 'Web Engagement Chat', note: 'a refund' }), {
      state: 'Queued',
      agent: null,
    });
    t.match(await ann.desk(), { held: 0, offers: [] }, 'of one’s own group one is no candidate');
    t.equal(
      (await ann.with(id, 'transfer', { group: 'Web Engagement Chat' })).status,
      200,
      'again',
    );
    const next = await placed();
    t.match(await chat(next), { agent: 'ann' }, 'the room is free');
    const bob = await agent('bob');
    t.match(await chat(id), { state: 'Offered', agent: 'bob', note: 'a refund' });
    await bob.do(id, 'accept');
    t.match((await bob.with(id, 'transfer', { agent: 'ann' })).body, { code: 'at_capacity' });
    must(await ann.say('not-ready', { reason: 'lunch' }));
    t.match((await bob.with(id, 'transfer', { agent: 'ann' })).body, { code: 'agent_not_ready' });
    must(await call('POST', `/v1/admin/chats/${next}/stop`, { body: {} }));
    must(await ann.say('ready'));
    await bob.do(id, 'transfer', { agent: 'ann' });
    t.match(await chat(id), { state: 'Offered', agent: 'ann' }, 'unless one is named');
    await ann.do(id, 'reject');
    t.match(await chat(id), { state: 'Queued', agent: null, group: 'Web Engagement Chat' });
  },
);

t.test('nobody waits for ever', async (t) => {
  const ann = await agent('ann', { capacity: 1 });
  const busy = await placed();
  await ann.do(busy, 'accept');
  const id = await placed();
  await waitWith(600_000, ann);
  t.match(await chat(id), { state: 'Ended', outcome: 'unanswered' });
});

t.test('a visitor who is gone does not wait on, and one who is back goes on', async (t) => {
  const ann = await agent('ann', { capacity: 1 });
  const [ada, eve] = [await visitor(), await visitor()];
  const talked = (await ada.call('POST', '')).body.id;
  await ann.do(talked, 'accept');
  const waits = (await eve.call('POST', '')).body.id;
  await waitWith(60_000, ann);
  t.match(await chat(waits), { outcome: 'abandoned' });
  t.match(await chat(talked), { state: 'Active', visitorConnected: false });
  must(await ada.call('POST', `/${talked}/seen`, {}));
  t.match(await chat(talked), { visitorConnected: true });
  t.match((await history(talked)).slice(-2), [
    { type: 'visitor.disconnected' },
    { type: 'visitor.reconnected' },
  ]);
});

t.test('a visitor who is back while the chat waits again is missed when they go', async (t) => {
  const ann = await agent('ann', { capacity: 1 });
  const ada = await visitor();
  const { id } = (await ada.call('POST', '')).body;
  await ann.do(id, 'accept');
  await waitWith(60_000, ann);
  await ann.do(id, 'transfer', { group: 'Web Engagement Chat' });
  must(await ada.call('POST', `/${id}/seen`, {}));
  t.match(await chat(id), { state: 'Queued', visitorConnected: true });
  await waitWith(60_000, ann);
  t.match(await chat(id), { state: 'Ended', outcome: 'abandoned' });
});
