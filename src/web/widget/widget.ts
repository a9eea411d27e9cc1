import { createAlarm } from './alarm.js';
import { createAnswers } from './answers.js';
import type { Chat } from './chat/wire.js';
import { createChatting } from './chatting.js';
import { createCompany } from './company.js';
import { handoverOf } from './handover.js';
import { type Answer, persist } from './http.js';
import {
  type Code,
  ENDINGS,
  type EventName,
  type Interaction,
  type VisitEvent,
} from './interaction.js';
import { lastWord } from './leaving.js';
import { type ChatRequest, makeOffer, type Offer, openChat } from './offer.js';
import { followPage } from './page.js';
import { needPart } from './parts.js';
import { type Phase, phaseOf } from './phase.js';
import { createServerClock } from './server-clock.js';
import { complete } from './settings.js';
import { shield } from './shield.js';
import { createStorage, forget } from './storage.js';
import type { Story, View } from './view.js';
import { createSession, type Visit } from './visit.js';

/** A widget on a page. */
export interface Widget {
  /** The visit, once it has begun; undefined when the page may not have one. */
  readonly visit: Promise<Visit | undefined>;
  /** Creates an interaction; null when the service refuses. Rejects when it cannot be reached. */
  invite(offer: Offer): Promise<VisitEvent | null>;
  /** Begins a chat, or shows the one that goes on; null when the service refuses. Rejects likewise. */
  openChat(request: ChatRequest): Promise<Chat | null>;
  /** Tells the service that the page goes, and gives up what other tabs wait for. */
  leave(): void;
  /** Ends the visitor's chat: the visit ends. */
  endChat(): void;
  stop(): void;
}

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
  let loading: Promise<View | undefined> | undefined;
  let current: VisitEvent | null = null;
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

  const chatting = createChatting({
    settings,
    storage,
    session,
    isWanted,
    needView,
    emit,
    leads: () => company.leads(),
    tell: (signal) => company.tellChat(signal),
    onPlace: () => render(),
  });
  const company = createCompany({
    server,
    session,
    clock,
    chatting,
    isWanted,
    isGone: () => storage.isGone('visit'),
    current: () => current,
    onEvent,
    onAnswered: () => render(),
    onStage: () => queueMicrotask(render),
    onFarewell() {
      stop();
      forget();
    },
    onGone: () => stop(),
  });

  const phase = (): Phase =>
    phaseOf(current, current && answers.of(current.id), shown === `${current?.id} form`);

  function onEvent(name: EventName, event: VisitEvent, isPassedOn: boolean): void {
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
    company.tellAnswered();
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
    company.tellAnswered();
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
      company.tellAnswered();
      shown = '';
      const taken = body as Interaction;
      if (taken.chatId) chatting.begin(taken.chatId);
      else emit('handover', handoverOf(event, taken, fields, visitorId));
      return !!taken.chatId;
    },
    openChat: () => void chatting.open({}).catch(() => undefined),
    isChatAvailable: chatting.isAvailable,
  };

  /** Fetched as soon as there is an interaction: nobody waits for it when the invitation comes. */
  function needView(): Promise<View | undefined> {
    loading ??= needPart<typeof import('./view.js')>('view', server, isWanted).then((parts) => {
      view = parts?.createView(settings, story, { shield, onReturn: rebuild });
      queueMicrotask(render);
      return view;
    });
    return loading;
  }

  /** Brings the view into line with what is known: called after every change. */
  function render(): void {
    if (!isRunning) return;
    if (phase() !== 'none') chatting.makeRoom();
    const now = chatting.hasCard() ? 'none' : phase();
    if (current && now !== 'invitation') answers.post(current.id);
    arm();
    company.wantStage(now !== 'none' && document.visibilityState === 'visible');
    const next = now === 'none' || !current ? '' : `${current.id} ${now}`;
    if (current || (settings.chatButton !== 'none' && session.token())) void needView();
    if (!view || (next && !company.isOnStage() && next !== shown)) return;
    view.suspend(!company.isOnStage() && next !== '');
    if (next === '' && shown === '') view.rest();
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
    chatting.rebuild();
    view?.rest(true);
    render();
  }

  function resume(): void {
    company.resume();
    chatting.look();
    render();
  }

  async function begin(): Promise<void> {
    const begun = await session.begun;
    if (!begun || !isRunning) return;
    company.join(begun);
    render();
    emit('ready', { visitId: begun.visitId });
  }

  function leave(): void {
    session.touch();
    chatting.save();
    company.suspend();
    const body = current && lastWord(current, answers.of(current.id));
    if (!current || !body) return;
    const url = urlOf(current.id, 'disposition');
    navigator.sendBeacon(url, JSON.stringify({ ...body, token: session.token() }));
  }
  function stop(): void {
    isRunning = false;
    company.suspend();
    alarm.set(null);
    chatting.stop();
    view?.remove();
    stopFollowing();
  }

  const stopFollowing = followPage({
    onLeave: leave,
    onFreeze: company.suspend,
    onReturn: resume,
    onLook() {
      company.look();
      chatting.look();
      render();
    },
  });
  void begin();

  return {
    visit: session.begun,
    leave,
    endChat: chatting.leave,
    stop,
    openChat: (request) => openChat(session, request, chatting.open),
    invite: (offer) => makeOffer(server, session, offer, (problem) => emit('refused', problem)),
  };
}
