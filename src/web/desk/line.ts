import { createEventLine, type EventLine } from '../app/event-line.js';
import { serverClock } from '../app/time.js';
import { service } from './wire.js';

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

/** The stream of the agent who is signed in. */
export function createLine(events: LineEvents): EventLine {
  const line = createEventLine({
    path: () => '/v1/agent/stream',
    look: async () => (await service.session()).agent !== null,
    opened: events.open,
    lost: events.lost,
    signedOut: events.signedOut,
    on: {
      state: events.look,
      offer: events.look,
      withdraw: events.look,
      chat: events.chat,
      message: events.message,
      typing: events.typing,
      ping(data) {
        serverClock.sync((JSON.parse(data) as { serverTime: string }).serverTime);
        service.beat().catch(line.doubt);
      },
    },
  });
  return line;
}
