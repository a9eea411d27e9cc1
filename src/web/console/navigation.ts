import { type Address, ROOT, readAddress } from './address.js';
import { createCell } from './cell.js';

const here = (): Address => readAddress(location.pathname, location.search);

/** What is looked at. */
export const address = createCell(here());

/** Leads to an address of the console; `replace` where going back to this moment would lead nowhere. */
export function go(href: string, { replace = false } = {}): void {
  if (href === location.pathname + location.search) return;
  history[replace ? 'replaceState' : 'pushState'](null, '', href);
  address.set(here());
}

/** Lets links and the buttons of the browser lead from view to view without loading the page anew. */
export function startNavigation(): void {
  addEventListener('popstate', () => address.set(here()));
  document.addEventListener('click', (event) => {
    const isPlain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey;
    // A link of a picture has no address of its own to ask for.
    const link = (event.target as Element | null)?.closest?.('a[href]');
    if (!link || !isPlain || event.defaultPrevented || link.hasAttribute('target')) return;
    const { origin, pathname, search } = new URL(link.getAttribute('href') ?? '', location.href);
    const isOurs = pathname === ROOT || pathname.startsWith(`${ROOT}/`);
    // A fragment is a place on the page.
    if (origin !== location.origin || !isOurs || link.getAttribute('href')?.startsWith('#')) return;
    event.preventDefault();
    go(pathname + search);
  });
}
