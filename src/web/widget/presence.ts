import { modalAround, watchView, whatIsOver } from './seen.js';

/** How often the place of what is shown is looked after, in milliseconds. */
const LOOK_MS = 250;
/** It is not put back at once, in milliseconds, and each time later: a page may insist on being alone. */
const CALM_MS = 20;
const CALMEST_MS = 1_000;

/** What the element needs of the page around it. */
export interface Surroundings {
  /** Hides from the page what happens inside an element, until the returned function is called. */
  shield(host: HTMLElement): () => void;
  /** The element was taken away and is back; the listeners of what is in it may be gone. */
  onReturn(): void;
}

/** An element that stays on a page that does not expect it. */
export interface Presence {
  /**
   * Brings what is in the element above all else; `onSeen` once all of `card` is truly visible. What is
   * quiet has only its place: it covers nothing that is above it.
   */
  show(card: HTMLElement, onSeen?: () => void, isQuiet?: boolean): void;
  hide(): void;
  /** Takes the element out of the page. */
  remove(): void;
}

/**
 * Puts `host` beside the body, which pages replace, hide, transform and make inert, and puts it back from
 * wherever it was taken.
 */
export function createPresence(
  host: HTMLElement,
  root: ShadowRoot,
  styles: readonly CSSStyleSheet[],
  { shield, onReturn }: Surroundings,
): Presence {
  const expose = shield(host);
  let shown: HTMLElement | undefined;
  let isQuiet = false;
  let tellSeen: (() => void) | undefined;
  let isInView = false;
  let stopWatching: () => void = () => undefined;
  let looking: ReturnType<typeof setInterval> | undefined;
  let calming: ReturnType<typeof setTimeout> | undefined;
  let calmMs = CALM_MS;
  let over: Element | null = host;
  let focused: HTMLElement | null = null;
  let keyboard = 0;

  const observer = new MutationObserver(() => {
    calming ??= setTimeout(settle, calmMs);
  });

  function gainFocus({ target }: Event): void {
    focused = target instanceof HTMLElement ? target : null;
  }
  // Told too late to know when the element goes with all that is in it.
  function loseFocus(): void {
    queueMicrotask(() => {
      if (host.isConnected && !root.activeElement) focused = null;
    });
  }

  function moveTo(parent: Element): void {
    const had = focused;
    parent.append(host);
    // Another document that it is moved to throws them away.
    root.adoptedStyleSheets = [...styles];
    // The page may have thrown these away; the same ones twice are one.
    root.addEventListener('focusin', gainFocus);
    root.addEventListener('focusout', loseFocus);
    observer.observe(document, { childList: true });
    observer.observe(parent, { childList: true });
    raise();
    const { activeElement, body } = document;
    if (!activeElement || activeElement === body) had?.focus({ preventScroll: true });
  }

  const isRaised = (): boolean => Boolean(host.popover) && host.matches(':popover-open');

  /** To the top of the top layer, where no z-index, transform, filter or opacity of the page matters. */
  function raise(): void {
    if (!shown || isQuiet || !host.showPopover) return;
    host.popover = 'manual';
    if (isRaised()) host.hidePopover();
    host.showPopover();
  }

  /** A keyboard on the screen covers the page without moving it. */
  function clearKeyboard(card: HTMLElement): void {
    const { visualViewport: view } = window;
    if (!view || view.scale > 1.01) return;
    const hidden = card.getBoundingClientRect().bottom - view.offsetTop - view.height;
    const next = Math.max(0, Math.round(keyboard + hidden));
    if (next !== keyboard) host.style.setProperty('--keyboard', `${next}px`);
    keyboard = next;
  }

  function settle(): void {
    calming = undefined;
    const { documentElement: home } = document;
    const { isConnected, parentElement: parent } = host;
    // In a dialog that was closed it is nowhere.
    const mayBeInModal = shown && !isQuiet;
    if (
      home &&
      (!isConnected || (parent !== home && !(mayBeInModal && parent?.matches(':modal'))))
    ) {
      calmMs = Math.min(calmMs * 2, CALMEST_MS);
      moveTo(home);
      if (!isConnected) onReturn();
    }
    host.inert = false;
    host.ariaHidden = null;
    if (!shown || !host.isConnected) return;
    if (!shown.isConnected) root.prepend(shown);
    if (isQuiet) return;
    if (!isRaised()) raise();
    clearKeyboard(shown);
    const hit = whatIsOver(shown, host);
    if (hit !== host && hit !== over) {
      const modal = modalAround(hit);
      if (modal && modal !== host.parentElement) moveTo(modal);
      else raise();
    }
    over = hit;
    if (hit !== host || !isInView || document.visibilityState !== 'visible') return;
    stopWatching();
    isInView = false;
    tellSeen?.();
  }

  moveTo(document.documentElement);

  function hide(): void {
    stopWatching();
    clearInterval(looking);
    shown = undefined;
    isInView = false;
    if (isRaised()) host.hidePopover();
    settle();
  }

  return {
    hide,
    show(card, onSeen, quiet = false) {
      stopWatching();
      clearInterval(looking);
      shown = card;
      isQuiet = quiet;
      if (quiet && isRaised()) host.hidePopover();
      calmMs = CALM_MS;
      tellSeen = onSeen;
      isInView = false;
      over = host;
      if (onSeen)
        stopWatching = watchView(card, (isNow) => {
          isInView = isNow;
          settle();
        });
      if (!quiet) looking = setInterval(settle, LOOK_MS);
      settle();
    },
    remove() {
      hide();
      clearTimeout(calming);
      observer.disconnect();
      expose();
      host.remove();
    },
  };
}
