import t from 'tap';
import { createConversing } from './support/conversing.js';
import { type Anything, type Created, startService } from './support/service.js';
import { act } from './support/situations.js';

const DAY_MS = 86_400_000;

const service = await startService(t, { env: { WEBHOOK_ALLOW_PRIVATE: '127.0.0.0/8' } });
const { call, store, clock } = service;
const { must, agent, visitor, ask, accepted, chat, history, clear } = createConversing(service);

t.afterEach(clear);

interface Exported {
  readonly items: readonly { readonly interaction: { readonly id: string } }[];
  readonly chats: readonly {
    readonly chat: Anything;
    readonly history: readonly Anything[];
    readonly messages: readonly Anything[] | null;
  }[];
}
const exported = async (visitorId: string): Promise<Exported> =>
  must(await call<Exported>('GET', `/v1/admin/visitors/${visitorId}/export`));

/** A chat of somebody that is talked, with a message of each side. */
async function talked(visitorId: string) {
  const ann = await agent('ann');
  const page = await visitor(visitorId);
  const { id } = (
    await ask(page.visitId, { visitorId, userData: { EmailAddress: `${visitorId}@x.org` } })
  ).body;
  await ann.do(id, 'accept');
  await page.call('POST', `/${id}/messages`, { text: `my secret ${visitorId}` });
  await ann.with(id, 'messages', { text: 'I see' });
  return { ann, page, id };
}

t.test(
  'an export has every chat of a person, with its history and all that was said',
  async (t) => {
    const made = await accepted('exported-visit', { visitorId: 'p-export' });
    const { id } = await talked('p-export');
    const form = await act<Created>(service, made, 'form');
    const { chatId } = form.body as unknown as { chatId: string };
    const { items, chats } = await exported('p-export');
    t.match(items, [{ interaction: { id: made.id, chatId } }]);
    t.strictSame(
      chats.map((each) => each.chat.id),
      [chatId, id],
      'newest first',
    );
    const { serverTime: _, ...seen } = await chat(id);
    t.match(chats[1]?.chat, seen);
    t.strictSame(chats[1]?.history, await history(id));
    t.match(chats[1]?.messages, [{ text: 'my secret p-export' }, { from: 'agent', text: 'I see' }]);
    const { identity } = await chat(id);
    const byIdentity = must(
      await call<Exported>('GET', `/v1/admin/identities/${(identity as { id: string }).id}/export`),
    );
    t.strictSame(
      byIdentity.chats.map((each) => each.chat.id),
      [id],
    );
    t.strictSame((await exported('nobody')).chats, []);
  },
);

t.test('an export of many chats is one whole document, however long each is', async (t) => {
  await agent('ann');
  const ids: string[] = [];
  for (let n = 0; n < 52; n += 1) {
    const { id } = (await ask(`many-${n}`, { visitorId: 'p-many' })).body;
    await call('POST', `/v1/admin/chats/${id}/stop`, { body: {} });
    ids.unshift(id);
  }
  const { chats } = await exported('p-many');
  t.strictSame(
    chats.map((each) => each.chat.id),
    ids,
  );
});

t.test('an erased person is in no chat: it ends, and nothing of it is told any more', async (t) => {
  const { ann, page, id } = await talked('p-erase');
  const before = await chat(id);
  const { erased } = must(await call<{ erased: number }>('DELETE', '/v1/admin/visitors/p-erase'));
  t.equal(erased, 1);
  t.match(await chat(id), {
    state: 'Ended',
    outcome: 'erased',
    agent: 'ann',
    visitId: null,
    visitorId: null,
    identity: null,
    userData: {},
    visitorData: {},
    note: null,
  });
  t.match(before.visitorId, 'p-erase');
  t.match(await ann.desk(), { held: 0, chats: [] });
  t.strictSame(
    must(await call<{ items: Anything[] }>('GET', `/v1/admin/chats/${id}/messages`)).items,
    [],
  );
  t.strictSame((await exported('p-erase')).chats, []);
  t.equal((await page.call('GET', `/${id}`)).status, 403, 'it is no longer theirs');
  const types = (await history(id)).map(({ type }) => type);
  t.strictSame(types, ['chat.queued', 'chat.offered', 'chat.accepted', 'chat.ended']);
});

t.test('an ended chat is forgotten with its person, and keeps how it ended', async (t) => {
  const { ann, id } = await talked('p-ended');
  await ann.do(id, 'end');
  must(await call('DELETE', '/v1/admin/visitors/p-ended'));
  t.match(await chat(id), { outcome: 'processed', visitorId: null, identity: null });
  const { body } = await call<{ items: Anything[] }>('GET', `/v1/admin/chats/${id}/messages`);
  t.strictSame(body.items, []);
});

t.test(
  'a chat is kept for its time after its end, and an interaction while its chat is open',
  async (t) => {
    const ann = await agent('ann');
    const made = await accepted('retained');
    const form = await act<Created>(service, made, 'form');
    const { chatId } = form.body as unknown as { chatId: string };
    await service.router.idle();
    await ann.do(chatId, 'accept');
    const purge = async (): Promise<void> => {
      const by = clock.now() - DAY_MS;
      while (await store.tidy({ step: 'purge', stoppedBy: by }));
      while (await store.tidy({ step: 'purge_chats', closedBy: by }));
    };
    await service.setOption('chat.inactivityTime', 0);
    // Its agent is lost in the meantime, and it waits again.
    await service.setOption('chat.maxWaitTime', 86_400);
    clock.jump(DAY_MS);
    await purge();
    t.equal((await call('GET', `/v1/interactions/${made.id}`)).status, 200, 'its chat is open');
    must(await call('POST', `/v1/admin/chats/${chatId}/stop`, { body: {} }));
    await purge();
    t.equal((await call('GET', `/v1/interactions/${made.id}`)).status, 404, 'now it is over');
    t.equal((await call('GET', `/v1/admin/chats/${chatId}`)).status, 200);
    clock.jump(DAY_MS);
    await purge();
    t.equal((await call('GET', `/v1/admin/chats/${chatId}`)).status, 404);
  },
);

t.test(
  'subscribers are told of chats and agents in their order, of messages only by name',
  async (t) => {
    const hook = async (...eventTypes: string[]) =>
      must(
        await call<{ id: string }>('POST', '/v1/admin/webhook-endpoints', {
          body: { url: 'https://127.0.0.1:9/', eventTypes },
        }),
        201,
      ).id;
    const told = async () =>
      must(await call<{ items: Anything[] }>('GET', '/v1/admin/events?pageSize=100')).items as {
        type: string;
        data: { sequence?: number; chat?: Anything; agent?: Anything; message?: Anything };
      }[];
    const since = (await told()).length;
    const wide = await hook('chat.*', 'agent.*');
    const { ann, id } = await talked('p-hooks');
    await ann.do(id, 'end');
    must(await ann.say('logout'));
    const all = (await told()).slice(since).map(({ type, data }) => [type, data?.sequence]);
    t.strictSame(
      all.filter(([type]) => String(type).startsWith('chat.')),
      [
        ['chat.queued', 1],
        ['chat.offered', 2],
        ['chat.accepted', 3],
        ['chat.ended', 4],
      ],
    );
    t.strictSame(
      all.filter(([type]) => String(type).startsWith('agent.')),
      [
        ['agent.logged_in', 1],
        ['agent.ready', 2],
        ['agent.logged_out', 3],
      ],
    );
    const narrow = await hook('chat.message');
    const before = (await told()).length;
    await clear();
    const second = await talked('p-named');
    const messages = (await told()).slice(before).filter(({ type }) => type === 'chat.message');
    t.match(messages, [
      { data: { chatId: second.id, message: { text: 'my secret p-named' } } },
      { data: { message: { text: 'I see' } } },
    ]);
    for (const each of [wide, narrow])
      must(await call('DELETE', `/v1/admin/webhook-endpoints/${each}`), 200, 204);
  },
);

/** Which readings of what was said in a chat are audited. */
const readings = async (chat: string) =>
  must(
    await call<{ items: readonly Anything[] }>('GET', '/v1/admin/audit?action=chat.messages_read'),
  ).items.filter(({ target }) => target === chat);

t.test('what was said is in exports of keys that may read it alone, and audited', async (t) => {
  const { id } = await talked('p-heard');
  const chatsFor = async (...more: readonly 'chats:read'[]) => {
    const as = await service.key('admin:read', ...more);
    return must(await call<Exported>('GET', '/v1/admin/visitors/p-heard/export', { as })).chats;
  };
  t.match(await chatsFor(), [{ chat: { id }, messages: null }]);
  t.strictSame(await readings(id), []);
  t.match(await chatsFor('chats:read'), [{ messages: [{ text: 'my secret p-heard' }, {}] }]);
  t.equal((await readings(id)).length, 1);
});

t.test('what was said is in the events of keys that may read it alone, and audited', async (t) => {
  const endpoint = { url: 'http://127.0.0.1:9/', eventTypes: ['chat.message'] };
  must(await call('POST', '/v1/admin/webhook-endpoints', { body: endpoint }), 201);
  const { id } = await talked('p-events');
  const events = async (...more: readonly 'chats:read'[]) => {
    const as = await service.key('admin:read', ...more);
    const { items } = must(
      await call<{ items: readonly Anything[] }>('GET', '/v1/admin/events', { as }),
    );
    return items.filter(({ type }) => type === 'chat.message').slice(-2);
  };
  t.strictSame(
    (await events()).map(({ data }) => data),
    [null, null],
  );
  t.strictSame(await readings(id), []);
  t.match(await events('chats:read'), [
    { data: { chatId: id, message: { text: 'my secret p-events' } } },
    { data: { message: { text: 'I see' } } },
  ]);
  t.equal((await readings(id)).length, 1);
});

t.test('the token of an interaction that is erased is void for its chat, too', async (t) => {
  await agent('ann');
  const made = await accepted('void-visit', { visitorId: 'p-void' });
  const form = await act<Created>(service, made, 'form');
  const { chatId } = form.body as unknown as { chatId: string };
  const as = made.token;
  t.equal((await call('GET', `/v1/chats/${chatId}`, { as })).status, 200);
  await call('DELETE', '/v1/admin/visitors/p-void');
  for (const path of ['', '/messages'])
    t.match(await call('GET', `/v1/chats/${chatId}${path}`, { as }), {
      status: 401,
      body: { code: 'unauthenticated' },
    });
});
