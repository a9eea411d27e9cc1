import { Unreachable } from './ask.js';
import { serverClock } from './time.js';

/** A stream of server-sent events, and what becomes of it. */
export interface EventLineOptions {
  /** Where it is; asked for whenever it is opened. */
  path(): string;
  /** What is done with the data of each event, by its name; `id` as the event has it. */
  readonly on: Readonly<Record<string, (data: string, id: string) => void>>;
  /** Whether somebody is signed in; rejects with `Unreachable` when nobody can say. */
  look(): Promise<boolean>;
  /** The line is there, again: whatever happened meanwhile has to be looked at. */
  opened(): void;
  /** Nothing is heard of the service; `since` by its clock, NaN when nothing ever was. */
  lost(since: number): void;
  /** The session is not good any more. */
  signedOut(): void;
}

/** The connection to the service: it holds by itself until it is closed. */
export interface EventLine {
  start(): void;
  /** Something could not be asked: the line is tried anew. */
  doubt(): void;
  close(): void;
}

/** The service says something every 15 s: silence for longer is no connection. */
export const SILENCE_MS = 40_000;
/** Between tries; the first comes at once, unless the stream ended as soon as it began. */
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 8_000;
const BRIEF_MS = 5_000;

export function createEventLine(options: EventLineOptions): EventLine {
  let source: EventSource | null = null;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let watchdog: ReturnType<typeof setTimeout> | undefined;
  let waitMs = 0;
  let openedAt = Number.NEGATIVE_INFINITY;
  let heardAt = Number.NaN;
  /** Raised whenever everything begins anew: what an earlier try finds out is history. */
  let round = 0;
  let isOn = false;

  function heard(): void {
    heardAt = serverClock.now();
    clearTimeout(watchdog);
    watchdog = setTimeout(lost, SILENCE_MS);
  }

  function hangUp(): void {
    round += 1;
    source?.close();
    source = null;
    clearTimeout(retry);
    clearTimeout(watchdog);
  }

  function lost(): void {
    if (!isOn) return;
    hangUp();
    if (performance.now() - openedAt < BRIEF_MS) waitMs = Math.max(waitMs, FIRST_WAIT_MS);
    // Not all pages at the same moment: the service has just come up.
    retry = setTimeout(() => void call(), waitMs * (0.5 + Math.random() / 2));
    waitMs = Math.min(Math.max(waitMs * 2, FIRST_WAIT_MS), LONGEST_WAIT_MS);
  }

  async function call(): Promise<void> {
    hangUp();
    const mine = round;
    try {
      const isSignedIn = await options.look();
      if (mine !== round) return;
      if (!isSignedIn) return options.signedOut();
    } catch (error) {
      if (mine !== round) return;
      if (!(error instanceof Unreachable)) throw error;
      options.lost(heardAt);
      return lost();
    }
    listen();
  }

  function listen(): void {
    const askedAt = performance.now();
    const stream = new EventSource(options.path());
    source = stream;
    stream.onopen = () => {
      openedAt = performance.now();
      waitMs = 0;
      heard();
      options.opened();
    };
    stream.onerror = () => {
      // Answered otherwise than as a stream: not a moment's loss.
      if (openedAt < askedAt) options.lost(heardAt);
      lost();
    };
    for (const [name, run] of Object.entries(options.on))
      stream.addEventListener(name, ({ data, lastEventId }: MessageEvent<string>) => {
        heard();
        run(data, lastEventId);
      });
  }

  /** Who comes back wants to know now. */
  const again = (): void => {
    if (isOn && source === null && document.visibilityState === 'visible') void call();
  };
  addEventListener('online', again);
  document.addEventListener('visibilitychange', again);

  return {
    start() {
      isOn = true;
      waitMs = 0;
      void call();
    },
    doubt() {
      if (source !== null) lost();
    },
    close() {
      isOn = false;
      hangUp();
    },
  };
}
