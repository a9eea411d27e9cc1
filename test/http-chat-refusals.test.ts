import t from 'tap';
import { LIMITS } from '#src/domain/limits.js';
import { PROBLEMS, type ProblemCode } from '#src/domain/problems.js';
import { createChats } from '#src/engine/chats.js';
import { createConversing } from './support/conversing.js';
import { startPulling } from './support/pulling.js';
import { type Answer, type Anything, type List, startService } from './support/service.js';
import { createWorld } from './support/world.js';

const service = await startService(t);
const { call, advance, setOption, key } = service;
const { must, agent, visitor, ask, clear } = createConversing(service);
const strategy = await key('orchestration');

const AUTO_STOP = 'wmsg.connector.interactionServer.autoStopWebengagementIntr';
const VIEW = 'Webengagement_Failed.Clean';
const fresh = async (): Promise<string> => (await visitor()).visitId;
const placed = async (): Promise<string> => (await ask(await fresh())).body.id;
const put = (path: string, body: object) => call('PUT', `/v1/admin/${path}`, { body });
const pull = (view = VIEW) =>
  call<List<{ leaseId: string }>>('POST', `/v1/views/${view}/pull`, { as: strategy, body: {} });
const transfer = (id: string, to: string) =>
  call('POST', `/v1/admin/chats/${id}/transfer`, { body: { agent: to } });

/** What agents and chats refuse: all of it, with what is done and with what the answer says. */
const CASES: Readonly<
  Partial<Record<ProblemCode, readonly [() => Promise<Answer<unknown>>, object?]>>
> = {
  chat_endpoint_missing: [
    async () => {
      const path = 'objects/applications/Chat_Server';
      const { properties } = (await call<{ properties: object }>('GET', `/v1/admin/${path}`)).body;
      must(await put(path, { properties: { ...properties, options: {} } }));
      const refused = await ask(await fresh());
      const { checks } = (await call<{ checks: Anything[] }>('GET', '/readyz?verbose')).body;
      const check = checks.find(({ name }) => name === 'chat_endpoint');
      t.match(check, { ok: false, detail: /^chat_endpoint_missing: / });
      must(await put(path, { properties }));
      return refused;
    },
  ],
  chat_in_progress: [
    async () => {
      await agent('ann');
      const visitId = await fresh();
      await ask(visitId);
      return ask(visitId);
    },
    { chatId: String },
  ],
  chat_closed: [
    async () => {
      const rules = [{ name: 'all', result: { closed: { message: 'Later.' } } }];
      must(await put('strategies/chat-routing', { rules }));
      const refused = await ask(await fresh());
      must(await put('strategies/chat-routing', { rules: [] }));
      return refused;
    },
    { message: 'Later.' },
  ],
  no_agents: [async () => ask(await fresh()), { retryAfter: 30 }],
  queue_full: [
    async () => {
      await agent('ann', { capacity: 1 });
      await setOption('chat.maxWaiting', 0);
      const refused = await ask(await fresh());
      await setOption('chat.maxWaiting', 100);
      return refused;
    },
    { retryAfter: 30 },
  ],
  already_ended: [
    async () => {
      const ann = await agent('ann');
      const id = await placed();
      for (const act of ['accept', 'end']) await ann.do(id, act);
      return ann.with(id, 'accept');
    },
    { state: 'Ended', outcome: 'processed' },
  ],
  offer_expired: [
    async () => {
      const ann = await agent('ann');
      const id = await placed();
      // One that was never shown would ring again.
      await ann.desk();
      await advance(30_000);
      return ann.with(id, 'accept');
    },
    { state: 'Queued' },
  ],
  not_offered: [
    async () => {
      await agent('ann');
      const bob = await agent('bob', { groups: [] });
      return bob.with(await placed(), 'accept');
    },
    { state: 'Offered' },
  ],
  at_capacity: [
    async () => {
      await agent('ann', { capacity: 1 });
      const [first, second] = [await placed(), await placed()];
      return transfer(second ?? first, 'ann');
    },
    { state: 'Queued' },
  ],
  agent_logged_out: [async () => (await agent('ann', {}, 'away')).say('ready')],
  agent_not_ready: [
    async () => {
      await agent('ann', { capacity: 1 });
      await agent('bob', {}, 'away');
      return transfer(await placed(), 'bob');
    },
    { state: 'Offered' },
  ],
  agent_has_chats: [
    async () => {
      await agent('ann');
      await placed();
      return call('DELETE', '/v1/admin/agents/ann');
    },
  ],
  lease_expired: [
    async () => {
      await setOption(AUTO_STOP, false);
      const condition = { minTimeInQueueSeconds: 0 };
      const properties = { queue: 'Webengagement_Failed', condition };
      must(await put(`objects/interaction-queue-views/${VIEW}`, { properties }));
      const { id } = await service.create();
      must(await call('POST', `/v1/interactions/${id}/noengage`, { body: {} }));
      const [handed] = (await pull()).body.items;
      await advance(30_000);
      return call('POST', `/v1/leases/${handed?.leaseId}/extend`, {
        as: strategy,
        body: { leaseSeconds: 30 },
      });
    },
    { state: 'Failed' },
  ],
  view_disabled: [
    async () => {
      const path = `objects/interaction-queue-views/${VIEW}`;
      const { properties } = (await call<{ properties: object }>('GET', `/v1/admin/${path}`)).body;
      must(await put(path, { properties: { ...properties, enabled: false } }));
      const refused = await pull();
      must(await put(path, { properties }));
      return refused;
    },
  ],
  too_many_requests: [
    async () => {
      const ann = await agent('ann');
      const ada = await visitor();
      const { id } = (await ada.call('POST', '')).body;
      await ann.do(id, 'accept');
      const say = () => ada.call('POST', `/${id}/messages`, { text: 'x' });
      for (let n = 0; n < LIMITS.messagesPerMinute.most; n += 1) must(await say());
      const refused = await say();
      t.equal((await ann.with(id, 'messages', { text: 'x' })).status, 200, 'the other side may');
      await advance(60_000);
      t.equal((await say()).status, 200, 'a minute later it may, too');
      return refused;
    },
  ],
};

/** The closed list of what was added with agents, chats and pulling. */
const ADDED = `chat_in_progress chat_closed no_agents queue_full reactive_limited
  chat_endpoint_missing already_ended offer_expired not_offered at_capacity agent_logged_out
  agent_not_ready agent_has_chats lease_expired view_disabled pacing_not_dual
  statistic_not_supported filter_invalid`.split(/\s+/);
/** Refusals of pacing and of statistics have tests of their own. */
const ELSEWHERE = /^(reactive_limited|pacing_|statistic_|filter_)/;

t.afterEach(clear);

t.test('every refusal of agents and chats is tried', async (t) => {
  const tried = Object.keys(CASES);
  const asked = ADDED.filter((code) => code in PROBLEMS && !ELSEWHERE.test(code));
  t.strictSame(
    asked.filter((code) => !tried.includes(code)),
    [],
  );
});

for (const [code, [refused, members = {}]] of Object.entries(CASES))
  t.test(`${code} is answered by its name and status, with what it says`, async (t) => {
    const { status, body } = await refused();
    t.match(body, { code, status, title: String, ...members });
    t.equal(status, PROBLEMS[code as ProblemCode].status);
  });

t.test('a chat has 2,000 messages, and no more', async (t) => {
  const world = await createWorld(t);
  await startPulling(world);
  await world.set('whenNoAgents', 'queue');
  const { store, clock, database } = world;
  const chats = createChats({ store, clock, application: 'Web_Engagement_Server' });
  const made = await chats.request({
    visitId: 'v1',
    visitorId: null,
    visitorIdClaimed: false,
    interactionId: null,
    userData: {},
    visitorData: {},
    isBrowser: true,
  });
  if (!('chat' in made)) throw new Error('a chat was to be made');
  const { id: chat } = made.chat;
  database.prepare('update chats set messages = ?').run(LIMITS.chatMessages.most - 1);
  const say = () => chats.say({ chat, from: 'visitor', text: 'x', clientId: null });
  t.match(await say(), { message: { sequence: 2000 } });
  t.match(await say(), { refusal: 'not_allowed' });
});
