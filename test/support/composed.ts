import assert from 'node:assert/strict';
import { compose, type Service } from '#src/compose.js';
import { readConfig } from '#src/config/config.js';
import { createLog } from '#src/log/log.js';
import type { OpenSettings } from '#src/store/sqlite/open.js';
import { createFakeClock, type FakeClock } from './clock.js';
import { type Cleanup, createDirectory } from './world.js';

/** The whole suite runs on both drivers: `WRITER=here npm test`. */
const WRITER: OpenSettings = process.env.WRITER === 'here' ? { writer: 'here' } : {};

const ADMIN_KEY = 'an-admin-key-that-only-tests-know';

/** What a request was answered with; `body` is parsed JSON. */
export interface Answered {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape.
  readonly body: any;
}

/** The whole service on a directory and a clock of its own, without a socket. */
export interface Composed extends Service {
  readonly directory: string;
  readonly clock: FakeClock;
  readonly adminKey: string;
  /** A request with the admin key, or with another credential. */
  call(method: Method, url: string, body?: object, credential?: string): Promise<Answered>;
  /** A new interaction as the site gets it; fails the test when it is refused. */
  place(body: object): Promise<Answered['body']>;
}

/** Where and when a service runs. */
export interface Place {
  readonly directory: string;
  readonly clock: FakeClock;
}

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** Starts the service, on the directory of one that has ended if that is given. */
export async function createComposed(
  t: Cleanup,
  place?: Place,
  strategy = 'none',
  settings: OpenSettings = WRITER,
  env: Readonly<Record<string, string>> = {},
): Promise<Composed> {
  const { directory, clock } = place ?? { directory: createDirectory(t), clock: createFakeClock() };
  const config = readConfig({ DATA_DIR: directory, ADMIN_KEY, STRATEGY: strategy, ...env });
  const service = await compose(config, createLog('silent'), clock.make, settings);
  const { app } = service;
  clock.mind(() => service.pending() > 0);
  t.teardown(service.close);

  const call: Composed['call'] = async (method, url, body, credential = ADMIN_KEY) => {
    const answer = await app.inject({
      method,
      url,
      headers: { authorization: `Bearer ${credential}` },
      ...(body && { payload: body }),
    });
    const parsed = answer.payload === '' ? null : answer.json();
    return { status: answer.statusCode, headers: answer.headers, body: parsed };
  };
  return {
    ...service,
    directory,
    clock,
    adminKey: ADMIN_KEY,
    call,
    async place(body) {
      const answer = await call('POST', '/v1/interactions', body);
      assert.equal(answer.status, 201, JSON.stringify(answer.body));
      return answer.body;
    },
  };
}
