import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { createCallers } from './calls/callers.js';
import { createClock } from './clock.js';
import { createClockWatch } from './clock-watch.js';
import { composeConsole } from './compose-console.js';
import { composeConversing } from './compose-conversing.js';
import { composeEntrances } from './compose-entrances.js';
import { composeSettings, ensureAdmin } from './compose-settings.js';
import { type MakeClock, type OpenStore, openStore } from './compose-store.js';
import { composeStrategies } from './compose-strategies.js';
import type { Config } from './config/config.js';
import { createBackups } from './engine/backups.js';
import { createCleaning } from './engine/cleaning-by-hand.js';
import { createSweep, type Sweep } from './engine/cleaning-by-views.js';
import { createEngine, type Engine } from './engine/engine.js';
import { createErasure } from './engine/erasure.js';
import { createExpiry, type Expiry } from './engine/expiry.js';
import { createPulls } from './engine/pulls.js';
import { createRecounting } from './engine/recounting.js';
import { createRetention } from './engine/retention.js';
import type { Router } from './engine/router.js';
import { createScrubbing } from './engine/scrubbing.js';
import { createStatistics } from './engine/statistics.js';
import { createHealth, healthPart } from './health.js';
import { adminRoutes } from './http/admin/admin-routes.js';
import { agentRoutes } from './http/agent/agent-routes.js';
import { createApp } from './http/app.js';
import { ownRoutes } from './http/own/own-routes.js';
import { siteRoutes } from './http/site/site-routes.js';
import { widget } from './http/site/widget.js';
import { strategyRoutes } from './http/strategy/strategy-routes.js';
import type { Log } from './log/log.js';
import { createMetrics } from './metrics.js';
import { agentsPart } from './parts/agents.js';
import { clockPart, expiryPart } from './parts/clock.js';
import { databasePart } from './parts/database.js';
import {
  chatStrategyPart,
  pullsPart,
  strategyPart,
  streamsPart,
  webhooksPart,
} from './parts/outward.js';
import { pacingPart } from './parts/pacing.js';
import { drainParts, type Part, startParts, stopParts } from './parts/part.js';
import { objectsPart, storePart } from './parts/store.js';
import { createInterpreters } from './scxml/pool.js';
import { warnAboutObjects } from './settings/object-warnings.js';
import { warnAboutOptions } from './settings/option-warnings.js';
import type { Playground } from './settings/playground-key.js';
import { StoreFailed } from './store/failures.js';
import type { OpenSettings } from './store/sqlite/open.js';
import type { Store } from './store/store.js';
import type { ChatStrategy } from './strategy/chat-strategy.js';
import type { StrategyWorker } from './strategy/worker.js';
import type { AgentStreams } from './streams/agent-streams.js';
import { composeLeaving } from './streams/leaving-together.js';
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
  readonly router: Router;
  readonly agentStreams: AgentStreams;
  readonly strategy: StrategyWorker;
  readonly chatStrategy: ChatStrategy;
  readonly dispatcher: Dispatcher;
  readonly playground: Playground;
  /** Changes waiting to be committed, now. */
  readonly pending: () => number;
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

/**
 * Builds everything and settles what is overdue; requests are served from `listen` on. Rejects with
 * `StoreUnusable` when the data directory, or the database, cannot be used.
 */
export async function compose(
  config: Config,
  log: Log,
  makeClock: MakeClock = createClock,
  settings: OpenSettings = {},
): Promise<Service> {
  const opened = await openStore(config, log, makeClock, settings);
  try {
    return await composeOn(opened, config, log);
  } catch (error) {
    throw opened.giveUp(error);
  }
}

async function composeOn(opened: OpenStore, config: Config, log: Log): Promise<Service> {
  const { store, clock, isNew, backUp, logBytes, pending, tell, database, shared } = opened;
  const clockWatch = createClockWatch({ clock, log, isNew });
  clockWatch.start();
  const given = { store, shared, clock, log };
  const conversing = composeConversing({ ...given, application: config.applicationName });
  const { chats, router, agentStreams, pacing } = conversing;
  const engine = createEngine({ store, clock, application: config.applicationName, pacing });
  const self = { application: config.applicationName, tenantId: config.tenantId };
  const trialInterpreters = createInterpreters();
  const changed = await composeSettings({ store, clock, config, self, trialInterpreters });
  const { options, keys, publishableKeys, signingKeys, tokens, provisioning } = changed;
  const { sessions, strategySecrets, webhookEndpoints } = changed;
  const entrances = composeEntrances({ ...conversing, ...given, config, publishableKeys });
  const { playground, playgroundAgent } = entrances;
  const expiry = createExpiry({ engine, store, clock, log });
  const health = createHealth(() => parts, log);
  const watching = composeConsole({ store, clock, pacing, expiry, health });
  const { random } = Math;
  const streams = createVisitStreams({ ...conversing, engine, store, clock, tokens, random });
  const leaving = composeLeaving({ ...given, engine, streams });
  const pulls = createPulls({ store, clock, setting: config.strategy });
  const createCaller = createCallers(config, clock);
  const strategies = composeStrategies({
    config,
    store,
    clock,
    log,
    engine,
    chats,
    pacing,
    playground,
    strategySecrets,
    trialInterpreters,
    createCaller,
  });
  const { strategy, chatStrategy } = strategies;
  const metrics = createMetrics(store);
  const sender = createCaller();
  const dispatcher = createDispatcher({
    store,
    clock,
    sender,
    log,
    random,
    isSaturated: watchSaturation(store, clock),
    retentionMs: config.retentionDays * DAY_MS,
    disable: webhookEndpoints.disable,
    observe: metrics.observeDelivery,
  });
  const scrubbing = createScrubbing({ store, clock, log });
  const backups = createBackups({
    store,
    backUp,
    clock,
    log,
    directory: config.dataDir,
    intervalHours: config.backupIntervalHours,
    keep: config.backupKeep,
  });

  const stopOptionWarnings = warnAboutOptions(store, clock, options, log);
  const { writtenTo, replaced } = await ensureAdmin(keys, config);
  if (writtenTo) log.info({ file: writtenTo }, 'admin key written');
  for (const prefix of replaced) log.warn({ prefix }, 'ADMIN_KEY replaces the former admin key');
  const installed = await provisioning.install();
  if (installed?.ok) log.info({ objects: installed.lines.length }, 'installation provisioned');
  else if (installed) log.error({ problem: installed.detail }, 'installation not provisioned');
  const stopObjectWarnings = warnAboutObjects(store, clock, self, log);
  const stopChoosing = strategies.watchChoice();
  // What a process that died had erased is still in its log when the disk was full.
  if (logBytes() > 0) void scrubbing.request();
  const sweep = createSweep({ ...conversing, engine, store, clock, log });
  const parts: readonly Part[] = [
    storePart(store, opened.times, clock),
    ...(database ? [databasePart(database, { store, clock, log })] : []),
    { stop: metrics.close },
    { stop: scrubbing.stop },
    expiryPart(expiry),
    clockPart(clock, clockWatch),
    objectsPart(store, self),
    sweep,
    router,
    { start: () => signingKeys.start(log), stop: signingKeys.stop },
    createRetention({ store, scrubbing, clock, log, days: config.retentionDays }),
    { stop: strategies.stopRunning },
    strategyPart(strategies),
    chatStrategyPart(chatStrategy),
    { stop: stopChoosing },
    { stop: stopOptionWarnings },
    { stop: stopObjectWarnings },
    webhooksPart(dispatcher, store, clock),
    { start: backups.start, drain: backups.stop },
    { stop: leaving.close },
    streamsPart(streams),
    watching.part,
    agentsPart(store, agentStreams, clock),
    pacingPart(pacing.read),
    pullsPart(pulls, store, clock),
    healthPart(health),
    {
      routes: siteRoutes({
        ...conversing,
        ...given,
        engine,
        tokens,
        streams,
        leaving,
        createsPerMinute: config.rateLimitCreatesPerMinute,
      }),
    },
    { routes: agentRoutes({ ...conversing, sessions, store }) },
    { routes: strategyRoutes({ ...conversing, engine, pulls, strategySecrets, clock }) },
    {
      routes: adminRoutes({
        ...changed,
        ...conversing,
        ...watching,
        ...strategies,
        ...entrances,
        store,
        clock,
        engine,
        cleaning: createCleaning(engine, store, conversing.chats),
        strategy: config.strategy,
        backups,
        sender,
        erasure: createErasure(engine, scrubbing),
        statistics: createStatistics(store, clock, config.retentionDays * DAY_MS),
        recounting: createRecounting(store, clock, config.retentionDays * DAY_MS),
      }),
    },
    {
      start: playgroundAgent.start,
      routes: ownRoutes({
        engine,
        health,
        metrics,
        ...entrances,
        sessions,
        config,
      }),
    },
    { routes: async (app) => void (await app.register(widget, { engine })) },
  ];
  for (const { gauges = [], durations = [] } of parts) {
    for (const gauge of gauges) metrics.show(gauge);
    for (const each of durations) metrics.showDurations(each);
  }
  await startParts(parts);

  const routes = parts.flatMap((part) => part.routes ?? []);
  const app = await createApp({ config, store, tokens, sessions, metrics, log, routes });

  return {
    app,
    store,
    engine,
    expiry,
    sweep,
    router,
    agentStreams,
    strategy,
    chatStrategy,
    dispatcher,
    playground,
    pending,
    async listen() {
      await app.listen({ host: config.host, port: config.port });
      const { address, family, port } = app.server.address() as AddressInfo;
      await playground.start(port).catch((error: unknown) => {
        if (!(error instanceof StoreFailed)) throw error;
        log.error({ err: error }, 'the playground has no key: nothing can be stored');
      });
      const url = `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
      tell(url);
      return url;
    },
    async close() {
      const drained = drainParts(parts);
      const disarm = clock.after(LAST_REQUESTS_MS, () => app.server.closeAllConnections());
      // A backup is ended first, so that whoever asked for it is answered.
      await Promise.all([drained, app.close()]);
      disarm();
      await stopParts(parts);
    },
  };
}
