import assert from 'node:assert/strict';
import { turn } from './clock.js';
import { createWorld, type Json, type World } from './strategy-service.js';
import type { Cleanup } from './world.js';

const GROUP = 'Web Engagement Chat';

/** The whole service with agents and chats, asked as its admin. */
export interface ChatWorld extends World {
  /** Makes an agent who is ready for chats; resolves with how the agent asks. */
  agent(name: string, members?: object): Promise<(path: string, body?: object) => Promise<Json>>;
  /** Makes an agent group that nobody is in. */
  group(name: string): Promise<void>;
  /** Asks for a chat of a visit of its own; resolves with it as operators see it. */
  chat(more?: object): Promise<Json>;
  /** Says who routes the chats: a word, or an address. */
  routeBy(strategy: string): Promise<void>;
  /** A chat as operators see it. */
  see(id: string): Promise<Json>;
  /** The history of a chat in short: what happened, and how. */
  story(id: string): Promise<readonly string[]>;
  /** Lets a strategy be asked about a chat until it is given up; each address fails three times. */
  giveUp(id: string, addresses?: number): Promise<void>;
}

/** How long a strategy is left alone after each failure but the last, in milliseconds. */
const PAUSES_MS = [100, 400, 0];

/** Builds a service that may call loopback; it is closed after the test. */
export async function createChatWorld(
  t: Cleanup,
  settings: Readonly<Record<string, string>> = {},
): Promise<ChatWorld> {
  const world = await createWorld(t, settings);
  const { ask } = world;
  let visits = 0;

  async function must(method: 'GET' | 'POST' | 'PUT', url: string, body?: object): Promise<Json> {
    const answer = await ask(method, url, body);
    assert.ok(answer.status < 300, `${method} ${url}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  }

  return Object.assign(Object.create(world) as World, {
    async agent(name: string, members: object = {}) {
      const { key } = await must('POST', '/admin/agents', { name, ...members });
      const headers = { authorization: `Bearer ${key}` };
      const asAgent = async (path: string, body?: object): Promise<Json> =>
        (await ask(body ? 'POST' : 'GET', `/agent${path}`, body, headers)).body;
      await asAgent('/login', {});
      await asAgent('/ready', {});
      return asAgent;
    },
    async group(name: string) {
      await must('PUT', `/admin/objects/agent-groups/${name}`, { properties: {} });
    },
    async chat(more: object = {}) {
      visits += 1;
      const { id } = await must('POST', '/chats', { visitId: `chat-visit-${visits}`, ...more });
      return must('GET', `/admin/chats/${id}`);
    },
    async routeBy(strategy: string) {
      const properties = {
        queue: 'Webengagement_Chat',
        annex: { Application: { url: strategy } },
      };
      await must('PUT', '/admin/objects/enhanced-routing/Webengagement_Chat.Routing', {
        properties,
      });
    },
    see: (id: string) => must('GET', `/admin/chats/${id}`),
    async story(id: string) {
      const { items } = await must('GET', `/admin/chats/${id}/history`);
      return items.map(({ type, detail }: Json) => (detail ? `${type}: ${detail}` : type));
    },
    async giveUp(id: string, addresses = 1) {
      const failures = async () =>
        (await world.service.store.read('chatHistory', id)).filter(
          ({ type, detail }) => type === 'strategy.failed' && detail !== 'silence',
        ).length;
      const pauses = Array.from({ length: addresses }, () => PAUSES_MS).flat();
      for (const [before, pauseMs] of pauses.entries()) {
        while ((await failures()) <= before) await turn();
        await world.clock.advance(pauseMs);
      }
    },
  });
}

export { GROUP as CHAT_GROUP };
