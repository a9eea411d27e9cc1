import type { LookupAddress } from 'node:dns';
import { readFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { join } from 'node:path';

/** How the system completes a name before it asks for it. */
export interface Search {
  readonly domains: readonly string[];
  /** A name with at least so many dots is asked for as it is first. */
  readonly dots: number;
}

/** What files of the system say about names; a name server is not asked. */
export interface SystemNames {
  readonly hosts: ReadonlyMap<string, readonly LookupAddress[]>;
  readonly search: Search;
}

export const NO_SEARCH: Search = { domains: [], dots: 1 };

const HOSTS =
  process.platform === 'win32'
    ? join(process.env.SystemRoot ?? 'C:\\Windows', 'System32', 'drivers', 'etc', 'hosts')
    : '/etc/hosts';

const fieldsOf = (text: string, comment: RegExp): readonly (readonly string[])[] =>
  text.split(/\r?\n/).map((line) => line.replace(comment, '').trim().split(/\s+/));

/** The addresses of each name in a hosts file, in the order of its lines. */
export function parseHosts(text: string): SystemNames['hosts'] {
  const hosts = new Map<string, LookupAddress[]>();
  for (const [address = '', ...names] of fieldsOf(text, /#.*/)) {
    const family = isIP(address);
    if (family === 0) continue;
    for (const name of names.map((given) => given.toLowerCase()))
      hosts.set(name, [...(hosts.get(name) ?? []), { address, family }]);
  }
  return hosts;
}

/** The search list of a `resolv.conf`; its last line of a kind counts, as for the system. */
export function parseSearch(text: string): Search {
  let search = NO_SEARCH;
  for (const [keyword, ...values] of fieldsOf(text, /^\s*[#;].*/)) {
    if (keyword === 'search' || keyword === 'domain')
      search = { ...search, domains: values.filter((domain) => domain !== '.').slice(0, 6) };
    const [, dots] = /(?:^| )ndots:(\d{1,2})(?: |$)/.exec(values.join(' ')) ?? [];
    if (keyword === 'options' && dots !== undefined)
      search = { ...search, dots: Math.min(Number(dots), 15) };
  }
  return search;
}

/** What to ask for, in order, when `name` is wanted. */
export function candidates(name: string, { domains, dots }: Search): readonly string[] {
  if (name.endsWith('.')) return [name.slice(0, -1)];
  const completed = domains.map((domain) => `${name}.${domain.replace(/\.$/, '')}`);
  return name.split('.').length > dots ? [name, ...completed] : [...completed, name];
}

/** Reads the files anew, so that a change counts at once; one that cannot be read says nothing. */
export async function readSystemNames(): Promise<SystemNames> {
  const [hosts, search] = await Promise.all(
    [HOSTS, '/etc/resolv.conf'].map((file) => readFile(file, 'utf8').catch(() => '')),
  );
  return { hosts: parseHosts(hosts ?? ''), search: parseSearch(search ?? '') };
}
