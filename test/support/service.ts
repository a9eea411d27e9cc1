import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text as textOf } from 'node:stream/consumers';
import type { InjectOptions } from 'fastify';
import { pino } from 'pino';
import { compose, type Service } from '#src/compose.js';
import { readConfig } from '#src/config/config.js';
import type { Scope } from '#src/domain/scopes.js';
import type { InteractionView } from '#src/http/shapes/schemas.js';
import { type ApiDescription, contractOf, type Method } from './contract.js';
import { createServiceClock, type ServiceClock } from './service-clock.js';

/** When the service of every test starts, in service time. */
export const START = Date.parse('2030-03-18T08:00:00.000Z');
/** The preset admin key. */
export const ADMIN_KEY = 'preset-admin-key-0123456789abcdefghijklmnop';

export interface Send {
  /** The bearer credential; the admin key when absent, none at all when null. */
  readonly as?: string | null;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Sent as it is, as JSON unless `headers` say otherwise. */
  readonly raw?: string | Buffer;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Answer<T> {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: T;
  readonly text: string;
}

/** An answer of whatever kind: an interaction, a list or a problem; read what is there. */
export type Anything = Readonly<Record<string, unknown>>;
export type View = InteractionView;
export type Created = InteractionView & { readonly token: string };
export interface List<T> {
  readonly items: readonly T[];
  readonly nextPageToken: string | null;
}

/** The composed service on a real database, asked without sockets, on a clock that stands still. */
export interface TestService
  extends Pick<Service, 'app' | 'store' | 'strategy' | 'dispatcher' | 'router' | 'listen'> {
  readonly clock: ServiceClock;
  readonly api: ApiDescription;
  /** Where its database is. */
  readonly directory: string;
  /** Everything it logged, line by line. */
  readonly log: readonly string[];
  /** Makes one request; its answer is held to the contract before it is handed out. */
  call<T = Anything>(method: Method, url: string, send?: Send): Promise<Answer<T>>;
  /** Creates an interaction, for a visit of its own unless one is named. */
  create(body?: Anything): Promise<Created>;
  /** Makes an API key; resolves with its text. */
  key(...scopes: readonly Scope[]): Promise<string>;
  setOption(name: string, value: string | number | boolean | null): Promise<void>;
  /** Moves the clock and waits until everything due by then is settled. */
  advance(ms: number): Promise<void>;
  /** Ends the service before its test does. */
  end(): Promise<void>;
}

/** The part of tap that this needs. */
interface Test {
  teardown(close: () => Promise<void>): void;
}

const CREDENTIALS = /\bw(ek|ak|it|vt|ds|pk)_[\w-]{16,}/;

/** What services say of themselves, by how they were started: making it takes a while. */
const descriptions = new Map<string, string>();

/** Starts a service of its own for the tests of a file; ends with them, its log searched. */
export async function startService(
  t: Test,
  { env = {} }: { readonly env?: Readonly<Record<string, string>> } = {},
): Promise<TestService> {
  const directory = mkdtempSync(join(tmpdir(), 'webengagement-'));
  const clock = createServiceClock(START);
  const lines: string[] = [];
  const log = pino({ level: 'trace', base: null }, { write: (line) => lines.push(line) });
  const config = readConfig({
    DATA_DIR: directory,
    ADMIN_KEY,
    PORT: '0',
    STRATEGY: 'none',
    ...env,
  });
  const service = await compose(config, log, () => clock);
  const { app, store, strategy, expiry, sweep, dispatcher, router } = service;
  const kind = JSON.stringify(env);
  const description = descriptions.get(kind) ?? (await app.inject('/openapi.json')).payload;
  descriptions.set(kind, description);
  const api = JSON.parse(description) as ApiDescription;
  const check = contractOf(description);
  const secrets = new Set([ADMIN_KEY]);
  let visits = 0;

  function keepSecrets(body: unknown): void {
    const { token, key } = (body ?? {}) as Anything;
    for (const secret of [token, key])
      if (typeof secret === 'string' && !secret.startsWith('pk_')) secrets.add(secret);
  }

  /** A stream is answered for ever: what it says at first is all that is waited for. */
  async function inject(options: InjectOptions) {
    const isStream = /\/stream(\?|$)/.test(String(options.url)) && options.method === 'GET';
    const response = await app.inject({ ...options, payloadAsStream: isStream });
    if (!isStream) return response;
    const stream = response.stream();
    const payload = response.statusCode === 200 ? '' : await textOf(stream);
    stream.destroy();
    return { statusCode: response.statusCode, headers: response.headers, payload };
  }

  async function call<T>(method: Method, url: string, send: Send = {}): Promise<Answer<T>> {
    const { as = ADMIN_KEY, body, raw, headers } = send;
    const payload = raw ?? (body === undefined ? undefined : JSON.stringify(body));
    const response = await inject({
      method,
      url,
      headers: {
        ...(payload !== undefined && { 'content-type': 'application/json' }),
        ...(as !== null && { authorization: `Bearer ${as}` }),
        ...headers,
      },
      ...(payload !== undefined && { payload }),
    });
    const { statusCode: status, payload: text } = response;
    check({ method, url, status, headers: response.headers, text });
    const isJson = text !== '' && /json/.test(String(response.headers['content-type']));
    const answer = isJson ? JSON.parse(text) : undefined;
    for (const secret of secrets)
      assert.ok(!text.includes(secret) || answer.token === secret, `${url} tells a secret`);
    keepSecrets(answer);
    return { status, headers: response.headers, body: answer as T, text };
  }

  let ending: Promise<void> | undefined;
  function end(): Promise<void> {
    ending ??= service.close();
    return ending;
  }

  t.teardown(async () => {
    await end();
    rmSync(directory, { recursive: true });
    for (const line of lines) {
      assert.ok(![...secrets].some((secret) => line.includes(secret)), `a secret in ${line}`);
      assert.doesNotMatch(line, CREDENTIALS);
      assert.doesNotMatch(line, /"url":|"authorization":/);
    }
  });

  return {
    app,
    store,
    strategy,
    dispatcher,
    router,
    listen: service.listen,
    clock,
    api,
    directory,
    log: lines,
    call,
    async create(body = {}) {
      visits += 1;
      const request = { visitId: `visit-${visits}`, ...body };
      const {
        status,
        body: created,
        text,
      } = await call<Created>('POST', '/v1/interactions', {
        body: request,
      });
      assert.equal(status, 201, text);
      return created;
    },
    async key(...scopes) {
      const body = { name: `for ${scopes.join(' and ') || 'all'}`, scopes };
      const answer = await call<{ key: string }>('POST', '/v1/admin/api-keys', { body });
      assert.equal(answer.status, 201, answer.text);
      return answer.body.key;
    },
    async setOption(name, value) {
      const answer = await call('PUT', `/v1/admin/options/${name}`, { body: { value } });
      assert.equal(answer.status, 200, answer.text);
    },
    async advance(ms) {
      clock.advance(ms);
      await expiry.idle();
      await sweep.idle();
    },
    end,
  };
}
