import { LIMITS } from '../domain/limits.js';
import { PlaceUnreadable } from './failures.js';
import type { Page, PageRequest, Place } from './page.js';

/** Beyond every row: where the first page of a list starts that is newest first. */
export const NEWEST = Number.MAX_SAFE_INTEGER;

/** The numbers of a place, between points; throws `PlaceUnreadable` when it is none of ours. */
export function numbersOf(place: Place, count: number): readonly number[] {
  const parts = place.split('.');
  const numbers = parts.map(Number);
  const isOurs = parts.every((part, at) => part === String(numbers[at]));
  if (parts.length !== count || !isOurs || !numbers.every((n) => Number.isSafeInteger(n) && n >= 0))
    throw new PlaceUnreadable('no place of a list');
  return numbers;
}

/**
 * The number of the row after which a page begins; without one, the list begins at its start. Throws
 * as `numbersOf`.
 */
export function rowAfter({ after }: PageRequest, start: number): number {
  const [row = start] = after === undefined ? [] : numbersOf(after, 1);
  return row;
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
