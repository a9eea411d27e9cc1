import assert from 'node:assert/strict';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { PROBLEMS, problemType } from '#src/domain/problems.js';

export type Method = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE' | 'PATCH' | 'OPTIONS';

/** What the checks need to know of an answer. */
export interface Exchange {
  readonly method: string;
  readonly url: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
}

interface MediaType {
  readonly schema: { readonly $ref?: string };
}
export interface Operation {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly summary: string;
  readonly security: readonly object[];
  readonly requestBody?: object;
  readonly responses: Readonly<
    Record<
      string,
      { readonly description: string; readonly content?: Readonly<Record<string, MediaType>> }
    >
  >;
}
export interface ApiDescription {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

/** Every operation of the description, with where it is. */
export function operationsOf({ paths }: ApiDescription) {
  return Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({
      path,
      method: method.toUpperCase() as Method,
      operation,
    })),
  );
}

const mediaTypeOf = (headers: Exchange['headers']): string =>
  String(headers['content-type'] ?? '').split(';')[0] ?? '';

const pointerTo = (...segments: readonly string[]): string =>
  segments
    .map((segment) => encodeURIComponent(segment.replaceAll('~', '~0').replaceAll('/', '~1')))
    .join('/');

/** What nobody outside may ever read: places in the code, the driver, the machine. */
const INTERNALS =
  /\bat \S+ \(|\.[jt]s:\d+|Sqlite|SQLITE_|node_modules|file:\/\/|\/tmp\/|\bE(?:NOENT|NOSPC|NOTDIR|NOMEM|ACCES|PERM|IO)\b/;

/** A problem told in words, for callers that prefer text, is of the catalogue too. */
function checkToldProblem({ method, status, text }: Exchange): void {
  if (method === 'HEAD') return;
  const [, told, code = ''] = /\((\d{3}) (\w+)\)$/m.exec(text) ?? [];
  assert.equal(Number(told), status, text);
  assert.equal(PROBLEMS[code as keyof typeof PROBLEMS]?.status, status, text);
}

/** Every problem document is what the catalogue says it is. */
function checkProblem(exchange: Exchange): void {
  const { method, status, headers, text } = exchange;
  if (mediaTypeOf(headers) === 'text/plain') {
    checkToldProblem(exchange);
    return;
  }
  assert.equal(mediaTypeOf(headers), 'application/problem+json', text);
  if (method === 'HEAD') return;
  const problem = JSON.parse(text) as Record<string, unknown>;
  const code = problem.code as keyof typeof PROBLEMS;
  assert.ok(Object.hasOwn(PROBLEMS, code), `${String(code)} is in no catalogue`);
  assert.match(String(problem.type), /^(https?:\/\/[^/]+)?\/docs\/errors#\w+$/);
  assert.ok(String(problem.type).endsWith(problemType(code)));
  assert.match(String(problem.help), /^[A-Z`].*\.$/);
  assert.equal(problem.title, PROBLEMS[code].title);
  assert.equal(problem.status, PROBLEMS[code].status);
  assert.equal(problem.status, status);
  assert.equal(problem.instance, `urn:webengagement:request:${String(headers['x-request-id'])}`);
  assert.match(String(problem.detail), /^\S.*\S$/s);
  assert.ok(text.length < 4096, 'an answer does not grow with what was sent');
  if (status === 401) assert.match(String(headers['www-authenticate']), /^Bearer realm=/);
  if (status === 503 && code !== 'not_ready') assert.match(String(headers['retry-after']), /^\d+$/);
  if (status === 405) assert.match(String(headers.allow), /^[A-Z]+(, [A-Z]+)*$/);
  if (status === 422) assert.ok(Array.isArray(problem.errors) && problem.errors.length > 0, text);
}

type Contract = (exchange: Exchange) => void;

/** By the text of the description: services of one process mostly give the same. */
const contracts = new Map<string, Contract>();

/** Holds every answer to the description that the service gives of itself, as JSON. */
export function contractOf(description: string): Contract {
  const contract = contracts.get(description) ?? createContract(JSON.parse(description));
  contracts.set(description, contract);
  return contract;
}

function createContract(api: ApiDescription): Contract {
  const ajv = new Ajv2020({ strict: false, allErrors: true, formats: { text: true } });
  (addFormats as unknown as (ajv: Ajv2020) => void)(ajv);
  ajv.addSchema(api, 'api', undefined, false);
  const validators = new Map<string, ValidateFunction>();
  const templates = Object.keys(api.paths).map((path) => ({
    path,
    pattern: new RegExp(`^${path.replaceAll('.', '\\.').replace(/\{\w+\}/g, '[^/]*')}$`),
  }));

  /** Compiled once for each schema; most answers share a few of them by name. */
  function validatorOf({ schema }: MediaType, ...place: readonly string[]): ValidateFunction {
    const $ref = `api${schema.$ref ?? `#/${pointerTo(...place)}`}`;
    const known = validators.get($ref) ?? ajv.compile({ $ref });
    validators.set($ref, known);
    return known;
  }

  function checkDescribed(path: string, operation: Operation, exchange: Exchange): void {
    const { status, headers, text } = exchange;
    const response = operation.responses[status];
    assert.ok(response, `${operation.operationId} does not say that it answers ${status}`);
    if (status === 204) {
      assert.equal(text, '');
      return;
    }
    const mediaType = mediaTypeOf(headers);
    if (status >= 400 && mediaType === 'text/plain') return;
    const described = response.content?.[mediaType];
    assert.ok(described, `${operation.operationId} ${status} ${mediaType}`);
    if (exchange.method === 'HEAD') return;
    const body: unknown = mediaType.endsWith('json') ? JSON.parse(text) : text;
    const method = exchange.method.toLowerCase();
    const validate = validatorOf(
      described,
      ...['paths', path, method, 'responses', String(status), 'content', mediaType, 'schema'],
    );
    assert.ok(validate(body), `${operation.operationId} ${ajv.errorsText(validate.errors)}`);
    if (status >= 400 && mediaType === 'application/problem+json')
      assert.ok(
        response.description.includes(`\`${String((body as { code: string }).code)}\``),
        `${operation.operationId} does not name ${text}`,
      );
  }

  return (exchange) => {
    const { method, url, status, headers, text } = exchange;
    if (/json|yaml|plain/.test(mediaTypeOf(headers))) assert.doesNotMatch(text, INTERNALS);
    assert.equal(headers['x-content-type-options'], 'nosniff', url);
    assert.equal(headers['referrer-policy'], 'no-referrer', url);
    const path = url.split('?')[0] ?? url;
    // What the original knows as a fault is no problem document.
    const isFault = status === 400 && path.includes('/data/gateway/');
    if (status >= 400 && !isFault) checkProblem(exchange);
    const operationOf = (at: string) =>
      api.paths[at]?.[(method === 'HEAD' ? 'GET' : method).toLowerCase()];
    // An address that has a name of its own is not one of those with a parameter in its place.
    const own = templates.filter((each) => each.path === path);
    const matching = own.length > 0 ? own : templates.filter(({ pattern }) => pattern.test(path));
    const template = matching.find((each) => operationOf(each.path)) ?? matching[0];
    const operation = template && operationOf(template.path);
    // A Host that is not ours is refused before anybody asks which operation is meant.
    if (status === 421) return;
    if (template && operation) checkDescribed(template.path, operation, exchange);
    else if (status >= 400) assert.ok(status === 405 || (status === 404 && !template), url);
  };
}
