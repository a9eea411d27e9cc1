import type { Page } from '../store/page.js';

/** The version that everything is shipped with. */
const SHIPPED = 1;

/**
 * A page of versions, newest first, with the shipped one at the end of the list, which is not stored.
 * When it does not fit any more, it has a page of its own.
 */
export function withShipped<T>(page: Page<T>, size: number, shipped: T): Page<T> {
  const { items, next } = page;
  if (next !== null) return page;
  return items.length === size
    ? { items, next: String(SHIPPED + 1) }
    : { items: [...items, shipped], next: null };
}
