import { once } from 'node:events';
import { Agent, createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream';
import type { Cleanup } from './world.js';

/** What stands before several processes, as docs/scaling.md asks for one. */
export interface Balancer {
  readonly address: string;
  /** How many requests each was given, by its address. */
  readonly given: ReadonlyMap<string, number>;
}

/** Nobody has taken the connection: whoever is asked instead does it once. */
const isRefused = (error: Error): boolean => 'code' in error && error.code === 'ECONNREFUSED';

/**
 * Deals requests out to processes in turn. One that does not take the connection is passed over; when one
 * is gone before it has answered, the caller's connection ends, since nobody knows what was done.
 */
export async function startBalancer(t: Cleanup, addresses: readonly string[]): Promise<Balancer> {
  const agent = new Agent({ keepAlive: true });
  const given = new Map(addresses.map((address) => [address, 0]));
  let turns = 0;

  const server = createServer(async (asked, answer) => {
    const { method, url, headers } = asked;
    const body = Buffer.concat(await asked.toArray());
    function forward(tries: number): void {
      turns += 1;
      const address = addresses[turns % addresses.length] ?? '';
      const forwarded = request(`${address}${url}`, { method, headers, agent }, (got) => {
        given.set(address, (given.get(address) ?? 0) + 1);
        answer.writeHead(got.statusCode ?? 502, got.headers);
        pipeline(got, answer, () => {});
      });
      forwarded.on('error', (error) => {
        if (isRefused(error) && tries < addresses.length) forward(tries + 1);
        else answer.destroy();
      });
      forwarded.end(body);
    }
    forward(1);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => {
    agent.destroy();
    server.closeAllConnections();
    server.close();
  });
  return { address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, given };
}
