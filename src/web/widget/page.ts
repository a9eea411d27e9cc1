import { listen } from './shield.js';

/** What happens to the page as a whole. */
export interface PageEvents {
  /** It goes, perhaps to be kept for coming back to. */
  onLeave(): void;
  /** It sleeps where it is. */
  onFreeze(): void;
  /** It was kept or slept, and is back as it was. */
  onReturn(): void;
  /** It is looked at, or no longer. */
  onLook(): void;
}

/** Resolves when somebody looks at the page: a browser may have prepared it in case they want it. */
export function activated(): Promise<void> {
  const page: Document & { readonly prerendering?: boolean } = document;
  return new Promise((resolve) => {
    if (!page.prerendering) resolve();
    else document.addEventListener('prerenderingchange', () => resolve(), { once: true });
  });
}

/** Follows the page; `listen` begins, and begins again after the page threw all listeners away. */
export function followPage({ onLeave, onFreeze, onReturn, onLook }: PageEvents): {
  listen(): void;
  stop(): void;
} {
  const comeBack = ({ persisted }: PageTransitionEvent): void => {
    if (persisted) onReturn();
  };
  return {
    listen() {
      listen();
      addEventListener('pagehide', onLeave);
      addEventListener('pageshow', comeBack);
      document.addEventListener('visibilitychange', onLook);
      document.addEventListener('freeze', onFreeze);
      document.addEventListener('resume', onReturn);
    },
    stop() {
      removeEventListener('pagehide', onLeave);
      removeEventListener('pageshow', comeBack);
      document.removeEventListener('visibilitychange', onLook);
      document.removeEventListener('freeze', onFreeze);
      document.removeEventListener('resume', onReturn);
    },
  };
}
