import { type Card, createCard, type Dialog } from './card.js';
import { warn } from './console.js';
import { formDialog, invitationDialog, thanksDialog } from './dialogs.js';
import { button } from './dom.js';
import { createForm, type FormAnswer } from './form.js';
import type { Code, VisitEvent } from './interaction.js';
import type { Surroundings } from './presence.js';
import type { ServerClock } from './server-clock.js';
import type { Settings } from './settings.js';
import { TEXTS, type Texts } from './texts.js';

/** What the visitor does, and what the view asks while it is on screen. */
export interface Story {
  readonly clock: ServerClock;
  answer(code: Code): void;
  /** All of the invitation is truly visible. */
  seen(): void;
  /** The visitor closed the form. */
  closeForm(): void;
  /** When the time for the form ends: null when it has, undefined until the service says so. */
  deadlineAt(): string | null | undefined;
  submit(
    event: VisitEvent,
    fields: Record<string, string>,
    onWait: () => void,
  ): Promise<FormAnswer | undefined>;
  /** The service has the form, and the visitor is thanked; true when a chat begins instead. */
  done(event: VisitEvent, fields: Record<string, string>, answer: FormAnswer): boolean;
  /** The visitor wants to chat. */
  openChat(): void;
  /** Whether somebody is there to chat. */
  isChatAvailable(): Promise<boolean>;
}

/** What a visitor sees: fetched when there is something to see. */
export interface View {
  show(phase: 'invitation' | 'form', event: VisitEvent): void;
  /** Takes away what is shown; who cannot see that is told when it ended by itself. */
  hide(hasEnded?: boolean): void;
  readonly suspend: Card['suspend'];
  /**
   * Nothing else is to be shown: the button to begin a chat is, where the site wants one; a new one when
   * the listeners of the old one may be gone.
   */
  rest(isAnew?: boolean): void;
  /** Something else than an interaction needs the card. */
  readonly card: Card;
  readonly texts: Texts;
  remove(): void;
}

/** Whether somebody is there to chat is asked again after so long, in milliseconds. */
const AVAILABLE_MS = 30_000;

export function createView(settings: Settings, story: Story, surroundings: Surroundings): View {
  for (const name of Object.keys(settings.texts))
    if (!(name in TEXTS)) warn(`there is no text ${name}, but ${Object.keys(TEXTS).join(', ')}`);
  const texts: Texts = { ...TEXTS, ...settings.texts };
  const card = createCard(settings, surroundings);
  let stopForm: () => void = () => undefined;
  let dialog: HTMLElement | undefined;
  let chatButton: HTMLElement | undefined;
  let askedAt = Number.NEGATIVE_INFINITY;
  let isAvailable = settings.chatButton === 'always';

  async function rest(isAnew = false): Promise<void> {
    const { chatButton: when } = settings;
    if (when === 'none' || document.visibilityState !== 'visible') return;
    const isStale = performance.now() - askedAt > AVAILABLE_MS;
    if (when === 'available' && (isStale || isAnew)) {
      askedAt = performance.now();
      isAvailable = await story.isChatAvailable();
      if (!isAvailable && chatButton) card.hide(chatButton);
    }
    if (!isAvailable || !card.isFree(isAnew ? chatButton : undefined)) return;
    chatButton = button('launcher', texts.chatButton, story.openChat);
    card.put(chatButton, true);
  }

  function show(next: Dialog): void {
    dialog = card.show(next);
  }

  function hide(): void {
    if (dialog) card.hide(dialog);
    dialog = undefined;
    void rest();
  }

  function showForm(event: VisitEvent): void {
    const { form, stop } = createForm({
      settings,
      texts,
      event,
      clock: story.clock,
      deadlineAt: story.deadlineAt,
      submit: (fields, onWait) => story.submit(event, fields, onWait),
      onCancel: story.closeForm,
      onDone(fields, answer) {
        if (!story.done(event, fields, answer)) show(thanksDialog(event, texts, hide));
      },
      announce: card.announce,
    });
    stopForm = stop;
    show(formDialog(event, texts, form, story.closeForm));
  }

  return {
    card,
    texts,
    rest: (isAnew) => void rest(isAnew),
    suspend: card.suspend,
    show(phase, event) {
      stopForm();
      if (phase === 'form') showForm(event);
      else
        show(
          invitationDialog(event, texts, {
            accept: () => story.answer('acceptCall'),
            reject: () => story.answer('reject'),
            seen: story.seen,
          }),
        );
    },
    hide(hasEnded = false) {
      stopForm();
      hide();
      if (hasEnded) card.announce(texts.ended);
    },
    remove() {
      stopForm();
      card.remove();
    },
  };
}
