import type { Socket } from 'node:net';
import type {
  ConnectionError,
  FastifyError,
  FastifyInstance,
  FastifyReply,
  FastifyRequest,
} from 'fastify';
import { LIMITS } from '../../domain/limits.js';
import {
  type Misfit,
  PROBLEMS,
  Problem,
  type ProblemCode,
  problemType,
} from '../../domain/problems.js';
import type { Log } from '../../log/log.js';
import {
  type Changed,
  PlaceUnreadable,
  StoreFailed,
  StoreOverloaded,
  StoreReadFailed,
  StoreTakenAway,
} from '../../store/failures.js';
import { problemText } from '../../text/problem.js';
import { unauthenticated } from './credentials.js';
import { misfitsOf } from './misfits.js';
import { headersOf } from './requests.js';
import { prefersText, TEXT, varyBy } from './tables.js';

/** Fastify's own errors that a caller can cause, by their code. */
const FASTIFY_PROBLEMS: Readonly<Record<string, [ProblemCode, string]>> = {
  FST_ERR_CTP_INVALID_JSON_BODY: [
    'malformed_body',
    'The body is not well-formed JSON, or has a member __proto__ or constructor.prototype.',
  ],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: [
    'malformed_body',
    'The body is not as long as Content-Length says.',
  ],
  FST_ERR_CTP_BODY_TOO_LARGE: [
    'payload_too_large',
    `A body may have at most ${LIMITS.body.most.toLocaleString('en')} bytes, one that brings a strategy ${LIMITS.strategyBytes.most.toLocaleString('en')}.`,
  ],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: [
    'unsupported_media_type',
    'The body needs another Content-Type; send application/json.',
  ],
};

/** What is wrong with a page token that was made for another list, or by nobody. */
export const PAGE_TOKEN_MISFIT: Misfit = {
  pointer: '#/pageToken',
  detail: 'must be the nextPageToken of a page with the same filters',
};

/** The problem that tells a caller about an error; unknown errors tell nothing about themselves. */
export function problemOf(error: FastifyError | Error): Problem {
  if (error instanceof Problem) return error;
  if ('validation' in error && error.validation) return validationProblem(misfitsOf(error));
  if (error instanceof StoreOverloaded)
    return new Problem('overloaded', 'Nothing was done; try again in a second.', {}, RETRY);
  if (error instanceof StoreTakenAway)
    return new Problem(
      'storage_unavailable',
      `${error.message} ${KNOWN[error.changed]}`,
      {},
      RETRY,
    );
  if (error instanceof StoreFailed)
    return new Problem('storage_unavailable', KNOWN[error.changed], {}, RETRY);
  if (error instanceof PlaceUnreadable) return validationProblem([PAGE_TOKEN_MISFIT]);
  if (error instanceof StoreReadFailed)
    return new Problem('storage_unavailable', 'It could not be read; try again.', {}, RETRY);
  const [code, detail] = FASTIFY_PROBLEMS[(error as FastifyError).code] ?? [];
  if (code && detail) return new Problem(code, detail);
  const status = (error as FastifyError).statusCode ?? 500;
  return status >= 400 && status < 500
    ? new Problem('malformed_request', 'The request cannot be read.')
    : new Problem('internal_error', 'The cause is in the log of the service.');
}

const RETRY = { 'retry-after': '1' };

const AGAIN =
  'Send the same request again, with the same Idempotency-Key if it has one: what was done is not done twice.';

/** What is known of a change that the storage failed at. */
const KNOWN: Readonly<Record<Changed, string>> = {
  nothing: 'Nothing was changed.',
  some: `A part of it was done, the rest was not. ${AGAIN}`,
  unknown: `It is not known whether anything was changed. ${AGAIN}`,
};

/** 422 for a request that does not fit, with every place named. */
export function validationProblem(errors: readonly Misfit[]): Problem {
  const first = errors[0];
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more in \`errors\`)` : '';
  const detail = first ? `${first.pointer}: ${first.detail}${more}` : 'The request does not fit.';
  return new Problem('validation_failed', detail, { errors });
}

/**
 * The document of a problem; `requestId` names the request in the log, `origin` is where the service
 * is for the caller.
 */
function documentOf(problem: Problem, requestId: string, origin: string): object {
  const { code, detail, status, members } = problem;
  const { title, help } = PROBLEMS[code];
  return {
    type: problemType(code, origin),
    title,
    status,
    detail,
    instance: `urn:webengagement:request:${requestId}`,
    code,
    help,
    ...members,
  };
}

/**
 * Where the service is for this caller, so that addresses in its answers lead somewhere: what
 * `PUBLIC_URL` says, otherwise where the caller found it.
 */
type OriginOf = (request: FastifyRequest) => string;

const originOf =
  (publicUrl: string | undefined): OriginOf =>
  ({ protocol, host }) => {
    if (publicUrl !== undefined) return publicUrl.replace(/\/$/, '');
    return host && /^[\w.:[\]-]+$/.test(host) ? `${protocol}://${host}` : '';
  };

function sendProblem(
  request: FastifyRequest,
  reply: FastifyReply,
  problem: Problem,
  origin: string,
): FastifyReply {
  const asText = prefersText(request.headers.accept);
  varyBy(reply, 'Accept');
  return reply
    .code(problem.status)
    .headers(problem.headers)
    .type(asText ? TEXT : 'application/problem+json')
    .serializer(asText ? problemText : JSON.stringify)
    .send(documentOf(problem, request.id, origin));
}

const UNKNOWN = new Problem(
  'not_found',
  'No resource has this address; GET /openapi.json lists all.',
);

/** Answers an address that no route can be looked up for; no hook has run for it. */
export function answerUnreadableAddress(publicUrl: string | undefined) {
  const origin = originOf(publicUrl);
  return (_error: FastifyError, request: FastifyRequest, reply: FastifyReply): void => {
    sendProblem(request, reply.headers(headersOf(request)), UNKNOWN, origin(request));
  };
}

/** What the caller can do about it, by the error of Node's parser. */
const UNREADABLE: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: 'The headers are larger than 16 KiB.',
  ERR_HTTP_REQUEST_TIMEOUT: `The request did not arrive whole in ${LIMITS.requestSeconds.most} seconds.`,
};

/** Answers what the HTTP parser gave up on: there is no request yet, only a connection. */
export function answerUnreadableRequest(error: ConnectionError, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return;
  const detail = UNREADABLE[error.code ?? ''] ?? 'The request cannot be read.';
  const problem = new Problem('malformed_request', detail);
  const body = JSON.stringify(documentOf(problem, 'none', ''));
  const head = [
    'HTTP/1.1 400 Bad Request',
    'content-type: application/problem+json',
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}

/** Problems with reading a body, before anything in it could be looked at. */
const UNREAD: ReadonlySet<ProblemCode> = new Set([
  'malformed_body',
  'payload_too_large',
  'unsupported_media_type',
]);

/** After an error of ours nobody knows how far a change got. */
function sayingWhatIsKnown(request: FastifyRequest, problem: Problem): Problem {
  const isRead = request.method === 'GET' || request.method === 'HEAD';
  return isRead || problem.code !== 'internal_error'
    ? problem
    : new Problem('internal_error', `${KNOWN.unknown} ${problem.detail}`);
}

/** Credentials are judged before the body: where one might be in an unreadable body, there is none. */
function hidingBody(request: FastifyRequest, problem: Problem): Problem {
  const anonymous = request.routeOptions.config.access && request.caller === null;
  return anonymous && UNREAD.has(problem.code)
    ? unauthenticated(
        `No credential in the header, and none could be read in the body: ${problem.detail}`,
      )
    : problem;
}

/** A step of the address of a route as an expression: a parameter may say which names it takes. */
function stepOf(step: string): RegExp {
  const [, names] = /^:\w+\((.*)\)$/.exec(step) ?? [];
  if (names !== undefined) return new RegExp(names);
  return new RegExp(`^${step.replaceAll('.', '\\.').replace(/:\w+/g, '[^/]+')}$`);
}

/** Whether a path is one of the addresses of a route. */
function addressOf(url: string): { test(path: string): boolean } {
  if (url.endsWith('/*')) return { test: (path) => path.startsWith(url.slice(0, -1)) };
  const steps = url.split('/').map(stepOf);
  return {
    test(path) {
      const parts = path.split('/');
      return parts.length === steps.length && steps.every((step, at) => step.test(parts[at] ?? ''));
    },
  };
}

/**
 * Answers every error and every unknown address as a problem document (RFC 9457), or as the text
 * of one for callers that prefer text.
 */
export function answerProblems(
  app: FastifyInstance,
  { log, publicUrl }: { readonly log: Log; readonly publicUrl: string | undefined },
): void {
  const origin = originOf(publicUrl);
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const problem = hidingBody(request, sayingWhatIsKnown(request, problemOf(error)));
    // The log hears once, not with every request, that the database was taken away.
    const isTold = error instanceof Problem || error instanceof StoreTakenAway;
    if (problem.status >= 500 && !isTold)
      log.error({ err: error, requestId: request.id }, 'request failed on our side');
    return sendProblem(request, reply, problem, origin(request));
  });
  const routes: {
    readonly method: string;
    readonly address: ReturnType<typeof addressOf>;
    /** Whether it may answer whatever follows, and may have nothing there. */
    readonly isOpen: boolean;
  }[] = [];
  app.addHook('onRoute', ({ method, url }) => {
    // This one answers preflights; it makes no address known.
    if (url === '*') return;
    const address = addressOf(url);
    const isOpen = url.endsWith('/*');
    for (const each of [method].flat()) routes.push({ method: each, address, isOpen });
  });
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?')[0] ?? request.url;
    const found = routes.filter(({ address }) => address.test(path));
    const methodsOf = (of: typeof found) => [...new Set(of.map(({ method }) => method))];
    // Preflights are answered elsewhere; this asks what is possible, or whether anybody is there.
    const isAsking =
      request.method === 'OPTIONS' && !request.headers['access-control-request-method'];
    if (isAsking && (found.length > 0 || path === '*'))
      return reply
        .code(204)
        .header('allow', ['OPTIONS', ...methodsOf(found)].join(', '))
        .send();
    const methods = methodsOf(found.filter(({ isOpen }) => !isOpen)).join(', ');
    const problem =
      methods !== ''
        ? new Problem(
            'method_not_allowed',
            `${request.method} is not possible here; possible: ${methods}.`,
            {},
            { allow: methods },
          )
        : UNKNOWN;
    return sendProblem(request, reply, problem, origin(request));
  });
}
