import { InvalidArgumentError } from 'commander';
import { createClock } from '../clock.js';
import { nearest } from '../text/near.js';

const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400 };

/** A length of time such as `90s`, `10m`, `2h` or `1d`, in seconds. */
export function readSeconds(text: string): number {
  const [, digits, unit = 's'] = /^(\d{1,9})([smhd])?$/.exec(text) ?? [];
  if (digits === undefined)
    throw new InvalidArgumentError('It must be a number with a unit: 90s, 10m, 2h, 1d.');
  return Number(digits) * (SECONDS[unit] ?? 1);
}

/** A whole number from 1. */
export function readCount(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text))
    throw new InvalidArgumentError('It must be a whole number from 1.');
  return Number(text);
}

/** A word of a list; of another one the nearest is told. */
export function readWord<T extends string>(words: readonly T[]) {
  return (text: string): T => {
    const word = words.find((each) => each === text);
    if (word !== undefined) return word;
    const near = nearest(text, words);
    const guess = near === undefined ? '' : `Did you mean ${near}? `;
    throw new InvalidArgumentError(`${guess}Allowed are ${words.join(', ')}.`);
  };
}

/** A word of a list, of an option that may be given more than once. */
export function readEach<T extends string>(words: readonly T[]) {
  const read = readWord(words);
  return (text: string, before: readonly T[] = []): readonly T[] => [...before, read(text)];
}

/** A moment, or how long ago it was, as a moment of ISO 8601. */
export function readMoment(text: string): string {
  if (/^\d{4}-\d\d-\d\dT/.test(text) && !Number.isNaN(Date.parse(text)))
    return new Date(text).toISOString();
  const seconds = readSeconds(text);
  return new Date(createClock().now() - seconds * 1000).toISOString();
}
