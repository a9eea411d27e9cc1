import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** What a connection is cut at: what the client sends, and what the server says when it is done. */
export interface Cut {
  readonly when: 'before' | 'after';
  readonly sent: string;
  readonly done: string;
}

const COMMIT = { sent: 'commit\0', done: 'COMMIT\0' };
/** What asks whether a commit was made. */
export const FENCE = { sent: 'on conflict (batch) do nothing', done: 'INSERT 0 1\0' };

/** A proxy that cuts a connection at its next commit: before the server gets it, or after. */
export async function startCutting(port: number) {
  let cuts: readonly Cut[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(port, '127.0.0.1');
    let cut: Cut | undefined;
    const end = (): void => {
      client.destroy();
      upstream.destroy();
    };
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', end);
      socket.on('close', end);
    }
    client.on('data', (data) => {
      const [next, ...rest] = cuts;
      if (next !== undefined && data.includes(next.sent)) {
        cut = next;
        cuts = rest;
        if (cut.when === 'before') return end();
      }
      // From a cut on, whatever the server says to it, nobody hears.
      upstream.write(data);
    });
    upstream.on('data', (data) => {
      if (cut === undefined) client.write(data);
      // Ready for the next: it is done.
      else if (data.includes(cut.done)) end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    /** Cuts the connection of the next commit, and one for each thing more that comes after it. */
    cutNext(when: Cut['when'], ...more: readonly Cut[]) {
      cuts = [{ when, ...COMMIT }, ...more];
    },
    /** Cuts that are still to come. */
    left: () => cuts.length,
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
