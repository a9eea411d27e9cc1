import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** What stands between pages and a service, and can be shut. */
export interface Gate {
  readonly address: string;
  /** Hangs up on everybody, and on whoever comes. */
  shut(): void;
  open(): void;
}

/** Lets through to an address, until it is shut. */
export async function startGate(
  t: { teardown(close: () => unknown): void },
  address: string,
): Promise<Gate> {
  const { hostname, port } = new URL(address);
  const sockets = new Set<Socket>();
  let isShut = false;
  const server = createServer((client) => {
    if (isShut) return void client.destroy();
    const service = connect(Number(port), hostname);
    for (const [one, other] of [
      [client, service],
      [service, client],
    ] as const) {
      sockets.add(one);
      one.pipe(other);
      one.on('error', () => one.destroy());
      one.on('close', () => {
        sockets.delete(one);
        other.destroy();
      });
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const hangUp = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  t.teardown(() => {
    server.close();
    hangUp();
  });
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    shut() {
      isShut = true;
      hangUp();
    },
    open() {
      isShut = false;
    },
  };
}
