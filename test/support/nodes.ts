import type { Database } from './databases.js';
import { type Serving, serve } from './process.js';
import { type Served, type ServedHere, serveHere } from './serve-here.js';

/** The admin key of every node. */
const ADMIN_KEY = 'an-admin-key-that-all-of-the-nodes-have';

// biome-ignore lint/suspicious/noExplicitAny: answers are looked at member by member.
type Json = any;

/** An answer with what was read of it. */
export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Json;
}

/** Asks over a socket, as the admin key unless `as` says otherwise; `more` are headers. */
export type Ask = (
  method: string,
  path: string,
  body?: object,
  as?: string,
  more?: Readonly<Record<string, string>>,
) => Promise<Answered>;

/** One service among several on one database. */
export interface ServiceNode extends Served {
  readonly ask: Ask;
}

/** One that is a process of its own. */
export interface NodeProcess extends ServiceNode, Serving {}

/** One in the process of the test. */
export interface NodeHere extends ServiceNode, ServedHere {}

/** Asks whoever answers at an address. */
export const askAt =
  (address: string): Ask =>
  async (method, path, body, as = ADMIN_KEY, more = {}) => {
    const response = await fetch(`${address}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${as}`,
        ...(body && { 'content-type': 'application/json' }),
        ...more,
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = /json/.test(response.headers.get('content-type') ?? '');
    return {
      status: response.status,
      headers: response.headers,
      body: isJson ? JSON.parse(text) : text,
    };
  };

interface Test {
  teardown(run: () => unknown): void;
}

/** Starts several services at once on a database, each by `start`. */
async function startOn<S extends Served>(
  start: (env: Readonly<Record<string, string>>) => Promise<S>,
  url: string,
  count: number,
  env: Readonly<Record<string, string>>,
): Promise<(S & ServiceNode)[]> {
  const all = { DATABASE_URL: url, ADMIN_KEY, WEBHOOK_ALLOW_PRIVATE: '127.0.0.0/8', ...env };
  const served = await Promise.all(Array.from({ length: count }, () => start(all)));
  return served.map((each) => ({ ...each, ask: askAt(each.address) }));
}

/** Starts processes of the service, several at once. */
export const startNodes = (
  t: Test,
  url: string,
  count: number,
  env: Readonly<Record<string, string>> = {},
): Promise<NodeProcess[]> => startOn((all) => serve(t, all), url, count, env);

/**
 * Starts services in the process of the test, several at once: to others on the database each is like a
 * process, and it takes a fraction of one to start. For those that nobody kills, beside a real process.
 */
export const startNodesHere = (
  t: Test,
  url: string,
  count: number,
  env: Readonly<Record<string, string>> = {},
): Promise<NodeHere[]> => startOn((all) => serveHere(t, all), url, count, env);

/** What a process is called among those of its database. */
export async function idOf({ ask }: ServiceNode): Promise<string> {
  const { body } = await ask('GET', '/v1/admin/nodes');
  return body.items.find(({ self }: { self: boolean }) => self).id;
}

/**
 * Kills a process, and dates its last sign of life back: the others find at once what they would find
 * when it has been silent for long enough.
 */
export async function lose(node: NodeProcess, { query }: Pick<Database, 'query'>): Promise<void> {
  const id = await idOf(node);
  await node.end('SIGKILL');
  await query("update nodes set seen_at = seen_at - interval '1 minute' where id = $1", [id]);
}
