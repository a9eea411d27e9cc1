import { once } from 'node:events';
import { createServer, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A proxy that can stop to forward streams without ending them, as real ones do. */
export interface SilentProxy {
  readonly address: string;
  /** Resolves when the next stream is open, or one that nobody waited for. */
  opened(): Promise<void>;
  /** From now on nothing arrives on the streams that are open. */
  silence(): void;
  close(): Promise<void>;
}

/** So short that a test can wait for three of them; the service's own are longer. */
const INTERVAL_SECONDS = 0.2;

/** Forwards to the service; each stream begins with a heartbeat that promises the next ones soon. */
export async function startSilentProxy(service: string): Promise<SilentProxy> {
  const streams = new Set<ServerResponse>();
  let tell: () => void = () => undefined;
  const nextOpened = (): Promise<void> =>
    new Promise((resolve) => {
      tell = resolve;
    });
  let opened = nextOpened();
  const server = createServer((asked, answer) => {
    const { method, url, headers } = asked;
    const isStream = url?.includes('/stream') ?? false;
    const forwarded = request(service + url, { method, headers }, (got) => {
      answer.writeHead(got.statusCode ?? 502, got.headers);
      if (isStream) {
        const data = JSON.stringify({
          serverTime: new Date(Date.parse(got.headers.date ?? '')).toISOString(),
          intervalSeconds: INTERVAL_SECONDS,
        });
        answer.write(`event: heartbeat\ndata: ${data}\n\n`);
        streams.add(answer);
        tell();
      }
      got.on('data', (chunk) => {
        if (!isStream || streams.has(answer)) answer.write(chunk);
      });
      got.on('end', () => answer.end());
    });
    forwarded.on('error', () => answer.destroy());
    answer.on('close', () => forwarded.destroy());
    asked.pipe(forwarded);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async opened() {
      await opened;
      opened = nextOpened();
    },
    silence: () => streams.clear(),
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
