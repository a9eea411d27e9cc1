import { CHAT_EVENT_NAMES, type ChatSignal } from './chat/wire.js';
import { EVENT_NAMES, type EventName, type VisitEvent } from './interaction.js';
import { listen } from './listeners.js';
import type { Visit } from './visit.js';
import { backoff, wait, wake } from './waiting.js';

export interface StreamOptions {
  readonly server: string;
  /** The visit to listen to; asked again when the stream was refused: its token may be void. */
  visit(isDoubtful: boolean): Promise<Visit | undefined>;
  /** The last event the page knows of, so that it is told when that has ended since. */
  known(): string;
  onEvent(name: EventName, event: VisitEvent): void;
  onChat(signal: ChatSignal): void;
  /** The service is there, and says what time it is. */
  onHeartbeat(serverTime: string): void;
}

/** The interval of heartbeats until the service has told its own, in milliseconds. */
const HEARTBEAT_MS = 15_000;
/** After so many intervals without a sign of life nobody forwards anything any more. */
const MISSED = 2.5;
/** Who comes back to a page that heard nothing for so long is told anew, in milliseconds. */
const STALE_MS = 5_000;
const CHECK_MS = 1_000;

/** Moves when the browser's clock is set, and when the computer has slept. */
const drift = (): number => Date.now() - performance.now();

/**
 * Listens to the visit until the returned function is called. A connection that the browser sees
 * break, it mends; one that is silent is replaced; one that the service refused, by asking for the
 * visit again.
 */
export function openStream(options: StreamOptions): () => void {
  const { server, visit, known, onEvent, onChat, onHeartbeat } = options;
  let source: EventSource | undefined;
  let isWanted = true;
  let failures = 0;
  /** Rises with each connection: what an earlier one waited for is nobody's any more. */
  let connection = 0;
  let heardAt = 0;
  let heartbeatMs = HEARTBEAT_MS;
  let lastDrift = drift();

  async function connect(isDoubtful: boolean): Promise<void> {
    connection += 1;
    const mine = connection;
    const isCurrent = (): boolean => isWanted && mine === connection;
    source?.close();
    hear();
    const begun = await visit(isDoubtful);
    if (!begun || !isCurrent()) return;
    hear();
    const lastEventId = known();
    const query = new URLSearchParams({
      token: begun.token,
      ...(lastEventId && { lastEventId }),
    });
    const opened = new EventSource(
      `${server}/v1/visits/${encodeURIComponent(begun.visitId)}/stream?${query}`,
    );
    source = opened;
    opened.onopen = () => {
      failures = 0;
      hear();
      wake();
    };
    opened.onerror = async () => {
      if (opened.readyState !== EventSource.CLOSED || !isCurrent()) return;
      await wait(backoff(failures++));
      if (isCurrent()) void connect(true);
    };
    for (const name of EVENT_NAMES)
      opened.addEventListener(name, (event) => {
        hear();
        onEvent(name, JSON.parse(event.data) as VisitEvent);
      });
    for (const name of CHAT_EVENT_NAMES)
      opened.addEventListener(name, (event) => {
        hear();
        onChat({ name, data: JSON.parse(event.data) });
      });
    opened.addEventListener('heartbeat', ({ data }) => {
      hear();
      const { serverTime, intervalSeconds } = JSON.parse(data);
      heartbeatMs = intervalSeconds * 1000;
      onHeartbeat(serverTime);
    });
  }

  function hear(): void {
    heardAt = performance.now();
  }
  const silentMs = (): number => performance.now() - heardAt;
  const again = (): void => {
    if (source) void connect(false);
  };

  function check(): void {
    const moved = Math.abs(drift() - lastDrift) > STALE_MS;
    lastDrift = drift();
    if (moved || silentMs() > MISSED * heartbeatMs) again();
  }
  function look(): void {
    if (document.visibilityState === 'visible' && silentMs() > STALE_MS) again();
  }

  const timer = setInterval(check, CHECK_MS);
  const listeners = [
    listen(window, 'online', again),
    listen(window, 'pageshow', look),
    listen(document, 'visibilitychange', look),
  ];
  void connect(false);
  return () => {
    isWanted = false;
    clearInterval(timer);
    for (const stop of listeners) stop();
    source?.close();
  };
}
