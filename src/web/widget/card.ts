import { element } from './dom.js';
import type { Settings } from './settings.js';
import { createStyle } from './style.js';

/** What is on screen: one dialog, in one corner. */
export interface Card {
  /** Shows a dialog in place of the one before; `onEscape` when the visitor presses Escape in it. */
  show(dialog: Dialog): void;
  /** Takes away what is shown and gives the focus back to where it was. */
  hide(): void;
  /** Hides everything for a while, as it is: another tab shows it now. */
  suspend(isSuspended: boolean): void;
  /** Says something to who cannot see. */
  announce(text: string): void;
  /** Takes everything out of the page. */
  remove(): void;
}

/** Something to show. */
export interface Dialog {
  readonly title: string;
  readonly text: string;
  readonly content: readonly HTMLElement[];
  /** What the visitor will use first, when they asked for this dialog; else all of it. */
  readonly first?: HTMLElement;
  onEscape(): void;
  /** Called once, when all of it is truly visible. */
  onSeen?(): void;
}

const DARK = '(prefers-color-scheme: dark)';

/** Somebody who is writing is not interrupted: the dialog is announced and waits. */
function isWriting(): boolean {
  const active = document.activeElement;
  return (
    active instanceof HTMLElement &&
    (active.isContentEditable || /^(INPUT|TEXTAREA|SELECT|IFRAME)$/.test(active.tagName))
  );
}

/** Calls `run` once when `target` is wholly on screen in a page that is being looked at. */
function whenSeen(target: Element, run: () => void): () => void {
  let isInView = false;
  const check = (): void => {
    if (!isInView || document.visibilityState !== 'visible') return;
    stop();
    run();
  };
  const observer = new IntersectionObserver(
    (entries) => {
      isInView = (entries.at(-1)?.intersectionRatio ?? 0) > 0.98;
      check();
    },
    { threshold: [0, 0.99, 1] },
  );
  const stop = (): void => {
    observer.disconnect();
    document.removeEventListener('visibilitychange', check);
  };
  observer.observe(target);
  document.addEventListener('visibilitychange', check);
  return stop;
}

export function createCard({ theme, direction }: Settings): Card {
  const host = document.createElement('webengagement-widget');
  const root = host.attachShadow({ mode: 'open' });
  const live = element('div', { class: 'live', role: 'status', 'aria-live': 'polite' });
  root.adoptedStyleSheets = [createStyle()];
  root.append(live);
  document.body.append(host);
  const dark = matchMedia(DARK);
  let shown: HTMLElement | null = null;
  let before: Element | null = null;
  let stopWatching: () => void = () => undefined;

  function dress(): void {
    const isDark = theme === 'dark' || (theme === 'auto' && dark.matches);
    host.dataset.theme = isDark ? 'dark' : 'light';
    host.dir = direction === 'auto' ? getComputedStyle(document.body).direction : direction;
  }
  dress();
  dark.addEventListener('change', dress);

  function hide(): void {
    stopWatching();
    const hadFocus = root.activeElement !== null;
    shown?.remove();
    shown = null;
    if (hadFocus && before instanceof HTMLElement && before.isConnected) before.focus();
    before = null;
  }

  return {
    hide,
    show({ title, text, content, first, onEscape, onSeen }) {
      const isInside = root.activeElement !== null;
      const mayFocus = isInside || !isWriting();
      if (!isInside) before = document.activeElement;
      stopWatching();
      const dialog = element(
        'section',
        {
          class: shown ? 'card' : 'card new',
          role: 'dialog',
          'aria-modal': 'false',
          'aria-labelledby': 'title',
          'aria-describedby': 'text',
          tabindex: '-1',
        },
        element('h2', { id: 'title' }, title),
        element('p', { id: 'text' }, text),
        ...content,
      );
      dialog.addEventListener('keydown', (event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        onEscape();
      });
      dress();
      shown?.remove();
      shown = dialog;
      root.prepend(dialog);
      if (mayFocus) (isInside && first ? first : dialog).focus({ preventScroll: true });
      else live.textContent = `${title} ${text}`;
      if (onSeen) stopWatching = whenSeen(dialog, onSeen);
    },
    suspend(isSuspended) {
      host.hidden = isSuspended;
    },
    announce(text) {
      live.textContent = text;
    },
    remove() {
      hide();
      dark.removeEventListener('change', dress);
      host.remove();
    },
  };
}
