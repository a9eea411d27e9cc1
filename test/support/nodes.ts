import type { Database } from './databases.js';
import { type Serving, serve } from './process.js';

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

/** A real process of the service among several on one database. */
export interface ServiceNode extends Serving {
  readonly ask: Ask;
}

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

/** Starts a process of the service on a database. */
async function startNode(
  t: Test,
  url: string,
  env: Readonly<Record<string, string>> = {},
): Promise<ServiceNode> {
  const serving = await serve(t, {
    DATABASE_URL: url,
    ADMIN_KEY,
    WEBHOOK_ALLOW_PRIVATE: '127.0.0.0/8',
    ...env,
  });
  return { ...serving, ask: askAt(serving.address) };
}

/** Starts several at once. */
export const startNodes = (
  t: Test,
  url: string,
  count: number,
  env: Readonly<Record<string, string>> = {},
): Promise<ServiceNode[]> =>
  Promise.all(Array.from({ length: count }, () => startNode(t, url, env)));

/** What a process is called among those of its database. */
export async function idOf({ ask }: ServiceNode): Promise<string> {
  const { body } = await ask('GET', '/v1/admin/nodes');
  return body.items.find(({ self }: { self: boolean }) => self).id;
}

/**
 * Kills a process, and dates its last sign of life back: the others find at once what they would find
 * when it has been silent for long enough.
 */
export async function lose(node: ServiceNode, { query }: Pick<Database, 'query'>): Promise<void> {
  const id = await idOf(node);
  await node.end('SIGKILL');
  await query("update nodes set seen_at = seen_at - interval '1 minute' where id = $1", [id]);
}
