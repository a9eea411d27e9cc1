import type { Clock } from '../clock.js';
import type { Chat } from '../domain/chats/chat.js';

type Side = 'visitor' | 'agent';

/** A hint of one side of a chat holds for so long: more would tell nobody anything. */
const HOLDS_MS = 1000;

/** Whoever writes just now: a hint, told to those who listen here and never stored. */
export interface Typing {
  /** At most one in a second for each side of a chat is told; the others are without effect. */
  hint(chat: Chat, side: Side): void;
  /** Calls `listener` at each hint; returns what ends that. */
  watch(listener: (chat: Chat, side: Side) => void): () => void;
}

export function createTyping(clock: Pick<Clock, 'now'>): Typing {
  const listeners = new Set<(chat: Chat, side: Side) => void>();
  /** When each side was told of last, the oldest first. */
  const told = new Map<string, number>();

  function isNews(key: string, now: number): boolean {
    for (const [each, at] of told) {
      if (now - at < HOLDS_MS) break;
      told.delete(each);
    }
    if (told.has(key)) return false;
    told.set(key, now);
    return true;
  }

  return {
    hint(chat, side) {
      if (!isNews(`${side} ${chat.id}`, clock.now())) return;
      for (const listener of listeners) listener(chat, side);
    },
    watch(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
