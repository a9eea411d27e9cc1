import type { Sender, Sent } from '../calls/send.js';
import type { Clock } from '../clock.js';
import { readCallAddress } from '../domain/call-address.js';
import type { Moment } from '../domain/interactions/interaction.js';
import type { StrategyVersion } from '../domain/strategies/version.js';
import type { GatewayCallType, GatewayMembers } from '../engine/gateway.js';
import type { FetchAction, SessionEvent } from '../scxml/host.js';
import { isObject } from './answers.js';

/** A fetch is over after this time, however little came. */
const TIMEOUT_MS = 2000;
/** Of an answer, this much is read. */
const ANSWER_BYTES = 32_768;

const FORM = 'application/x-www-form-urlencoded';
const JSON_TYPE = 'application/json';

/** Header names that a document may set: not those that belong to the connection, or that say who calls. */
const REFUSED_HEADERS =
  /^(host|connection|content-length|transfer-encoding|upgrade|te|trailer|keep-alive|expect|proxy-.*|webhook-.*)$/i;

const textOf = (value: unknown): string =>
  typeof value === 'string' ? value : (JSON.stringify(value) ?? '');

const formOf = (params: FetchAction['params']): string =>
  new URLSearchParams(
    Object.entries(params).map(([name, value]): [string, string] => [name, textOf(value)]),
  ).toString();

/** How a fetch goes out: its address, its headers and its body. */
export interface Outgoing {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Puts a fetch together as a browser would: parameters in the address or, with a body, in that. */
export function outgoingOf(action: FetchAction): Outgoing | null {
  const { method, enctype, params, content } = action;
  const hasBody = method !== 'GET' && method !== 'HEAD';
  const query = hasBody ? '' : formOf(params);
  const joined =
    query === '' ? action.url : `${action.url}${action.url.includes('?') ? '&' : '?'}${query}`;
  const url = readCallAddress(joined);
  if (url === undefined) return null;
  const type = enctype ?? (content === null ? FORM : 'text/plain');
  const body = content ?? (type === JSON_TYPE ? JSON.stringify(params) : formOf(params));
  const own = Object.entries(action.headers).filter(
    ([name, value]) =>
      /^[!#$%&'*+.^_`|~\w-]+$/.test(name) &&
      !REFUSED_HEADERS.test(name) &&
      /^[\t\x20-\x7e\x80-\xff]*$/.test(value),
  );
  const headers = Object.fromEntries(own.map(([name, value]) => [name.toLowerCase(), value]));
  return {
    url,
    headers: { ...(hasBody && { 'content-type': type }), ...headers },
    body: hasBody ? body : '',
  };
}

/** The name of a fetch: the same however often the session is run from its start. */
function fetchId(id: string, { name, version }: StrategyVersion, fetch: number): string {
  return `scxml-${id}-${name}.${version}-${fetch}`;
}

/** What a fetch is answered with. */
export function fetched(requestId: string, status: number, content: string): SessionEvent {
  const data = { requestid: requestId, content, hints: { status } };
  return status >= 200 && status < 300
    ? { name: 'session.fetch.done', data }
    : fetchFailed(requestId, status, `status ${status}`, content);
}

/** What a fetch is answered with that came to nothing; `error` is a status, or a word. */
export function fetchFailed(
  requestId: string,
  error: number | string,
  description: string,
  content = '',
): SessionEvent {
  const data = { requestid: requestId, error, description, content, hints: {} };
  return { name: 'error.session.fetch', data };
}

const eventOf = (requestId: string, { status, error, excerpt }: Sent): SessionEvent =>
  status === null
    ? fetchFailed(requestId, error ?? 'failed', (error ?? 'failed').replaceAll('_', ' '))
    : fetched(requestId, status, excerpt ?? '');

/** For whom a fetch is made, and when nobody waits for it any more. */
export interface FetchFor {
  readonly id: string;
  readonly version: StrategyVersion;
  readonly due: Moment;
}

/** Makes the fetches of sessions, behind the policy for addresses that everything goes through. */
export type Fetcher = (action: FetchAction, to: FetchFor) => Promise<SessionEvent>;

export function createFetcher(sender: Sender, clock: Pick<Clock, 'now'>): Fetcher {
  return async (action, { id, version, due }) => {
    const { requestId, method, timeoutMs } = action;
    const outgoing = outgoingOf(action);
    if (outgoing === null)
      return fetchFailed(requestId, 'invalid_address', 'the address is no http or https URL');
    if (!/^(GET|HEAD|POST|PUT|PATCH|DELETE)$/.test(method))
      return fetchFailed(requestId, 'invalid_method', 'the method is none of HTTP');
    const { url, headers, body } = outgoing;
    const named = { ...headers, 'webhook-id': fetchId(id, version, action.fetch) };
    const sent = await sender.send(url, named, body, {
      method,
      timeoutMs: Math.max(Math.min(timeoutMs ?? TIMEOUT_MS, TIMEOUT_MS, due - clock.now()), 1),
      excerptBytes: ANSWER_BYTES,
    });
    return eventOf(requestId, sent);
  };
}

/** Whether a fetch is a call to the original's gateway, which is answered here without a network. */
export function gatewayCallIn({ url }: FetchAction): GatewayCallType | undefined {
  const [, type] = /\/data\/gateway\/(engage|noengage)\/?(?:[?#].*)?$/.exec(url) ?? [];
  return type as GatewayCallType | undefined;
}

/** What such a call says: its `ixnProfile` or `cancelData`, in the body or among the parameters. */
export function gatewayMembersOf(
  { content, params }: FetchAction,
  type: GatewayCallType,
): GatewayMembers | string {
  let body: unknown = params;
  if (content !== null)
    try {
      body = JSON.parse(content);
    } catch {
      return 'the content is no JSON';
    }
  if (!isObject(body)) return 'the content must be an object';
  const member = body[type === 'engage' ? 'ixnProfile' : 'cancelData'];
  if (typeof member !== 'string') return isObject(member) ? member : body;
  try {
    const parsed: unknown = JSON.parse(member);
    return isObject(parsed) ? parsed : body;
  } catch {
    return 'its profile is no JSON';
  }
}
