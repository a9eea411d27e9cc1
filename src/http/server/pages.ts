import { createHash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Page, Place } from '../../store/page.js';
import { PAGE_TOKEN_MISFIT, validationProblem } from './problems.js';

/** Of a place in a list: the same for the same conditions, in whatever order they were given. */
function fingerprint(filter: object, place: Place): string {
  const conditions = Object.entries(filter).filter(([, value]) => value !== undefined);
  const text = JSON.stringify([place, conditions.sort(([a], [b]) => (a < b ? -1 : 1))]);
  return createHash('sha256').update(text).digest('base64url').slice(0, 12);
}

/** What goes on from a place, bound to the filter. */
export const tokenOf = (filter: object, place: Place): string =>
  Buffer.from(`${fingerprint(filter, place)}.${place}`).toString('base64url');

/** The place after which a page starts; refuses a token that was made for another filter, or changed. */
export function placeOf(pageToken: string | undefined, filter: object): Place | undefined {
  if (pageToken === undefined) return undefined;
  const [, ...rest] = Buffer.from(pageToken, 'base64url').toString().split('.');
  const place = rest.join('.');
  // Compared as a whole: the decoder skips what is none of its letters.
  if (pageToken !== tokenOf(filter, place)) throw validationProblem([PAGE_TOKEN_MISFIT]);
  return place;
}

/** Items that are presented in one turn of the event loop. */
const AT_ONCE = 100;

/**
 * A page on the wire, its token bound to the filter. A long one takes several turns of the event
 * loop, and what follows, its serialisation, another: no request is kept waiting for all of it.
 */
export async function presentPage<T, View>(
  page: Page<T>,
  filter: object,
  present: (item: T) => View,
) {
  const items: View[] = [];
  for (let at = 0; at < page.items.length; at += AT_ONCE) {
    items.push(...page.items.slice(at, at + AT_ONCE).map(present));
    if (page.items.length > AT_ONCE) await nextTurn();
  }
  return {
    items,
    nextPageToken: page.next === null ? null : tokenOf(filter, page.next),
  };
}
