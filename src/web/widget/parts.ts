import { attempt } from './storage.js';
import { backoff, wait } from './waiting.js';

/** The version of each part, set when they are bundled: an old one is never mixed with a new script. */
declare const PARTS: Readonly<Record<'view' | 'help' | 'chat', string>>;

/** Where the script came from. */
let home = '';

/** Says the address of the script: the service is beside it, unless it is said where that is. */
export function comesFrom(address: string): void {
  home = attempt(() => new URL('.', address).href.slice(0, -1)) ?? '';
}

/** The address of the service, as far as that of the script says it. */
export const cameFrom = (): string => home;

/** Fetches a part of the widget that most pages never need; `nth` makes an address that failed new. */
export function fetchPart<T>(name: keyof typeof PARTS, from = home, nth = 0): Promise<T> {
  return import(`${from}/widget-${name}.mjs?v=${PARTS[name]}${nth || ''}`);
}

/** Fetches a part until it is there; undefined when it is not wanted any more. */
export async function needPart<T>(
  name: keyof typeof PARTS,
  server: string,
  isWanted: () => boolean,
): Promise<T | undefined> {
  for (let nth = 0; isWanted(); nth += 1) {
    const part = await fetchPart<T>(name, home || server, nth).catch(() => undefined);
    if (part) return isWanted() ? part : undefined;
    await wait(backoff(nth));
  }
  return undefined;
}
