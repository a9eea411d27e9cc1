import type { Dialog } from './card.js';
import { button, element } from './dom.js';
import type { VisitEvent } from './interaction.js';
import type { Texts } from './texts.js';

/** What a visitor can do with an invitation. */
export interface InvitationActions {
  accept(): void;
  reject(): void;
  seen(): void;
}

const isCallback = ({ channel }: VisitEvent): boolean => channel === 'proactiveCallback';

/** One sentence and two buttons; the strategy's words come before the site's. */
export function invitationDialog(
  event: VisitEvent,
  texts: Texts,
  { accept, reject, seen }: InvitationActions,
): Dialog {
  const kind = isCallback(event) ? 'callback' : 'chat';
  const { title, text, accept: yes, decline: no } = event.invitation ?? {};
  return {
    title: title ?? texts[`${kind}Title`],
    text: text ?? texts[`${kind}Text`],
    content: [
      element(
        'div',
        { class: 'actions' },
        button('primary', yes ?? texts[`${kind}Accept`], accept),
        button('', no ?? texts.decline, reject),
      ),
    ],
    onEscape: reject,
    onSeen: seen,
  };
}

/** The registration form in its dialog. */
export function formDialog(
  event: VisitEvent,
  texts: Texts,
  form: HTMLElement,
  onEscape: () => void,
): Dialog {
  const text = isCallback(event) ? texts.callbackFormText : texts.chatFormText;
  const first = form.querySelector<HTMLElement>('input, textarea');
  return { title: texts.formTitle, text, content: [form], onEscape, ...(first && { first }) };
}

/** The last word, before the site's own chat or call takes over. */
export function thanksDialog(event: VisitEvent, texts: Texts, close: () => void): Dialog {
  return {
    title: texts.thanksTitle,
    text: isCallback(event) ? texts.callbackThanks : texts.chatThanks,
    content: [element('div', { class: 'actions' }, button('', texts.close, close))],
    onEscape: close,
  };
}
