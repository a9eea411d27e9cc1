import assert from 'node:assert/strict';
import { type Composed, createComposed } from './composed.js';
import type { Figures } from './statistics-oracle.js';
import type { Cleanup } from './world.js';

const SECOND_LINE = 'Second Line';

/** A service with two agents of two groups, in the hands of a test; it may be ended and begun anew. */
export async function createDay(t: Cleanup, strategy?: string) {
  let service = await createComposed(t, undefined, strategy);
  let visits = 0;

  const must = async (
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    url: string,
    body?: object,
    key?: string,
  ) => {
    const answer = await service.call(method, url, body, key);
    assert.ok(answer.status < 300, `${url}: ${JSON.stringify(answer.body)}`);
    await service.router.idle();
    return answer.body;
  };
  const option = (name: string, value: unknown) =>
    must('PUT', `/v1/admin/options/${name}`, { value });

  await must('PUT', `/v1/admin/objects/agent-groups/${SECOND_LINE}`, { properties: {} });
  const keys: Record<string, string> = {};
  for (const [name, group] of [
    ['ann', 'Web Engagement Chat'],
    ['bob', SECOND_LINE],
  ] as const) {
    keys[name] = (await must('POST', '/v1/admin/agents', { name, groups: [group] })).key;
    for (const path of ['login', 'ready']) await must('POST', `/v1/agent/${path}`, {}, keys[name]);
  }
  await option('agents.wrapUpTime', 20);
  await option('agents.presenceTimeout', 600);
  await option('chat.visitorLostTime', 600);
  await option('chat.maxWaitTime', 60);
  await option('chat.whenNoAgents', 'queue');

  const agentDoes = (name: string, chatId: string, path: string, body: object = {}) =>
    must('POST', `/v1/agent/chats/${chatId}/${path}`, body, keys[name]);

  const day = {
    get service(): Composed {
      return service;
    },
    must,
    option,
    /** Lets time pass, as long as agents are heard of. */
    async pass(seconds: number) {
      await service.clock.advance(seconds * 1000);
      await service.expiry.idle();
      await service.router.idle();
    },
    agent: (name: string, path: string) => must('POST', `/v1/agent/${path}`, {}, keys[name]),
    agentDoes,
    /** An attempt that goes so far. */
    async invite(...events: readonly (readonly [path: string, body?: object])[]): Promise<string> {
      visits += 1;
      const request = { visitId: `v${visits}`, channel: 'proactiveChat' };
      const { id, token } = await service.place(request);
      for (const [path, body = {}] of events) {
        const key = path.endsWith('engage') ? undefined : token;
        await must('POST', `/v1/interactions/${id}/${path}`, body, key);
        await day.pass(3);
      }
      return id;
    },
    /** A chat that the visitor asks for; its id and what leaves it. */
    async ask() {
      visits += 1;
      const { token } = await must('POST', '/v1/visits', { visitId: `v${visits}` });
      const { id } = await must('POST', '/v1/chats', {}, token);
      return {
        id: String(id),
        leave: () => must('POST', `/v1/chats/${id}/leave`, {}, token),
      };
    },
    /** Ends the service and begins it anew on the same data. */
    async restart() {
      await service.close();
      service = await createComposed(t, service, strategy);
    },
    /** What the service says of a statistic at each of these objects. */
    async figures(name: string, objects: readonly string[], more = ''): Promise<Figures> {
      const all: Record<string, number> = {};
      for (const each of objects) {
        const [type = '', object = ''] = each.split('/');
        const query = `objectType=${type}&object=${encodeURIComponent(object)}${more}`;
        all[each] = (await must('GET', `/v1/admin/statistics/${name}?${query}`)).value;
      }
      return all;
    },
  };
  return day;
}

export type Day = Awaited<ReturnType<typeof createDay>>;

/** A chat that an invitation led to goes from ann to bob and back, and is finished. */
async function transferred(day: Day): Promise<void> {
  const id = await day.invite(
    ['engage'],
    ['displayed'],
    ['disposition', { code: 'acceptCall' }],
    ['registration-form', { fields: { EmailAddress: 'a@example.com' } }],
  );
  const { chatId } = await day.must('GET', `/v1/interactions/${id}`);
  await day.pass(4);
  await day.agentDoes('ann', chatId, 'accept');
  await day.pass(40);
  await day.agentDoes('ann', chatId, 'transfer', { group: SECOND_LINE });
  await day.pass(6);
  await day.agentDoes('bob', chatId, 'accept');
  await day.pass(30);
  await day.agentDoes('bob', chatId, 'transfer', { agent: 'ann' });
  await day.pass(2);
  await day.agentDoes('ann', chatId, 'accept');
  await day.pass(10);
  await day.agentDoes('ann', chatId, 'end');
  await day.pass(7);
  await day.agentDoes('ann', chatId, 'done');
}

/** Chats that visitors ask for: left at once, left while it rings, never taken, lost, taken away. */
async function reactive(day: Day): Promise<void> {
  const ringing = await day.ask();
  await day.pass(9);
  await ringing.leave();
  const rejected = await day.ask();
  await day.pass(2);
  await day.agentDoes('ann', rejected.id, 'reject');
  await day.pass(1);
  await rejected.leave();
  await day.agent('ann', 'not-ready');
  // Nobody takes it.
  await day.ask();
  await day.pass(61);
  const cleaned = await day.ask();
  await day.pass(5);
  await day.must('POST', `/v1/admin/chats/${cleaned.id}/stop`, {});
  await day.agent('ann', 'heartbeat');
  await day.agent('ann', 'ready');
  const lost = await day.ask();
  await day.pass(3);
  await day.agentDoes('ann', lost.id, 'accept');
  await day.pass(20);
  await day.agent('ann', 'logout');
  await day.pass(8);
  await lost.leave();
  await day.agent('ann', 'login');
  await day.agent('ann', 'ready');
}

/** Attempts that end in each way there is. */
async function attempts(day: Day): Promise<void> {
  await day.invite(['noengage']);
  await day.invite(['engage'], ['disposition', { code: 'reject' }]);
  await day.invite(['engage'], ['displayed'], ['disposition', { code: 'timeout' }]);
  await day.invite(['engage']);
  await day.pass(60);
  await day.invite(['engage'], ['disposition', { code: 'acceptCall' }]);
}

/** What happens on a day, in two halves. */
export const HALVES = [
  async (day: Day) => {
    await attempts(day);
    await transferred(day);
  },
  async (day: Day) => {
    await reactive(day);
    await transferred(day);
  },
] as const;
