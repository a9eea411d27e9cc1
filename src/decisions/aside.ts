import { AGENT_STANDING_DECISIONS } from './agent-standing.js';
import { CHAT_DECISIONS } from './chats.js';
import { INTERACTION_DECISIONS } from './interactions.js';

/**
 * Decisions that nobody waits for, by names of their own: they come to the same as those that somebody
 * waits for, and a driver lets those go first.
 */
export const ASIDE_DECISIONS = {
  /** Ends a clock of an interaction, a chat or an agent. */
  expire: INTERACTION_DECISIONS.event,
  expireChat: CHAT_DECISIONS.chatEvent,
  expireAgent: AGENT_STANDING_DECISIONS.agentEvent,
  /** Cleans by a view. */
  clean: INTERACTION_DECISIONS.event,
  cleanChat: CHAT_DECISIONS.chatEvent,
};

/** Whether nobody waits for what a decision of that name comes to. */
export function isAside(name: string): boolean {
  return Object.hasOwn(ASIDE_DECISIONS, name);
}
