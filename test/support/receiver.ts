import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One request as a receiver got it. */
export interface Received {
  readonly id: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Exactly the bytes, as text. */
  readonly body: string;
  readonly type: string;
  readonly sequence: number | null;
  // biome-ignore lint/suspicious/noExplicitAny: what came is looked at member by member.
  readonly data: any;
}

/** How a receiver answers; it may also leave the caller without an answer. */
export type Answer = (response: ServerResponse, received: Received, count: number) => void;

/** A real HTTP server on loopback that keeps what it got. */
export interface Receiver {
  readonly url: string;
  readonly received: readonly Received[];
  answer: Answer;
  /** Resolves once it has got so many requests in all. */
  got(count: number): Promise<void>;
}

export const ok: Answer = (response) => response.writeHead(204).end();

/** An answer with nothing but a status. */
export const status =
  (code: number, headers: Record<string, string> = {}): Answer =>
  (response) =>
    response.writeHead(code, headers).end(`answered ${code}`);

async function read(request: IncomingMessage): Promise<Received> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks).toString();
  const { type, data } = JSON.parse(body);
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
  );
  const id = headers['webhook-id'] ?? '';
  return { id, headers, body, type, data, sequence: data.sequence ?? null };
}

/** Starts a receiver; it ends after the test with every connection. */
export async function receive(
  t: { teardown(run: () => unknown): void },
  answer: Answer = ok,
): Promise<Receiver> {
  const received: Received[] = [];
  const waiting: (() => void)[] = [];
  const server = createServer(async (request, response) => {
    const one = await read(request);
    received.push(one);
    for (const wake of waiting.splice(0)) wake();
    receiver.answer(response, one, received.length);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => {
    server.closeAllConnections();
    server.close();
  });
  const receiver: Receiver = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    received,
    answer,
    async got(count) {
      while (received.length < count) await new Promise<void>((resolve) => waiting.push(resolve));
    },
  };
  return receiver;
}
