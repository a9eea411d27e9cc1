import type { Dialog } from '../card.js';
import { button, element } from '../dom.js';
import type { Texts } from '../texts.js';
import { type Refusal, refusalInWords } from './words.js';

/** Why there is no chat, and what to do. */
export function refusalDialog(
  refusal: Refusal,
  texts: Texts,
  { again, close }: { again(): void; close(): void },
): Dialog {
  return {
    title: texts.chat,
    text: refusalInWords(refusal, texts),
    content: [
      element(
        'div',
        { class: 'actions' },
        button('primary', texts.tryAgain, again),
        button('', texts.close, close),
      ),
    ],
    onEscape: close,
  };
}
