import type { ChatSignal } from './chat/wire.js';
import type { Chatting } from './chatting.js';
import type { EventName, VisitEvent } from './interaction.js';
import type { ServerClock } from './server-clock.js';
import { createSharing, type Sharing } from './sharing.js';
import { openStream } from './stream.js';
import type { Session, Visit } from './visit.js';

type Message =
  | { readonly type: 'hello' }
  | { readonly type: 'answered' }
  | { readonly type: 'chat'; readonly signal: ChatSignal }
  | { readonly type: 'event'; readonly name: EventName; readonly event: VisitEvent };

export interface CompanyOptions {
  readonly server: string;
  readonly session: Session;
  readonly clock: ServerClock;
  readonly chatting: Pick<Chatting, 'join' | 'hear' | 'repeat' | 'beat'>;
  readonly isWanted: () => boolean;
  /** Whether the visit was ended while this page was away. */
  isGone(): boolean;
  /** The interaction as this page knows it. */
  current(): VisitEvent | null;
  onEvent(name: EventName, event: VisitEvent, isPassedOn: boolean): void;
  /** Another tab has an answer. */
  onAnswered(): void;
  /** This tab may show the invitation, or no longer. */
  onStage(): void;
  onFarewell(): void;
  onGone(): void;
}

/** The pages of one visit: what one of them hears, all hear. */
export interface Company extends Pick<Sharing<Message>, 'wantStage' | 'look' | 'suspend'> {
  /** Takes part in what the tabs of the visit do. */
  join(visit: Visit): void;
  leads(): boolean;
  isOnStage(): boolean;
  tellAnswered(): void;
  tellChat(signal: ChatSignal): void;
  /** Takes part again. */
  resume(): void;
}

export function createCompany(options: CompanyOptions): Company {
  const { server, session, clock, chatting, isWanted, isGone, current } = options;
  let sharing: Sharing<Message> | undefined;
  let sharedVisit = '';
  let isOnStage = false;

  function relay(name: EventName, event: VisitEvent): void {
    const serverTime = new Date(clock.now()).toISOString();
    sharing?.post({ type: 'event', name, event: { ...event, serverTime } });
  }
  const tellChat = (signal: ChatSignal): unknown => sharing?.post({ type: 'chat', signal });

  function onMessage(message: Message): void {
    if (message.type === 'event') options.onEvent(message.name, message.event, true);
    else if (message.type === 'answered') options.onAnswered();
    else if (message.type === 'chat') chatting.hear(message.signal);
    else if (sharing?.leads()) {
      const event = current();
      if (event) relay(event.state === 'Engaged' ? 'invitation' : 'update', event);
      chatting.repeat();
    }
  }

  const listen = (): (() => void) =>
    openStream({
      server,
      async visit(isDoubtful) {
        const visit = await (isDoubtful ? session.renew() : session.begun);
        if (visit) join(visit);
        return visit;
      },
      known() {
        const event = current();
        return event ? `${event.id}:${event.version}` : '';
      },
      onEvent(name, event) {
        options.onEvent(name, event, false);
        relay(name, event);
        session.refresh();
      },
      onChat(signal) {
        chatting.hear(signal);
        tellChat(signal);
      },
      onHeartbeat(serverTime) {
        clock.sync(serverTime);
        chatting.beat();
        session.refresh();
      },
    });

  function join({ visitId }: Visit): void {
    if (visitId === sharedVisit || !isWanted()) return;
    sharing?.suspend();
    sharedVisit = visitId;
    sharing = createSharing<Message>({
      name: `webengagement:${visitId}`,
      onMessage,
      listen,
      onFarewell: options.onFarewell,
      onStage(has) {
        isOnStage = has;
        options.onStage();
      },
    });
    chatting.join(visitId);
    resume();
  }

  function resume(): void {
    if (isGone()) {
      options.onGone();
      return;
    }
    sharing?.resume();
    sharing?.post({ type: 'hello' });
  }

  return {
    join,
    resume,
    tellChat,
    tellAnswered: () => sharing?.post({ type: 'answered' }),
    leads: () => sharing?.leads() ?? false,
    isOnStage: () => isOnStage,
    wantStage: (isWanted) => sharing?.wantStage(isWanted),
    look: () => sharing?.look(),
    suspend: () => sharing?.suspend(),
  };
}
