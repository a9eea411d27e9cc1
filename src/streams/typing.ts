import type { Chat } from '../domain/chats/chat.js';

/** Whoever writes just now: a hint, told to those who listen here and never stored. */
export interface Typing {
  hint(chat: Chat, side: 'visitor' | 'agent'): void;
  /** Calls `listener` at each hint; returns what ends that. */
  watch(listener: (chat: Chat, side: 'visitor' | 'agent') => void): () => void;
}

export function createTyping(): Typing {
  const listeners = new Set<(chat: Chat, side: 'visitor' | 'agent') => void>();
  return {
    hint(chat, side) {
      for (const listener of listeners) listener(chat, side);
    },
    watch(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
