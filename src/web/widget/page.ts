import { listen } from './listeners.js';

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
    else {
      const stop = listen(document, 'prerenderingchange', () => {
        stop();
        resolve();
      });
    }
  });
}

/** Follows the page until the returned function is called. */
export function followPage({ onLeave, onFreeze, onReturn, onLook }: PageEvents): () => void {
  const comeBack = ({ persisted }: PageTransitionEvent): void => {
    if (persisted) onReturn();
  };
  const listeners = [
    listen(window, 'pagehide', onLeave),
    listen(window, 'pageshow', comeBack),
    listen(document, 'visibilitychange', onLook),
    listen(document, 'freeze', onFreeze),
    listen(document, 'resume', onReturn),
  ];
  return () => {
    for (const stop of listeners) stop();
  };
}
