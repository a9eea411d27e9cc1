import assert from 'node:assert/strict';
import { compose, type Service } from '#src/compose.js';
import { readConfig } from '#src/config.js';
import { createLog } from '#src/log.js';
import { createFakeClock, type FakeClock } from './clock.js';
import { type Cleanup, createDirectory } from './world.js';

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
  /** A request with the admin key, or with another credential. */
  call(method: Method, url: string, body?: object, credential?: string): Promise<Answered>;
  /** A new interaction as the site gets it; fails the test when it is refused. */
  place(body: object): Promise<Answered['body']>;
}

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** Starts the service; it is gone when the test ends. */
export async function createComposed(t: Cleanup): Promise<Composed> {
  const directory = createDirectory(t);
  const clock = createFakeClock(() => (service?.store.pending() ?? 0) > 0);
  const config = readConfig({ DATA_DIR: directory, ADMIN_KEY, STRATEGY: 'none' });
  let service: Service | undefined;
  service = await compose(config, createLog('silent'), clock.make);
  const { app } = service;
  t.teardown(service.close);

  const call: Composed['call'] = async (method, url, body, credential = ADMIN_KEY) => {
    const answer = await app.inject({
      method,
      url,
      headers: { authorization: `Bearer ${credential}` },
      ...(body && { payload: body }),
    });
    return { status: answer.statusCode, headers: answer.headers, body: answer.json() };
  };
  return {
    ...service,
    directory,
    clock,
    call,
    async place(body) {
      const answer = await call('POST', '/v1/interactions', body);
      assert.equal(answer.status, 201, JSON.stringify(answer.body));
      return answer.body;
    },
  };
}
