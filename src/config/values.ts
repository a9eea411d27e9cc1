import { isIP } from 'node:net';
import { resolve } from 'node:path';
import {
  CALL_ADDRESS,
  readCallAddress,
  readStrategyName,
  STRATEGY_NAMES,
} from '../domain/call-address.js';
import { canonicalOrigin } from '../domain/origin.js';

/** Texts by the name of an environment variable. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Whatever `parse` reads from the text; it answers undefined when the text is not valid. */
function parsed<T>(placeholder: string, valid: string, parse: (text: string) => T | undefined) {
  return { type: 'string', parse, valid, placeholder } as const;
}

/** A whole number between two bounds, both included, in digits only. */
export function integer(minimum: number, maximum: number) {
  const valid = `a whole number from ${minimum} to ${maximum}`;
  return parsed('number', valid, (text) => {
    const value = /^(0|[1-9]\d*)$/.test(text) ? Number(text) : Number.NaN;
    return value >= minimum && value <= maximum ? value : undefined;
  });
}

/** One of a list of words. */
export function choice<const T extends string>(placeholder: string, words: readonly T[]) {
  return {
    type: 'string',
    enum: words,
    valid: `one of ${words.join(', ')}`,
    placeholder,
  } as const;
}

/** A name of one or more labels, the last of which has a letter: else it is a mistyped address. */
const HOST_NAME =
  /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)*(?!\d+$)[a-z0-9]([a-z0-9-]*[a-z0-9])?$/i;

export const host = parsed('host', 'an IP address or a host name, without brackets', (text) =>
  isIP(text) !== 0 || HOST_NAME.test(text) ? text : undefined,
);

/** What an application is called among the provisioned objects. */
export const applicationName = parsed(
  'name',
  '1 to 255 letters, digits, spaces, underscores, dots and hyphens, with no space at an end',
  (text) => (/^(?! )[\w .-]{1,255}(?<! )$/.test(text) ? text : undefined),
);

/** Made absolute, so that messages name a place that can be found. */
export const path = parsed('path', 'a path', (text) => resolve(text));

/** Fit for an `Authorization` header: printable ASCII without spaces. */
export function secret(minimum: number, maximum: number) {
  const pattern = new RegExp(`^[\\x21-\\x7e]{${minimum},${maximum}}$`);
  const valid = `${minimum} to ${maximum} printable ASCII characters without spaces`;
  return {
    ...parsed('secret', valid, (text) => (pattern.test(text) ? text : undefined)),
    /** What was given is never shown. */
    secret: true,
  } as const;
}

function webUrl(text: string): URL | undefined {
  // The URL parser itself is more lenient than people expect.
  if (!/^https?:\/\/[^\s\\?#@*]+$/i.test(text) || !URL.canParse(text)) return undefined;
  return new URL(text);
}

/** An address below which paths are added, so it never ends with a slash. */
export const baseUrl = parsed(
  'url',
  'an http or https URL without user, query and fragment, such as https://engage.example.com',
  (text) => {
    const url = webUrl(text);
    return url && `${url.origin}${url.pathname}`.replace(/\/+$/, '');
  },
);

/** An address that is called as it is. */
export const callUrl = parsed('url', CALL_ADDRESS, readCallAddress);

/** Who decides: a word, or the address of who does. */
export const strategy = parsed('strategy', STRATEGY_NAMES, readStrategyName);

/** Comma-separated, each as a browser's `Origin` header says it; none when empty. */
export const origins = parsed(
  'origins',
  'comma-separated origins such as https://shop.example.com (http or https, host, port; no path)',
  (text) => list(text, canonicalOrigin),
);

/** Comma-separated ranges; none when empty. A prefix of 0 would be everybody. */
export const ranges = parsed(
  'ranges',
  'comma-separated addresses or CIDR ranges such as 10.0.0.0/8 or fd00::/8, with a prefix of at least 1',
  (text) => list(text, (item) => (isRange(item) ? item : undefined)),
);

function isRange(text: string): boolean {
  const [address = '', prefix, ...rest] = text.split('/');
  const bits = { 0: 0, 4: 32, 6: 128 }[isIP(address)] ?? 0;
  if (bits === 0 || rest.length > 0) return false;
  return prefix === undefined || (/^[1-9]\d{0,2}$/.test(prefix) && Number(prefix) <= bits);
}

/** Comma-separated addresses of name servers, each with or without a port; none when empty. */
export const nameServers = parsed(
  'servers',
  'comma-separated IP addresses, each with or without a port, such as 10.0.0.53 or [fd00::53]:5353',
  (text) =>
    list(text, (item) => {
      const [, address = item, port = '53'] = /^(\[.*\]|[^:]*):([1-9]\d{0,4})$/.exec(item) ?? [];
      const bare = address.replace(/^\[(.*)\]$/, '$1');
      return isIP(bare) !== 0 && Number(port) <= 65_535 ? item : undefined;
    }),
);

/** A proxy, with or without a user, and no path. */
function readProxyUrl(text: string): string | undefined {
  if (!/^https?:\/\/[^\s\\?#]+$/i.test(text) || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  return url.pathname === '/' ? url.href : undefined;
}

/** Separated by commas or spaces. */
const wordsOf = (text: string | undefined): readonly string[] =>
  (text ?? '').split(/[\s,]+/).filter((word) => word !== '');

/** The first of two spellings of a variable that says something. */
const variable = (env: Environment, name: string): string | undefined =>
  env[name.toLowerCase()] || env[name] || undefined;

/** What calls to other systems go through: one proxy, or what the environment says. */
export const proxies = {
  type: 'string',
  placeholder: 'proxy',
  valid:
    'environment (HTTPS_PROXY, HTTP_PROXY and NO_PROXY count then) or the http or https URL of a proxy, such as http://proxy.example:3128',
  parse(text: string, env: Environment) {
    if (text !== 'environment') {
      const url = readProxyUrl(text);
      return url === undefined ? undefined : { http: url, https: url, except: [] };
    }
    const given = [variable(env, 'HTTP_PROXY'), variable(env, 'HTTPS_PROXY')];
    const [http, https] = given.map((url) => url && readProxyUrl(url));
    const isValid = given.every((url) => url === undefined || readProxyUrl(url) !== undefined);
    return isValid ? { http, https, except: wordsOf(variable(env, 'NO_PROXY')) } : undefined;
  },
} as const;

/** What is called without a proxy, as in `NO_PROXY`. */
export const exceptions = parsed(
  'hosts',
  'comma-separated hosts, domains, addresses or ranges such as .internal.example or 10.0.0.0/8',
  (text) => list(text, (item) => (/^[^\s/@?#]+$/.test(item) || isRange(item) ? item : undefined)),
);

function list(
  text: string,
  parse: (item: string) => string | undefined,
): readonly string[] | undefined {
  if (text === '') return [];
  const items = new Set<string>();
  for (const part of text.split(',')) {
    const item = parse(part.trim());
    if (item === undefined) return undefined;
    items.add(item);
  }
  return [...items];
}

/** A PostgreSQL database by its URL. */
export const databaseUrl = parsed(
  'url',
  'a URL such as postgres://USER@HOST:PORT/DATABASE',
  (text) =>
    /^postgres(ql)?:\/\/[^/]+\/[^/?#]+/.test(text) && URL.canParse(text) ? text : undefined,
);
