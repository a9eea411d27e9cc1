import t from 'tap';
import { verify } from '#src/calls/verifying.js';
import { readRouting } from '#src/strategy/routing.js';
import { CHAT_GROUP, createChatWorld } from './support/chat-world.js';
import { type Asked, deadUrl, startStrategy } from './support/strategy-server.js';

const STRATEGY_SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLwSw';

/** What the strategy of this file does with each question. */
let answer = (one: Asked): void => one.answer(202);
const { url, asked, question } = await startStrategy(t, (one) => answer(one));
const world = await createChatWorld(t, { STRATEGY_SECRET });
const { clock, ask, see, story } = world;
const idle = () => world.service.chatStrategy.idle();
const routed = () => world.service.router.idle();
const ann = await world.agent('ann', { skills: { german: 80 } });
await world.group('Sales');
await world.routeBy(url);

t.test('the strategy is asked with a signature, and nothing rings before it answers', async (t) => {
  answer = () => {};
  const { id } = await world.chat({ visitorId: 'doe', userData: { Basket: 'full' } });
  const { headers, text, body, answer: say } = await question(0);
  const signers = [{ id: 'setting', secret: STRATEGY_SECRET }];
  const verified = verify(headers as Record<string, string>, text, signers, clock.now());
  t.strictSame(verified, { signer: 'setting' });
  t.equal(headers['webhook-id'], `strategy-requested-${id}`);
  t.match(body, {
    type: 'strategy.requested',
    timestamp: new Date(clock.now()).toISOString(),
    data: {
      chat: { id, state: 'Queued', group: null, userData: { Basket: 'full' } },
      deadlineAt: new Date(clock.now() + 600_000).toISOString(),
      visit: { visitorId: 'doe', visitorIdClaimed: false },
    },
  });
  await routed();
  t.match(await see(id), { state: 'Queued', agent: null });
  say(200, {
    instruction: 'route',
    group: CHAT_GROUP,
    priority: 7,
    skills: { german: 50 },
    more: 'is ignored',
  });
  await idle();
  await routed();
  t.match(await see(id), {
    state: 'Offered',
    agent: 'ann',
    group: CHAT_GROUP,
    priority: 7,
    skills: { german: 50 },
    rule: null,
  });
  t.same(await story(id), [
    'chat.queued',
    'strategy.requested: strategy',
    'strategy.answered: route',
    `chat.routed: ${CHAT_GROUP}`,
    'chat.offered',
  ]);
  await ann(`/chats/${id}/accept`, {});
  await ann(`/chats/${id}/end`, {});
});

t.test('a strategy that ends a chat has the last word', async (t) => {
  answer = (one) => one.answer(200, { instruction: 'end', message: 'Call us: 030 5550' });
  const { id } = await world.chat();
  await idle();
  t.match(await see(id), { state: 'Ended', outcome: 'ended_by_strategy', messages: 1 });
  const { items } = (await ask('GET', `/admin/chats/${id}/messages`)).body;
  t.match(items, [{ from: 'strategy', text: 'Call us: 030 5550' }]);
  t.same((await story(id)).slice(-2), ['strategy.answered: end', 'chat.ended']);
});

t.test('one that calls back routes by its call, and what it answers then is refused', async (t) => {
  answer = () => {};
  const number = asked.length;
  const { id } = await world.chat();
  const late = await question(number);
  t.match(await ask('POST', `/chats/${id}/route`, { group: 'Sales', priority: 3 }), {
    status: 200,
    body: { group: 'Sales', priority: 3, version: 3 },
  });
  t.match(await ask('POST', `/chats/${id}/route`, { group: 'Sales', priority: 3 }), {
    status: 200,
    body: { version: 3 },
  });
  late.answer(200, { instruction: 'end' });
  await idle();
  t.match(await see(id), { state: 'Queued', group: 'Sales' });
  t.same((await story(id)).slice(1), [
    'strategy.requested: strategy',
    'chat.routed: Sales',
    'strategy.answered: end',
    'strategy.refused: not_allowed',
  ]);
  await ask('POST', `/chats/${id}/end`, { message: 'Nobody is there.' });
  t.match(await see(id), { outcome: 'ended_by_strategy' });
});

t.test('a question about a chat that ended is answered in vain, and not asked again', async (t) => {
  answer = () => {};
  const number = asked.length;
  const { id } = await world.chat();
  const late = await question(number);
  await ask('POST', `/admin/chats/${id}/stop`, {});
  late.answer(200, { instruction: 'route', group: CHAT_GROUP });
  await idle();
  t.same((await story(id)).slice(-3), [
    'chat.ended',
    'strategy.answered: route',
    'strategy.refused: already_ended',
  ]);
  t.equal(asked.length, number + 1);
});

const RUBBISH: readonly (readonly [answer: Readonly<Record<string, unknown>>, words: string])[] = [
  [{ instruction: 'engage' }, 'instruction is "engage", and must be "route" or "end"'],
  [{ instruction: 'route' }, 'it must name either a group or an agent'],
  [
    { instruction: 'route', group: 'Sales', agent: 'ann' },
    'it must name either a group or an agent',
  ],
  [
    { instruction: 'route', group: 'Nobodies' },
    'group is "Nobodies", and must be the name of an agent group',
  ],
  [{ instruction: 'route', agent: 'eve' }, 'agent is "eve", and must be the name of an agent'],
  [
    { instruction: 'route', group: 'Sales', priority: 81 },
    'priority must be a whole number from 0 to 80',
  ],
  [
    { instruction: 'route', group: 'Sales', skills: { german: 101 } },
    'skills must be an object of levels from 1 to 100, such as {"german":50}',
  ],
  [
    { instruction: 'end', message: 'a\u0007' },
    'message must be a plain text of 1 to 4096 characters',
  ],
];

t.test(
  'what of an answer about a chat is not understood is said, with what is valid',
  async (t) => {
    const there = {
      hasGroup: (name: string) => name === 'Sales',
      hasAgent: (name: string) => name === 'ann',
    };
    for (const [said, words] of RUBBISH) t.equal(readRouting(said, there), words);
    const to = { group: 'Sales', skills: { german: 1 } };
    t.same(readRouting({ instruction: 'route', ...to, agent: null, priority: null }, there), {
      type: 'route',
      to,
    });
  },
);

t.test('what is not understood is asked again twice; then the default group has it', async (t) => {
  answer = (one) => one.answer(200, { instruction: 'route', group: 'Nobodies' });
  const number = asked.length;
  const { id } = await world.chat();
  await world.giveUp(id);
  await idle();
  await routed();
  t.equal(new Set(asked.slice(number).map(({ headers }) => headers['webhook-id'])).size, 1);
  const failure = 'group is "Nobodies", and must be the name of an agent group';
  const failed = [
    'strategy.requested: strategy',
    `strategy.failed: answer not understood: ${failure}`,
  ];
  t.same(await story(id), [
    'chat.queued',
    ...[...failed, ...failed, ...failed],
    'strategy.failed: silence',
    `chat.routed: ${CHAT_GROUP}`,
    'chat.offered',
  ]);
  t.match(await see(id), { group: CHAT_GROUP });
  await ask('POST', `/admin/chats/${id}/stop`, {});
});

t.test('nobody who answers is as good as silence; the fallback is asked before that', async (t) => {
  const fallback = await startStrategy(t, (one) =>
    one.answer(200, { instruction: 'route', group: 'Sales' }),
  );
  const other = await createChatWorld(t, { STRATEGY_FALLBACK: fallback.url });
  await other.agent('bob');
  await other.group('Sales');
  await other.routeBy(await deadUrl());
  const { id } = await other.chat();
  await other.giveUp(id);
  await other.service.chatStrategy.idle();
  t.match(await other.see(id), { group: 'Sales' });
  t.same((await other.story(id)).slice(-4), [
    'strategy.failed: connection refused',
    'strategy.requested: fallback',
    'strategy.answered: route',
    'chat.routed: Sales',
  ]);
});

t.test('after a crash what has no answer is asked about again by the same name', async (t) => {
  answer = (one) => one.answer(200, { instruction: 'route', group: 'Sales' });
  const answered = await world.chat();
  await idle();
  answer = () => {};
  const number = asked.length;
  const open = await world.chat();
  const first = await question(number);
  answer = (one) => one.answer(200, { instruction: 'route', agent: 'ann' });
  await world.crash();
  await idle();
  t.equal(asked.length, number + 2, 'not about what was routed');
  t.equal(asked.at(-1)?.headers['webhook-id'], first.headers['webhook-id']);
  await routed();
  t.match(await see(open.id), { state: 'Offered', agent: 'ann', group: CHAT_GROUP });
  for (const { id } of [answered, open]) await ask('POST', `/admin/chats/${id}/stop`, {});
});

t.test('whoever routes from now on has what waits; with nobody it waits for a call', async (t) => {
  await world.routeBy('none');
  const { id } = await world.chat();
  await routed();
  t.match(await see(id), { state: 'Queued', group: null });
  answer = (one) => one.answer(202);
  const number = asked.length;
  await world.routeBy(url);
  await question(number);
  await idle();
  t.same((await story(id)).slice(-2), [
    'strategy.requested: strategy',
    'strategy.answered: calls back',
  ]);
  t.match(await see(id), { state: 'Queued', group: null });
  await world.routeBy('builtin');
  await clock.advance(1000);
  await routed();
  t.match(await see(id), { state: 'Offered', group: CHAT_GROUP });
  await ask('POST', `/admin/chats/${id}/stop`, {});
  t.equal(asked.length, number + 1);
});

t.test('user data that makes a question too long is left out, and that is said', async (t) => {
  await world.routeBy(url);
  const number = asked.length;
  const keys = ['a', 'b', 'c', 'd'];
  const userData = Object.fromEntries(keys.map((key) => [key, '"'.repeat(4000)]));
  const { id } = await world.chat({ userData });
  const { body, text } = await question(number);
  t.ok(Buffer.byteLength(text) <= 20_000);
  t.match(body.data, { chat: { id }, truncated: true });
  t.notOk('userData' in body.data.chat);
});
