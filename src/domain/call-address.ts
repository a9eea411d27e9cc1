import { readReference } from './strategies/reference.js';

/** What an address is that is called as it is. */
export const CALL_ADDRESS = 'an http or https URL without user and fragment';

/** The address in one spelling; undefined for a text that is none. */
export function readCallAddress(text: string): string | undefined {
  // The URL parser itself is more lenient than people expect.
  if (!/^https?:\/\/[^\s\\?#@*]+(\?[^\s#]*)?$/i.test(text) || !URL.canParse(text)) return undefined;
  return new URL(text).href;
}

/** Who may be named as a strategy. */
export const STRATEGY_NAMES = `none, builtin, scxml:<name>, scxml:<name>@<version>, or ${CALL_ADDRESS}`;

/** Who decides: a word, a stored strategy, or the address of who does; undefined for a text that names nobody. */
export function readStrategyName(text: string): string | undefined {
  if (text === 'none' || text === 'builtin' || readReference(text)) return text;
  return readCallAddress(text);
}
