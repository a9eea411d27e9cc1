import type { Answer } from '../http.js';
import type { Storage } from '../storage.js';
import { createOutbox, type Unsent } from './outbox.js';
import { lastOf, merge } from './transcript.js';
import type { Chat, ChatSignal, Message } from './wire.js';

/** How a chat asks the service, with the token of the visit. */
export interface Asking {
  /** Asks once; rejects, saying why, when there is no answer. */
  ask<T>(path: string, body?: object): Promise<Answer<T> | undefined>;
  /** Asks until there is an answer. */
  insist<T>(
    path: string,
    body: object,
    isWanted: () => boolean,
    onWait?: () => void,
  ): Promise<Answer<T> | undefined>;
  /** Ends every wait for another attempt. */
  wake(): void;
}

/** What a page knows of one chat, and how it says something. */
export interface Talk {
  readonly id: string;
  chat(): Chat | undefined;
  messages(): readonly Message[];
  unsent(): readonly Unsent[];
  /** Whether the last attempt to hear of the service failed. */
  isCut(): boolean;
  isAgentWriting(): boolean;
  hear(signal: ChatSignal): void;
  say(text: string): void;
  again(unsent: Unsent): void;
  /** The visitor writes: hinted at most every few seconds. */
  type(): void;
  /** Says that the visitor's page is there, and learns how it stands. */
  beat(): void;
  /** Begins to listen, and sends what an earlier page could not. */
  resume(): void;
  leave(): Promise<void>;
  /** What could not be sent is not wanted any more. */
  forget(): void;
  stop(): void;
}

export interface TalkOptions extends Asking {
  readonly id: string;
  readonly storage: Storage;
  /** Anything of it has changed. */
  onChange(): void;
  /** The service does not know it any more, or not for this visit. */
  onGone(): void;
}

/** Hints that the visitor writes are this far apart, in milliseconds. */
const HINT_MS = 4_000;
/** An agent of whom no hint came for so long has stopped writing, in milliseconds. */
const WRITING_MS = 6_000;
/** Messages come as events right after the event that counts them, in milliseconds. */
const PATIENCE_MS = 300;

export function createTalk(options: TalkOptions): Talk {
  const { id, storage, ask, insist, wake, onGone } = options;
  const path = `/v1/chats/${id}`;
  let chat: Chat | undefined;
  let messages: readonly Message[] = [];
  let isRunning = true;
  let isCut = false;
  let isBeating = false;
  let isCatchingUp = false;
  let hintedAt = Number.NEGATIVE_INFINITY;
  let writing: ReturnType<typeof setTimeout> | undefined;
  let waiting: ReturnType<typeof setTimeout> | undefined;
  const onChange = (): void => {
    if (isRunning) options.onChange();
  };
  const isOpen = (): boolean => isRunning && chat?.state !== 'Ended';

  const outbox = createOutbox({
    chatId: id,
    storage,
    post: (message, isWanted, onWait) => insist(`${path}/messages`, message, isWanted, onWait),
    onChange,
    onSent: (message) => take([message]),
    onRefused: () => void beat(),
  });

  function take(come: readonly Message[]): void {
    for (const { from, clientId } of come) if (from === 'visitor') outbox.confirm(clientId);
    const before = messages;
    messages = merge(messages, come);
    if (messages === before) return;
    if (messages.at(-1)?.from === 'agent') stopWriting();
    onChange();
  }

  /** Learns of the chat, unless what is known is newer; an end is final. */
  function learn(next: Chat): void {
    const isOlder = chat && Date.parse(next.serverTime) < Date.parse(chat.serverTime);
    if (next.state !== 'Ended' && (isOlder || chat?.state === 'Ended')) return;
    chat = next;
    if (next.state !== 'Active') stopWriting();
    onChange();
    if (next.messages > lastOf(messages)) waiting ??= setTimeout(catchUp, PATIENCE_MS);
  }

  /** Asks for what was said and not heard. */
  async function catchUp(): Promise<void> {
    waiting = undefined;
    if (isCatchingUp) return;
    isCatchingUp = true;
    while (isRunning && chat && lastOf(messages) < chat.messages) {
      const before = messages;
      const after = lastOf(messages);
      const answer = await ask<{ readonly items: readonly Message[] }>(
        `${path}/messages?after=${after}`,
      ).catch(() => undefined);
      if (answer?.status === 200) take(answer.body.items);
      // The next beat tries again.
      if (messages === before) break;
    }
    isCatchingUp = false;
  }

  async function beat(): Promise<void> {
    if (isBeating || !isOpen()) return;
    isBeating = true;
    let isHeard = true;
    const answer = await ask<Chat>(`${path}/seen`, {}).catch(() => {
      isHeard = false;
      return undefined;
    });
    isBeating = false;
    if (!isRunning) return;
    if (isHeard === isCut) {
      isCut = !isHeard;
      onChange();
    }
    if (answer?.status === 200) learn(answer.body);
    else if (answer?.status === 403 || answer?.status === 404) onGone();
  }

  function stopWriting(): void {
    clearTimeout(writing);
    writing = undefined;
  }

  return {
    id,
    chat: () => chat,
    messages: () => messages,
    unsent: outbox.all,
    isCut: () => isCut,
    isAgentWriting: () => writing !== undefined,
    hear(signal) {
      if (signal.name === 'chat') learn(signal.data);
      else if (signal.name === 'message') {
        const { message } = signal.data;
        take([message]);
        if (message.sequence > lastOf(messages)) void catchUp();
      } else if (signal.name === 'typing' && chat?.state === 'Active') {
        clearTimeout(writing);
        writing = setTimeout(() => {
          stopWriting();
          onChange();
        }, WRITING_MS);
        onChange();
      }
    },
    say: outbox.add,
    again({ clientId, status }) {
      if (status === 'failed') outbox.again(clientId);
      else wake();
    },
    type() {
      if (performance.now() - hintedAt < HINT_MS || chat?.state !== 'Active') return;
      hintedAt = performance.now();
      void ask(`${path}/typing`, {}).catch(() => undefined);
    },
    beat() {
      void beat();
    },
    resume() {
      outbox.resume();
      void beat();
    },
    async leave() {
      const answer = await insist<Chat>(`${path}/leave`, {}, isOpen);
      if (!isRunning) return;
      if (answer?.status === 200) learn(answer.body);
      else void beat();
    },
    forget: outbox.clear,
    stop() {
      isRunning = false;
      outbox.stop();
      stopWriting();
      clearTimeout(waiting);
    },
  };
}
