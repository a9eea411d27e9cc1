import type { Card } from '../card.js';
import { fill, type Texts } from '../texts.js';
import type { Memory } from './memory.js';
import type { Talk } from './talk.js';
import { lastOf } from './transcript.js';
import { statusOf } from './words.js';

export interface ReportOptions {
  readonly card: Card;
  readonly texts: Texts;
  readonly memory: Memory;
  emit(name: string, detail: unknown): void;
}

/** How many messages of others were not on screen. */
export function unreadOf(talk: Talk, memory: Memory): number {
  const { readTo = 0 } = memory.get();
  return talk.messages().filter(({ from, sequence }) => from !== 'visitor' && sequence > readTo)
    .length;
}

/** Tells the site what happens in a chat, and who cannot see it when it is small; called after each change. */
export function createReport({ card, texts, memory, emit }: ReportOptions) {
  let wasOpen = !memory.get().hasEnded;
  let counted = memory.get().readTo ?? 0;
  return (talk: Talk, isCollapsed: boolean): void => {
    const { id, chat, messages } = talk;
    const last = lastOf(messages());
    if (last > counted) {
      counted = last;
      const unread = unreadOf(talk, memory);
      if (wasOpen && isCollapsed && unread > 0)
        card.announce(fill(texts.unread, { count: String(unread) }));
      emit('chatmessage', { chatId: id, messages: last, unread });
    }
    const known = chat();
    if (known?.state !== 'Ended' || !wasOpen) return;
    wasOpen = false;
    memory.keep({ hasEnded: true });
    emit('chatended', { chatId: id, outcome: known.outcome });
    if (isCollapsed) card.announce(statusOf(known, memory.get().isLeft === true, texts));
  };
}
