import { heard, type Unsent, withConversation } from './state.js';
import type { Store } from './store.js';
import { type Message, Refused, service, Unreachable } from './wire.js';
import { wordsFor } from './words.js';

/** What agents say, and what they hear. */
export interface Speech {
  /** Sends what is written. */
  say(chatId: string): void;
  retry(chatId: string, clientId: string): void;
  discard(chatId: string, clientId: string): void;
  /** The service is there again: what could not be sent goes out, and what was missed is fetched. */
  resume(): void;
  /** A message has come. */
  receive(chatId: string, message: Message): void;
  /** Fetches what is known to be there and was not heard. */
  catchUp(chatId: string): Promise<void>;
  /** The agent is writing. */
  write(chatId: string, draft: string): void;
}

export interface SpeechDependencies {
  readonly store: Store;
  /** Told of a message of the visitor that has just come. */
  readonly onNews: (chatId: string, message: Message) => void;
  /** The service could not be reached, or knows better where the chat is. */
  readonly onDoubt: (error: unknown) => void;
}

const TYPING_EVERY_MS = 3_000;

/** As the service takes it: newlines, and no other controls. */
const clean = (text: string): string =>
  text
    .replace(/\r\n?/g, '\n')
    .replace(/\t/g, ' ')
    .replace(/(?!\n)\p{Cc}/gu, '')
    .trim();

/** Not of `randomUUID`, which browsers keep from pages without TLS. */
const newClientId = (): string =>
  [...crypto.getRandomValues(new Uint8Array(12))]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('');

export function createSpeech({ store, onNews, onDoubt }: SpeechDependencies): Speech {
  const sending = new Set<string>();
  const fetching = new Set<string>();
  let typedAt = Number.NEGATIVE_INFINITY;

  const find = (id: string) => store.get().conversations.find(({ chat }) => chat.id === id);
  const change = (id: string, run: Parameters<typeof withConversation>[2]): void =>
    store.update((state) => withConversation(state, id, run));
  const changeUnsent = (
    id: string,
    is: (each: Unsent) => boolean,
    members: Partial<Unsent> | null,
  ): void =>
    change(id, (conversation) => ({
      ...conversation,
      unsent: conversation.unsent.flatMap((each) =>
        is(each) ? (members === null ? [] : [{ ...each, ...members }]) : [each],
      ),
    }));

  /** One after the other: what was written first is said first. */
  async function send(id: string): Promise<void> {
    if (sending.has(id)) return;
    sending.add(id);
    try {
      for (let next = find(id)?.unsent[0]; next?.failure === null; next = find(id)?.unsent[0]) {
        const { clientId, text } = next;
        const failed = await sendOne(id, clientId, text);
        if (failed) return changeUnsent(id, (each) => each.clientId === clientId, failed);
      }
    } finally {
      sending.delete(id);
    }
  }

  async function sendOne(id: string, clientId: string, text: string) {
    try {
      receive(id, (await service.say(id, text, clientId)).message);
      changeUnsent(id, (each) => each.clientId === clientId, null);
      return null;
    } catch (error) {
      onDoubt(error);
      const isWaiting = error instanceof Unreachable;
      return {
        isWaiting,
        failure: isWaiting ? 'Goes out when the service is there again.' : wordsFor(error),
      };
    }
  }

  function receive(id: string, message: Message): void {
    const before = find(id);
    if (!before) return;
    change(id, (conversation) => heard(conversation, [message]));
    if ((find(id)?.messages.length ?? 0) >= message.sequence) {
      const isNew = before.messages.length < message.sequence;
      if (isNew && message.from === 'visitor') onNews(id, message);
      return;
    }
    // Something before it was missed.
    change(id, (conversation) => ({
      ...conversation,
      chat: {
        ...conversation.chat,
        messages: Math.max(conversation.chat.messages, message.sequence),
      },
    }));
    void catchUp(id);
  }

  async function catchUp(id: string): Promise<void> {
    if (fetching.has(id)) return;
    fetching.add(id);
    try {
      for (let known = find(id); known && known.gone === null; known = find(id)) {
        const { length } = known.messages;
        if (known.chat.messages <= length) return;
        const { items } = await service.messages(id, length);
        if (items.length === 0) return;
        change(id, (conversation) => heard(conversation, items));
        const last = items.findLast(({ from }) => from === 'visitor');
        if (length > 0 && last) onNews(id, last);
      }
    } catch (error) {
      onDoubt(error);
    } finally {
      fetching.delete(id);
    }
  }

  return {
    say(id) {
      const text = clean(find(id)?.draft ?? '');
      if (text === '') return;
      const unsent = { clientId: newClientId(), text, failure: null, isWaiting: false };
      change(id, (conversation) => ({
        ...conversation,
        draft: '',
        unsent: [...conversation.unsent, unsent],
      }));
      typedAt = Number.NEGATIVE_INFINITY;
      void send(id);
    },
    retry(id, clientId) {
      changeUnsent(id, (each) => each.clientId === clientId, { failure: null });
      void send(id);
    },
    discard(id, clientId) {
      changeUnsent(id, (each) => each.clientId === clientId, null);
      void send(id);
    },
    resume() {
      for (const { chat } of store.get().conversations) {
        changeUnsent(chat.id, ({ isWaiting }) => isWaiting, { failure: null, isWaiting: false });
        void send(chat.id);
      }
    },
    receive,
    catchUp,
    write(id, draft) {
      change(id, (conversation) => ({ ...conversation, draft }));
      if (draft === '' || performance.now() - typedAt < TYPING_EVERY_MS) return;
      typedAt = performance.now();
      // A hint that is lost is nothing.
      service.type(id).catch((error: unknown) => {
        if (error instanceof Refused && error.status === 401) onDoubt(error);
      });
    },
  };
}
