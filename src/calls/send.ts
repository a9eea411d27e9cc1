import { Agent, type Dispatcher, request } from 'undici';
import type { Clock } from '../clock.js';
import { type AddressPolicy, isForbiddenName, literalOf } from './address.js';
import { AddressNotAllowed, createConnections } from './connect.js';
import { readText } from './excerpt.js';
import { createNames, type Names } from './names.js';
import type { ProxySettings } from './proxy.js';

/** An attempt is over after this time, in milliseconds, however little came. */
const ATTEMPT_TIMEOUT_MS = 15_000;

const BODILESS: ReadonlySet<string> = new Set(['GET', 'HEAD']);

/** Of an answer, this much is kept, in bytes. */
const EXCERPT_BYTES = 1024;

/** Why there was no answer: a closed list, so that it can be counted and never leaks internals. */
export type SendError =
  | 'timeout'
  | 'address_not_allowed'
  | 'name_not_found'
  | 'name_not_resolved'
  | 'proxy_failed'
  | 'connection_refused'
  | 'connection_reset'
  | 'tls_failed'
  | 'aborted'
  | 'connection_failed';

/** How one attempt ended. */
export interface Sent {
  /** The status of the answer; null when there was none. */
  readonly status: number | null;
  readonly error: SendError | null;
  readonly durationMs: number;
  /** The beginning of the answer, as text. */
  readonly excerpt: string | null;
  readonly retryAfter: string | undefined;
}

/** How long an attempt may take, and how much of its answer is kept. */
export interface SendLimits {
  readonly timeoutMs: number;
  readonly excerptBytes: number;
  /** POST unless it is said; GET and HEAD carry no body. */
  readonly method?: string;
}

const DELIVERY_LIMITS: SendLimits = { timeoutMs: ATTEMPT_TIMEOUT_MS, excerptBytes: EXCERPT_BYTES };

/** Sends messages: the only place that calls addresses which users named. */
export interface Sender {
  /** Calls once, with a POST unless the limits name another method; never rejects. */
  send(
    url: string,
    headers: Readonly<Record<string, string>>,
    body: string,
    limits?: SendLimits,
  ): Promise<Sent>;
  /** Why an address is refused before anything is sent to it; null when it is not. */
  refuse(url: URL): Promise<SendError | null>;
  /** Gives up what is under way and closes every connection. */
  close(): Promise<void>;
}

export interface SenderOptions {
  readonly clock: Clock;
  readonly policy: AddressPolicy;
  /** How names are resolved; by the name servers of the system unless it is said. */
  readonly names?: Names;
  /** The proxies to go through; without them everything is called directly. */
  readonly proxy?: ProxySettings | undefined;
}

const ERRORS: Readonly<Record<string, SendError>> = {
  address_not_allowed: 'address_not_allowed',
  name_not_found: 'name_not_found',
  name_not_resolved: 'name_not_resolved',
  proxy_failed: 'proxy_failed',
  ECONNREFUSED: 'connection_refused',
  ECONNRESET: 'connection_reset',
  EPIPE: 'connection_reset',
  UND_ERR_SOCKET: 'connection_reset',
  UND_ERR_CONNECT_TIMEOUT: 'timeout',
};

function errorOf(error: unknown): SendError {
  const { code, errors } = error as { code?: string; errors?: readonly unknown[] };
  // Several addresses were tried: the last one tells as much as any.
  if (errors && errors.length > 0) return errorOf(errors.at(-1));
  if (code === undefined) return 'connection_failed';
  return (
    ERRORS[code] ?? (/TLS|SSL|CERT|SELF_SIGNED/.test(code) ? 'tls_failed' : 'connection_failed')
  );
}

export function createSender({ clock, policy, names, proxy }: SenderOptions): Sender {
  const connections = createConnections({
    names: names ?? createNames({ clock }),
    policy,
    proxy,
    timeoutMs: ATTEMPT_TIMEOUT_MS,
  });
  // Who sends bounds what is under way; a bound of an origin would be shared by strangers.
  const agent = new Agent({
    pipelining: 1,
    connect: connections.connect,
    // The one timeout is ours: it covers the whole attempt.
    headersTimeout: 0,
    bodyTimeout: 0,
    keepAliveTimeout: 4_000,
    maxHeaderSize: 16_384,
  });
  const underWay = new Set<AbortController>();
  let closed = false;

  /** What can be told from the text of the address alone. */
  const refuseText = (url: URL): SendError | null => {
    const literal = literalOf(url);
    const allowed =
      literal === null ? !isForbiddenName(url.hostname, policy) : policy.allows(literal);
    return allowed ? null : 'address_not_allowed';
  };

  async function attempt(
    url: string,
    headers: Readonly<Record<string, string>>,
    body: string,
    signal: AbortSignal,
    { excerptBytes, method = 'POST' }: SendLimits,
  ): Promise<Omit<Sent, 'durationMs'>> {
    const refused = refuseText(new URL(url));
    if (refused) return { status: null, error: refused, excerpt: null, retryAfter: undefined };
    // Without the redirect interceptor, undici follows none.
    const answer = await request(url, {
      method: method as Dispatcher.HttpMethod,
      headers,
      body: BODILESS.has(method) ? null : body,
      signal,
      dispatcher: agent,
    });
    const retryAfter = answer.headers['retry-after'];
    return {
      status: answer.statusCode,
      error: null,
      excerpt: await readText(answer.body, answer.headers, excerptBytes),
      retryAfter: Array.isArray(retryAfter) ? retryAfter[0] : retryAfter,
    };
  }

  return {
    async send(url, headers, body, limits = DELIVERY_LIMITS) {
      const startedAt = clock.now();
      const controller = new AbortController();
      underWay.add(controller);
      const disarm = clock.after(limits.timeoutMs, () => controller.abort());
      try {
        const ended = await attempt(url, headers, body, controller.signal, limits);
        return { ...ended, durationMs: clock.now() - startedAt };
      } catch (error) {
        const aborted = closed ? 'aborted' : 'timeout';
        return {
          status: null,
          error: controller.signal.aborted ? aborted : errorOf(error),
          durationMs: clock.now() - startedAt,
          excerpt: null,
          retryAfter: undefined,
        };
      } finally {
        disarm();
        underWay.delete(controller);
      }
    },

    async refuse(url) {
      const refused = refuseText(url);
      if (refused || literalOf(url) !== null) return refused;
      return new Promise((settle) => {
        // A name that cannot be resolved now may be later; each attempt looks again.
        const disarm = clock.after(2000, () => settle(null));
        connections
          .addressesOf(url.hostname)
          .then(
            () => null,
            (error: unknown) => (error instanceof AddressNotAllowed ? error.code : null),
          )
          .then((refused) => {
            disarm();
            settle(refused);
          });
      });
    },

    async close() {
      closed = true;
      for (const controller of underWay) controller.abort();
      await connections.close();
      await agent.destroy();
    },
  };
}
