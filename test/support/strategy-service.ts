import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compose, type MakeClock, type Service } from '#src/compose.js';
import { readConfig } from '#src/config.js';
import type { Engine } from '#src/engine.js';
import { createLog } from '#src/log.js';
import { createFakeClock, type FakeClock } from './clock.js';

const ADMIN_KEY = 'an-admin-key-of-at-least-32-characters';

// biome-ignore lint/suspicious/noExplicitAny: answers are looked at member by member.
export type Json = any;

/** The whole service on a directory of its own, asked without a socket, on a fake clock. */
export interface World {
  readonly clock: FakeClock;
  service: Service;
  readonly engine: Engine;
  /** Asks as the admin key; resolves with status and body. */
  ask(
    method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE',
    url: string,
    body?: object,
    headers?: Record<string, string>,
  ): Promise<{ status: number; body: Json; headers: Record<string, unknown> }>;
  /** Subscribes an address; resolves with the endpoint and its secret. */
  subscribe(url: string, more?: object): Promise<Json>;
  /** Creates an interaction for a visit of its own. */
  create(more?: object): Promise<Json>;
  deliveries(query?: string): Promise<Json[]>;
  idle(): Promise<void>;
  /** Lets time pass until the earliest pending delivery is due, and what is due happen. */
  nextAttempt(): Promise<void>;
  restart(settings?: Readonly<Record<string, string>>): Promise<void>;
}

/** Builds a service that may call loopback; it is closed after the test. */
export async function createWorld(
  t: { teardown(run: () => unknown): void },
  settings: Readonly<Record<string, string>> = {},
  makeClock?: MakeClock,
): Promise<World> {
  const directory = mkdtempSync(join(tmpdir(), 'webengagement-'));
  const clock = createFakeClock();
  const start = (more: Readonly<Record<string, string>> = {}) =>
    compose(
      readConfig({
        DATA_DIR: directory,
        ADMIN_KEY,
        WEBHOOK_ALLOW_PRIVATE: '127.0.0.0/8',
        STRATEGY: 'none',
        ...settings,
        ...more,
      }),
      createLog('silent'),
      makeClock ?? clock.make,
    );
  let visits = 0;
  const world: World = {
    clock,
    service: await start(),
    get engine() {
      return world.service.engine;
    },
    async ask(method, url, body, headers = {}) {
      const answer = await world.service.app.inject({
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
    },
    async subscribe(url, more = {}) {
      const settings = { url, eventTypes: ['*'], ...more };
      return (await world.ask('POST', '/admin/webhook-endpoints', settings)).body;
    },
    async create(more = {}) {
      visits += 1;
      const request = { visitId: `visit-${visits}`, ...more };
      return (await world.ask('POST', '/interactions', request)).body;
    },
    async deliveries(query = '') {
      return (await world.ask('GET', `/admin/deliveries?${query}`)).body.items;
    },
    idle: () => world.service.dispatcher.idle(),
    async nextAttempt() {
      const pending = await world.deliveries('status=pending&pageSize=500');
      const moments = pending.map(({ nextAttemptAt }) => Date.parse(nextAttemptAt));
      await clock.leap(Math.max(Math.min(...moments) - clock.now(), 0));
      await world.idle();
    },
    async restart(more) {
      await world.service.close();
      world.service = await start(more);
    },
  };
  t.teardown(async () => {
    await world.service.close();
    rmSync(directory, { recursive: true });
  });
  return world;
}
