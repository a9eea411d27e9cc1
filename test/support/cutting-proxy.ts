import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A proxy that cuts a connection at its next commit: before the server gets it, or after. */
export async function startCutting(port: number) {
  let cut: 'before' | 'after' | undefined;
  const sockets = new Set<Socket>();
  const COMMIT = Buffer.from('commit\0');
  const server = createServer((client) => {
    const upstream = connect(port, '127.0.0.1');
    let isCut = false;
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
      if (cut === undefined || !data.includes(COMMIT)) {
        upstream.write(data);
        return;
      }
      isCut = true;
      const now = cut;
      cut = undefined;
      if (now === 'before') end();
      // It is on its way: whatever the server says to it, nobody hears.
      else upstream.write(data);
    });
    upstream.on('data', (data) => {
      if (!isCut) client.write(data);
      // Ready for the next: the commit is done.
      else if (data.includes(Buffer.from('COMMIT\0'))) end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    cutNext(when: 'before' | 'after') {
      cut = when;
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
