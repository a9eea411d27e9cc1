import ipaddr from 'ipaddr.js';
import { literalOf } from './address.js';

/** The proxies that calls go through, and what is called without one. */
export interface ProxySettings {
  /** For addresses of http, and of https; undefined for none. */
  readonly http: string | undefined;
  readonly https: string | undefined;
  /** As in `NO_PROXY`: names, domains, addresses and ranges, each with or without a port, or `*`. */
  readonly except: readonly string[];
}

const DEFAULT_PORTS: Readonly<Record<string, string>> = { 'http:': '80', 'https:': '443' };

/** The port that a URL of http or https is called at. */
export const portOf = (url: URL): string => url.port || (DEFAULT_PORTS[url.protocol] ?? '');

function isInRange(address: string, range: string): boolean {
  const given = ipaddr.process(address);
  const [base, bits] = ipaddr.parseCIDR(range);
  return given.kind() === base.kind() && given.match(base, bits);
}

function fits(url: URL, entry: string): boolean {
  if (entry === '*') return true;
  const [, given = entry, port] = /^(\[[^\]]*\]|[^:]*):(\d+)$/.exec(entry) ?? [];
  if (port !== undefined && port !== portOf(url)) return false;
  const wanted = given.replace(/^\[(.*)\]$/, '$1').toLowerCase();
  const literal = literalOf(url);
  if (ipaddr.isValidCIDR(wanted)) return literal !== null && isInRange(literal, wanted);
  if (literal !== null)
    return (
      ipaddr.isValid(wanted) &&
      ipaddr.process(wanted).toString() === ipaddr.process(literal).toString()
    );
  const domain = wanted.replace(/^\*?\./, '').replace(/\.$/, '');
  const host = url.hostname.replace(/\.$/, '');
  return domain !== '' && (host === domain || host.endsWith(`.${domain}`));
}

/** The proxy through which a URL is called; null when it is called directly. */
export function proxyFor(url: URL, settings: ProxySettings): string | null {
  const proxy = url.protocol === 'https:' ? settings.https : settings.http;
  return proxy === undefined || settings.except.some((entry) => fits(url, entry)) ? null : proxy;
}
