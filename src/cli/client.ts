import openapiClient, { type Client } from 'openapi-fetch';
import type { components, paths } from '../../openapi/client.js';
import type { ProblemDocument } from '../text/problem.js';

/** What the API answers with, by the name of the schema. */
export type Schemas = components['schemas'];

/** The API, typed by its description: `api.GET('/v1/admin/options')`. */
export type Api = Client<paths, 'application/json'>;

export interface ApiOptions {
  /** The address of the service, without `/v1`. */
  readonly url: string;
  /** The API key. */
  readonly key: string;
  /** How long one request may take. */
  readonly timeoutMs?: number;
}

/** The service refused a request, and said why. */
export class Refused extends Error {
  override readonly name = 'Refused';

  constructor(readonly problem: ProblemDocument) {
    super(problem.detail);
  }
}

/** The service did not answer, or what answered is not the service. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable';
}

/**
 * A client of the API. Its calls reject with `Refused` when the service answers with a problem, and
 * with `Unreachable` when it does not answer; so what they resolve with is a success.
 */
export function createApi({ url, key, timeoutMs = 10_000 }: ApiOptions): Api {
  return openapiClient<paths, 'application/json'>({
    baseUrl: url,
    headers: { accept: 'application/json', authorization: `Bearer ${key}` },
    // A key is never carried on to another address.
    redirect: 'manual',
    fetch: (request) => send(request, url, timeoutMs),
  });
}

/** The body of a successful answer. */
export async function answerOf<T>(call: Promise<{ readonly data?: T }>): Promise<T> {
  const { data } = await call;
  if (data === undefined) throw new Unreachable('an answer without a body');
  return data;
}

async function send(request: Request, url: string, timeoutMs: number): Promise<Response> {
  const { response, text } = await exchange(request, url, timeoutMs);
  const body = parse(text);
  if (response.ok && isAnswer(body)) return new Response(text, response);
  throw isProblem(body) ? new Refused(body) : notTheService(url, response);
}

/** Any answer that comes from `url`, whole; rejects with `Unreachable` when none does. */
export async function exchange(
  request: Request,
  url: string,
  timeoutMs = 10_000,
): Promise<{ readonly response: Response; readonly text: string }> {
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const response = await fetch(request, { signal });
    return { response, text: await response.text() };
  } catch (error) {
    const why = signal.aborted ? `no answer within ${timeoutMs / 1000} seconds` : causeOf(error);
    throw new Unreachable(`no answer from ${url}: ${why}`);
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Whether a body may be of this service: an object, and what it lists is a list. */
function isAnswer(body: unknown): boolean {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return false;
  return !('items' in body) || Array.isArray(body.items);
}

const PROBLEM_TEXTS = ['title', 'detail', 'code', 'instance'] as const;

function isProblem(body: unknown): body is ProblemDocument {
  const members = (body ?? {}) as Readonly<Record<string, unknown>>;
  return PROBLEM_TEXTS.every((name) => typeof members[name] === 'string');
}

function notTheService(url: string, { status, headers }: Response): Unreachable {
  const location = headers.get('location');
  const to = location ? `, a redirection to ${location}` : '';
  return new Unreachable(`${url} answers ${status}${to}, but not as this service does`);
}

const CAUSES: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'the host is not known',
  EAI_AGAIN: 'the host is not known',
};

function causeOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  return CAUSES[code] ?? (cause instanceof Error ? cause.message : String(cause));
}
