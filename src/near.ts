import { closest, distance } from 'fastest-levenshtein';

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
