import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Engine } from '#src/engine/engine.js';
import type { FakeClock } from './clock.js';
import { turn } from './clock.js';
import type { Json } from './strategy-service.js';
import type { Cleanup } from './world.js';

/** One question to a strategy, to be answered or not. */
export interface Asked {
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  readonly body: Json;
  answer(status: number, body?: unknown): void;
}

/** A remote strategy on a socket of its own. */
export interface StrategyServer {
  readonly url: string;
  /** Every question so far. */
  readonly asked: readonly Asked[];
  /** The question of that number, past or coming, from 0. */
  question(number: number): Promise<Asked>;
}

/** Starts a strategy that answers as `decide` does; it is gone after the test. */
export async function startStrategy(
  t: Cleanup,
  decide: (asked: Asked, number: number) => void = () => {},
): Promise<StrategyServer> {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString();
      const one: Asked = {
        headers: request.headers,
        text,
        body: JSON.parse(text),
        answer(status, body = {}) {
          response.writeHead(status, { 'content-type': 'application/json' });
          response.end(typeof body === 'string' ? body : JSON.stringify(body));
        },
      };
      asked.push(one);
      decide(one, asked.length - 1);
      server.emit('asked');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    asked,
    async question(number) {
      for (;;) {
        const one = asked[number];
        if (one) return one;
        await once(server, 'asked');
      }
    },
  };
}

/** An address that nobody listens on any more. */
export async function deadUrl(): Promise<string> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return `http://127.0.0.1:${port}/`;
}

/** Waits until a timer of that length is armed, then lets it fire. */
export async function passWhenArmed(clock: FakeClock, ms: number): Promise<void> {
  while (!clock.armed().some((delay) => Math.abs(delay - ms) < 1)) await turn();
  await clock.advance(ms);
}

/** The history of an interaction in short: what happened, and how. */
export async function story(engine: Engine, id: string): Promise<readonly string[]> {
  const facts = await engine.history(id);
  return (facts ?? []).map(({ type, detail }) => (detail ? `${type}: ${detail}` : type));
}
