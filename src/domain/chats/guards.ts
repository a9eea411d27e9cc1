import type { Chat, ChatEvent } from './chat.js';
import { type ChatGuard, ENDED_BY } from './table.js';

const agentOf = (event: ChatEvent): string | undefined =>
  'agent' in event ? event.agent : undefined;

const wasOffered = (chat: Chat, event: ChatEvent, end: 'rejected' | 'expired'): boolean =>
  chat.formerOffer?.agent === agentOf(event) && chat.formerOffer?.end === end;

/** The conditions of the table, by name. */
export const CHAT_GUARDS: Readonly<Record<ChatGuard, (chat: Chat, event: ChatEvent) => boolean>> = {
  isHis: (chat, event) => chat.agent !== null && chat.agent === agentOf(event),
  rejectedBefore: (chat, event) => wasOffered(chat, event, 'rejected'),
  hadExpired: (chat, event) => wasOffered(chat, event, 'expired'),
  transferredBefore: (chat, event) =>
    chat.notAgent !== null && event.type === 'transfer' && chat.notAgent === event.agent,
  byOps: (_chat, event) => event.type === 'transfer' && event.agent === undefined,
  isConnected: ({ visitorConnected }) => visitorConnected,
  sameEnd: ({ outcome, agent }, event) =>
    outcome !== null &&
    ENDED_BY[outcome].includes(event.type) &&
    [undefined, agent].includes(agentOf(event)),
  isErased: ({ erasedAt }) => erasedAt !== null,
};
