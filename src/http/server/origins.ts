import type { IncomingMessage } from 'node:http';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { isLoopback } from '../../calls/address.js';
import { canonicalHost, canonicalOrigin } from '../../domain/origin.js';
import { Problem } from '../../domain/problems.js';

/** What pages may see of an answer, and may ask for. */
const EXPOSED = 'location, ratelimit, ratelimit-policy, retry-after, x-request-id';
const PREFLIGHT = {
  'access-control-allow-methods': 'GET, POST',
  'access-control-allow-headers':
    'authorization, content-type, idempotency-key, if-match, last-event-id',
  // For how long a browser may remember it, in seconds.
  'access-control-max-age': '600',
  // Without it some browsers wait for a body.
  'content-length': '0',
};

/**
 * Lets pages of these origins, and of those of publishable keys, call from a browser: without cookies, and never the admin side.
 * This only lets pages read answers; what a request may do is decided by its credential.
 */
export function allowOrigins(app: FastifyInstance, allowedOrigins: readonly string[]): void {
  const allowed = new Set(allowedOrigins);

  const isKnown = (sent: string, { url, settings }: FastifyRequest): boolean => {
    const origin = canonicalOrigin(sent) ?? sent;
    return !isOfAdmin(url) && (allowed.has(origin) || settings.origins.has(origin));
  };

  app.addHook('onRequest', (request, reply, done) => {
    reply.header('vary', 'Origin');
    const { origin } = request.headers;
    if (origin === undefined || !isKnown(origin, request)) return done();
    reply.header('access-control-allow-origin', origin);
    reply.header('access-control-expose-headers', EXPOSED);
    if (request.method !== 'OPTIONS') return done();
    // Here, because a preflight has no credential to be judged by.
    reply.code(204).headers(PREFLIGHT).send();
  });
  // So that a preflight of every address comes as far as that.
  app.options('*', { schema: { hide: true } }, (_request, reply) => reply.callNotFound());
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
function hostsOf({ rawHeaders }: IncomingMessage): number {
  let hosts = 0;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index];
    if (name?.length === 4 && name.toLowerCase() === 'host') hosts += 1;
  }
  return hosts;
}

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
