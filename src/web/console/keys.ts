import { hrefOf } from './address.js';
import { go } from './navigation.js';
import { VIEWS } from './views.js';

/** Whether what has the focus takes letters. */
const isWriting = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.matches('input, textarea, select') || target.isContentEditable);

/** Whether a key is meant for the page: nobody writes, no dialog is open, nothing is held down. */
export const isForPage = (event: KeyboardEvent): boolean =>
  !event.defaultPrevented &&
  !event.ctrlKey &&
  !event.metaKey &&
  !event.altKey &&
  !isWriting(event.target) &&
  !document.querySelector('dialog[open]');

/** Between `g` and the key of a view. */
const JUMP_MS = 1_500;

/** Begins to listen for `g` and the key of a view. */
export function startKeys(): void {
  let jumpUntil = 0;
  addEventListener('keydown', (event) => {
    if (!isForPage(event)) return;
    const isJump = event.timeStamp < jumpUntil;
    jumpUntil = event.key === 'g' && !isJump ? event.timeStamp + JUMP_MS : 0;
    const view = isJump && VIEWS.find(({ key }) => key === event.key);
    if (!view) return;
    event.preventDefault();
    go(hrefOf(view.name));
  });
}
