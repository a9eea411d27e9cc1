import t from 'tap';
import { signedHeaders } from '#src/calls/signing.js';
import { keysOf } from '#src/calls/verifying.js';
import { createId } from '#src/ids.js';
import { CHAT_GROUP, createChatWorld } from './support/chat-world.js';

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLwSw';
const world = await createChatWorld(t, { STRATEGY_SECRET: SECRET });
const { ask, see, story } = world;
const routed = () => world.service.router.idle();
const ann = await world.agent('ann', { capacity: 1, groups: ['Web Engagement Chat'] });
await world.group('Sales');
await world.routeBy('none');

/** A signed call of a strategy. */
async function post(type: string, data: object, name: string) {
  const body = JSON.stringify({ type, timestamp: new Date(0).toISOString(), data });
  const headers = signedHeaders({ messageId: name, body }, keysOf(SECRET), world.clock.now());
  const answer = await world.service.app.inject({
    method: 'POST',
    url: '/v1/webhooks/orchestration',
    headers,
    payload: body,
  });
  return { status: answer.statusCode, body: answer.json() };
}

t.test('with routing none a chat waits until a call routes it, by whatever it says', async (t) => {
  const { id } = await world.chat();
  await routed();
  t.match(await see(id), { state: 'Queued', group: null });
  const skills = { german: 50 };
  t.match(await ask('POST', `/chats/${id}/route`, { group: CHAT_GROUP, skills }), {
    status: 200,
    body: { state: 'Queued', group: CHAT_GROUP, skills, rule: null, version: 2 },
  });
  await routed();
  t.match(await see(id), { state: 'Queued' }, 'nobody has the skill');
  await ask('POST', `/chats/${id}/route`, { group: CHAT_GROUP, priority: 80 });
  await routed();
  t.match(await see(id), { state: 'Offered', agent: 'ann', priority: 80 });
  t.match(await ask('POST', `/chats/${id}/route`, { agent: 'ann', priority: 80 }), {
    status: 200,
    body: { state: 'Offered', agent: 'ann' },
  });
  await ask('POST', `/chats/${id}/route`, { group: 'Sales' });
  t.match(await see(id), { state: 'Queued', agent: null, group: 'Sales', priority: 80 });
  t.same((await story(id)).slice(-3), [
    'chat.offered',
    'chat.requeued: routed_again',
    'chat.routed: Sales',
  ]);
  await ask('POST', `/admin/chats/${id}/stop`, {});
});

t.test('a chat that cannot be routed or ended says by name why', async (t) => {
  const { id } = await world.chat();
  const route = (to: object) => ask('POST', `/chats/${id}/route`, to);
  for (const [to, errors] of [
    [{}, [{ pointer: '#', detail: 'must have either a group or an agent' }]],
    [{ group: 'Sales', agent: 'ann' }, [{ pointer: '#' }]],
    [{ group: 'Nobodies' }, [{ pointer: '#/group', detail: 'there is no agent group "Nobodies"' }]],
    [{ agent: 'eve' }, [{ pointer: '#/agent', detail: 'there is no agent "eve"' }]],
    [{ group: 'Sales', priority: 81 }, [{ pointer: '#/priority' }]],
    [{ group: 'Sales', skills: { german: 0 } }, [{ pointer: '#/skills/german' }]],
  ] as const)
    t.match(await route(to), { status: 422, body: { code: 'validation_failed', errors } });
  t.match(await see(id), { version: 1 }, 'and leaves nothing behind');
  t.match(await ask('POST', `/chats/${id}/end`, { message: '' }), { status: 422 });
  await ann('/not-ready', {});
  t.match(await route({ agent: 'ann' }), { status: 409, body: { code: 'agent_not_ready' } });
  await ann('/ready', {});
  await route({ agent: 'ann' });
  await routed();
  await ann(`/chats/${id}/accept`, {});
  const refused = { status: 409, body: { code: 'not_allowed', state: 'Active' } };
  t.match(await route({ group: 'Sales' }), refused);
  t.match(await ask('POST', `/chats/${id}/end`, {}), refused);
  const other = await world.chat();
  t.match(await ask('POST', `/chats/${other.id}/route`, { agent: 'ann' }), {
    status: 409,
    body: { code: 'at_capacity' },
  });
  await ann(`/chats/${id}/end`, {});
  t.match(await route({ group: 'Sales' }), {
    status: 409,
    body: { code: 'already_ended', outcome: 'processed' },
  });
  t.match(await ask('POST', `/chats/${other.id}/end`, { message: 'Bye' }), {
    status: 200,
    body: { state: 'Ended', outcome: 'ended_by_strategy', messages: 1 },
  });
  t.match(await ask('POST', `/chats/${other.id}/end`, { message: 'Bye' }), {
    status: 200,
    body: { messages: 1 },
  });
  t.match(await ask('POST', `/chats/${other.visitId}/route`, { group: 'Sales' }), { status: 404 });
});

t.test(
  'a signed call routes or ends once, and is answered the same when it comes again',
  async (t) => {
    const { id } = await world.chat();
    t.match(await post('chat.route', { chatId: id, group: 'Sales' }, 'call-1'), {
      status: 200,
      body: { id, group: 'Sales', version: 2 },
    });
    await ask('POST', `/chats/${id}/route`, { group: 'Sales', priority: 9 });
    t.match(await post('chat.route', { chatId: id, group: 'Sales' }, 'call-1'), {
      status: 200,
      body: { priority: 9, version: 3 },
    });
    const reused = await post('chat.end', { chatId: id }, 'call-1');
    t.match(reused, { status: 422, body: { code: 'idempotency_key_reused' } });
    t.notMatch(JSON.stringify(reused.body), id);
    await ask('POST', `/admin/chats/${id}/stop`, {});
    const late = { status: 409, body: { code: 'already_ended', outcome: 'cleaned' } };
    t.match(await post('chat.end', { chatId: id, message: 'Bye' }, 'call-2'), late);
    t.match(await post('chat.end', { chatId: id, message: 'Bye' }, 'call-2'), late);
    t.match(await see(id), { messages: 0 });
  },
);

t.test('a signed call names what it is about, and nothing that does not go with it', async (t) => {
  const { id } = await world.chat();
  for (const [type, data, errors] of [
    ['chat.route', {}, [{ pointer: '#/data/chatId', detail: 'is required' }]],
    ['chat.route', { chatId: id }, [{ pointer: '#/data', detail: /either a group or an agent/ }]],
    ['chat.route', { chatId: id, group: 'Nobodies' }, [{ pointer: '#/data/group' }]],
    ['chat.end', { chatId: id, group: 'Sales' }, [{ pointer: '#/data/group' }]],
    [
      'interaction.stop',
      { chatId: id },
      [{ pointer: '#/data/interactionId' }, { pointer: '#/data/chatId' }],
    ],
  ] as const) {
    const answer = await post(type, data, 'misfit');
    t.match(answer, { status: 422, body: { code: 'validation_failed', errors } }, type);
  }
  t.match(await post('chat.end', { chatId: id }, 'misfit'), { status: 200 }, 'no answer was kept');
});

t.test('metrics count who waits, who is there, and what happened', async (t) => {
  await world.agent('eve', { groups: [] });
  const { payload } = await world.service.app.inject({ url: '/metrics' });
  const waiting = await world.service.store.read('chatsWaiting');
  const agents = (await ask('GET', '/admin/agents')).body.items as Record<string, number>[];
  const free = agents.reduce((sum, { capacity = 0, held = 0 }) => sum + capacity - held, 0);
  for (const line of [
    `chats_waiting{queue="Webengagement_Chat"} ${waiting[0]?.waiting ?? 0}`,
    'chats_longest_wait_seconds{queue="Webengagement_Chat"} 0',
    `agent_slots_free ${free}`,
    'chat_wait_seconds_count 1',
    'agents{state="LoggedOut"} 0',
    'agents{state="NotReady"} 0',
    'agents{state="Ready"} 2',
    'agent_streams 0',
    'strategy_pending_chats 0',
    'chat_facts_total{type="agent.logged_in"} 2',
    'chat_facts_total{type="chat.accepted"} 1',
  ])
    t.ok(payload.includes(`\nwebengagement_${line}\n`), line);
});

t.test('only keys of orchestration may say what becomes of a chat', async (t) => {
  const { id } = await world.chat();
  const { key } = (
    await ask('POST', '/admin/api-keys', { name: 'x', scopes: ['interactions:create'] })
  ).body;
  const headers = { authorization: `Bearer ${key}` };
  for (const [path, body] of [
    ['route', { group: 'Sales' }],
    ['end', {}],
  ] as const)
    t.match(await ask('POST', `/chats/${id}/${path}`, body, headers), { status: 403 });
});

t.test('a line about a strategy is a change of its chat: the version rises with it', async (t) => {
  const { id } = await world.chat();
  const { version } = await see(id);
  const remark = { type: 'strategy.requested', by: 'system', detail: null } as const;
  await world.service.store.apply('remarkOnChat', { seed: createId(0), chat: id, remark });
  t.match(await see(id), { version: version + 1 });
  await ask('POST', `/admin/chats/${id}/stop`, {});
});
