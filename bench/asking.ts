import { Pool } from 'undici';

/** Requests to a server, on as many connections as there are lanes. */
export interface Asking {
  /** The body of the answer; rejects unless it is a success. Without a token it is the operator who asks. */
  ask(method: 'GET' | 'POST' | 'PUT', path: string, body?: object, token?: string): Promise<string>;
  close(): Promise<void>;
}

/** What a page gets when it creates an interaction. */
export interface Created {
  readonly id: string;
  readonly token: string;
}

export function createAsking(address: string, key: string, connections: number): Asking {
  const pool = new Pool(address, { connections });
  return {
    async ask(method, path, body, token = key) {
      const answer = await pool.request({
        method,
        path,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: body === undefined ? null : JSON.stringify(body),
      });
      const text = await answer.body.text();
      if (answer.statusCode >= 300)
        throw new Error(`${method} ${path}: ${answer.statusCode} ${text}`);
      return text;
    },
    close: () => pool.close(),
  };
}

let visits = 0;

/** What a page sends that finds a visit worth an offer: as long as what `load.ts` sends. */
export function creation(): object {
  visits += 1;
  const visit = String(visits).padStart(22, 'x');
  return {
    visitId: visit,
    visitorId: visit,
    pageUrl: 'https://shop.example.com/cart?step=2&utm_source=newsletter',
    userData: { EmailAddress: `${visit}@example.com`, FirstName: 'Ada', CartValue: '129.90' },
  };
}

/** Creates an interaction. */
export async function create({ ask }: Pick<Asking, 'ask'>): Promise<Created> {
  return JSON.parse(await ask('POST', '/v1/interactions', creation())) as Created;
}

const EXPIRATION = '/v1/admin/options/wmsg.connector.engagementExpirationTime';

/** The longest engagement: what is created for the bench does not expire while it runs. */
export async function keepEngagements(address: string, key: string): Promise<void> {
  const asking = createAsking(address, key, 1);
  await asking.ask('PUT', EXPIRATION, { value: '60' });
  await asking.close();
}
