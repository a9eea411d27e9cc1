import { serverClock } from '../app/time.js';
import { service, Unreachable } from './wire.js';

/** What the stream of an agent tells; `state`, `offer` and `withdraw` only say "look again". */
export interface LineEvents {
  /** The line is there, again: whatever happened meanwhile has to be looked at. */
  open(): void;
  look(): void;
  chat(data: string): void;
  message(data: string): void;
  typing(data: string): void;
  /** Nothing is heard of the service; `since` by its clock. */
  lost(since: number): void;
  /** The session is not good any more. */
  signedOut(): void;
}

/** The connection to the service: it holds by itself until it is closed. */
export interface Line {
  start(): void;
  /** Something could not be asked: the line is tried anew. */
  doubt(): void;
  close(): void;
}

/** The service sends a `ping` every 15 s: silence for longer is no connection. */
const SILENCE_MS = 40_000;
/** Between tries; the first comes at once, unless the stream ended as soon as it began. */
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 8_000;
const BRIEF_MS = 5_000;

export function createLine(events: LineEvents): Line {
  let source: EventSource | null = null;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let watchdog: ReturnType<typeof setTimeout> | undefined;
  let waitMs = 0;
  let openedAt = 0;
  let heardAt = 0;
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
      const { agent } = await service.session();
      if (mine !== round) return;
      if (agent === null) return events.signedOut();
    } catch (error) {
      if (mine !== round) return;
      if (!(error instanceof Unreachable)) throw error;
      events.lost(heardAt);
      return lost();
    }
    listen();
  }

  function listen(): void {
    const stream = new EventSource('/v1/agent/stream');
    source = stream;
    stream.onopen = () => {
      openedAt = performance.now();
      waitMs = 0;
      heard();
      events.open();
    };
    stream.onerror = lost;
    const on = (name: string, run: (data: string) => void): void =>
      stream.addEventListener(name, ({ data }: MessageEvent<string>) => {
        heard();
        run(data);
      });
    for (const name of ['state', 'offer', 'withdraw']) on(name, events.look);
    on('chat', events.chat);
    on('message', events.message);
    on('typing', events.typing);
    on('ping', (data) => {
      serverClock.sync((JSON.parse(data) as { serverTime: string }).serverTime);
      service.beat().catch(lost);
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
