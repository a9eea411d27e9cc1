import { type LookupAddress, lookup as resolveName } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { Agent, type Dispatcher, request } from 'undici';
import type { Clock } from '../clock.js';
import { type AddressPolicy, isForbiddenName, literalOf } from './address.js';

/** An attempt is over after this time, in milliseconds, however little came. */
export const ATTEMPT_TIMEOUT_MS = 15_000;

/** Of an answer, this much is kept, in bytes. */
export const EXCERPT_BYTES = 1024;

/** Of an answer, this much is read, in bytes; the connection of a longer one is given up. */
const MAX_ANSWER_BYTES = 65_536;

/** Connections to one origin at most. */
const MAX_CONNECTIONS = 128;

/** Why there was no answer: a closed list, so that it can be counted and never leaks internals. */
export type SendError =
  | 'timeout'
  | 'address_not_allowed'
  | 'name_not_found'
  | 'connection_refused'
  | 'connection_reset'
  | 'tls_failed'
  | 'aborted'
  | 'connection_failed';

/** How one attempt ended. */
export interface Attempt {
  /** The status of the answer; null when there was none. */
  readonly status: number | null;
  readonly error: SendError | null;
  readonly durationMs: number;
  /** The first kilobyte of the answer, as text. */
  readonly excerpt: string | null;
  readonly retryAfter: string | undefined;
}

/** How long an attempt may take, and how much of its answer is kept. */
export interface SendLimits {
  readonly timeoutMs: number;
  readonly excerptBytes: number;
}

const DELIVERY_LIMITS: SendLimits = { timeoutMs: ATTEMPT_TIMEOUT_MS, excerptBytes: EXCERPT_BYTES };

/** Sends messages: the only place that calls addresses which users named. */
export interface Sender {
  /** POSTs once; never rejects. */
  send(
    url: string,
    headers: Readonly<Record<string, string>>,
    body: string,
    limits?: SendLimits,
  ): Promise<Attempt>;
  /** Why an address is refused before anything is sent to it; null when it is not. */
  refuse(url: URL): Promise<SendError | null>;
  /** Gives up what is under way and closes every connection. */
  close(): Promise<void>;
}

export interface SenderOptions {
  readonly clock: Clock;
  readonly policy: AddressPolicy;
  /** How names are resolved; the machine's own way unless a test says otherwise. */
  readonly resolve?: LookupFunction;
}

const lookUp: LookupFunction = (hostname, options, callback) =>
  resolveName(hostname, options as { all: true }, callback as never);

class AddressNotAllowed extends Error {
  readonly code = 'address_not_allowed';
}

const ERRORS: Readonly<Record<string, SendError>> = {
  address_not_allowed: 'address_not_allowed',
  ENOTFOUND: 'name_not_found',
  EAI_AGAIN: 'name_not_found',
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

/**
 * A look-up that only answers with addresses that deliveries may go to: they are the ones that are
 * connected to, whatever the name resolved to before.
 */
function checked(resolve: LookupFunction, policy: AddressPolicy): LookupFunction {
  return (hostname, options, callback) =>
    resolve(hostname, { ...options, all: true }, (error, found) => {
      if (error) return callback(error, '', 0);
      const addresses = (found as LookupAddress[]).filter(({ address }) => policy.allows(address));
      const [first] = addresses;
      if (first === undefined) return callback(new AddressNotAllowed(), '', 0);
      if (options.all) callback(null, addresses);
      else callback(null, first.address, first.family);
    });
}

async function readExcerpt(body: Dispatcher.ResponseData['body'], bytes: number): Promise<string> {
  const kept: Buffer[] = [];
  let read = 0;
  try {
    for await (const chunk of body as AsyncIterable<Buffer>) {
      if (read < bytes) kept.push(chunk.subarray(0, bytes - read));
      read += chunk.length;
      if (read > MAX_ANSWER_BYTES) break;
    }
  } catch {
    // The status was said; what is missing of the answer changes nothing.
  }
  return Buffer.concat(kept).toString('utf8');
}

export function createSender({ clock, policy, resolve = lookUp }: SenderOptions): Sender {
  const agent = new Agent({
    connections: MAX_CONNECTIONS,
    pipelining: 1,
    connect: { lookup: checked(resolve, policy), timeout: ATTEMPT_TIMEOUT_MS },
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
    excerptBytes: number,
  ): Promise<Omit<Attempt, 'durationMs'>> {
    const refused = refuseText(new URL(url));
    if (refused) return { status: null, error: refused, excerpt: null, retryAfter: undefined };
    // Without the redirect interceptor, undici follows none.
    const answer = await request(url, { method: 'POST', headers, body, signal, dispatcher: agent });
    const retryAfter = answer.headers['retry-after'];
    return {
      status: answer.statusCode,
      error: null,
      excerpt: await readExcerpt(answer.body, excerptBytes),
      retryAfter: Array.isArray(retryAfter) ? retryAfter[0] : retryAfter,
    };
  }

  return {
    async send(url, headers, body, { timeoutMs, excerptBytes } = DELIVERY_LIMITS) {
      const startedAt = clock.now();
      const controller = new AbortController();
      underWay.add(controller);
      const disarm = clock.after(timeoutMs, () => controller.abort());
      try {
        const ended = await attempt(url, headers, body, controller.signal, excerptBytes);
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
        checked(resolve, policy)(url.hostname, { all: true }, (error) => {
          disarm();
          settle(error instanceof AddressNotAllowed ? 'address_not_allowed' : null);
        });
      });
    },

    async close() {
      closed = true;
      for (const controller of underWay) controller.abort();
      await agent.destroy();
    },
  };
}
