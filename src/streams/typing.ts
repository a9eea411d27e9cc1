import type { Clock } from '../clock.js';
import type { Chat } from '../domain/chats/chat.js';
import type { Shared, WritingHint } from '../store/shared.js';
import type { Store } from '../store/store.js';

type Side = WritingHint['side'];

/** How the others hear of a hint, and what they tell. */
export interface OtherProcesses {
  readonly hints: Pick<Shared, 'hint' | 'onHint'>;
  readonly store: Pick<Store, 'read'>;
}

/** A hint of one side of a chat holds for so long: more would tell nobody anything. */
const HOLDS_MS = 1000;

/** Whoever writes just now: a hint, told to those who listen and never stored as anything said. */
export interface Typing {
  /** At most one in a second for each side of a chat is told; the others are without effect. */
  hint(chat: Chat, side: Side): void;
  /** Calls `listener` at each hint; returns what ends that. */
  watch(listener: (chat: Chat, side: Side) => void): () => void;
}

export function createTyping(clock: Pick<Clock, 'now'>, others?: OtherProcesses): Typing {
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

  function tell(chat: Chat, side: Side): void {
    for (const listener of listeners) listener(chat, side);
  }

  others?.hints.onHint(({ chatId, side }) => {
    others.store.read('chat', chatId).then(
      (chat) => chat && tell(chat, side),
      () => undefined,
    );
  });

  return {
    hint(chat, side) {
      if (!isNews(`${side} ${chat.id}`, clock.now())) return;
      tell(chat, side);
      others?.hints.hint({ chatId: chat.id, side });
    },
    watch(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
