import { button, element } from '../dom.js';
import type { Texts } from '../texts.js';

/** Where the visitor writes. */
export interface Composer {
  readonly element: HTMLElement;
  readonly field: HTMLTextAreaElement;
}

export interface ComposerActions {
  send(text: string): void;
  /** Something was typed. */
  type(): void;
}

/** As long as the service takes a text. */
const MAX_LENGTH = '4096';

/** Plain text as the service takes it: newlines, and no other controls. */
const clean = (text: string): string =>
  text
    .replace(/\r\n?/g, '\n')
    .replace(/[^\P{Cc}\n]/gu, ' ')
    .trim();

export function createComposer(texts: Texts, { send, type }: ComposerActions): Composer {
  const field = element('textarea', {
    id: 'message',
    rows: '1',
    maxlength: MAX_LENGTH,
    'aria-label': texts.message,
    placeholder: texts.message,
    dir: 'auto',
    autocomplete: 'off',
    enterkeyhint: 'send',
  });

  function submit(): void {
    const text = clean(field.value);
    field.focus();
    if (!text) return;
    field.value = '';
    send(text);
  }

  field.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.shiftKey) return;
    event.preventDefault();
    submit();
  });
  field.addEventListener('input', () => field.value && type());
  return {
    field,
    element: element('div', { class: 'composer' }, field, button('primary', texts.send, submit)),
  };
}
