import { createAnswers } from './answers.js';
import { createCard } from './card.js';
import { formDialog, invitationDialog, thanksDialog } from './dialogs.js';
import { createForm, type FormAnswer } from './form.js';
import { persist, send } from './http.js';
import { type Code, ENDINGS, type EventName, type VisitEvent } from './interaction.js';
import { activated, followPage, replaceOther } from './page.js';
import { createServerClock } from './server-clock.js';
import { complete, type Given } from './settings.js';
import { shield } from './shield.js';
import { createStorage } from './storage.js';
import { openStream } from './stream.js';
import { createChannel, createRole } from './tabs.js';
import { beginVisit, touch, type Visit } from './visit.js';

/** What a page asks for when it finds its visit worth an offer. */
export interface Offer {
  readonly category?: string;
  readonly channel?: 'proactiveChat' | 'proactiveCallback';
  readonly pageId?: string;
  readonly userData?: Readonly<Record<string, string>>;
}

/** A widget on a page. */
export interface Widget {
  /** The visit, once it has begun; undefined when the page may not have one. */
  readonly visit: Promise<Visit | undefined>;
  /** Creates an interaction; null when the visit cannot be invited now. Rejects when offline. */
  invite(offer?: Offer): Promise<VisitEvent | null>;
  stop(): void;
}

type Message =
  | { readonly type: 'hello' }
  | { readonly type: 'answered' }
  | { readonly type: 'event'; readonly name: EventName; readonly event: VisitEvent };

/** The longest a timer can be set, in milliseconds. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Starts the widget on this page. */
export function createWidget(given: Given): Widget {
  const settings = complete(given);
  const { key, server, texts, displaySeconds } = settings;
  const storage = createStorage(key);
  const clock = createServerClock();
  let isRunning = true;
  const isWanted = (): boolean => isRunning;
  const answers = createAnswers(key, storage, isWanted);
  const card = createCard(settings, { shield, onReturn: rebuild });
  let current: VisitEvent | null = null;
  let isOnStage = false;
  let isLeader = false;
  /** What the card shows: the interaction and the part of its story. */
  let shown = '';
  let stopForm: () => void = () => undefined;
  let displayTimer: ReturnType<typeof setTimeout> | undefined;

  replaceOther(stop);
  const visit = activated().then(() => beginVisit(settings, storage, isWanted));
  const token = (): string => storage.read<Visit>('visit')?.token ?? '';
  const urlOf = (id: string, what: string): string => `${server}/v1/interactions/${id}/${what}`;

  function emit(name: string, detail: unknown): void {
    document.dispatchEvent(new CustomEvent(`webengagement:${name}`, { detail }));
  }

  /** Which part of the story a page has to show, if any. */
  function phase(): 'invitation' | 'form' | 'none' {
    if (current === null) return 'none';
    const decided = answers.of(current.id);
    if (decided?.isClosed) return 'none';
    if (current.state === 'Engaged')
      return decided ? (decided.code === 'acceptCall' ? 'form' : 'none') : 'invitation';
    const status = current.registrationForm?.status;
    return status === 'pending' || (status === 'expired' && shown === `${current.id} form`)
      ? 'form'
      : 'none';
  }

  function onEvent(name: EventName, event: VisitEvent): void {
    const before = current;
    if (before?.id === event.id && event.version < before.version) return;
    clock.sync(event.serverTime);
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
    if (code !== 'acceptCall') card.hide();
    await decision;
    answers.post(id, urlOf(id, 'disposition'), token());
    channel.post({ type: 'answered' });
    render();
  }

  function display(): void {
    if (!current || current.displayedAt) return;
    const { id } = current;
    current = { ...current, displayedAt: new Date(clock.now()).toISOString() };
    emit('displayed', current);
    arm();
    void persist(
      urlOf(id, 'displayed'),
      { token: token() },
      () => isRunning && current?.id === id && phase() === 'invitation',
    );
  }

  /** The invitation's own time on screen, from when it was first seen on whichever page. */
  function arm(): void {
    clearTimeout(displayTimer);
    if (!current?.displayedAt || displaySeconds <= 0 || phase() !== 'invitation') return;
    const leftMs = Date.parse(current.displayedAt) + displaySeconds * 1000 - clock.now();
    displayTimer = setTimeout(
      () => void answer('timeout'),
      Math.min(Math.max(leftMs, 0), LONGEST_TIMER_MS),
    );
  }

  function closeForm(): void {
    if (current) answers.close(current.id);
    channel.post({ type: 'answered' });
    render();
    emit('dismissed', current);
  }

  function showForm(event: VisitEvent): void {
    const finish = (fields: Record<string, string>, { body }: FormAnswer): void => {
      answers.close(event.id);
      channel.post({ type: 'answered' });
      shown = '';
      card.show(thanksDialog(event, texts, card.hide));
      const isLate = body.registrationForm?.status === 'completed_late';
      emit('handover', { interactionId: event.id, channel: event.channel, fields, isLate });
    };
    const { form, stop } = createForm({
      settings,
      event,
      clock,
      deadlineAt: () => (current?.state === 'Engaged' ? undefined : current?.deadlineAt),
      async submit(fields, onWait) {
        const url = urlOf(event.id, 'registration-form');
        // The answer goes before the form, also when it could not be sent until now.
        const accept = { code: 'acceptCall', token: token() };
        if (!answers.of(event.id)?.isSent)
          await persist(urlOf(event.id, 'disposition'), accept, isWanted, onWait);
        return persist<FormAnswer['body']>(url, { fields, token: token() }, isWanted, onWait);
      },
      onCancel: closeForm,
      onDone: finish,
      announce: card.announce,
    });
    stopForm = stop;
    card.show(formDialog(event, texts, form, closeForm));
  }

  /** Brings the card into line with what is known: called after every change. */
  function render(): void {
    const now = phase();
    if (current && now !== 'invitation')
      answers.post(current.id, urlOf(current.id, 'disposition'), token());
    arm();
    stage.want(isRunning && now !== 'none' && document.visibilityState === 'visible');
    const next = now === 'none' || !current ? '' : `${current.id} ${now}`;
    if (next && !isOnStage && next !== shown) return;
    card.suspend(!isOnStage && next !== '');
    if (next === shown) return;
    stopForm();
    const wasInvitation = shown.endsWith('invitation');
    shown = next;
    if (!current || now === 'none') {
      card.hide();
      if (wasInvitation && current && !answers.of(current.id)) card.announce(texts.ended);
    } else if (now === 'form') showForm(current);
    else
      card.show(
        invitationDialog(current, texts, {
          accept: () => answer('acceptCall'),
          reject: () => answer('reject'),
          seen: display,
        }),
      );
  }

  /** All listeners may be gone, also those of what is shown. */
  function rebuild(): void {
    page.listen();
    shown = '';
    render();
  }

  const stage = createRole(`webengagement:${key}:stage`, (has) => {
    isOnStage = has;
    if (isRunning) queueMicrotask(render);
  });

  const openChannel = () =>
    createChannel<Message>(`webengagement:${key}`, (message) => {
      if (message.type === 'event') onEvent(message.name, message.event);
      else if (message.type === 'answered') render();
      else if (isLeader && current)
        relay(current.state === 'Engaged' ? 'invitation' : 'update', current);
    });
  let channel = openChannel();

  function relay(name: EventName, event: VisitEvent): void {
    const serverTime = new Date(clock.now()).toISOString();
    channel.post({ type: 'event', name, event: { ...event, serverTime } });
  }

  let closeStream: () => void = () => undefined;
  const leadership = createRole(`webengagement:${key}:leader`, (has) => {
    isLeader = has;
    closeStream();
    if (!has) return;
    closeStream = openStream({
      server,
      visit: (isDoubtful) => (isDoubtful ? beginVisit(settings, storage, isWanted, true) : visit),
      known: () => (current ? `${current.id}:${current.version}` : ''),
      onEvent(name, event) {
        onEvent(name, event);
        relay(name, event);
      },
    });
  });

  async function begin(): Promise<void> {
    const begun = await visit;
    if (!begun || !isRunning) return;
    leadership.want(true);
    channel.post({ type: 'hello' });
    emit('ready', { visitId: begun.visitId });
  }

  /** Leaving is told by the page that goes: no other code of ours runs any more. */
  function leave(): void {
    touch(storage);
    leadership.want(false);
    stage.want(false);
    // A page that is told something while it is kept is thrown away.
    channel.close();
    if (current?.state !== 'Engaged') return;
    const decided = answers.of(current.id);
    const isOpen = phase() === 'invitation' && current.displayedAt !== null;
    if (!isOpen && (!decided || decided.isSent)) return;
    const body = isOpen ? { code: 'timeout', leaving: true } : { code: decided?.code };
    const url = urlOf(current.id, 'disposition');
    navigator.sendBeacon(url, JSON.stringify({ ...body, token: token() }));
  }
  const page = followPage({
    onLeave: leave,
    onReturn() {
      channel = openChannel();
      void begin().then(render);
    },
    onLook: render,
  });
  page.listen();
  void begin();

  return {
    visit,
    async invite(offer = {}) {
      const begun = await visit;
      if (!begun) return null;
      const pageUrl = `${location.origin}${location.pathname}`;
      const body = { pageUrl, ...offer, token: token() };
      const made = await send<VisitEvent>(`${server}/v1/interactions`, body);
      return made.status === 201 ? made.body : null;
    },
    stop,
  };

  function stop(): void {
    isRunning = false;
    leadership.want(false);
    stage.want(false);
    clearTimeout(displayTimer);
    stopForm();
    channel.close();
    card.remove();
    page.stop();
  }
}
