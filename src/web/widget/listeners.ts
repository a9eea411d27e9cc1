/** Adds each listener of ours that is still wanted. */
const kept = new Set<() => void>();

/**
 * Listens on the window or the document until the returned function is called, also after the page threw
 * all listeners away, as `document.open()` does.
 */
export function listen(
  target: EventTarget,
  kind: string,
  listener: (event: never) => void,
  options: AddEventListenerOptions = {},
): () => void {
  // Optional: as a module it is also loaded where sites are rendered, without a window. Adding the same
  // listener twice does nothing.
  const add = (): void => target.addEventListener?.(kind, listener as EventListener, options);
  add();
  kept.add(add);
  return () => {
    kept.delete(add);
    target.removeEventListener(kind, listener as EventListener, options);
  };
}

// The root element goes with the listeners, and is all that tells of it.
if (globalThis.MutationObserver)
  new MutationObserver(() => {
    for (const add of kept) add();
  }).observe(document, { childList: true });
