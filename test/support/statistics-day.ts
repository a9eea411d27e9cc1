import assert from 'node:assert/strict';
import { type Composed, createComposed, type Place } from './composed.js';
import { type Figures, rounded } from './statistics-oracle.js';
import type { Cleanup } from './world.js';

const SECOND_LINE = 'Second Line';

/** Asks a service and waits until chats are where they go; fails the test when it is refused. */
const asker =
  (service: () => Composed) =>
  async (method: 'GET' | 'POST' | 'PUT' | 'DELETE', url: string, body?: object, key?: string) => {
    const answer = await service().call(method, url, body, key);
    assert.ok(answer.status < 300, `${url}: ${JSON.stringify(answer.body)}`);
    await service().router.idle();
    return answer.body;
  };

/** A service with two agents of two groups, in the hands of a test; it may be ended and begun anew. */
export async function createDay(
  t: Cleanup,
  place?: Place,
  strategy?: string,
  env?: Readonly<Record<string, string>>,
): Promise<Day> {
  const service = await createComposed(t, place, strategy, undefined, env);
  const must = asker(() => service);
  await must('PUT', `/v1/admin/objects/agent-groups/${SECOND_LINE}`, { properties: {} });
  const keys: Record<string, string> = {};
  for (const [name, group] of [
    ['ann', 'Web Engagement Chat'],
    ['bob', SECOND_LINE],
  ] as const) {
    keys[name] = (await must('POST', '/v1/admin/agents', { name, groups: [group] })).key;
    for (const path of ['login', 'ready']) await must('POST', `/v1/agent/${path}`, {}, keys[name]);
  }
  for (const [option, value] of [
    ['agents.wrapUpTime', 20],
    ['agents.presenceTimeout', 600],
    ['chat.visitorLostTime', 600],
    ['chat.maxWaitTime', 60],
    ['chat.whenNoAgents', 'queue'],
  ] as const)
    await must('PUT', `/v1/admin/options/${option}`, { value });
  return dayOf(t, service, keys, 'v', strategy);
}

/** The same service where another process left it. */
export async function resumeDay(t: Cleanup, place: Place): Promise<Day> {
  const service = await createComposed(t, place);
  const must = asker(() => service);
  const keys: Record<string, string> = {};
  for (const name of ['ann', 'bob'])
    keys[name] = (await must('POST', `/v1/admin/agents/${name}/rotate-key`, {})).key;
  return dayOf(t, service, keys, 'later-');
}

function dayOf(
  t: Cleanup,
  first: Composed,
  keys: Readonly<Record<string, string>>,
  prefix: string,
  strategy?: string,
) {
  let service = first;
  let visits = 0;
  const must = asker(() => service);
  const agentDoes = (name: string, chatId: string, path: string, body: object = {}) =>
    must('POST', `/v1/agent/chats/${chatId}/${path}`, body, keys[name]);

  const day = {
    get service(): Composed {
      return service;
    },
    must,
    option: (name: string, value: unknown) => must('PUT', `/v1/admin/options/${name}`, { value }),
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
      const request = { visitId: `${prefix}${visits}`, channel: 'proactiveChat' };
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
      const { token } = await must('POST', '/v1/visits', { visitId: `${prefix}${visits}` });
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
    /** Everybody comes back to work. */
    async begin() {
      for (const name of ['ann', 'bob'])
        for (const path of ['login', 'ready']) await day.agent(name, path);
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

export type Day = ReturnType<typeof dayOf>;

/** What the service says of each statistic at each object that `expected` has. */
export async function told(
  day: Day,
  expected: Readonly<Record<string, Figures>>,
  more = '',
): Promise<Readonly<Record<string, Figures>>> {
  const all: Record<string, Figures> = {};
  for (const [name, figures] of Object.entries(expected))
    all[name] = rounded(await day.figures(name, Object.keys(figures), more));
  return all;
}

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
