import { backoff, wait, wake } from './http.js';
import { EVENT_NAMES, type EventName, type VisitEvent } from './interaction.js';
import type { Visit } from './visit.js';

export interface StreamOptions {
  readonly server: string;
  /** The visit to listen to; asked again when the stream was refused: its token may be void. */
  visit(isDoubtful: boolean): Promise<Visit | undefined>;
  /** The last event the page knows of, so that it is told when that has ended since. */
  known(): string;
  onEvent(name: EventName, event: VisitEvent): void;
}

/**
 * Listens to the visit until the returned function is called. A lost connection is mended by the
 * browser itself; one that the service refused, by asking for the visit again.
 */
export function openStream({ server, visit, known, onEvent }: StreamOptions): () => void {
  let source: EventSource | undefined;
  let isWanted = true;
  let failures = 0;

  async function connect(isDoubtful: boolean): Promise<void> {
    const begun = await visit(isDoubtful);
    if (!begun || !isWanted) return;
    const lastEventId = known();
    const query = new URLSearchParams({
      token: begun.token,
      ...(lastEventId && { lastEventId }),
    });
    source = new EventSource(
      `${server}/v1/visits/${encodeURIComponent(begun.visitId)}/stream?${query}`,
    );
    source.onopen = () => {
      failures = 0;
      wake();
    };
    source.onerror = async () => {
      if (source?.readyState !== EventSource.CLOSED || !isWanted) return;
      await wait(backoff(failures++));
      if (isWanted) void connect(true);
    };
    for (const name of EVENT_NAMES)
      source.addEventListener(name, (event) => {
        onEvent(name, JSON.parse(event.data) as VisitEvent);
      });
  }

  void connect(false);
  return () => {
    isWanted = false;
    source?.close();
  };
}
