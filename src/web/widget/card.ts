import { element } from './dom.js';
import { createPresence, type Surroundings } from './presence.js';
import type { Settings } from './settings.js';
import { createStyle, VARIABLES } from './style.js';

/** What is on screen: one thing, in one corner. */
export interface Card {
  /** Shows a dialog in place of what was there; `onEscape` when the visitor presses Escape in it. */
  show(dialog: Dialog): HTMLElement;
  /**
   * Puts anything in place of what was there; says whether the focus was in that, and is lost. What is
   * quiet stays below what the page has on top.
   */
  put(made: HTMLElement, isQuiet?: boolean): boolean;
  /** Takes away what is shown, if it is that, and gives the focus back to where it was. */
  hide(made?: HTMLElement): void;
  /** Whether nothing is shown, or only `made`. */
  isFree(made?: HTMLElement): boolean;
  /** Adds to the look. */
  adopt(style: CSSStyleSheet): void;
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
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  return (
    active instanceof HTMLElement &&
    (active.isContentEditable ||
      // An element of the site's own making may be a field inside.
      active.matches('input, textarea, select, iframe, [role=textbox]') ||
      active.localName.includes('-'))
  );
}

export function createCard({ theme, direction }: Settings, surroundings: Surroundings): Card {
  const host = document.createElement('webengagement-widget');
  const root = host.attachShadow({ mode: 'open' });
  const live = element('div', { class: 'live', role: 'status', 'aria-live': 'polite' });
  const styles = [createStyle()];
  root.append(live);
  const presence = createPresence(host, root, styles, surroundings);
  const dark = matchMedia(DARK);
  let shown: HTMLElement | null = null;
  let before: Element | null = null;

  function dress(): void {
    const isDark = theme === 'dark' || (theme === 'auto' && dark.matches);
    host.dataset.theme = isDark ? 'dark' : 'light';
    // The card is beside the body, and looks as if it were in it.
    const body = getComputedStyle(document.body ?? document.documentElement);
    host.dir = direction === 'auto' ? body.direction : direction;
    for (const name of VARIABLES) host.style.setProperty(name, body.getPropertyValue(name));
  }
  dress();
  dark.addEventListener('change', dress);

  function hide(made = shown): void {
    if (made !== shown) return;
    const hadFocus = root.activeElement !== null;
    shown?.remove();
    shown = null;
    presence.hide();
    if (hadFocus && before instanceof HTMLElement && before.isConnected) before.focus();
    before = null;
  }

  function put(made: HTMLElement, isQuiet = false, onSeen?: () => void): boolean {
    const isInside = root.activeElement !== null;
    if (!isInside) before = document.activeElement;
    dress();
    shown?.remove();
    shown = made;
    root.prepend(made);
    presence.show(made, onSeen, isQuiet);
    return isInside;
  }

  return {
    hide,
    put,
    isFree: (made) => shown === null || shown === made,
    adopt(style) {
      styles.push(style);
      root.adoptedStyleSheets = styles;
    },
    show({ title, text, content, first, onEscape, onSeen }) {
      const mayFocus = root.activeElement !== null || !isWriting();
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
        // Nor does the dialog close that the card may be in.
        event.preventDefault();
        onEscape();
      });
      // Built anew, because the page took its listeners away, it is as far as it was.
      for (const { id, value } of shown?.querySelectorAll<HTMLInputElement>('input, textarea') ??
        []) {
        const again = dialog.querySelector<HTMLInputElement>(`#${id}`);
        if (again) again.value = value;
      }
      const isInside = put(dialog, false, onSeen);
      if (mayFocus) (isInside && first ? first : dialog).focus({ preventScroll: true });
      else live.textContent = `${title} ${text}`;
      return dialog;
    },
    suspend(isSuspended) {
      if (shown) shown.hidden = isSuspended;
    },
    announce(text) {
      live.textContent = text;
    },
    remove() {
      hide();
      dark.removeEventListener('change', dress);
      presence.remove();
    },
  };
}
