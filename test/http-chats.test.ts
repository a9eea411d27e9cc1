import t from 'tap';
import { createConversing } from './support/conversing.js';
import { type Anything, type Created, startService } from './support/service.js';
import { act } from './support/situations.js';

const service = await startService(t);
const { call, advance, setOption } = service;
const { must, agent, visitor, ask, accepted, chat, history, clear } = createConversing(service);

t.afterEach(clear);

const codeOf = ({ status, body }: { status: number; body: unknown }) => [
  status,
  (body as Anything).code,
];
const typesOf = async (id: string) => (await history(id)).map(({ type }) => type);

t.test('a chat is placed, rings, is talked, and ends: each side sees its part', async (t) => {
  const ann = await agent('ann', { displayName: 'Ann of Support' });
  const ada = await visitor('ada');
  const placed = await ada.call('POST', '', { userData: { Plan: 'gold' } });
  t.equal(placed.status, 201);
  const { id } = placed.body;
  t.match(await ada.see(id), { state: 'Offered', agent: null, acceptedAt: null });
  t.match(await ann.desk(), { held: 1, capacity: 3, offers: [{ chatId: id }], chats: [] });
  t.match((await ann.with(id, 'messages', { text: 'x' })).body, { code: 'not_offered' });

  t.match(await ann.do(id, 'accept'), {
    state: 'Active',
    agent: 'ann',
    visitorData: { Plan: 'gold' },
  });
  t.match(await ada.see(id), {
    state: 'Active',
    agent: { displayName: 'Ann of Support' },
    position: null,
  });
  const said = await ann.with<Anything>(id, 'messages', { text: 'Hello\nAda', clientId: 'a1' });
  t.match(said.body, {
    id,
    messages: 1,
    message: { sequence: 1, from: 'agent', text: 'Hello\nAda', clientId: 'a1' },
  });
  t.match((await ada.call('POST', `/${id}/messages`, { text: 'Hi' })).body, { sequence: 2 });
  const items = (await ada.call<{ items: Anything[] }>('GET', `/${id}/messages?after=1`)).body
    .items;
  t.match(items, [{ sequence: 2, from: 'visitor', text: 'Hi' }]);

  t.match(await ann.do(id, 'end'), { state: 'Ended', outcome: 'processed' });
  t.match(await ada.see(id), { state: 'Ended', outcome: 'processed', messages: 2 });
  t.strictSame(await typesOf(id), ['chat.queued', 'chat.offered', 'chat.accepted', 'chat.ended']);
  t.match(await ann.desk(), { held: 0, offers: [], chats: [] });
});

t.test('what is done again is the same: accept, reject, end, leave, done', async (t) => {
  const ann = await agent('ann');
  const ada = await visitor();
  const { id } = (await ada.call('POST', '')).body;
  for (const path of ['accept', 'accept', 'end', 'end']) await ann.do(id, path);
  for (const _ of [1, 2]) t.equal((await ada.call('POST', `/${id}/leave`, {})).status, 200);
  const { body } = await ada.call('POST', '');
  await ann.do(body.id, 'reject');
  t.equal((await ann.with(body.id, 'reject')).status, 200);
  t.equal((await typesOf(id)).length, 4);
});

t.test('what is refused of a chat has its name, and says where the chat stands', async (t) => {
  const ann = await agent('ann');
  const bob = await agent('bob', { groups: [] });
  const ada = await visitor();
  const { id } = (await ada.call('POST', '')).body;
  t.match((await bob.with(id, 'accept')).body, { code: 'not_offered', state: 'Offered' });
  t.match((await ann.with(id, 'done')).body, { code: 'not_offered' });
  await ann.do(id, 'accept');
  t.match((await ann.with(id, 'done')).body, { code: 'not_allowed', state: 'Active' });
  t.match((await call('POST', `/v1/admin/chats/${id}/transfer`, { body: { agent: 'ann' } })).body, {
    code: 'validation_failed',
    errors: [{ pointer: '#/agent' }],
  });
  t.match((await ann.with(id, 'transfer', { group: 'Nobody' })).body, {
    errors: [{ pointer: '#/group' }],
  });
  t.equal((await ann.with(id, 'transfer', {})).status, 422);
  await ann.do(id, 'end');
  for (const path of ['accept', 'reject'])
    t.match((await ann.with(id, path)).body, { code: 'already_ended', outcome: 'processed' });
  t.match(
    (await bob.with(id, 'end')).body,
    { code: 'already_ended' },
    'the end comes before whose it was',
  );
  t.match((await ada.call('POST', `/${id}/messages`, { text: 'x' })).body, {
    code: 'already_ended',
  });
  t.match((await call('POST', `/v1/admin/chats/${id}/clean`, { body: {} })).body, {
    code: 'already_ended',
    outcome: 'processed',
  });
  t.equal((await ann.with('nonsense', 'accept')).status, 404);
});

t.test('a request for a chat is refused for one reason, in their order', async (t) => {
  const { visitId } = await visitor();
  const refused = async (status: number, members: object) => {
    const answer = await ask(visitId);
    t.equal(answer.status, status, answer.text);
    t.match(answer.body, members);
    return answer;
  };
  const none = await refused(409, { code: 'no_agents', retryAfter: 30 });
  t.equal(none.headers['retry-after'], '30');
  const rules = (result: object) =>
    call('PUT', '/v1/admin/strategies/chat-routing', {
      body: { rules: [{ name: 'all', result }] },
    });
  must(await rules({ closed: { message: 'We are asleep.' } }));
  await refused(409, { code: 'chat_closed', message: 'We are asleep.' });
  must(await call('PUT', '/v1/admin/strategies/chat-routing', { body: { rules: [] } }));
  await setOption('chat.whenNoAgents', 'queue');
  await setOption('chat.maxWaiting', 1);
  const { id } = (await ask((await visitor()).visitId)).body;
  await refused(409, { code: 'queue_full', retryAfter: 30 });
  await setOption('chat.maxWaiting', 100);
  const own = (await ask(visitId)).body;
  await refused(409, { code: 'chat_in_progress', chatId: own.id });
  must(await rules({ closed: {} }));
  await refused(409, { code: 'chat_in_progress', chatId: own.id });
  must(await call('PUT', '/v1/admin/strategies/chat-routing', { body: { rules: [] } }));
  await setOption('chat.whenNoAgents', 'refuse');
  t.match(await chat(id), { state: 'Queued' });
});

t.test('an accepted invitation becomes a chat by itself, in the write of its form', async (t) => {
  const ann = await agent('ann');
  const made = await accepted('by-itself', {
    userData: { Plan: 'gold' },
    category: 'Cart',
    pageUrl: 'https://x.org/',
  });
  const form = await act<Created>(service, made, 'form');
  const { chatId } = form.body as unknown as { chatId: string };
  t.type(chatId, 'string');
  await service.router.idle();
  const seen = await chat(chatId);
  t.match(seen, {
    state: 'Offered',
    interactionId: made.id,
    visitId: 'by-itself',
    category: 'Cart',
  });
  t.match(seen.userData, {
    Plan: 'gold',
    FirstName: 'Ada',
    'WebEngagement.InteractionId': made.id,
    'WebEngagement.Category': 'Cart',
    'WebEngagement.CurrentWebPage': 'https://x.org/',
    'WebEngagement.EngagementStartPage': 'https://x.org/',
  });
  t.match(seen.identity, { value: 'ada@example.com' });
  const again = await call('POST', '/v1/chats', { body: { interactionId: made.id } });
  t.match([again.status, again.body], [200, { id: chatId }], 'asking for it is the same chat');
  t.equal((await call('GET', `/v1/chats/${chatId}?token=${made.token}`, { as: null })).status, 200);
  await ann.do(chatId, 'accept');
});

t.test('a late form begins a chat too', async (t) => {
  await agent('ann');
  const made = await accepted('late-form');
  await advance(120_000);
  await agent('bob');
  const form = await act<Created>(service, made, 'form');
  t.match(form.body, { registrationForm: { status: 'completed_late' }, chatId: String });
});

t.test(
  'a form is taken all the same when no chat can begin, and the history says why',
  async (t) => {
    const reasons: unknown[] = [];
    const without = async (visitId: string) => {
      const made = await accepted(visitId);
      const form = await act<Created & { chatId: string | null }>(service, made, 'form');
      t.match([form.status, form.body.chatId], [200, null]);
      const { items } = must(
        await call<{ items: Anything[] }>('GET', `/v1/interactions/${made.id}/history`),
      );
      reasons.push(items.find(({ type }) => type === 'chat.not_started')?.detail);
      return made;
    };
    await without('nobody-ever');
    await agent('ann', {}, 'away');
    const made = await without('nobody-there');
    await setOption('chat.automatic', 'false');
    await without('not-automatic');
    await setOption('chat.automatic', 'auto');
    t.strictSame(reasons, [undefined, 'no_agents', undefined], 'where it is meant to begin');
    await agent('bob');
    const asked = await call<{ id: string }>('POST', '/v1/chats', {
      body: { interactionId: made.id },
    });
    t.equal(asked.status, 201, 'on request it does');
    t.match(must(await call(`GET`, `/v1/interactions/${made.id}`)), { chatId: asked.body.id });
  },
);

t.test(
  'a chat that begins by itself while nobody takes chats is over at once, with a word',
  async (t) => {
    await agent('ann');
    const rule = { name: 'night', result: { closed: { message: 'Until tomorrow.' } } };
    must(await call('PUT', '/v1/admin/strategies/chat-routing', { body: { rules: [rule] } }));
    const made = await accepted('closed');
    const { chatId } = (await act<Created>(service, made, 'form')).body as unknown as {
      chatId: string;
    };
    t.match(await chat(chatId), { state: 'Ended', outcome: 'unanswered', messages: 1 });
    const said = must(
      await call<{ items: Anything[] }>('GET', `/v1/chats/${chatId}/messages?token=${made.token}`, {
        as: null,
      }),
    );
    t.match(said.items, [{ from: 'strategy', text: 'Until tomorrow.' }]);
    must(await call('PUT', '/v1/admin/strategies/chat-routing', { body: { rules: [] } }));
  },
);

t.test('only an accepted invitation to a chat whose form is completed leads to one', async (t) => {
  await agent('ann');
  const pending = await accepted('pending');
  const cases = [
    pending,
    await service.create({ visitId: 'other-1', channel: 'proactiveChat' }),
    await service.create({ visitId: 'other-2', channel: 'proactiveCallback' }),
  ];
  for (const { id } of cases)
    t.strictSame(codeOf(await call('POST', '/v1/chats', { body: { interactionId: id } })), [
      409,
      'not_allowed',
    ]);
  const nobody = '01890000-0000-7000-8000-000000000000';
  t.equal((await call('POST', '/v1/chats', { body: { interactionId: nobody } })).status, 404);
});

t.test(
  'a chat that the visitor begins answers an invitation of theirs, and one more is refused',
  async (t) => {
    const ann = await agent('ann');
    const ada = await visitor();
    const made = await service.create({ visitId: ada.visitId, channel: 'proactiveChat' });
    await act(service, made, 'engage');
    await act(service, made, 'displayed');
    const { id } = (await ada.call('POST', '')).body;
    t.match(must(await call('GET', `/v1/interactions/${made.id}`)), {
      state: 'Rejected',
      chatId: null,
    });
    const refused = await call('POST', '/v1/interactions', { body: { visitId: ada.visitId } });
    t.match([refused.status, refused.body], [409, { code: 'chat_in_progress', chatId: id }]);
    t.match(must(await call('GET', `/v1/visits/${ada.visitId}`)), { canBeInvited: false });
    await setOption('engagement.strictEngagementMode', false);
    t.equal(
      (await call('POST', '/v1/interactions', { body: { visitId: ada.visitId } })).status,
      201,
    );
    await setOption('engagement.strictEngagementMode', true);
    await ann.do(id, 'accept');
    await setOption('agents.wrapUpTime', 60);
    await ann.do(id, 'end');
    t.match(await chat(id), { state: 'Wrapping' });
    t.match(must(await call('GET', `/v1/visits/${ada.visitId}`)), { canBeInvited: Boolean });
    const { body } = await call('POST', '/v1/interactions', { body: { visitId: ada.visitId } });
    t.not((body as Anything).code, 'chat_in_progress', 'for the visitor it is over');
    await setOption('agents.wrapUpTime', 0);
  },
);

t.test(
  'a page sees the chats of its visit alone, and a key that is no agent’s no desk',
  async (t) => {
    const ann = await agent('ann');
    const [ada, eve] = [await visitor(), await visitor()];
    const { id } = (await ada.call('POST', '')).body;
    for (const [method, path] of [
      ['GET', ''],
      ['GET', '/messages'],
      ['POST', '/leave'],
      ['POST', '/seen'],
    ] as const)
      t.equal(
        (await eve.call(method, `/${id}${path}`, method === 'POST' ? {} : undefined)).status,
        403,
        path,
      );
    for (const url of ['/v1/agent', `/v1/agent/chats/${id}`])
      t.equal((await call('GET', url)).status, 403, 'not the admin key either');
    t.equal((await call('GET', '/v1/admin/agents', { as: ann.key })).status, 403);
    t.equal((await call('POST', '/v1/chats', { as: ann.key, body: { visitId: 'v' } })).status, 403);
  },
);
