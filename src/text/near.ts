import { closest, distance } from 'fastest-levenshtein';
import { clip, quote } from '../domain/quote.js';

/**
 * The name that somebody who wrote `text` most likely meant; undefined when none is near: a guess
 * that is far off sends people the wrong way.
 */
export function nearest(text: string, names: readonly string[]): string | undefined {
  if (names.length === 0) return undefined;
  const lower = text.toLowerCase();
  const found = closest(
    lower,
    names.map((name) => name.toLowerCase()),
  );
  const name = names.find((each) => each.toLowerCase() === found);
  const far = Math.max(2, Math.floor(text.length * 0.4));
  return distance(lower, found) <= far ? name : undefined;
}

/** Of more names than this a message tells the first. */
const MAX_TOLD = 20;

/** That there is no `what` of this name; where `names` are given, which may be meant, and all. */
export function noSuch(what: string, name: string, names?: readonly string[]): string {
  if (names === undefined) return `There is no ${what} ${quote(name)}.`;
  const near = nearest(clip(name), names);
  const guess = near === undefined ? '.' : `; did you mean ${quote(near)}?`;
  const told = names.slice(0, MAX_TOLD).map(clip).join(', ');
  const more = names.length > MAX_TOLD ? ` and ${names.length - MAX_TOLD} more` : '';
  return `There is no ${what} ${quote(name)}${guess} There ${told === '' ? 'is none' : `are: ${told}${more}`}.`;
}
