import { type Card, createCard } from './card.js';
import { warn } from './console.js';
import { formDialog, invitationDialog, thanksDialog } from './dialogs.js';
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
  /** The service has the form, and the visitor is thanked. */
  done(event: VisitEvent, fields: Record<string, string>, answer: FormAnswer): void;
}

/** What a visitor sees: fetched when there is something to see. */
export interface View {
  show(phase: 'invitation' | 'form', event: VisitEvent): void;
  /** Takes away what is shown; who cannot see that is told when it ended by itself. */
  hide(hasEnded?: boolean): void;
  readonly suspend: Card['suspend'];
  remove(): void;
}

export function createView(settings: Settings, story: Story, surroundings: Surroundings): View {
  for (const name of Object.keys(settings.texts))
    if (!(name in TEXTS)) warn(`there is no text ${name}, but ${Object.keys(TEXTS).join(', ')}`);
  const texts: Texts = { ...TEXTS, ...settings.texts };
  const card = createCard(settings, surroundings);
  let stopForm: () => void = () => undefined;

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
        card.show(thanksDialog(event, texts, card.hide));
        story.done(event, fields, answer);
      },
      announce: card.announce,
    });
    stopForm = stop;
    card.show(formDialog(event, texts, form, story.closeForm));
  }

  return {
    suspend: card.suspend,
    show(phase, event) {
      stopForm();
      if (phase === 'form') showForm(event);
      else
        card.show(
          invitationDialog(event, texts, {
            accept: () => story.answer('acceptCall'),
            reject: () => story.answer('reject'),
            seen: story.seen,
          }),
        );
    },
    hide(hasEnded = false) {
      stopForm();
      card.hide();
      if (hasEnded) card.announce(texts.ended);
    },
    remove() {
      stopForm();
      card.remove();
    },
  };
}
