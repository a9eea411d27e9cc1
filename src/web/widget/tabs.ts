import { listen } from './listeners.js';
import { attempt } from './storage.js';

/** Web Locks need a secure context; without them, or without messages, every tab is on its own. */
export const isShared = (): boolean =>
  navigator.locks !== undefined && typeof BroadcastChannel !== 'undefined';

/** A tab that holds a lock for longer than this may be asleep, in milliseconds. */
const PATIENCE_MS = 3_000;

/** Runs `work` in one tab at a time, unless another one sleeps in the middle of it. */
export async function exclusively<T>(name: string, work: () => T | Promise<T>): Promise<T> {
  let isBegun = false;
  const begin = (): T | Promise<T> => {
    isBegun = true;
    return work();
  };
  try {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    return await (navigator.locks ? navigator.locks.request(name, { signal }, begin) : begin());
  } catch (error) {
    if (isBegun) throw error;
    // Denied, as in frames of other sites when these may store nothing, or another tab is asleep.
    return work();
  }
}

/** Something only one tab has at a time, given back when it is not wanted or the page goes. */
export interface Role {
  want(wanted: boolean): void;
  has(): boolean;
  /** Takes it, when it is wanted, from a tab that does not answer. */
  take(): void;
}

/** A role that goes to the tabs that want it in turn; `onChange` says whether this tab has it. */
export function createRole(name: string, onChange: (has: boolean) => void): Role {
  let wanted: AbortController | null = null;
  let release: (() => void) | null = null;

  function hold(): Promise<void> {
    return new Promise((resolve) => {
      release = () => {
        release = null;
        onChange(false);
        resolve();
      };
      onChange(true);
    });
  }

  function ask(steal: boolean): void {
    const asked = new AbortController();
    wanted = asked;
    if (!isShared()) {
      void hold();
      return;
    }
    navigator.locks
      .request(name, steal ? { steal } : { signal: asked.signal }, () =>
        wanted === asked ? hold() : undefined,
      )
      .catch((error: Error) => {
        // Another wish replaced it.
        if (wanted !== asked) return;
        // Locks may be forbidden, as in a sandbox; else a tab took it, believing this one asleep.
        if (error.name === 'AbortError') {
          release?.();
          ask(false);
        } else void hold();
      });
  }

  return {
    has: () => release !== null,
    want(isWanted) {
      if (isWanted === (wanted !== null)) return;
      if (isWanted) ask(false);
      else {
        wanted?.abort();
        wanted = null;
        release?.();
      }
    },
    take() {
      if (wanted === null || release !== null) return;
      wanted.abort();
      ask(true);
    },
  };
}

/** Messages between tabs. */
export interface Channel<T> {
  post(message: T): void;
  close(): void;
}

/** A channel to the other tabs: by the storage where the browser has none. */
export function createChannel<T>(name: string, onMessage: (message: T) => void): Channel<T> {
  const channel = attempt(() => new BroadcastChannel(name));
  if (channel) {
    let isOpen = true;
    channel.onmessage = ({ data }: MessageEvent<T>) => onMessage(data);
    return {
      post: (message) => isOpen && channel.postMessage(message),
      close() {
        isOpen = false;
        channel.close();
      },
    };
  }
  const hear = ({ key, newValue }: StorageEvent): void => {
    if (key === name && newValue) onMessage(JSON.parse(newValue) as T);
  };
  return {
    post: (message) =>
      attempt(() => {
        localStorage.setItem(name, JSON.stringify(message));
        localStorage.removeItem(name);
      }),
    close: listen(window, 'storage', hear),
  };
}
