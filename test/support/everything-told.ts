import type { Composed } from './composed.js';

// biome-ignore lint/suspicious/noExplicitAny: answers are compared, whatever they are.
type Json = any;

/** What is of the process that answers, or of the moment in which it is asked. */
const OF_THE_PROCESS: ReadonlySet<string> = new Set([
  ...['/v1/admin/nodes', '/v1/admin/stream', '/v1/admin/session', '/v1/admin/backups'],
  ...['/v1/admin/overview', '/v1/admin/find'],
]);

/** Where the things are listed that a path names one of. */
const LISTED: Readonly<Record<string, string>> = {
  '/v1/interactions/{id}': '/v1/admin/interactions',
};

/** Of a list, all of it; of anything else, it. */
export async function wholly({ call }: Composed, url: string): Promise<Json> {
  const { status, body } = await call('GET', url);
  if (status !== 200) return { status, code: body.code };
  if (!Array.isArray(body.items)) return { status, body };
  const items = [...body.items];
  for (let token = body.nextPageToken; token; ) {
    const joint = url.includes('?') ? '&' : '?';
    const next = await call('GET', `${url}${joint}pageToken=${encodeURIComponent(token)}`);
    items.push(...next.body.items);
    token = next.body.nextPageToken;
  }
  return { status, items };
}

/**
 * What a service answers to everything that can be read as the admin, by address: each list whole, and
 * of everything in it what is told of one. It knows the addresses from the service's own description.
 */
export async function everythingTold(
  service: Composed,
  more: readonly string[] = [],
): Promise<ReadonlyMap<string, Json>> {
  const told = new Map<string, Json>();
  const { paths } = (await service.app.inject('/openapi.json')).json();
  const reads = Object.keys(paths).filter((path) => 'get' in paths[path]);
  const plain = reads.filter(
    (path) =>
      /^\/v1\/(admin|pacing)/.test(path) && !path.includes('{') && !OF_THE_PROCESS.has(path),
  );
  for (const url of [...plain, ...more]) told.set(url, await wholly(service, url));

  for (const path of reads) {
    const [, list = '', rest = ''] = /^(\/v1\/.*?)\/\{\w+\}(\/[a-z-]+)?$/.exec(path) ?? [];
    const listed = LISTED[`${list}/{id}`] ?? list;
    if (!told.has(listed) || rest === '/sessions') continue;
    for (const item of told.get(listed).items ?? []) {
      const url = `${list}/${encodeURIComponent(item.id ?? item.name)}${rest}`;
      told.set(url, await wholly(service, url));
    }
  }
  return told;
}
