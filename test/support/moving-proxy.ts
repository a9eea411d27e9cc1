import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** An address that moves from one server to another, as those of primaries do. */
export async function startMoving(port: number) {
  let to = port;
  let isSilent = false;
  const sockets = new Set<Socket>();
  const cut = (): void => {
    for (const socket of sockets) socket.destroy();
    sockets.clear();
  };
  const server = createServer((client) => {
    const upstream = connect(to, '127.0.0.1');
    for (const [socket, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(socket);
      socket.setNoDelay();
      socket.on('data', (data) => {
        if (!isSilent) other.write(data);
      });
      socket.on('error', () => other.destroy());
      socket.on('close', () => {
        if (!isSilent) other.destroy();
      });
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    /** Connections from now on lead there, and those that are there end. */
    moveTo(other: number) {
      to = other;
      isSilent = false;
      cut();
    },
    /** From now on nothing arrives, and no connection ends: as when a machine vanishes. */
    silence() {
      isSilent = true;
    },
    async close() {
      cut();
      server.close();
      await once(server, 'close');
    },
  };
}
