import t from 'tap';
import { CHAT_GROUP, createChatWorld } from './support/chat-world.js';
import { turn } from './support/clock.js';
import { createStrategyHand, doing, example } from './support/scxml-service.js';
import type { Json } from './support/strategy-service.js';

const CHAT = 'Webengagement_Chat';
const world = await createChatWorld(t, { STRATEGY: 'none' });
const { push, route } = createStrategyHand(world);
const { see, story, ask } = world;
const settled = async (): Promise<void> => {
  await world.service.chatStrategy.idle();
  await world.service.router.idle();
};
/** Waits until a chat is as described: sessions run in a thread of their own. */
const until = async (id: string, holds: (chat: Json) => boolean): Promise<Json> => {
  for (;;) {
    await world.service.router.idle();
    const chat = await see(id);
    if (holds(chat)) return chat;
    await turn();
  }
};
/** Waits until no session runs. */
const quiet = async (): Promise<void> => {
  const running = async () => (await world.service.app.inject('/metrics')).payload;
  while (!/scxml_sessions\{state="running"\} 0/.test(await running())) await turn();
};
await ask('PUT', '/admin/options/chat.whenNoAgents', { value: 'queue' });
const ann = await world.agent('ann', { skills: { German: 80, English: 50 } });
const bob = await world.agent('bob', { skills: {} });
const groups = { [CHAT_GROUP]: ['ann', 'bob'] };
for (const [name, agents] of Object.entries(groups))
  await ask('PUT', `/admin/objects/agent-groups/${name}`, { properties: { agents } });
await push('routing', example('chat-routing'));
await route(CHAT, 'scxml:routing');

t.test('a chat goes to who has the skill, and the session ends with who took it', async (t) => {
  const { id } = await world.chat({ userData: { Language: 'de' } });
  await settled();
  t.match(await see(id), {
    state: 'Offered',
    agent: 'ann',
    priority: 10,
    skills: { German: 51 },
    group: CHAT_GROUP,
  });
  await ann(`/chats/${id}/accept`, {});
  await quiet();
  t.match(await see(id), { state: 'Active', agent: 'ann' });
  t.same(await story(id), [
    'chat.queued',
    'strategy.requested: scxml:routing@1',
    `chat.routed: ${CHAT_GROUP}`,
    'chat.offered',
    'chat.accepted',
  ]);
  const { body } = await ask('GET', '/admin/strategies/routing/sessions');
  t.match(body.items[0], { chatId: id, how: 'final', decision: 'route', states: ['done'] });
  await ann(`/chats/${id}/end`, {});
});

t.test('when nobody with the skill came in time, it goes on to everybody', async (t) => {
  await ann('/not-ready', {});
  await bob('/not-ready', {});
  const { id } = await world.chat({ userData: { Language: 'de' } });
  await settled();
  t.match(await see(id), { state: 'Queued', skills: { German: 51 } });
  await world.clock.advance(30_000);
  t.match(await until(id, ({ priority }) => priority === 20), {
    state: 'Queued',
    skills: {},
    userData: { Overflow: 'true' },
  });
  await bob('/ready', {});
  t.match(await until(id, ({ state }) => state === 'Offered'), { agent: 'bob' });
  await bob(`/chats/${id}/accept`, {});
  await quiet();
  t.ok((await story(id)).includes('strategy.answered: user data: Overflow'));
  await bob(`/chats/${id}/end`, {});
});

t.test('after a restart a session that waited is run again from its start', async (t) => {
  await bob('/not-ready', {});
  const { id } = await world.chat({ userData: { Language: 'en' } });
  await settled();
  t.match(await see(id), { skills: { English: 1 } });
  await world.restart();
  await settled();
  t.match(await see(id), { skills: { English: 1 } });
  await world.clock.advance(30_000);
  t.match(await until(id, ({ priority }) => priority === 20), { skills: {} });
  await ask('POST', `/admin/chats/${id}/stop`, {});
  await quiet();
});

t.test('a transfer takes a chat out of the hands of its session', async (t) => {
  const { id } = await world.chat({});
  await settled();
  await ask('POST', `/admin/chats/${id}/transfer`, { group: CHAT_GROUP });
  await quiet();
  t.match(await see(id), { state: 'Queued', skills: {}, priority: 90 });
  await world.clock.advance(31_000);
  t.match(await see(id), { state: 'Queued', skills: {} });
  await ask('POST', `/admin/chats/${id}/stop`, {});
});

const submit = (kind: string, name: string, more = ''): string =>
  `<queue:submit requestid="_data.r" ${more}><queue:targets type="${kind}"><queue:target name="'${name}'"/></queue:targets></queue:submit>`;

t.test('what cannot be followed leaves the chat to the default group, and says why', async (t) => {
  for (const [content, why] of [
    [submit('agentgroup', 'Nobody'), 'ended without a decision'],
    [submit('skill', 'German &lt; 3'), 'ended without a decision'],
    // Which of the two is met first depends on how fast the machine is.
    ['<script>for (;;) {}</script>', 'limit (interrupts|evaluationMs)'],
  ] as const) {
    await push('wrong', doing(content).replaceAll('error.session.fetch', 'error.queue.submit'));
    await route(CHAT, 'scxml:wrong');
    const { id } = await world.chat({});
    await settled();
    t.match(await see(id), { state: 'Queued', group: CHAT_GROUP, skills: {} }, content);
    t.match(
      (await story(id)).find((line) => line.startsWith('strategy.failed')),
      new RegExp(`^strategy\\.failed: ${why}`),
    );
    await ask('POST', `/admin/chats/${id}/stop`, {});
  }
});

t.test('terminate ends a chat, and an agent who has no room now is waited for', async (t) => {
  await push(
    'other',
    doing('<ixn:terminate/>').replace('session.fetch.done', 'interaction.terminate.done'),
  );
  await route(CHAT, 'scxml:other');
  const ended = await world.chat({});
  await settled();
  t.match(await see(ended.id), { state: 'Ended', outcome: 'ended_by_strategy' });

  await push(
    'other',
    doing(submit('agent', 'bob', 'timeout="60"')).replace(
      'session.fetch.done',
      'queue.submit.done',
    ),
  );
  const { id } = await world.chat({});
  while (!world.clock.armed().some((ms) => Math.abs(ms - 60_000) < 5)) await turn();
  t.match(await see(id), { state: 'Queued' });
  await bob('/login', {});
  await bob('/ready', {});
  await world.clock.advance(1500);
  t.match(await until(id, ({ state }) => state === 'Offered'), { agent: 'bob' });
  await bob(`/chats/${id}/accept`, {});
  await quiet();
});
