import { createAlarm } from './alarm.js';
import { createAnswers } from './answers.js';
import { handoverOf } from './handover.js';
import { type Answer, persist } from './http.js';
import {
  type Code,
  ENDINGS,
  type EventName,
  type Interaction,
  type VisitEvent,
} from './interaction.js';
import { makeOffer, type Offer } from './offer.js';
import { followPage } from './page.js';
import { needPart } from './parts.js';
import { type Phase, phaseOf } from './phase.js';
import { createServerClock } from './server-clock.js';
import { complete } from './settings.js';
import { createSharing, type Sharing } from './sharing.js';
import { shield } from './shield.js';
import { createStorage, forget } from './storage.js';
import { openStream } from './stream.js';
import type { Story, View } from './view.js';
import { createSession, type Visit } from './visit.js';

/** A widget on a page. */
export interface Widget {
  /** The visit, once it has begun; undefined when the page may not have one. */
  readonly visit: Promise<Visit | undefined>;
  /** Creates an interaction; null when the service refuses. Rejects when it cannot be reached. */
  invite(offer: Offer): Promise<VisitEvent | null>;
  /** Tells the service that the page goes, and gives up what other tabs wait for. */
  leave(): void;
  stop(): void;
}

type Message =
  | { readonly type: 'hello' }
  | { readonly type: 'answered' }
  | { readonly type: 'event'; readonly name: EventName; readonly event: VisitEvent };

/** Starts the widget on this page. */
export function createWidget(given: object): Widget {
  const settings = complete(given);
  const { server, displaySeconds, visitorId } = settings;
  const storage = createStorage(settings.name);
  const clock = createServerClock();
  let isRunning = true;
  const isWanted = (): boolean => isRunning;
  const session = createSession({ settings, storage, clock, isWanted });
  const answers = createAnswers(settings.name, storage, (id, code) =>
    post(id, 'disposition', { code }),
  );
  let view: View | undefined;
  let loading: Promise<void> | undefined;
  let current: VisitEvent | null = null;
  let isOnStage = false;
  let sharing: Sharing<Message> | undefined;
  let sharedVisit = '';
  /** What the view shows: the interaction and the part of its story. */
  let shown = '';
  const alarm = createAlarm(() => void answer('timeout'));

  const urlOf = (id: string, what: string): string => `${server}/v1/interactions/${id}/${what}`;
  const post = <T>(
    id: string,
    what: string,
    body: object,
    isStillWanted = isWanted,
    onWait?: () => void,
  ): Promise<Answer<T> | undefined> =>
    session.prove((token) =>
      persist<T>(urlOf(id, what), { ...body, token }, isStillWanted, onWait),
    );

  function emit(name: string, detail: unknown): void {
    document.dispatchEvent(new CustomEvent(`webengagement:${name}`, { detail }));
  }

  const phase = (): Phase =>
    phaseOf(current, current && answers.of(current.id), shown === `${current?.id} form`);

  function onEvent(name: EventName, event: VisitEvent, isPassedOn = false): void {
    const before = current;
    clock.sync(event.serverTime, isPassedOn);
    if (before?.id === event.id && event.version < before.version) return;
    // Only an invitation carries the texts.
    const invitation =
      event.invitation ?? (before?.id === event.id ? before.invitation : undefined);
    current = { ...event, ...(invitation && { invitation }) };
    const isNew = before?.id !== event.id || before.version !== event.version;
    if (isNew) {
      if (name === 'revoke') emit(ENDINGS[event.state] ?? 'revoked', event);
      else if (name === 'invitation') emit('invitation', event);
    }
    // A change of an option moves the deadline of an interaction that is otherwise as it was.
    if (isNew || before.deadlineAt !== event.deadlineAt) emit('update', event);
    render();
  }

  async function answer(code: Code): Promise<void> {
    if (current === null || phase() !== 'invitation') return;
    const { id } = current;
    const decision = answers.decide(id, code);
    // At once: nobody waits for a lock to see a card go.
    if (code !== 'acceptCall') view?.hide();
    await decision;
    answers.post(id);
    sharing?.post({ type: 'answered' });
    render();
  }

  function display(): void {
    if (!current || current.displayedAt) return;
    const { id } = current;
    current = { ...current, displayedAt: new Date(clock.now()).toISOString() };
    emit('displayed', current);
    arm();
    const isStillOpen = (): boolean => isRunning && current?.id === id && phase() === 'invitation';
    void post(id, 'displayed', {}, isStillOpen);
  }

  /** The invitation's own time on screen, from when it was first seen on whichever page. */
  function arm(): void {
    const seenAt = displaySeconds > 0 && phase() === 'invitation' ? current?.displayedAt : null;
    alarm.set(seenAt ? Date.parse(seenAt) + displaySeconds * 1000 - clock.now() : null);
  }

  function closeForm(): void {
    if (current) answers.close(current.id);
    sharing?.post({ type: 'answered' });
    render();
    emit('dismissed', current);
  }

  const story: Story = {
    clock,
    answer: (code) => void answer(code),
    seen: display,
    closeForm,
    deadlineAt: () => (current?.state === 'Engaged' ? undefined : current?.deadlineAt),
    async submit({ id }, fields, onWait) {
      // The answer goes before the form, also when it could not be sent until now.
      if (!answers.of(id)?.isSent)
        await post(id, 'disposition', { code: 'acceptCall' }, isWanted, onWait);
      return post(id, 'registration-form', { fields }, isWanted, onWait);
    },
    done(event, fields, { body }) {
      answers.close(event.id);
      sharing?.post({ type: 'answered' });
      shown = '';
      emit('handover', handoverOf(event, body as Interaction, fields, visitorId));
    },
  };

  /** Fetched as soon as there is an interaction: nobody waits for it when the invitation comes. */
  async function loadView(): Promise<void> {
    const parts = await needPart<typeof import('./view.js')>('view', server, isWanted);
    view = parts?.createView(settings, story, { shield, onReturn: rebuild });
    render();
  }

  /** Brings the view into line with what is known: called after every change. */
  function render(): void {
    if (!isRunning) return;
    const now = phase();
    if (current && now !== 'invitation') answers.post(current.id);
    arm();
    sharing?.wantStage(now !== 'none' && document.visibilityState === 'visible');
    const next = now === 'none' || !current ? '' : `${current.id} ${now}`;
    if (current && !loading) loading = loadView();
    if (!view || (next && !isOnStage && next !== shown)) return;
    view.suspend(!isOnStage && next !== '');
    if (next === shown) return;
    const wasInvitation = shown.endsWith('invitation');
    shown = next;
    if (!current || now === 'none')
      view.hide(wasInvitation && current !== null && !answers.of(current.id));
    else view.show(now, current);
  }

  /** The listeners of what is shown may be gone. */
  function rebuild(): void {
    shown = '';
    render();
  }

  function onMessage(message: Message): void {
    if (message.type === 'event') onEvent(message.name, message.event, true);
    else if (message.type === 'answered') render();
    else if (sharing?.leads() && current)
      relay(current.state === 'Engaged' ? 'invitation' : 'update', current);
  }

  function relay(name: EventName, event: VisitEvent): void {
    const serverTime = new Date(clock.now()).toISOString();
    sharing?.post({ type: 'event', name, event: { ...event, serverTime } });
  }

  const listen = (): (() => void) =>
    openStream({
      server,
      async visit(isDoubtful) {
        const visit = await (isDoubtful ? session.renew() : session.begun);
        if (visit) join(visit);
        return visit;
      },
      known: () => (current ? `${current.id}:${current.version}` : ''),
      onEvent(name, event) {
        onEvent(name, event);
        relay(name, event);
        session.refresh();
      },
      onHeartbeat(serverTime) {
        clock.sync(serverTime);
        session.refresh();
      },
    });

  /** Takes part in what the tabs of the visit do. */
  function join({ visitId }: Visit): void {
    if (visitId === sharedVisit || !isRunning) return;
    sharing?.suspend();
    sharedVisit = visitId;
    sharing = createSharing<Message>({
      name: `webengagement:${visitId}`,
      onMessage,
      listen,
      onFarewell: farewell,
      onStage(has) {
        isOnStage = has;
        queueMicrotask(render);
      },
    });
    resume();
  }

  function resume(): void {
    // Another tab ended the visit while this one was away.
    if (storage.isGone('visit')) {
      stop();
      return;
    }
    sharing?.resume();
    sharing?.post({ type: 'hello' });
    render();
  }
  const suspend = (): void => sharing?.suspend();

  async function begin(): Promise<void> {
    const begun = await session.begun;
    if (!begun || !isRunning) return;
    join(begun);
    emit('ready', { visitId: begun.visitId });
  }

  /** Leaving is told by the page that goes: no other code of ours runs any more. */
  function leave(): void {
    session.touch();
    suspend();
    if (current?.state !== 'Engaged') return;
    const decided = answers.of(current.id);
    const isOpen = phase() === 'invitation' && current.displayedAt !== null;
    if (!isOpen && (!decided || decided.isSent)) return;
    const body = isOpen ? { code: 'timeout', leaving: true } : { code: decided?.code };
    const url = urlOf(current.id, 'disposition');
    navigator.sendBeacon(url, JSON.stringify({ ...body, token: session.token() }));
  }
  function farewell(): void {
    stop();
    forget();
  }
  function stop(): void {
    isRunning = false;
    suspend();
    alarm.set(null);
    view?.remove();
    stopFollowing();
  }

  const stopFollowing = followPage({
    onLeave: leave,
    onFreeze: suspend,
    onReturn: resume,
    onLook() {
      sharing?.look();
      render();
    },
  });
  void begin();

  return {
    visit: session.begun,
    leave,
    stop,
    invite: (offer) => makeOffer(server, session, offer, (problem) => emit('refused', problem)),
  };
}
