import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAddressPolicy } from '#src/calls/address.js';
import type { Names } from '#src/calls/names.js';
import type { ProxySettings } from '#src/calls/proxy.js';
import { createSender } from '#src/calls/send.js';
import type { Clock } from '#src/clock.js';
import type { WebhookEndpoint } from '#src/decisions/endpoint.js';
import type { EndpointSettings } from '#src/decisions/webhook-endpoints.js';
import type { Interaction, UserData } from '#src/domain/interactions/interaction.js';
import { createEngine, type Engine } from '#src/engine/engine.js';
import { createExpiry, type Expiry } from '#src/engine/expiry.js';
import { createLog } from '#src/log/log.js';
import { createOptions, type Options } from '#src/settings/options.js';
import { createWebhookEndpoints, type WebhookEndpoints } from '#src/settings/webhook-endpoints.js';
import type { Delivery, DeliveryFilter } from '#src/store/lists.js';
import { migrate } from '#src/store/sqlite/migrate.js';
import { openDatabase } from '#src/store/sqlite/open.js';
import { createSqliteStore, newestMoment } from '#src/store/sqlite/sqlite.js';
import type { Store } from '#src/store/store.js';
import { createDispatcher, type Dispatcher } from '#src/webhooks/dispatcher.js';
import { createFakeClock, type FakeClock } from './clock.js';
import { TEST_DECISIONS } from './deciding.js';

export const OPERATOR = { keyId: 'test', keyName: 'test' };

/** Everything that webhooks need of the service, without HTTP. */
export interface Parts {
  readonly store: Store;
  readonly engine: Engine;
  readonly options: Options;
  readonly expiry: Expiry;
  readonly endpoints: WebhookEndpoints;
  readonly dispatcher: Dispatcher;
  close(): Promise<void>;
}

/** The parts on a directory of their own; they are closed after the test. */
export interface World {
  readonly clock: FakeClock;
  readonly directory: string;
  parts: Parts;
  /** Subscribes an address, to everything unless `settings` say otherwise. */
  subscribe(url: string, settings?: Partial<EndpointSettings>): Promise<WebhookEndpoint>;
  endpoint(id: string): WebhookEndpoint;
  /** Creates an interaction for a visit of its own. */
  create(userData?: UserData): Promise<Interaction>;
  deliveries(filter?: DeliveryFilter): Promise<readonly Delivery[]>;
  idle(): Promise<void>;
  /** Lets time pass until the earliest pending delivery is due, and what is due happen. */
  nextAttempt(): Promise<void>;
  restart(): Promise<void>;
}

export interface WorldOptions {
  /** Instead of the fake clock. */
  readonly makeClock?: (floor: number) => Clock;
  readonly names?: Names;
  readonly proxy?: ProxySettings;
  readonly random?: () => number;
}

async function compose(
  directory: string,
  makeClock: (floor: number) => Clock,
  { names, proxy, random = Math.random }: WorldOptions,
): Promise<Parts> {
  const { database, close } = openDatabase(directory);
  migrate(database, makeClock(0).now);
  const clock = makeClock(newestMoment(database));
  const { store } = createSqliteStore(database, clock, TEST_DECISIONS, close);
  const engine = createEngine({ store, clock });
  const log = createLog('silent');
  const endpoints = createWebhookEndpoints(store, clock);
  const expiry = createExpiry({ engine, store, clock, log });
  const dispatcher = createDispatcher({
    store,
    clock,
    log,
    random,
    sender: createSender({
      clock,
      policy: createAddressPolicy(['127.0.0.0/8']),
      proxy,
      ...(names && { names }),
    }),
    isSaturated: () => false,
    retentionMs: 30 * 24 * 3_600_000,
    disable: endpoints.disable,
    observe: () => {},
  });
  await expiry.start();
  await dispatcher.start();
  return {
    store,
    engine,
    endpoints,
    expiry,
    dispatcher,
    options: createOptions(store, clock),
    async close() {
      await expiry.stop();
      await dispatcher.stop();
      await store.close();
    },
  };
}

/** Builds the parts, which may call loopback. */
export async function createWorld(
  t: { teardown(run: () => unknown): void },
  options: WorldOptions = {},
): Promise<World> {
  const directory = mkdtempSync(join(tmpdir(), 'webengagement-'));
  const clock = createFakeClock();
  const start = () => compose(directory, options.makeClock ?? clock.make, options);
  let visits = 0;
  const world: World = {
    clock,
    directory,
    parts: await start(),
    subscribe: async (url, settings) => {
      const endpoint = await world.parts.endpoints.create(
        {
          url,
          eventTypes: ['*'],
          description: '',
          rateLimitPerSecond: null,
          enabled: true,
          ...settings,
        },
        OPERATOR,
      );
      if (typeof endpoint === 'string') throw new Error(endpoint);
      return endpoint;
    },
    endpoint(id) {
      const endpoint = world.parts.endpoints.get(id);
      if (endpoint === undefined) throw new Error('no such endpoint');
      return endpoint;
    },
    async create(userData = {}) {
      visits += 1;
      const none = {
        visitorId: null,
        visitorIdClaimed: false,
        pageId: null,
        pageUrl: null,
        category: null,
        channel: null,
      };
      const request = { ...none, visitId: `visit-${visits}`, caseData: {}, userData };
      const creation = await world.parts.engine.create(request);
      if (!('interaction' in creation)) throw new Error('no interaction was created');
      return creation.interaction;
    },
    deliveries: async (filter = {}) =>
      (await world.parts.store.read('deliveries', filter, { size: 500 })).items,
    idle: () => world.parts.dispatcher.idle(),
    async nextAttempt() {
      const pending = await world.deliveries({ status: 'pending' });
      const moments = pending.map(({ nextAttemptAt }) => nextAttemptAt ?? Number.NaN);
      await clock.leap(Math.max(Math.min(...moments) - clock.now(), 0));
      await world.idle();
    },
    async restart() {
      await world.parts.close();
      world.parts = await start();
    },
  };
  t.teardown(async () => {
    await world.parts.close();
    rmSync(directory, { recursive: true });
  });
  return world;
}
