import type { Moment } from '../interactions/interaction.js';
import type { Chat, ChatFact } from './chat.js';
import type { ChatActor, ChatFactType, ChatNoteType } from './vocabulary.js';

/** A chat with the facts that led to it since it was read. */
export interface ChatStep {
  readonly chat: Chat;
  readonly facts: readonly ChatFact[];
}

/** The step with one more line about the chat as it is in it. */
export function noteChat(
  { chat, facts }: ChatStep,
  type: ChatFactType | ChatNoteType,
  at: Moment,
  by: ChatActor,
  { from = chat.state, agent = chat.agent, detail = null }: Partial<ChatFact> = {},
): ChatStep {
  const sequence = chat.sequence + 1;
  const { state: to, outcome } = chat;
  const group = chat.route?.group ?? null;
  return {
    chat: { ...chat, sequence },
    facts: [...facts, { sequence, type, at, by, from, to, agent, group, outcome, detail }],
  };
}
