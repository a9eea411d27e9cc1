import type { IncomingMessage } from 'node:http';
import cors from '@fastify/cors';
import type { FastifyInstance } from 'fastify';
import { isLoopback } from '../../calls/address.js';
import { canonicalHost, canonicalOrigin } from '../../domain/origin.js';
import { Problem } from '../../domain/problems.js';

/** How long a browser may remember the answer to a preflight, in seconds. */
const MAX_AGE_SECONDS = 600;

/**
 * Lets pages of these origins, and of those of publishable keys, call from a browser: without cookies, and never the admin side.
 * This only lets pages read answers; what a request may do is decided by its credential.
 */
export async function allowOrigins(
  app: FastifyInstance,
  allowedOrigins: readonly string[],
): Promise<void> {
  const allowed = new Set(allowedOrigins);
  await app.register(cors, {
    delegator: (request, callback) => {
      const { origin: sent } = request.headers;
      const origin = sent && (canonicalOrigin(sent) ?? sent);
      const known =
        origin !== undefined &&
        !isOfAdmin(request.url) &&
        (allowed.has(origin) || request.settings.origins.has(origin));
      callback(null, {
        origin: known && sent ? sent : false,
        methods: ['GET', 'POST'],
        allowedHeaders: ['authorization', 'content-type', 'idempotency-key', 'last-event-id'],
        exposedHeaders: [
          'location',
          'ratelimit',
          'ratelimit-policy',
          'retry-after',
          'x-request-id',
        ],
        maxAge: MAX_AGE_SECONDS,
        strictPreflight: false,
      });
    },
  });
}

/** Whether the address of a request may be of the admin side, also escaped as routing reads it. */
function isOfAdmin(address: string): boolean {
  try {
    return /^(https?:\/\/[^/]*)?\/v1\/admin/i.test(decodeURIComponent(address.split('?')[0] ?? ''));
  } catch {
    return true;
  }
}

/** How many Host headers came: Node shows the first, where a proxy may have gone by the last. */
const hostsOf = ({ rawHeaders }: IncomingMessage): number =>
  rawHeaders.filter((name, index) => index % 2 === 0 && /^host$/i.test(name)).length;

/**
 * On loopback, refuses a `Host` that names another machine: a page on the web that points a name
 * of its own at 127.0.0.1 must not reach the service through a visitor's browser.
 */
export function checkHost(app: FastifyInstance, host: string, publicUrl: string | undefined): void {
  app.addHook('onRequest', ({ raw }, _reply, done) => {
    if (raw.headers.host === undefined && raw.httpVersion === '1.1')
      throw new Problem('malformed_request', 'A request of HTTP/1.1 needs a Host header.');
    if (hostsOf(raw) > 1)
      throw new Problem('malformed_request', 'A request has one Host header, not several.');
    done();
  });
  if (!isLoopback(host)) return;
  const publicHost = publicUrl && new URL(publicUrl).hostname;
  const allowed = (name: string): boolean => {
    const host = canonicalHost(name);
    return isLoopback(host) || host === publicHost;
  };
  let lastAllowed: string | undefined;
  app.addHook('onRequest', ({ hostname, raw }, _reply, done) => {
    // No browser leaves it out: this is the check of a load balancer, HTTP/1.0.
    if (hostname === '' && !raw.headers.host) return done();
    // What a proxy says of the host counts where one is expected: pages can set that header, too.
    const sent = publicHost === undefined ? raw.headers.host?.replace(/:\d*$/, '') : hostname;
    const named = `${hostname} ${sent}`;
    if (named === lastAllowed) return done();
    const foreign = [hostname, sent ?? ''].find((name) => !allowed(name));
    if (foreign !== undefined)
      throw new Problem(
        'host_not_allowed',
        `This service listens on ${host} and is not ${JSON.stringify(foreign)}; set PUBLIC_URL to the address it is reached by.`,
      );
    lastAllowed = named;
    done();
  });
}
