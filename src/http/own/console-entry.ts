import type { FastifyPluginAsync, FastifyRequest } from 'fastify';
import { isLoopback } from '../../calls/address.js';
import { isOwnPeer } from '../server/peers.js';

/** What proxies add to a request. */
const FORWARDED = /^(?:x-forwarded-|x-real-ip$|forwarded$|via$|cf-|true-client-ip$)/;

export interface ConsoleEntryOptions {
  /** Whether nobody comes here but from this machine, as far as it is configured. */
  readonly isLocal: boolean;
  /** Makes a code that is good once. */
  readonly makeCode: () => Promise<string>;
}

/** Whether a browser of this machine goes there itself, without anybody in between who says so. */
function isNavigation({ headers, hostname, socket, raw }: FastifyRequest): boolean {
  const { 'sec-fetch-site': site, 'sec-fetch-mode': mode, 'sec-fetch-dest': dest } = headers;
  return (
    isLoopback(socket.remoteAddress ?? '') &&
    isLoopback(hostname) &&
    raw.method === 'GET' &&
    raw.httpVersion === '1.1' &&
    !Object.keys(headers).some((name) => FORWARDED.test(name)) &&
    (site === 'same-origin' || site === 'none') &&
    mode === 'navigate' &&
    (dest === undefined || dest === 'document')
  );
}

/**
 * `/console/enter`: the way into the console without typing a key, for whoever runs the service and
 * sits before it; everybody else comes to the page that asks for one.
 */
export const consoleEntry: FastifyPluginAsync<ConsoleEntryOptions> = async (
  app,
  { isLocal, makeCode },
) => {
  app.get('/console/enter', { schema: { hide: true } as object }, async (request, reply) => {
    const isOwner = isLocal && isNavigation(request) && (await isOwnPeer(request.raw.socket));
    const place = isOwner ? `/console?code=${await makeCode()}` : '/console';
    return reply.header('cache-control', 'no-store').redirect(place, 303);
  });
};
