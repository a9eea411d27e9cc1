/** Web Locks need a secure context; without them every tab is on its own. */
const locks = (): LockManager | undefined => navigator.locks;

/** Runs `work` in one tab at a time. */
export async function exclusively<T>(name: string, work: () => T | Promise<T>): Promise<T> {
  let isBegun = false;
  const begin = (): T | Promise<T> => {
    isBegun = true;
    return work();
  };
  try {
    return await (locks()?.request(name, begin) ?? begin());
  } catch (error) {
    if (isBegun) throw error;
    // Denied, as in frames of other sites when these may store nothing.
    return work();
  }
}

/** Something only one tab has at a time, given back when it is not wanted or the page goes. */
export interface Role {
  want(wanted: boolean): void;
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

  return {
    want(isWanted) {
      if (!isWanted) {
        wanted?.abort();
        wanted = null;
        release?.();
      } else if (wanted === null) {
        const asked = new AbortController();
        wanted = asked;
        const manager = locks();
        const held = manager
          ? manager.request(name, { signal: asked.signal }, () =>
              asked.signal.aborted ? undefined : hold(),
            )
          : hold();
        // Aborted: another wish replaced it. Else denied: then this tab is on its own.
        held.catch(() => {
          if (!asked.signal.aborted) void hold();
        });
      }
    },
  };
}

/** Messages between the tabs of a visit. */
export interface Channel<T> {
  post(message: T): void;
  close(): void;
}

/** A channel to the other tabs; a quiet one where the browser has none. */
export function createChannel<T>(name: string, onMessage: (message: T) => void): Channel<T> {
  if (typeof BroadcastChannel === 'undefined')
    return { post: () => undefined, close: () => undefined };
  const channel = new BroadcastChannel(name);
  channel.onmessage = ({ data }: MessageEvent<T>) => onMessage(data);
  return { post: (message) => channel.postMessage(message), close: () => channel.close() };
}
