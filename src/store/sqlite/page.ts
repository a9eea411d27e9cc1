import { LIMITS } from '../../domain/limits.js';
import type { Page, PageRequest } from '../page.js';

/** Beyond every row: where the first page of a list starts that is newest first. */
export const NEWEST = Number.MAX_SAFE_INTEGER;

/** The number of the row after which a page begins; without one, the list begins at its start. */
export function rowAfter({ after }: PageRequest, start: number): number {
  return after === undefined ? start : Number(after);
}

/** The length of some texts together. */
export function charactersOf(...texts: readonly (string | null)[]): number {
  return texts.reduce((sum, text) => sum + (text?.length ?? 0), 0);
}

/**
 * Cuts a page out of rows of which one more than its size may come. One that holds much ends early:
 * it has to be presented and serialised on the event loop.
 */
export function pageOf<Row extends { readonly n: number }, T>(
  rows: Iterable<Row>,
  size: number,
  characters: (row: Row, item: T) => number,
  read: (row: Row) => T,
): Page<T> {
  const items: T[] = [];
  let last = 0;
  let total = 0;
  for (const row of rows) {
    if (items.length === size || total >= LIMITS.pageCharacters.most)
      return { items, next: String(last) };
    const item = read(row);
    items.push(item);
    total += characters(row, item);
    last = row.n;
  }
  return { items, next: null };
}
