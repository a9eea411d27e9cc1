/** Where a card is looked at, as parts of its width and height: in the middle and at its edges. */
const POINTS = [
  [0.5, 0.5],
  [0.5, 0.02],
  [0.5, 0.98],
  [0.02, 0.5],
  [0.98, 0.5],
] as const;

/** What a click at a point of the window would hit, also inside elements with open shadow roots. */
function elementAt(x: number, y: number, host: Element): Element | null {
  let root: Document | ShadowRoot = document;
  for (let hit: Element | null = null; ; ) {
    const next: Element | null = root.elementFromPoint(x, y);
    if (!next || next === hit) return hit;
    hit = next;
    if (hit === host || !hit.shadowRoot) return hit;
    root = hit.shadowRoot;
  }
}

/** `host` when nothing is over its card; else what is, or null where there is no window. */
export function whatIsOver(card: Element, host: Element): Element | null {
  const { left, top, width, height } = card.getBoundingClientRect();
  for (const [x, y] of POINTS) {
    const hit = elementAt(left + width * x, top + height * y, host);
    if (hit !== host) return hit;
  }
  return host;
}

/** The open modal dialog that an element is in: everything outside it is out of reach. */
export function modalAround(element: Element | null): Element | null {
  let each = element;
  while (each && !each.matches('dialog:modal')) {
    const root = each.getRootNode();
    each = each.parentElement ?? (root instanceof ShadowRoot ? root.host : null);
  }
  return each;
}

/**
 * Tells whether all of `card` is on screen, through all frames, until the returned function is called.
 * Chromium also knows of what covers it without being hit, and of filters that hide it.
 */
export function watchView(card: Element, onChange: (isInView: boolean) => void): () => void {
  const options = { threshold: [0, 0.99, 1], trackVisibility: true, delay: 100 };
  const observer = new IntersectionObserver((entries) => {
    const last: (IntersectionObserverEntry & { readonly isVisible?: boolean }) | undefined =
      entries.at(-1);
    onChange(last !== undefined && last.intersectionRatio > 0.98 && last.isVisible !== false);
  }, options);
  observer.observe(card);
  return () => observer.disconnect();
}
