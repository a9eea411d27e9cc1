import { execFileSync } from 'node:child_process';
import Database from 'better-sqlite3';
import { compose, type Service } from '#src/compose.js';
import { readConfig } from '#src/config/config.js';
import type { Engine } from '#src/engine/engine.js';
import { createLog } from '#src/log/log.js';
import { createFakeClock, type FakeClock } from './clock.js';
import { type Cleanup, createDirectory } from './world.js';

const ADMIN_KEY = 'an-admin-key-of-at-least-32-characters';

// biome-ignore lint/suspicious/noExplicitAny: answers are looked at member by member.
export type Json = any;

/** The whole service on a directory of its own, asked without a socket, on a fake clock. */
export interface World {
  readonly clock: FakeClock;
  readonly service: Service;
  readonly engine: Engine;
  /** Asks as the admin key; resolves with status and body. */
  ask(
    method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE',
    url: string,
    body?: object,
    headers?: Record<string, string>,
  ): Promise<{ status: number; body: Json; headers: Record<string, unknown> }>;
  /** Creates an interaction for a visit of its own. */
  create(more?: object): Promise<Json>;
  /** Ends the service and starts it again on the same directory, with these settings changed. */
  restart(settings?: Readonly<Record<string, string>>): Promise<void>;
  /** Starts the service on the files as they are now: as after a SIGKILL at this moment. */
  crash(): Promise<void>;
}

/** Builds a service that may call loopback; it is closed after the test. */
export async function createWorld(
  t: Cleanup,
  settings: Readonly<Record<string, string>> = {},
  clock = createFakeClock(),
): Promise<World> {
  let directory = createDirectory(t);
  const given = {
    ADMIN_KEY,
    WEBHOOK_ALLOW_PRIVATE: '127.0.0.0/8',
    STRATEGY: 'none',
    ...settings,
  };
  const start = (more: Readonly<Record<string, string>> = {}) =>
    compose(
      readConfig({ DATA_DIR: directory, ...given, ...more }),
      createLog('silent'),
      clock.make,
    );
  let service = await start();
  let visits = 0;
  // A commit is seen by a read before the thread has told of it, and what follows from it is armed then.
  clock.mind(() => service.pending() > 0);
  t.teardown(() => service.close());

  const ask: World['ask'] = async (method, url, body, headers = {}) => {
    const answer = await service.app.inject({
      method,
      url: `/v1${url}`,
      headers: { authorization: `Bearer ${ADMIN_KEY}`, ...headers },
      ...(body && { payload: body }),
    });
    return {
      status: answer.statusCode,
      body: answer.body === '' ? null : answer.json(),
      headers: answer.headers,
    };
  };
  return {
    clock,
    ask,
    get service() {
      return service;
    },
    get engine() {
      return service.engine;
    },
    async create(more = {}) {
      visits += 1;
      return (await ask('POST', '/interactions', { visitId: `visit-${visits}`, ...more })).body;
    },
    async restart(more) {
      await service.close();
      service = await start(more);
    },
    async crash() {
      const image = createDirectory(t);
      // While somebody reads, the log is not begun anew: files that are copied one after the other fit together.
      const reader = new Database(`${directory}/webengagement.db`, { readonly: true });
      reader.exec('begin; select count(*) from sqlite_schema');
      // By another process: when a file is closed, this one loses its locks on it.
      execFileSync('cp', ['-a', `${directory}/.`, image]);
      reader.close();
      await service.close();
      directory = image;
      service = await start();
    },
  };
}
