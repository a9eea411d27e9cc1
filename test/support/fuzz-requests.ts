import fc from 'fast-check';
import { type ApiDescription, type Operation, operationsOf } from './contract.js';
import { almostValid, nasty, type Schema, valid, whatever } from './schema-arbitrary.js';

/** One request, as the description of the API suggests it, or almost. */
export interface FuzzedRequest {
  readonly method: string;
  /** The path as the description has it. */
  readonly template: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly payload?: string | Buffer | undefined;
  readonly credential: number;
  /** Whether the body is JSON that its schema forbids. */
  readonly isForbidden: boolean;
}

interface Parameter {
  readonly in: string;
  readonly name: string;
  readonly schema: Schema;
}
type Described = Operation & {
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: {
    readonly content: Readonly<Record<string, { readonly schema: Schema }>>;
  };
};

export interface Material {
  readonly api: ApiDescription;
  /** Names and ids that exist, or are of the kind that exists. */
  readonly words: readonly string[];
  /** What exists, by the segment of the path that it stands behind. */
  readonly known: Readonly<Record<string, readonly string[]>>;
  /** How many credentials there are to choose from. */
  readonly credentials: number;
  /** Whether the schema of this operation allows the body. */
  allows(method: string, template: string, body: unknown): boolean;
}

const printable = fc.string({ maxLength: 20 }).map((text) => text.replace(/[^\x20-\x7e]/g, '?'));

/** Headers that change what an answer is; each now and then. */
const headers = fc.record(
  {
    'if-match': fc.oneof(fc.constantFrom('*', '"1"', 'W/"2"', '"x"', '"0", "1"'), printable),
    'idempotency-key': fc.oneof(fc.constantFrom('one', '"two"'), printable),
    accept: fc.oneof(
      fc.constantFrom('text/html', 'text/plain', '*/*', 'application/json;q=0'),
      printable,
    ),
    origin: fc.oneof(fc.constantFrom('null', 'https://shop.example'), printable),
    'x-forwarded-for': printable,
    prefer: fc.constantFrom('return=minimal', 'handling=strict'),
  },
  { requiredKeys: [] },
);

const seldom = <T>(arbitrary: fc.Arbitrary<T>, otherwise: T): fc.Arbitrary<T> =>
  fc.oneof({ weight: 4, arbitrary: fc.constant(otherwise) }, { weight: 1, arbitrary });

const escaped = (text: string): string => {
  try {
    return encodeURIComponent(text);
  } catch {
    return '%ED%A0%80';
  }
};

/** Every operation of `api`, asked as it describes itself, almost so, and not at all so. */
export function requests({ api, words, known, credentials, allows }: Material) {
  const operations = operationsOf(api).map(({ path, method, operation }) =>
    ofOperation(path, method, operation as Described),
  );
  return fc.oneof(...operations);

  function ofOperation(
    template: string,
    method: string,
    { parameters = [], requestBody }: Described,
  ): fc.Arbitrary<FuzzedRequest> {
    const word = fc.constantFrom(...words);
    const inPath = parameters.filter((parameter) => parameter.in === 'path');
    const values = fc.tuple(
      ...inPath.map(({ name }) => {
        const [, segment = ''] = new RegExp(`([^/]+)/\\{${name}\\}`).exec(template) ?? [];
        return fc.oneof(
          { weight: 8, arbitrary: fc.constantFrom(...(known[segment] ?? words)) },
          { weight: 1, arbitrary: word },
          { weight: 1, arbitrary: nasty },
        );
      }),
    );
    const inQuery = parameters.filter((parameter) => parameter.in === 'query');
    const query = fc.record(
      Object.fromEntries(
        inQuery.map(({ name, schema }) => [name, fc.oneof(valid(schema, words), nasty)]),
      ),
      { requiredKeys: [] },
    );
    const schema = requestBody?.content['application/json']?.schema;
    return fc
      .record({
        values,
        query,
        headers: seldom(headers, {}),
        body: schema ? bodies(schema) : seldom(bodies({}), { kind: 'none' }),
        credential: fc.oneof(
          { weight: 4, arbitrary: fc.constant(0) },
          { weight: 1, arbitrary: fc.nat(credentials - 1) },
        ),
      })
      .map(({ values, query, headers, body, credential }) => {
        const search = Object.entries(query).map(([key, value]) => `${key}=${escaped(`${value}`)}`);
        const path = values.reduce<string>(
          (path, value) => path.replace(/\{\w+\}/, () => escaped(value)),
          template,
        );
        const sent = serialize(body);
        const isForbidden =
          schema !== undefined &&
          body.kind === 'json' &&
          !allows(method, template, JSON.parse(`${sent.payload}`));
        return {
          method,
          template,
          url: search.length > 0 ? `${path}?${search.join('&')}` : path,
          headers: { ...headers, ...sent.headers },
          payload: sent.payload,
          credential,
          isForbidden,
        };
      });
  }

  function bodies(schema: Schema): fc.Arbitrary<Body> {
    const json = (arbitrary: fc.Arbitrary<unknown>) =>
      arbitrary.map((value): Body => ({ kind: 'json', text: JSON.stringify(value) ?? 'null' }));
    return fc.oneof(
      { weight: 6, arbitrary: json(valid(schema, words)) },
      { weight: 5, arbitrary: json(almostValid(schema, words)) },
      { weight: 1, arbitrary: json(whatever) },
      {
        weight: 1,
        arbitrary: fc.record({
          kind: fc.constant('raw' as const),
          type: fc.oneof(
            fc.constantFrom('text/plain', 'application/x-www-form-urlencoded', 'application/xml'),
            fc.constantFrom('application/json', 'application/json; charset=utf-16', ''),
            printable,
          ),
          bytes: fc.oneof(
            fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)),
            fc
              .array(fc.tuple(word(), nasty))
              .map((pairs) => Buffer.from(pairs.map((pair) => pair.join('=')).join('&'))),
          ),
        }),
      },
    );
  }

  function word(): fc.Arbitrary<string> {
    return fc.constantFrom(...words);
  }
}

type Body =
  | { readonly kind: 'none' }
  | { readonly kind: 'json'; readonly text: string }
  | { readonly kind: 'raw'; readonly type: string; readonly bytes: Buffer };

function serialize(body: Body): Pick<FuzzedRequest, 'headers' | 'payload'> {
  if (body.kind === 'none') return { headers: {}, payload: undefined };
  if (body.kind === 'raw') return { headers: { 'content-type': body.type }, payload: body.bytes };
  return { headers: { 'content-type': 'application/json' }, payload: body.text };
}
