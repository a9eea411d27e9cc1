import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Engine } from '#src/engine/engine.js';
import type { Tokens } from '#src/settings/tokens.js';
import type { Commit } from '#src/store/store.js';
import { createVisitStreams } from '#src/streams/visit-streams.js';
import type { TestService } from './service.js';

/**
 * The streams of one visit over real sockets, with commits by hand: to fill what the network itself
 * holds takes megabytes, and a real store would write each of them to disk.
 */
export async function startStreamsApart({ store, clock }: Pick<TestService, 'store' | 'clock'>) {
  let tell: (commit: Commit) => void = () => assert.fail('nobody listens');
  const streams = createVisitStreams({
    engine: {
      get: async () => undefined,
      visit: async (visitId: string) => ({ visitId, live: null, blockedUntil: null }),
      timeline: () => store.timeline(),
      now: () => clock.now(),
    } as unknown as Engine,
    store: {
      onCommit(listener) {
        tell = listener;
        return () => undefined;
      },
    },
    clock,
    tokens: { sign: () => ({ token: 'wit_', expiresAt: 0 }) } as unknown as Tokens,
    random: () => 0,
  });
  const server = createServer(async (_request, response) => {
    const place = await streams.open('v', {
      isPage: true,
      network: 'n',
      lastEventId: undefined,
      isWelcome: () => true,
    });
    response.writeHead(200);
    place.start(response);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    streams,
    port: (server.address() as AddressInfo).port,
    publish: (commit: Commit) => tell(commit),
    close(): void {
      streams.close();
      server.close();
    },
  };
}
