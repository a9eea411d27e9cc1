import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { createCallers } from './calls/callers.js';
import { type Clock, createClock } from './clock.js';
import { createClockWatch } from './clock-watch.js';
import type { Config } from './config/config.js';
import { createBackups } from './engine/backups.js';
import { createCleaning } from './engine/cleaning-by-hand.js';
import { createSweep, type Sweep } from './engine/cleaning-by-views.js';
import { createEngine, type Engine } from './engine/engine.js';
import { createErasure } from './engine/erasure.js';
import { createExpiry, type Expiry } from './engine/expiry.js';
import { createRetention } from './engine/retention.js';
import { createScrubbing } from './engine/scrubbing.js';
import { createHealth } from './health.js';
import { createApp } from './http/server/app.js';
import type { Log } from './log/log.js';
import { createMetrics } from './metrics.js';
import { createApiKeys } from './settings/api-keys.js';
import { createEngagementLogic } from './settings/engagement-logic.js';
import { warnAboutObjects } from './settings/object-warnings.js';
import { createRegistry } from './settings/objects.js';
import { warnAboutOptions } from './settings/option-warnings.js';
import { createOptions } from './settings/options.js';
import { createPlayground, type Playground } from './settings/playground-key.js';
import { createProvisioning } from './settings/provisioning.js';
import { createPublishableKeys } from './settings/publishable-keys.js';
import { createSigningKeys } from './settings/signing-keys.js';
import { createStrategySecrets } from './settings/strategy-secrets.js';
import { createTokens } from './settings/tokens.js';
import { createWebhookEndpoints } from './settings/webhook-endpoints.js';
import { StoreFailed } from './store/failures.js';
import { migrate } from './store/sqlite/migrate.js';
import {
  explainDamage,
  type OpenDatabase,
  type OpenSettings,
  openDatabase,
} from './store/sqlite/open.js';
import { createPresence } from './store/sqlite/presence.js';
import { createSqliteStore, newestMoment } from './store/sqlite/sqlite.js';
import type { Store } from './store/store.js';
import { createDeciders, createStrategyChoice, onNewChoice } from './strategy/choice.js';
import { createRemoteStrategy } from './strategy/remote.js';
import { warnAboutStrategy } from './strategy/warnings.js';
import { createStrategyWorker, type StrategyWorker } from './strategy/worker.js';
import { createLeaving } from './streams/leaving.js';
import { createVisitStreams } from './streams/visit-streams.js';
import { createDispatcher, type Dispatcher } from './webhooks/dispatcher.js';
import { watchSaturation } from './webhooks/saturation.js';

/** The service, whole. */
export interface Service {
  readonly app: FastifyInstance;
  readonly store: Store;
  readonly engine: Engine;
  readonly expiry: Expiry;
  readonly sweep: Sweep;
  readonly strategy: StrategyWorker;
  readonly dispatcher: Dispatcher;
  readonly playground: Playground;
  /** Listens on the configured address; resolves with its base URL. */
  listen(): Promise<string>;
  /** Ends in order: streams, requests, expiry, webhooks, what is queued for disk, the database. */
  close(): Promise<void>;
}

/**
 * Requests that come in, or answers that go out, when the service ends may do so for this long, in
 * milliseconds: browsers and balancers hold connections open on which nothing ever comes.
 */
const LAST_REQUESTS_MS = 2000;

const DAY_MS = 24 * 60 * 60 * 1000;

/** Makes the clock, given the newest stored moment; tests hand in their own. */
export type MakeClock = (floor: number) => Clock;

/**
 * Builds everything and settles what is overdue; requests are served from `listen` on. Rejects with
 * `StoreUnusable` when the data directory cannot be used.
 */
export async function compose(
  config: Config,
  log: Log,
  makeClock: MakeClock = createClock,
  settings: OpenSettings = {},
): Promise<Service> {
  const opened = openDatabase(config.dataDir, settings);
  if (opened.isOpenToOthers)
    log.warn(
      { directory: config.dataDir },
      'other users of the machine can look into the data directory: chmod 700',
    );
  try {
    return await composeOn(opened, config, log, makeClock);
  } catch (error) {
    opened.close();
    throw explainDamage(error, opened.file);
  }
}

async function composeOn(
  { database, file, ...opened }: OpenDatabase,
  config: Config,
  log: Log,
  makeClock: MakeClock,
): Promise<Service> {
  for (const { number, name } of migrate(database, makeClock(0).now))
    log.info({ number, name }, 'migration applied');
  opened.completed();
  const presence = createPresence(database);
  presence.watch({
    lost: (detail) => log.error({ file, detail }, 'the database was taken away'),
    back: () => log.warn({ file }, 'the database is back'),
  });
  const close = (): void => {
    if (presence.lost()) opened.abandon();
    else opened.close();
  };
  const floor = newestMoment(database);
  const clock = makeClock(floor);
  const clockWatch = createClockWatch({ clock, log, isNew: floor === 0 });
  clockWatch.start();

  const store = createSqliteStore(
    database,
    clock,
    close,
    undefined,
    (error) =>
      log.error(
        { err: error },
        'the log of the database cannot be moved into it; it is tried again',
      ),
    presence,
  );
  const engine = createEngine({ store, clock });
  const options = createOptions(store);
  const keys = await createApiKeys(store);
  const publishableKeys = await createPublishableKeys(store);
  const signingKeys = await createSigningKeys(store, clock);
  const tokens = createTokens(signingKeys, clock);
  const playground = createPlayground({ config, publishableKeys });
  const expiry = createExpiry({ engine, store, clock, log });
  const self = { application: config.applicationName, tenantId: config.tenantId };
  const health = createHealth({ store, expiry, clock, self, log });
  const streams = createVisitStreams({ engine, store, clock, tokens, random: Math.random });
  const leaving = createLeaving({ engine, streams, clock, log });
  const cleaning = createCleaning(engine, store);
  const registry = createRegistry(store);
  const provisioning = createProvisioning({ store, self });
  const strategySecrets = await createStrategySecrets(store, config.strategySecret);
  const choose = createStrategyChoice(config.strategy, engine, store);
  const createCaller = createCallers(config, clock);
  // A sender of its own: deliveries that hang take no connection and no look-up from questions.
  const asking = createCaller();
  const remote = createRemoteStrategy({
    engine,
    clock,
    sender: asking,
    config,
    log,
    secret: () => strategySecrets.current()[0],
  });
  const strategy = createStrategyWorker({
    store,
    clock,
    log,
    chooseDecider: playground.sparing(createDeciders(engine, remote, choose), store),
  });
  const metrics = createMetrics({ store, clock, expiry, strategy, streams });
  const webhookEndpoints = createWebhookEndpoints(store);
  const sender = createCaller();
  const dispatcher = createDispatcher({
    store,
    clock,
    sender,
    log,
    random: Math.random,
    isSaturated: watchSaturation(store, clock),
    retentionMs: config.retentionDays * DAY_MS,
    disable: webhookEndpoints.disable,
    observe: metrics.observeDelivery,
  });
  const scrubbing = createScrubbing({ store, clock, log });
  const erasure = createErasure(engine, scrubbing);
  const backups = createBackups({
    store,
    clock,
    log,
    directory: config.dataDir,
    intervalHours: config.backupIntervalHours,
    keep: config.backupKeep,
  });
  const retention = createRetention({ store, scrubbing, clock, log, days: config.retentionDays });

  warnAboutOptions(store, options, log);
  const { writtenTo, replaced } = await keys.ensureAdmin(config.adminKey, config.dataDir);
  if (writtenTo) log.info({ file: writtenTo }, 'admin key written');
  for (const prefix of replaced) log.warn({ prefix }, 'ADMIN_KEY replaces the former admin key');
  const installed = await provisioning.install();
  if (installed?.ok) log.info({ objects: installed.lines.length }, 'installation provisioned');
  else if (installed) log.error({ problem: installed.detail }, 'installation not provisioned');
  warnAboutObjects(store, self, log);
  const warnAboutChoice = (): void =>
    warnAboutStrategy({
      urls: [choose(), config.strategyFallback],
      isSigned: strategySecrets.current().length > 0,
      sender: asking,
      log,
    });
  warnAboutChoice();
  // What a process that died had erased is still in its log when the disk was full.
  if (store.logBytes() > 0) void scrubbing.request();
  await expiry.start();
  const sweep = createSweep({ engine, store, clock, log });
  sweep.start();
  await strategy.start();
  onNewChoice(store, choose, () => {
    warnAboutChoice();
    strategy.takeUp().catch((error: unknown) => {
      log.error({ err: error }, 'what waits for a decision was not found; the clock decides');
    });
  });
  await dispatcher.start();
  retention.start();
  backups.start();
  signingKeys.start(log);

  const app = await createApp({
    config,
    store,
    clock,
    engine,
    options,
    keys,
    publishableKeys,
    signingKeys,
    tokens,
    backups,
    cleaning,
    registry,
    provisioning,
    logic: createEngagementLogic(store),
    strategySecrets,
    webhookEndpoints,
    sender,
    erasure,
    health,
    metrics,
    streams,
    leaving,
    playground,
    log,
  });

  return {
    app,
    store,
    engine,
    expiry,
    sweep,
    strategy,
    dispatcher,
    playground,
    async listen() {
      await app.listen({ host: config.host, port: config.port });
      const { address, family, port } = app.server.address() as AddressInfo;
      await playground.start(port).catch((error: unknown) => {
        if (!(error instanceof StoreFailed)) throw error;
        log.error({ err: error }, 'the playground has no key: nothing can be stored');
      });
      const url = `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
      opened.tell(url);
      return url;
    },
    async close() {
      health.shutDown();
      streams.close();
      const disarm = clock.after(LAST_REQUESTS_MS, () => app.server.closeAllConnections());
      // A backup is ended first, so that whoever asked for it is answered.
      await Promise.all([backups.stop(), app.close()]);
      disarm();
      await leaving.close();
      await Promise.all([remote.close(), strategy.stop()]);
      clockWatch.stop();
      await signingKeys.stop();
      await expiry.stop();
      await sweep.stop();
      await dispatcher.stop();
      await retention.stop();
      await scrubbing.stop();
      metrics.close();
      await store.close();
    },
  };
}
