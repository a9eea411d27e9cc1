import type { Page } from '../wire.js';
import { numeral } from './numbers.js';

/** What a table shows rows of. A row that is not there yet is undefined, one that has gone null. */
export interface Rows<T> {
  readonly count: number;
  /** Whether the last one is the last there is. */
  readonly isWhole: boolean;
  at(index: number): T | null | undefined;
  /** These are looked at. */
  need(first: number, last: number): void;
}

/** Rows that are all there. */
export const rowsOf = <T>(items: readonly T[]): Rows<T> => ({
  count: items.length,
  isWhole: true,
  at: (index) => items[index],
  need() {},
});

/** Rows of a list of the service, fetched page by page as they are looked at. */
export interface PagedRows<T> extends Rows<T> {
  readonly error: Error | null;
  /** The first answer has come, or its refusal. */
  readonly isOpen: boolean;
  /** Replaces rows that are there; those that `change` returns as they are stay. */
  update(change: (row: T) => T): void;
  /** Fetches anew what is looked at: rows that are there become as they are now, others do not come. */
  refresh(idOf: (row: T) => string): void;
  /** Whether a row is held. */
  has(isIt: (row: T) => boolean): boolean;
  /** Tries again what has failed. */
  again(): void;
  /** Nothing that is still on its way is wanted. */
  close(): void;
}

/** How many rows a list has, as far as is known: nothing before an answer, nor when there was none. */
export const countOf = ({ isOpen, count, isWhole, error }: PagedRows<unknown>): string =>
  isOpen && (count > 0 || !error) ? `${numeral(count)}${isWhole ? '' : '+'}` : '';

export interface PagedRowsOptions<T> {
  readonly size: number;
  /** Pages held at a time; others are fetched again by their tokens. */
  readonly held: number;
  fetch(token: string | null): Promise<Page<T>>;
  onChange(): void;
}

/**
 * However far somebody scrolls, only some pages around what is looked at are held: a page before
 * them is known by its token.
 */
export function createPagedRows<T>({
  size,
  held,
  fetch,
  onChange,
}: PagedRowsOptions<T>): PagedRows<T> {
  const tokens: (string | null)[] = [null];
  const pages = new Map<number, readonly T[]>();
  const asked = new Set<number>();
  let count = 0;
  let isWhole = false;
  let isClosed = false;
  let isOpen = false;
  let error: Error | null = null;
  let window = { first: 0, last: 0 };

  async function load(index: number): Promise<void> {
    const token = tokens[index];
    if (token === undefined || pages.has(index) || asked.has(index) || error) return;
    asked.add(index);
    try {
      const { items, nextPageToken } = await fetch(token);
      if (isClosed) return;
      pages.set(index, items);
      isOpen = true;
      if (index === tokens.length - 1) {
        count = index * size + items.length;
        if (nextPageToken === null) isWhole = true;
        else tokens.push(nextPageToken);
      }
      forget();
    } catch (failure) {
      if (isClosed) return;
      isOpen = true;
      error = failure as Error;
    } finally {
      asked.delete(index);
    }
    onChange();
    // What is looked at may go on below the page.
    need(window.first, window.last);
  }

  function forget(): void {
    const middle = (window.first + window.last) / 2 / size;
    const far = [...pages.keys()].sort((a, b) => Math.abs(b - middle) - Math.abs(a - middle));
    for (const index of far.slice(0, Math.max(far.length - held, 0))) pages.delete(index);
  }

  function need(first: number, last: number): void {
    window = { first, last };
    for (let index = Math.floor(first / size); index <= Math.floor(last / size); index += 1)
      void load(index);
    // The next one before somebody has come to the end.
    if (!isWhole && last > count - size / 2) void load(tokens.length - 1);
  }

  function update(change: (row: T) => T): void {
    let isOther = false;
    for (const [index, page] of pages) {
      const next = page.map(change);
      if (next.every((row, at) => row === page[at])) continue;
      pages.set(index, next);
      isOther = true;
    }
    if (isOther) onChange();
  }

  async function renew(index: number, idOf: (row: T) => string): Promise<void> {
    const token = tokens[index];
    if (token === undefined || !pages.has(index)) return;
    // What fails now is asked again when something has happened again.
    const page = await fetch(token).catch(() => null);
    if (isClosed || page === null) return;
    const fresh = new Map(page.items.map((row) => [idOf(row), row]));
    update((row) => fresh.get(idOf(row)) ?? row);
  }

  return {
    get count() {
      return count;
    },
    get isWhole() {
      return isWhole;
    },
    get error() {
      return error;
    },
    get isOpen() {
      return isOpen;
    },
    at(index) {
      const page = pages.get(Math.floor(index / size));
      return page && (page[index % size] ?? null);
    },
    need,
    update,
    refresh(idOf) {
      for (const index of new Set([window.first, window.last].map((row) => Math.floor(row / size))))
        void renew(index, idOf);
    },
    has: (isIt) => [...pages.values()].some((page) => page.some(isIt)),
    again() {
      error = null;
      need(window.first, window.last);
    },
    close() {
      isClosed = true;
    },
  };
}
