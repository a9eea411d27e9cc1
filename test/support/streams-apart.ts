import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Interaction } from '#src/domain/interactions/interaction.js';
import type { Chats } from '#src/engine/chats.js';
import type { Engine } from '#src/engine/engine.js';
import type { Tokens } from '#src/settings/tokens.js';
import type { Signal } from '#src/store/signal.js';
import type { Store } from '#src/store/store.js';
import { createTyping } from '#src/streams/typing.js';
import { createVisitStreams } from '#src/streams/visit-streams.js';
import type { TestService } from './service.js';

/**
 * The streams of one visit over real sockets, with commits by hand: to fill what the network itself
 * holds takes megabytes, and a real store would write each of them to disk.
 */
export async function startStreamsApart({ store, clock }: Pick<TestService, 'store' | 'clock'>) {
  let tell: (signal: Signal) => void = () => assert.fail('nobody listens');
  let attempts: readonly Interaction[] = [];
  const quiet = {
    created: [],
    chats: [],
    agents: [],
    routing: false,
    dueFrom: null,
    messages: false,
    leases: false,
    settings: false,
  };
  const streams = createVisitStreams({
    // Nobody takes chats here.
    chats: {} as unknown as Chats,
    typing: createTyping(clock),
    engine: {
      get: async () => undefined,
      visit: async (visitId: string) => ({ visitId, live: null, blockedUntil: null }),
      now: () => clock.now(),
    } as unknown as Engine,
    store: {
      lastSettings: store.lastSettings,
      read: (async (name: string) =>
        name === 'liveAttempts' ? attempts : null) as unknown as Store['read'],
      watch(listener) {
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
    /** Another interaction is live from now on. */
    change(live: Interaction): void {
      attempts = [live];
      tell({ ...quiet, visits: ['v'] });
    },
    close(): void {
      streams.close();
      server.close();
    },
  };
}
