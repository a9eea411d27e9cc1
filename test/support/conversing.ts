import assert from 'node:assert/strict';
import type { Method } from './contract.js';
import type { Answer, Anything, TestService } from './service.js';
import { act } from './situations.js';

/** A chat as agents and operators see it, as far as tests look at it. */
export interface ChatSeen {
  readonly id: string;
  readonly state: string;
  readonly outcome: string | null;
  readonly agent: string | null;
  readonly messages: number;
  readonly [member: string]: unknown;
}

/** Where an agent stands, as they see it. */
export interface Desk {
  readonly state: string;
  readonly reason: string | null;
  readonly capacity: number;
  readonly held: number;
  readonly offers: readonly { readonly chatId: string; readonly until: string }[];
  readonly chats: readonly ChatSeen[];
}

/** An agent with their key. */
export interface AgentHand {
  readonly name: string;
  readonly key: string;
  /** `login`, `ready` and the like; whatever the answer is. */
  say<T = Desk>(path: string, body?: object): Promise<Answer<T>>;
  /** Where they stand: it is theirs to ask, and shows them what rings. */
  desk(): Promise<Desk>;
  /** Does something with a chat, `accept` and the like; whatever the answer is. */
  with<T = ChatSeen>(chatId: string, path: string, body?: object): Promise<Answer<T>>;
  /** The same, which must work. */
  do(chatId: string, path: string, body?: object): Promise<ChatSeen>;
}

/** A visitor's page. */
export interface VisitorHand {
  readonly visitId: string;
  readonly token: string;
  call<T = ChatSeen>(method: Method, path: string, body?: object): Promise<Answer<T>>;
  /** The chat as the page sees it. */
  see(chatId: string): Promise<ChatSeen>;
}

/** Agents and visitors of a service, in the hands of a test. */
export function createConversing(service: TestService) {
  const { call, router } = service;
  let visits = 0;

  const must = <T>(answer: Answer<T>, ...statuses: readonly number[]): T => {
    assert.ok((statuses.length > 0 ? statuses : [200]).includes(answer.status), answer.text);
    return answer.body;
  };

  /** Has everything offered that can be. */
  const settled = async <T>(answer: Answer<T>): Promise<Answer<T>> => {
    await router.idle();
    return answer;
  };

  function agentWith(name: string, key: string): AgentHand {
    const post = async <T>(url: string, body: object) =>
      settled(await call<T>('POST', url, { as: key, body }));
    const hand: AgentHand = {
      name,
      key,
      say: (path, body = {}) => post(`/v1/agent/${path}`, body),
      desk: async () => must(await settled(await call<Desk>('GET', '/v1/agent', { as: key }))),
      with: (chatId, path, body = {}) => post(`/v1/agent/chats/${chatId}/${path}`, body),
      do: async (chatId, path, body) => must(await hand.with(chatId, path, body)),
    };
    return hand;
  }

  return {
    must,
    /** An agent who is ready, unless told. */
    async agent(name: string, members: object = {}, state: 'ready' | 'away' = 'ready') {
      const made = await call<{ key: string }>('POST', '/v1/admin/agents', {
        body: { name, ...members },
      });
      const hand = agentWith(name, must(made, 201).key);
      if (state === 'ready') {
        must(await hand.say('login'));
        must(await hand.say('ready'));
      }
      return hand;
    },
    agentWith,
    async visitor(visitorId?: string): Promise<VisitorHand> {
      visits += 1;
      const visitId = `chatting-${visits}`;
      const body = { visitId, ...(visitorId !== undefined && { visitorId }) };
      const { token } = must(await call<{ token: string }>('POST', '/v1/visits', { body }), 201);
      const hand: VisitorHand = {
        visitId,
        token,
        call: async (method, path, sent) =>
          settled(
            await call(method, `/v1/chats${path}`, { as: token, ...(sent && { body: sent }) }),
          ),
        see: async (chatId) => must(await hand.call('GET', `/${chatId}`)),
      };
      return hand;
    },
    /** A chat that the site asks for; whatever the answer is. */
    ask: async (visitId: string, body: object = {}) =>
      settled(await call<ChatSeen>('POST', '/v1/chats', { body: { visitId, ...body } })),
    /** An invitation to a chat that is accepted, its form open. */
    async accepted(visitId: string, body: object = {}) {
      const made = await service.create({ visitId, channel: 'proactiveChat', ...body });
      for (const name of ['engage', 'displayed', 'acceptCall'] as const) {
        const answer = await act(service, made, name);
        assert.equal(answer.status, 200, answer.text);
      }
      return made;
    },
    /** A chat as operators see it, settled. */
    async chat(id: string) {
      await router.idle();
      return must(await call<ChatSeen>('GET', `/v1/admin/chats/${id}`));
    },
    /** The types of the lines of its history, with what else is told. */
    async history(id: string) {
      await router.idle();
      const url = `/v1/admin/chats/${id}/history`;
      return must(await call<{ items: readonly Anything[] }>('GET', url)).items;
    },
    /** Ends every chat and takes every agent away. */
    async clear(): Promise<void> {
      for (const state of ['Queued', 'Offered', 'Active', 'Wrapping']) {
        const { items } = must(
          await call<{ items: readonly ChatSeen[] }>('GET', `/v1/admin/chats?state=${state}`),
        );
        for (const { id } of items) await call('POST', `/v1/admin/chats/${id}/stop`, { body: {} });
      }
      const { items } = must(
        await call<{ items: readonly { name: string }[] }>('GET', '/v1/admin/agents'),
      );
      for (const { name } of items)
        must(await call('DELETE', `/v1/admin/agents/${name}`), 200, 204);
      await router.idle();
      // An agent of the same name has a history of their own.
      await service.advance(1);
    },
  };
}
