import type { Command } from 'commander';
import { readCount } from './arguments.js';

/** A list of the API, or one page of it. */
export interface Items<T extends object> {
  readonly items: readonly T[];
  readonly nextPageToken?: string | null;
}

/** How much of a list that comes in pages is wanted. */
export interface PageFlags {
  readonly limit: number;
  readonly all?: true;
}

/** Gives a command that lists pages the flags that say how much is wanted. */
export function withPages(command: Command): Command {
  return command
    .option('--limit <number>', 'At most that many.', readCount, 50)
    .option('--all', 'However many there are.');
}

/** What asks for a page. */
export interface PageQuery {
  readonly pageSize: number;
  readonly pageToken?: string;
}

/** The most that the API gives at once. */
const MAX_PAGE_SIZE = 500;

/** The pages of a list one after the other, as far as the flags say; each is got when it is due. */
export async function* pagesOf<T extends object>(
  { limit, all }: PageFlags,
  get: (query: PageQuery) => Promise<Items<T>>,
): AsyncGenerator<Items<T>, void> {
  let left = all ? Number.POSITIVE_INFINITY : limit;
  let next: string | null = null;
  do {
    const pageSize = Math.min(left, MAX_PAGE_SIZE);
    const page: Items<T> = await get({ pageSize, ...(next !== null && { pageToken: next }) });
    yield page;
    left -= page.items.length;
    next = page.nextPageToken ?? null;
  } while (next !== null && left > 0);
}
