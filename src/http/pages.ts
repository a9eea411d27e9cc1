import { createHash } from 'node:crypto';
import type { Page } from '../store/store.js';
import { validationProblem } from './problems.js';

/** The same for the same conditions, in whatever order they were given. */
function fingerprint(filter: object): string {
  const conditions = Object.entries(filter).filter(([, value]) => value !== undefined);
  const text = JSON.stringify(conditions.sort(([a], [b]) => (a < b ? -1 : 1)));
  return createHash('sha256').update(text).digest('base64url').slice(0, 12);
}

/** The place after which a page starts; refuses a token that was made for another filter. */
export function placeOf(pageToken: string | undefined, filter: object): number | undefined {
  if (pageToken === undefined) return undefined;
  const [place = '', made] = Buffer.from(pageToken, 'base64url').toString().split('.');
  if (!/^\d{1,15}$/.test(place) || made !== fingerprint(filter))
    throw validationProblem([
      {
        pointer: '#/pageToken',
        detail: 'must be the nextPageToken of a page with the same filters',
      },
    ]);
  return Number(place);
}

/** A page on the wire, its token bound to the filter. */
export function presentPage<T, View>(page: Page<T>, filter: object, present: (item: T) => View) {
  return {
    items: page.items.map(present),
    nextPageToken:
      page.next === null
        ? null
        : Buffer.from(`${page.next}.${fingerprint(filter)}`).toString('base64url'),
  };
}
