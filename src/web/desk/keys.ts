import type { Store } from './store.js';
import type { Work } from './work.js';

/** What the keys do, for the page that says so. */
export const KEYS: readonly (readonly [keys: string, does: string])[] = [
  ['Alt + T', 'Take the chat that rings first'],
  ['Alt + X', 'Decline it'],
  ['Alt + R', 'Ready, or not ready'],
  ['Alt + ↓  Alt + ↑', 'The next conversation, the one before'],
  ['Alt + U', 'The next one that you have not read'],
  ['Alt + M', 'To the message that you write'],
  ['Alt + D', 'Transfer the conversation'],
  ['Alt + E', 'End it; when it has ended: done'],
  ['Enter', 'Send'],
  ['Shift + Enter', 'A new line'],
  ['Esc', 'Close what is open'],
  ['?', 'This page'],
];

const isWriting = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.matches('input, textarea, select');

/** Does what the keys say, wherever the focus is; not while a dialog is open. */
export function listenToKeys(store: Store, work: Work): void {
  const shown = () => {
    const { conversations, selected } = store.get();
    return conversations.find(({ chat }) => chat.id === selected);
  };

  /** The one that rings first and was not answered yet. */
  function onOffer(answer: (chatId: string) => unknown): void {
    const { offers, busy } = store.get();
    const first = offers.find(({ chatId }) => !busy.has(chatId));
    if (first) answer(first.chatId);
  }

  function move(by: 1 | -1, is: 'any' | 'unread'): void {
    const { conversations, selected } = store.get();
    const at = conversations.findIndex(({ chat }) => chat.id === selected);
    const { length } = conversations;
    for (let step = 1; step <= length; step += 1) {
      const start = at === -1 && by === -1 ? 0 : at;
      const next = conversations[(start + by * step + length * 2) % length];
      if (!next) continue;
      if (is === 'unread' && next.messages.length <= next.readTo) continue;
      work.select(next.chat.id);
      return;
    }
  }

  function end(): void {
    const current = shown();
    if (!current || current.gone !== null) return;
    const { id, state } = current.chat;
    if (state === 'Wrapping') void work.done(id);
    else work.ask({ kind: 'end', chatId: id });
  }

  function handOn(): void {
    const current = shown();
    if (current?.chat.state === 'Active' && current.gone === null)
      work.ask({ kind: 'transfer', chatId: current.chat.id });
  }

  const ACTS: Readonly<Record<string, () => unknown>> = {
    KeyT: () => onOffer(work.take),
    KeyX: () => onOffer(work.decline),
    KeyR: () =>
      store.get().standing?.state === 'Ready' ? work.ask({ kind: 'notReady' }) : work.ready(),
    ArrowDown: () => move(1, 'any'),
    ArrowUp: () => move(-1, 'any'),
    KeyU: () => move(1, 'unread'),
    KeyM: () => document.querySelector<HTMLElement>('#message')?.focus(),
    KeyD: handOn,
    KeyE: end,
  };

  addEventListener('keydown', (event) => {
    if (store.get().phase !== 'signedIn' || event.ctrlKey || event.metaKey) return;
    if (document.querySelector('dialog[open]')) return;
    // By the place of the key: with Alt some keyboards write other signs.
    const act = event.altKey && !event.shiftKey ? ACTS[event.code] : undefined;
    if (act) {
      event.preventDefault();
      act();
    } else if (event.key === '?' && !event.altKey && !isWriting(event.target)) {
      event.preventDefault();
      work.ask({ kind: 'keys' });
    }
  });
}
