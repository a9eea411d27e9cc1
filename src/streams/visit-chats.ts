import type { Chat } from '../domain/chats/chat.js';
import { viewChatForVisitor, viewMessage } from '../domain/chats/view.js';
import type { Chats } from '../engine/chats.js';
import type { Listener } from './listener.js';
import { eventText } from './outlet.js';

/** What a page was told of its chat. */
export interface ToldChat {
  readonly id: string;
  readonly version: number;
  readonly messages: number;
  /** How it waits, as it was told. */
  readonly prospect: string;
  /** Whether its place among others may change without it. */
  readonly isWaiting: boolean;
}

/** What a stream has to do with chats. */
export interface ChatListener extends Pick<Listener, 'isPage'> {
  toldChat: ToldChat | null;
}

/** A hint that the agent writes just now. */
export const renderTyping = ({ id }: Chat): string => eventText('typing', { chatId: id });

/** Whether a chat concerns a stream: a page of its visit, or the page of its interaction. */
export function mayHear({ isPage }: Pick<Listener, 'isPage'>, { interactionId }: Chat): boolean {
  return typeof isPage === 'boolean' ? isPage : isPage.of === interactionId;
}

/** Tells the pages of a visit of its chat: what differs from what each knows. Nothing is replayed. */
export interface VisitChats {
  /** Tells each stream of a visit what it does not know of its open chat, and of those it was told of. */
  tell<S extends ChatListener>(
    visitId: string,
    streams: readonly S[],
    send: (stream: S, text: string) => void,
  ): Promise<void>;
  /** What a page that connects has to know of the visit's chat, as events; it is noted as told. */
  first(visitId: string, stream: ChatListener): Promise<string>;
}

/** `isUsed`: whether there can be any chats; where nobody takes them, nothing is looked at. */
export function createVisitChats(chats: Chats, isUsed: () => boolean): VisitChats {
  /** The open one, and those that streams know. */
  async function chatsOf(visitId: string, streams: readonly ChatListener[]) {
    const open = await chats.ofVisit(visitId);
    const known = new Set(streams.flatMap(({ toldChat }) => toldChat?.id ?? []));
    if (open) known.delete(open.id);
    const others = await Promise.all([...known].map((id) => chats.get(id)));
    return [...others, open].filter((chat) => chat !== undefined);
  }

  async function eventsFor(stream: ChatListener, chat: Chat): Promise<string> {
    if (!mayHear(stream, chat)) return '';
    const told = stream.toldChat?.id === chat.id ? stream.toldChat : null;
    const prospect = await chats.prospectOf(chat);
    const shown = JSON.stringify(prospect);
    let text = '';
    // Messages come as such: what they change of the chat needs no event of its own.
    const isOther = told === null || told.version !== chat.version || told.prospect !== shown;
    if (isOther) text += eventText('chat', viewChatForVisitor(chat, prospect, chats.now()));
    if (told && chat.messages > told.messages)
      for (const message of await chats.messages(chat.id, told.messages))
        text += eventText('message', { chatId: chat.id, message: viewMessage(message) });
    const { id, version, messages } = chat;
    const isWaiting = prospect.position !== null;
    stream.toldChat = { id, version, messages, prospect: shown, isWaiting };
    return text;
  }

  return {
    async tell(visitId, streams, send) {
      if (!isUsed()) return;
      for (const chat of await chatsOf(visitId, streams))
        for (const stream of streams) {
          const text = await eventsFor(stream, chat);
          if (text !== '') send(stream, text);
        }
    },
    async first(visitId, stream) {
      if (!isUsed() || stream.isPage === false) return '';
      const chat = await chats.ofVisit(visitId);
      return chat ? eventsFor(stream, chat) : '';
    },
  };
}
