import { button, element } from '../dom.js';
import { fill, type Texts } from '../texts.js';
import { type ComposerActions, createComposer } from './composer.js';
import { createLog, type LogActions } from './log.js';
import type { Unsent } from './outbox.js';
import type { Chat, Message } from './wire.js';
import { statusOf, titleOf } from './words.js';

/** All that the panel shows. */
export interface Shown {
  /** Undefined until the service has told. */
  readonly chat: Chat | undefined;
  readonly messages: readonly Message[];
  readonly unsent: readonly Unsent[];
  /** The visitor ended it. */
  readonly isLeft: boolean;
  /** The service is not heard of. */
  readonly isCut: boolean;
  /** The agent writes just now. */
  readonly isAgentWriting: boolean;
}

export interface PanelActions extends ComposerActions, LogActions {
  collapse(): void;
  end(): void;
  /** Takes away what is left of it. */
  close(): void;
}

/** The conversation on screen. */
export interface Panel {
  readonly element: HTMLElement;
  update(shown: Shown): void;
  /** Once it is on the page: shows the end of what was said; with `isAsked`, the visitor writes next. */
  begin(isAsked: boolean): void;
  draft(): string;
}

/** Sets a text only when it is another one: what is set is read out. */
function say(place: HTMLElement, text: string): void {
  if (place.textContent !== text) place.textContent = text;
}

export function createPanel(texts: Texts, draft: string, actions: PanelActions): Panel {
  const title = element('h2', { id: 'title' });
  const status = element('p', { id: 'text', role: 'status' });
  const writing = element('p', { class: 'writing' });
  const log = createLog(texts, actions);
  const composer = createComposer(texts, actions);
  composer.field.value = draft;
  const ask = button('plain', texts.leave, () => setAsking(true));
  const small = button('plain icon', '', actions.collapse);
  small.setAttribute('aria-label', texts.collapse);
  small.title = texts.collapse;
  const goOn = button('', texts.goOn, () => setAsking(false));
  const question = element(
    'div',
    { class: 'question', role: 'group', 'aria-labelledby': 'question' },
    element('p', { id: 'question' }, texts.endQuestion),
    element('div', { class: 'actions' }, button('primary', texts.end, actions.end), goOn),
  );
  const close = element('div', { class: 'actions' }, button('', texts.close, actions.close));
  const foot = element('div', { class: 'foot' }, composer.element, question, close);
  const root = element(
    'section',
    {
      class: 'card chat',
      role: 'dialog',
      'aria-modal': 'false',
      'aria-labelledby': 'title',
      'aria-describedby': 'text',
      tabindex: '-1',
    },
    element('header', {}, title, ask, small),
    status,
    log.element,
    writing,
    foot,
  );
  let isAsking = false;
  let hasEnded = false;

  function arrange(): void {
    composer.element.hidden = isAsking || hasEnded;
    question.hidden = !isAsking || hasEnded;
    close.hidden = !hasEnded;
    ask.hidden = hasEnded;
  }

  function setAsking(isSo: boolean): void {
    isAsking = isSo;
    arrange();
    (isSo ? goOn : composer.field).focus();
  }

  root.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    // Nor does the dialog close that the card may be in.
    event.preventDefault();
    if (isAsking) setAsking(false);
    else actions.collapse();
  });

  return {
    element: root,
    draft: () => composer.field.value,
    begin(isAsked) {
      log.toEnd();
      if (isAsked) (hasEnded ? root : composer.field).focus({ preventScroll: true });
    },
    update({ chat, messages, unsent, isLeft, isCut, isAgentWriting }) {
      const hadFocus = foot.matches(':focus-within');
      const wasEnded = hasEnded;
      hasEnded = isLeft || chat?.state === 'Ended';
      arrange();
      // Not to the button that closes: who is writing presses Enter.
      if (hasEnded && !wasEnded && hadFocus) root.focus({ preventScroll: true });
      const isTalked = chat?.state === 'Active';
      say(ask, isTalked ? texts.end : texts.leave);
      say(title, chat ? titleOf(chat, texts) : texts.chat);
      const words = chat ? statusOf(chat, isLeft, texts) : texts.chatOpening;
      say(status, isCut && !hasEnded ? texts.noConnection : words);
      const name = isTalked ? chat.agent?.displayName : undefined;
      say(writing, isAgentWriting && name && !hasEnded ? fill(texts.writing, { name }) : '');
      root.classList.toggle('talked', messages.length + unsent.length > 0 || isTalked);
      log.update(messages, unsent, hasEnded);
    },
  };
}
