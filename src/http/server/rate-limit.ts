import { createHash } from 'node:crypto';
import type {
  FastifyReply,
  FastifyRequest,
  preHandlerAsyncHookHandler,
  preHandlerHookHandler,
} from 'fastify';
import ipaddr from 'ipaddr.js';
import { LIMITS } from '../../domain/limits.js';
import { Problem } from '../../domain/problems.js';
import { callerOf } from './authentication.js';
import type { Left, MakeLimiter } from './limiter.js';

const WINDOW_SECONDS = 60;

/** Limits creations by browsers: per publishable key, kind of thing created (interactions and chats are attempts), and address. */
export type RateLimit = (what: 'visits' | 'attempts') => preHandlerHookHandler;

/** A proxy may say the port, too: `192.0.2.1:4711` or `[2001:db8::1]:4711`. */
const WITH_PORT = /^(?:\[(?<v6>[^\]]+)\]|(?<v4>[\d.]+))(?::\d+)?$/;

/**
 * The network that counts as one caller: an IPv4 address, or an IPv6 /64. What a proxy says in place
 * of an address counts as one, too.
 */
export function networkOf(caller: string): string {
  const { v4, v6 } = WITH_PORT.exec(caller)?.groups ?? {};
  const address = v6 ?? v4 ?? caller;
  if (!ipaddr.isValid(address)) return caller;
  const parsed = ipaddr.process(address);
  return parsed.kind() === 'ipv6'
    ? `${ipaddr.IPv6.networkAddressFromCIDR(`${parsed.toString()}/64`).toString()}/64`
    : parsed.toString();
}

/** The publishable key a browser came with, itself or through its visit; null for API keys. */
function keyOf(request: FastifyRequest): string | null {
  const caller = callerOf(request);
  if (caller.kind === 'publishableKey') return caller.key.id;
  return caller.kind === 'visit' ? caller.keyId : null;
}

const secondsOf = ({ msLeft }: Pick<Left, 'msLeft'>): number => Math.ceil(msLeft / 1000);

/** At most so many renewals per minute and visit, by its browser; API keys are not limited. */
export function createRenewalLimit(makeLimiter: MakeLimiter): preHandlerAsyncHookHandler {
  const { most } = LIMITS.renewals;
  const limiter = makeLimiter({
    name: 'renewals',
    points: most,
    windowSeconds: WINDOW_SECONDS,
  });
  return async (request) => {
    const caller = callerOf(request);
    if (caller.kind !== 'visit') return;
    const left = await limiter.consume(caller.visitId);
    if (!left.isSpent) return;
    const seconds = Math.max(secondsOf(left), 1);
    throw new Problem(
      'too_many_requests',
      `At most ${most} renewals a minute for a visit; try again in ${seconds} s.`,
      {},
      { 'retry-after': String(seconds) },
    );
  };
}

/** At most `perMinute` creations per minute, key and address; API keys are not limited. */
export function createRateLimit(perMinute: number, makeLimiter: MakeLimiter): RateLimit {
  const limiter = makeLimiter({
    name: 'creates',
    points: perMinute,
    windowSeconds: WINDOW_SECONDS,
  });

  function announce(reply: FastifyReply, left: number, seconds: number): void {
    reply.header('ratelimit-policy', `"creates";q=${perMinute};w=${WINDOW_SECONDS}`);
    reply.header('ratelimit', `"creates";r=${left};t=${seconds}`);
  }

  async function consume(
    what: string,
    key: string,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<void> {
    const caller = createHash('sha256').update(networkOf(request.ip)).digest('base64url');
    const left = await limiter.consume(`${what} ${key} ${caller}`);
    const seconds = left.isSpent ? Math.max(secondsOf(left), 1) : secondsOf(left);
    announce(reply, left.left, seconds);
    if (!left.isSpent) return;
    throw new Problem(
      'too_many_requests',
      `At most ${perMinute} a minute for this key and address; try again in ${seconds} s.`,
      {},
      { 'retry-after': String(seconds) },
    );
  }

  return (what) => (request, reply, done) => {
    const key = keyOf(request);
    if (key === null) done();
    else consume(what, key, request, reply).then(() => done(), done);
  };
}
