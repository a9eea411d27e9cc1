import type { LookupAddress } from 'node:dns';
import type { LookupFunction, Socket } from 'node:net';
import { buildConnector, Pool } from 'undici';
import { type AddressPolicy, literalOf } from './address.js';
import type { Names } from './names.js';
import { type ProxySettings, portOf, proxyFor } from './proxy.js';

/** A name has no address that may be called. */
export class AddressNotAllowed extends Error {
  readonly code = 'address_not_allowed';
}

/** The proxy was not reached, or did not connect us. */
class ProxyFailed extends Error {
  readonly code = 'proxy_failed';
}

export interface ConnectOptions {
  readonly names: Names;
  readonly policy: AddressPolicy;
  readonly proxy: ProxySettings | undefined;
  /** For a connection, with everything that belongs to it, in milliseconds. */
  readonly timeoutMs: number;
}

/** Makes the connections of a sender. */
export interface Connections {
  readonly connect: buildConnector.connector;
  /** The addresses of a name that may be called; rejects when there is none. */
  addressesOf(name: string): Promise<readonly LookupAddress[]>;
  close(): Promise<void>;
}

/** A look-up as sockets want it. */
const lookupWith =
  (find: (name: string) => Promise<readonly LookupAddress[]>): LookupFunction =>
  (name, options, callback) => {
    find(name).then(
      (addresses) => {
        const [first] = addresses;
        if (options.all) callback(null, [...addresses]);
        else callback(null, first?.address ?? '', first?.family);
      },
      (error: Error) => callback(error, '', 0),
    );
  };

const hostPort = ({ address, family }: LookupAddress, port: string): string =>
  family === 6 ? `[${address}]:${port}` : `${address}:${port}`;

/**
 * Connects to allowed addresses only: they are the ones that are connected to, or that a proxy is
 * asked to connect to, whatever the name resolved to before.
 */
export function createConnections(options: ConnectOptions): Connections {
  const { names, policy, proxy, timeoutMs } = options;
  const proxies = new Map<string, Pool>();

  async function addressesOf(name: string): Promise<readonly LookupAddress[]> {
    const addresses = (await names.resolve(name)).filter(({ address }) => policy.allows(address));
    if (addresses.length === 0) throw new AddressNotAllowed();
    return addresses;
  }

  const direct = buildConnector({ lookup: lookupWith(addressesOf), timeout: timeoutMs });

  function proxyAt(address: string): Pool {
    const known = proxies.get(address);
    if (known) return known;
    // The operator's own: it may be anywhere.
    const lookup = lookupWith((name) => names.resolve(name));
    const pool = new Pool(new URL(address).origin, {
      connect: { lookup, timeout: timeoutMs },
      headersTimeout: timeoutMs,
    });
    proxies.set(address, pool);
    return pool;
  }

  /** A socket that a proxy has connected to an allowed address of the URL. */
  async function tunnel(address: string, url: URL): Promise<Socket> {
    const literal = literalOf(url);
    const found =
      literal === null
        ? await addressesOf(url.hostname)
        : [{ address: literal, family: literal.includes(':') ? 6 : 4 }];
    // A proxy is likelier to reach IPv4.
    const [target] = found.toSorted((a, b) => a.family - b.family);
    if (target === undefined) throw new AddressNotAllowed();
    const { username, password } = new URL(address);
    const user = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
    const path = hostPort(target, portOf(url));
    const headers = {
      host: path,
      ...(username && {
        'proxy-authorization': `Basic ${Buffer.from(user).toString('base64')}`,
      }),
    };
    const answer = await proxyAt(address)
      .connect({ path, headers })
      .catch((cause: unknown) => {
        throw new ProxyFailed('the proxy was not reached', { cause });
      });
    const socket = answer.socket as Socket;
    if (answer.statusCode === 200) return socket;
    socket.on('error', () => {}).destroy();
    throw new ProxyFailed(`the proxy answered ${answer.statusCode}`);
  }

  const connect: buildConnector.connector = (to, callback) => {
    const url = new URL(`${to.protocol}//${to.host ?? to.hostname}`);
    const address = proxy && proxyFor(url, proxy);
    if (!address) return direct(to, callback);
    tunnel(address, url).then(
      (socket) => {
        if (url.protocol === 'https:') direct({ ...to, httpSocket: socket }, callback);
        else callback(null, socket);
      },
      (error: Error) => callback(error, null),
    );
  };

  return {
    connect,
    addressesOf,
    async close() {
      names.close();
      await Promise.all([...proxies.values()].map((pool) => pool.destroy()));
    },
  };
}
