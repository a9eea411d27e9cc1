/// <reference lib="dom" />
import { createAsk } from './pages.js';

/** What an agent is told. */
interface Told {
  readonly chatId?: string;
  readonly id?: string;
  readonly state?: string;
  readonly messages?: number;
  readonly visitorConnected?: boolean;
}

/** Something that was said. */
export interface Said {
  readonly sequence: number;
  readonly from: string;
  readonly text: string;
}

/** An agent, who does everything through the API. */
export interface Agent {
  readonly name: string;
  post(path: string, body?: object): Promise<unknown>;
  /** Waits for the chat to ring, and takes it. */
  accept(chatId: string): Promise<void>;
  say(chatId: string, text: string): Promise<unknown>;
  /** All that was said in a chat, once it is so many. */
  heard(chatId: string, least: number): Promise<readonly Said[]>;
  /** Until a chat of theirs is as it should be. */
  until(chatId: string, isSo: (chat: Told) => boolean): Promise<void>;
  /** Listens; `hint` resolves when the visitor of a chat is writing, which is told to who listens only. */
  listenForTyping(chatId: string): Promise<{ readonly hint: Promise<void> }>;
}

/** Makes an agent of the group that chats go to, who is logged in. */
export async function createAgent(
  address: string,
  adminKey: string,
  name: string,
  capacity = 1,
): Promise<Agent> {
  const displayName = name.replace(/^./, (letter) => letter.toUpperCase());
  const groups = ['Web Engagement Chat'];
  const body = { name, displayName, capacity, groups };
  const { key } = await createAsk(address, adminKey)<{ key: string }>(
    'POST',
    '/v1/admin/agents',
    body,
  );
  const ask = createAsk(address, key);
  const post = (path: string, given: object = {}): Promise<unknown> =>
    ask('POST', `/v1/agent/${path}`, given);
  await post('login');
  let said = 0;

  const open = async (signal: AbortSignal): Promise<Response> =>
    fetch(`${address}/v1/agent/stream`, { headers: { authorization: `Bearer ${key}` }, signal });

  /** Listens until an event is as it should be: a stream first tells what is so. */
  async function listen(isSo: (event: string, data: Told) => boolean): Promise<void> {
    const listening = new AbortController();
    await follow(await open(listening.signal), listening, isSo);
  }

  async function follow(
    stream: Response,
    listening: AbortController,
    isSo: (event: string, data: Told) => boolean,
  ): Promise<void> {
    try {
      const decoder = new TextDecoder();
      let text = '';
      for await (const chunk of stream.body as unknown as AsyncIterable<Uint8Array>) {
        text += decoder.decode(chunk, { stream: true });
        const blocks = text.split('\n\n');
        text = blocks.pop() ?? '';
        for (const block of blocks) {
          const [, event = '', data] = /^event: (.+)\ndata: (.+)$/.exec(block) ?? [];
          if (data && isSo(event, JSON.parse(data))) return;
        }
      }
    } finally {
      listening.abort();
    }
    throw new Error('the stream has ended');
  }

  const until: Agent['until'] = (chatId, isSo) =>
    listen((event, data) => event === 'chat' && data.id === chatId && isSo(data));

  return {
    name,
    post,
    until,
    async listenForTyping(chatId) {
      const listening = new AbortController();
      const stream = await open(listening.signal);
      const isSo = (event: string, data: Told): boolean =>
        event === 'typing' && data.chatId === chatId;
      return { hint: follow(stream, listening, isSo) };
    },
    async accept(chatId) {
      await listen((event, data) => event === 'offer' && data.chatId === chatId);
      await post(`chats/${chatId}/accept`);
    },
    say(chatId, text) {
      said += 1;
      return post(`chats/${chatId}/messages`, { text, clientId: `${name}-${said}` });
    },
    async heard(chatId, least) {
      await until(chatId, ({ messages = 0 }) => messages >= least);
      const path = `/v1/agent/chats/${chatId}/messages`;
      return (await ask<{ items: readonly Said[] }>('GET', path)).items;
    },
  };
}
