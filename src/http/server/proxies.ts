import type { FastifyInstance } from 'fastify';
import type { Log } from '../../log/log.js';

/** So many requests of one address, one after another, are a proxy and no caller who pretends. */
const ENOUGH = 3;
/** Addresses that are counted at once. */
const MAX_COUNTED = 100;
/** What balancers ask for themselves, without saying for whom. */
const IS_CHECK = /^\/(?:livez|readyz|metrics)?(?:\?|$)/;

/**
 * Warns once when every request of an address says whom it is forwarded for and the address is not
 * trusted: then all callers are taken for the proxy, and share one rate limit.
 */
export function warnAboutProxies(app: FastifyInstance, log: Log): void {
  const counts = new Map<string, number>();
  let warned = false;
  app.addHook('onRequest', (request, _reply, done) => {
    if (warned || IS_CHECK.test(request.url)) return done();
    const peer = request.socket.remoteAddress ?? 'unknown';
    const isForwarded = request.headers['x-forwarded-for'] !== undefined;
    // Of a peer that is trusted, the addresses it names count too.
    if (!isForwarded || (request.ips?.length ?? 1) > 1) {
      counts.delete(peer);
      return done();
    }
    const count = (counts.get(peer) ?? 0) + 1;
    if (counts.size >= MAX_COUNTED) counts.clear();
    counts.set(peer, count);
    if (count >= ENOUGH) {
      warned = true;
      counts.clear();
      log.warn(
        { peer },
        'requests come through a proxy that is not trusted, so all callers count as one; name it in TRUST_PROXY',
      );
    }
    done();
  });
}
