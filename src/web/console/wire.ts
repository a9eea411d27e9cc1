import { useEffect, useRef, useState } from 'preact/hooks';
import { ask as askService, type Method, Refused, Unreachable } from '../app/ask.js';
import { serverClock } from '../app/time.js';

export { type Method, type Misfit, Refused, Unreachable } from '../app/ask.js';

/** What pages of a list have in common. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly nextPageToken: string | null;
}

const ended = new Set<() => void>();
/** Calls when an answer says that nobody is signed in any more. */
export const onSessionEnded = (run: () => void): void => void ended.add(run);

/**
 * Asks the service, with the cookie of the session. Throws `Refused`, or `Unreachable` when nobody
 * knows whether it was done. Learns the time of the service where an answer tells it.
 */
export async function ask<T>(
  method: Method,
  path: string,
  body?: object,
  headers?: Readonly<Record<string, string>>,
): Promise<T> {
  try {
    const answer = await askService<T>(method, path, body, headers);
    learnTime(answer);
    return answer;
  } catch (error) {
    if (error instanceof Refused && error.status === 401) for (const run of ended) run();
    throw error;
  }
}

function learnTime(answer: unknown): void {
  const { serverTime, items } = (answer ?? {}) as {
    serverTime?: string;
    items?: readonly { serverTime?: string }[];
  };
  const time = serverTime ?? items?.[0]?.serverTime;
  if (time !== undefined) serverClock.sync(time);
}

/** What went wrong, and what to do. */
export function wordsFor(error: unknown): string {
  if (error instanceof Refused) return error.message || `Refused: ${error.code}`;
  if (error instanceof Unreachable)
    return 'The service cannot be reached. Nobody knows whether it was done: look, then try again.';
  throw error;
}

/** What was asked, as far as it is known. */
export interface Asked<T> {
  readonly data: T | undefined;
  readonly error: Refused | Unreachable | undefined;
  /** The service does not answer: `data` is as it was at this moment of the browser's clock. */
  readonly staleSince: number | null;
  /** Asks again; what is known stays until the answer comes. */
  again(): void;
}

/** How long nobody is asked again who did not answer. */
export const RETRY_MS = 3_000;
const NOTHING = { data: undefined, error: undefined, staleSince: null };

/** Asks for a path, and again when it or the round is another; null asks for nothing. */
export function useAsk<T>(path: string | null, askedRound = 0): Asked<T> {
  const [known, setKnown] = useState<Omit<Asked<T>, 'again'> & { readonly path: string | null }>({
    ...NOTHING,
    path,
  });
  const [round, setRound] = useState(0);
  const goodAt = useRef(0);
  useEffect(() => {
    if (path === null) return;
    let isWanted = true;
    let retry: ReturnType<typeof setTimeout> | undefined;
    ask<T>('GET', path).then(
      (data) => {
        if (!isWanted) return;
        goodAt.current = Date.now();
        setKnown({ ...NOTHING, data, path });
      },
      (error: unknown) => {
        if (!isWanted) return;
        if (!(error instanceof Refused || error instanceof Unreachable)) throw error;
        const isAway = error instanceof Unreachable;
        setKnown((before) => ({
          data: before.path === path && isAway ? before.data : undefined,
          error,
          staleSince: before.path === path && isAway && before.data ? goodAt.current : null,
          path,
        }));
        if (isAway) retry = setTimeout(() => setRound((now) => now + 1), RETRY_MS);
      },
    );
    return () => {
      isWanted = false;
      clearTimeout(retry);
    };
  }, [path, round, askedRound]);
  const again = (): void => setRound((now) => now + 1);
  return known.path === path ? { ...known, again } : { ...NOTHING, again };
}
