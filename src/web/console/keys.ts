import { hrefOf } from './address.js';
import { go } from './navigation.js';
import { overlay } from './overlay.js';
import { standing } from './session.js';
import { VIEWS } from './views.js';

/** Whether what has the focus takes letters. */
export const isWriting = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.matches('input, textarea, select') || target.isContentEditable);

export const hasDialog = (): boolean => document.querySelector('dialog[open]') !== null;

/** Whether a key is meant for the page: nobody writes, no dialog is open, nothing is held down. */
export const isForPage = (event: KeyboardEvent): boolean =>
  !event.defaultPrevented &&
  !event.ctrlKey &&
  !event.metaKey &&
  !event.altKey &&
  !isWriting(event.target) &&
  !hasDialog();

/** The first of the filters of a list. */
const FILTER = '#view form.filters :is(input, select)';
const isFilter = (target: EventTarget | null): boolean =>
  isWriting(target) && target instanceof Element && target.closest('form.filters') !== null;

/** The view has the focus: Tab leads on in it, and keys are for its rows. */
export const toView = (): void => document.querySelector<HTMLElement>('#view')?.focus();

/** Between `g` and the key of a view. */
const JUMP_MS = 1_500;

/** Begins to listen for the keys that mean the same everywhere. */
export function startKeys(): void {
  let jumpUntil = 0;
  addEventListener('keydown', (event) => {
    const isPalette = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k';
    if (isPalette && standing.get().phase === 'signedIn') {
      event.preventDefault();
      if (!hasDialog()) overlay.set('palette');
      return;
    }
    if (event.key === 'Escape' && isFilter(event.target)) {
      event.preventDefault();
      toView();
      return;
    }
    if (!isForPage(event) || standing.get().phase !== 'signedIn') return;
    if (event.key === '?') {
      event.preventDefault();
      overlay.set('keys');
      return;
    }
    const filter = event.key === '/' && document.querySelector<HTMLElement>(FILTER);
    if (filter) {
      event.preventDefault();
      filter.focus();
      return;
    }
    const isJump = event.timeStamp < jumpUntil;
    jumpUntil = event.key === 'g' && !isJump ? event.timeStamp + JUMP_MS : 0;
    const view = isJump && VIEWS.find(({ key }) => key === event.key);
    if (!view) return;
    event.preventDefault();
    go(hrefOf(view.name));
    toView();
  });
}
