import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import type { Cleanup } from './world.js';

/** An HTTP proxy on loopback that connects whoever asks to, and tells. */
export interface Proxy {
  readonly url: string;
  /** What it was asked to connect to, with the credentials that came. */
  readonly asked: readonly { readonly to: string; readonly credentials: string | undefined }[];
  /** The status of its answers. */
  status: number;
}

export async function startProxy(t: Cleanup): Promise<Proxy> {
  const asked: { to: string; credentials: string | undefined }[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((_request, response) => response.writeHead(400).end());
  server.on('connection', (socket) => sockets.add(socket));
  server.on('connect', (request, socket: Socket) => {
    const to = request.url ?? '';
    asked.push({ to, credentials: request.headers['proxy-authorization'] });
    if (proxy.status !== 200) return void socket.end(`HTTP/1.1 ${proxy.status} No\r\n\r\n`);
    const { hostname, port } = new URL(`http://${to}`);
    const target = connect(Number(port), hostname, () => {
      socket.write('HTTP/1.1 200 Connected\r\n\r\n');
      target.pipe(socket).pipe(target);
    });
    sockets.add(target);
    for (const one of [socket, target]) one.on('error', () => one.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const proxy: Proxy = { url: `http://127.0.0.1:${port}/`, asked, status: 200 };
  return proxy;
}
