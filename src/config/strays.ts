import { distance } from 'fastest-levenshtein';
import { nearest } from '../text/near.js';
import { SETTING_NAMES } from './settings.js';
import type { Environment } from './values.js';

/** Read in a settings file as well, in both spellings. */
const OF_PROXIES = ['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY'];
const IN_FILES: ReadonlySet<string> = new Set([
  ...SETTING_NAMES,
  ...OF_PROXIES,
  ...OF_PROXIES.map((name) => name.toLowerCase()),
]);

/** A short name is missed by one slip: two would make other programs' names of it. */
const SHORT = 5;

/**
 * The one of `names` that `text` misses by a slip or two: a letter too many, missing or wrong, two
 * swapped, or the case. Undefined for one of them, and when none is that near.
 */
function missed(text: string, names: readonly string[]): string | undefined {
  if (names.includes(text)) return undefined;
  const upper = text.toUpperCase();
  return names.find((name) => {
    const most = name.length <= SHORT ? 1 : 2;
    // A swap counts as two wrong letters there.
    const far = Math.abs(upper.length - name.length) > most || distance(upper, name) > most + 1;
    return !far && (distance(upper, name) <= most || swaps(upper).includes(name));
  });
}

/** A text with each two letters that stand together swapped. */
const swaps = (text: string): string[] =>
  [...text].map((_, i) => text.slice(0, i) + (text[i + 1] ?? '') + text[i] + text.slice(i + 2));

/**
 * Sentences about variables of the environment that are nearly one of `names`. Most there are other
 * programs': of those that are not near nothing is said.
 */
export function straysOfEnvironment(
  env: Environment,
  names: readonly string[] = SETTING_NAMES,
): readonly string[] {
  return Object.keys(env).flatMap((name) => {
    const meant = env[name] ? missed(name, names) : undefined;
    // Whoever set both knows of ours.
    if (meant === undefined || env[meant] !== undefined) return [];
    return [`the environment has ${name}, which is no setting; did you mean ${meant}?`];
  });
}

/** Sentences about everything in a settings file that sets nothing; `read` is what was found there. */
export function straysOfFile(file: string, text: string, read: Environment): readonly string[] {
  const unknown = Object.keys(read)
    .sort()
    .filter((name) => !IN_FILES.has(name))
    .map((name) => {
      const near = nearest(name, SETTING_NAMES);
      const guess = near === undefined ? ', and has no effect' : `; did you mean ${near}?`;
      return `${file} has ${name}, which is no setting${guess}`;
    });
  const lost = [...text.matchAll(/^\s*(?:export\s+)?([A-Z_]+)\s*(:.*|\s[^=\n]*)?$/gm)]
    .map(([, name = '']) => name)
    .filter((name) => IN_FILES.has(name) && read[name] === undefined)
    .map((name) => `${file} names ${name} without a value; write ${name}=value`);
  return [...unknown, ...lost];
}
