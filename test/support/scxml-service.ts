import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readBundle } from '#src/cli/strategy-folder.js';
import type { Bundle } from '#src/domain/strategies/bundle.js';
import type { Json, World } from './strategy-service.js';
import type { Cleanup } from './world.js';

/** One request of a session, to be answered or not. */
export interface Fetched {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  answer(status: number, body?: unknown): void;
}

/** Whoever documents fetch from, on a socket of its own. */
export interface FetchServer {
  /** Without a slash at its end. */
  readonly url: string;
  readonly asked: readonly Fetched[];
  /** The request of that number, past or coming, from 0. */
  request(number: number): Promise<Fetched>;
}

/** Starts a server that answers as `decide` does; it is gone after the test. */
export async function startFetchServer(
  t: Cleanup,
  decide: (one: Fetched) => void = () => {},
): Promise<FetchServer> {
  const asked: Fetched[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      const one: Fetched = {
        method: request.method ?? '',
        path: request.url ?? '',
        headers: request.headers,
        text: Buffer.concat(chunks).toString(),
        answer(status, body = {}) {
          response.writeHead(status, { 'content-type': 'application/json' });
          response.end(typeof body === 'string' ? body : JSON.stringify(body));
        },
      };
      asked.push(one);
      decide(one);
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
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    async request(number) {
      for (;;) {
        const one = asked[number];
        if (one) return one;
        await once(server, 'asked');
      }
    },
  };
}

/** The bundle of an example, with texts in the place of others. */
export function example(name: string, replaced: Readonly<Record<string, string>> = {}): Bundle {
  const { main, files } = readBundle(`examples/scxml/${name}`);
  const change = (text: string): string =>
    Object.entries(replaced).reduce((all, [before, after]) => all.replaceAll(before, after), text);
  return {
    main,
    files: Object.fromEntries(Object.entries(files).map(([path, text]) => [path, change(text)])),
  };
}

/** A document in the dialect of composers whose only state does this as it is entered. */
export const doing = (content: string, script = ''): string =>
  `<scxml version="1.0" xmlns="http://www.w3.org/2005/07/scxml" profile="ecmascript" initial="wait"
    xmlns:session="http://www.genesyslab.com/modules/session" xmlns:ixn="http://www.genesyslab.com/modules/interaction"
    xmlns:queue="http://www.genesyslab.com/modules/queue">
  <script>${script}</script>
  <state id="wait"><transition event="interaction.added" target="do"/></state>
  <state id="do"><onentry>${content}</onentry>
    <transition event="session.fetch.done" target="end"/>
    <transition event="error.session.fetch" target="end"/>
  </state>
  <final id="end"/>
</scxml>`;

/** What calls the gateway of the original, with these members as an expression. */
export const gateway = (type: 'engage' | 'noengage', members: string): string =>
  `<session:fetch requestid="_data.r" method="'post'" srcexpr="'http://localhost/server/data/gateway/${type}'">
    <content _expr="JSON.stringify({ ${type === 'engage' ? 'ixnProfile' : 'cancelData'}: ${members} })"/>
  </session:fetch>`;

/** Strategies of a service: pushed, and routed to. */
export function createStrategyHand({ ask }: Pick<World, 'ask'>) {
  return {
    async push(name: string, bundle: Bundle | string): Promise<Json> {
      const main = `${name}.scxml`;
      const body = typeof bundle === 'string' ? { main, files: { [main]: bundle } } : bundle;
      const pushed = await ask('PUT', `/admin/strategies/${name}`, body);
      if (pushed.status >= 300) throw new Error(JSON.stringify(pushed.body));
      return pushed.body;
    },
    async route(queue: string, url: string, more: object = {}): Promise<void> {
      const path = `/admin/objects/enhanced-routing/${queue}.Routing`;
      const properties = { queue, annex: { Application: { url, ...more } } };
      const { status, body } = await ask('PUT', path, { properties });
      if (status >= 300) throw new Error(JSON.stringify(body));
    },
  };
}
