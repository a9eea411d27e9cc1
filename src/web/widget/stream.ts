import { backoff, wait, wake } from './http.js';
import { EVENT_NAMES, type EventName, type VisitEvent } from './interaction.js';
import type { Visit } from './visit.js';

export interface StreamOptions {
  readonly server: string;
  /** The visit to listen to; asked again when the stream was refused, with what is void then. */
  visit(isVoid: boolean): Promise<Visit | undefined>;
  onEvent(name: EventName, event: VisitEvent): void;
}

/**
 * Listens to the visit until the returned function is called. A lost connection is mended by the
 * browser itself; one that the service refused, by asking for the visit again.
 */
export function openStream({ server, visit, onEvent }: StreamOptions): () => void {
  let source: EventSource | undefined;
  let isWanted = true;
  let lastEventId = '';
  let failures = 0;

  async function connect(isVoid: boolean): Promise<void> {
    const known = await visit(isVoid);
    if (!known || !isWanted) return;
    const query = new URLSearchParams({
      token: known.token,
      ...(lastEventId && { lastEventId }),
    });
    source = new EventSource(
      `${server}/v1/visits/${encodeURIComponent(known.visitId)}/stream?${query}`,
    );
    source.onopen = () => {
      failures = 0;
      wake();
    };
    source.onerror = async () => {
      if (source?.readyState !== EventSource.CLOSED || !isWanted) return;
      await wait(backoff(failures++));
      // Twice refused: the token may be void, after an erasure for instance.
      if (isWanted) void connect(failures > 1);
    };
    for (const name of EVENT_NAMES)
      source.addEventListener(name, (event) => {
        lastEventId = event.lastEventId;
        onEvent(name, JSON.parse(event.data) as VisitEvent);
      });
  }

  void connect(false);
  return () => {
    isWanted = false;
    source?.close();
  };
}
