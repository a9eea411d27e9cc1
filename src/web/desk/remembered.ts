/** What this browser remembers for its agent: two switches, and what was read. */
const PREFIX = 'webengagement:desk:';

export type Switch = 'sound' | 'title';

function read(name: string): string | null {
  try {
    return localStorage.getItem(PREFIX + name);
  } catch {
    // Storage that is blocked remembers nothing, and nothing else changes.
    return null;
  }
}

function write(name: string, value: string): void {
  try {
    localStorage.setItem(PREFIX + name, value);
  } catch {
    // The same.
  }
}

/** Off unless it was switched on. */
export const isOn = (name: Switch): boolean => read(name) === 'on';

export const setOn = (name: Switch, on: boolean): void => write(name, on ? 'on' : 'off');

type Read = Readonly<Record<string, number>>;

function readings(): Read {
  const text = read('read');
  try {
    return text ? (JSON.parse(text) as Read) : {};
  } catch {
    return {};
  }
}

/** The last message of a chat that was on screen, in whatever tab. */
export const readTo = (chatId: string): number => readings()[chatId] ?? 0;

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
