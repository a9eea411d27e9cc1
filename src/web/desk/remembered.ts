/** What this browser remembers for its agent: two switches, what was read, and what was begun. */
const PREFIX = 'webengagement:desk:';

export type Switch = 'sound' | 'title';

/** What is begun in a tab concerns no other. */
const STORES = { browser: () => localStorage, tab: () => sessionStorage };

function read(name: string, where: keyof typeof STORES = 'browser'): string | null {
  try {
    return STORES[where]().getItem(PREFIX + name);
  } catch {
    // Storage that is blocked remembers nothing, and nothing else changes.
    return null;
  }
}

function write(name: string, value: string, where: keyof typeof STORES = 'browser'): void {
  try {
    STORES[where]().setItem(PREFIX + name, value);
  } catch {
    // The same.
  }
}

/** Off unless it was switched on. */
export const isOn = (name: Switch): boolean => read(name) === 'on';

export const setOn = (name: Switch, on: boolean): void => write(name, on ? 'on' : 'off');

/** Something of each chat, by its id. */
type ByChat<T> = Readonly<Record<string, T>>;

function parsed<T>(text: string | null): ByChat<T> {
  try {
    return text ? (JSON.parse(text) as ByChat<T>) : {};
  } catch {
    return {};
  }
}

const readings = (): ByChat<number> => parsed(read('read'));

/** The last message of a chat that was on screen, in whatever tab. */
export const readTo = (chatId: string): number => readings()[chatId] ?? 0;

/** What was being written in a chat when the page was left. */
export const draftOf = (chatId: string): string =>
  parsed<string>(read('drafts', 'tab'))[chatId] ?? '';

let kept = '';

/** Remembers what is being written; what was sent, or whose chat is gone, is forgotten. */
export function keepDrafts(
  conversations: readonly { chat: { id: string }; draft: string }[],
): void {
  const begun = conversations.filter(({ draft }) => draft !== '');
  const text = JSON.stringify(Object.fromEntries(begun.map(({ chat, draft }) => [chat.id, draft])));
  if (text === kept) return;
  kept = text;
  write('drafts', text, 'tab');
}

/** Remembers it, of the chats that are still there. */
export function setReadTo(chatId: string, sequence: number, open: readonly string[]): void {
  const kept = Object.entries(readings()).filter(([id]) => open.includes(id));
  write('read', JSON.stringify({ ...Object.fromEntries(kept), [chatId]: sequence }));
}

/** Calls `listener` when another tab has remembered something. */
export function onRemembered(listener: () => void): void {
  addEventListener('storage', ({ key }) => {
    if (key?.startsWith(PREFIX)) listener();
  });
}
