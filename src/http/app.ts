import { join, relative } from 'node:path';
import swagger from '@fastify/swagger';
import { type FastifyInstance, fastify } from 'fastify';
import type { Sender } from '../calls/send.js';
import type { Clock } from '../clock.js';
import type { Config } from '../config/config.js';
import { LIMITS } from '../domain/limits.js';
import type { Backups } from '../engine/backups.js';
import type { Cleaning } from '../engine/cleaning-by-hand.js';
import type { Engine } from '../engine/engine.js';
import type { Erasure } from '../engine/erasure.js';
import type { Pulls } from '../engine/pulls.js';
import type { Health } from '../health.js';
import type { Log } from '../log/log.js';
import type { Metrics } from '../metrics.js';
import type { ApiKeys } from '../settings/api-keys.js';
import type { EngagementLogic } from '../settings/engagement-logic.js';
import type { Registry } from '../settings/objects.js';
import type { Options } from '../settings/options.js';
import type { Playground } from '../settings/playground-key.js';
import type { Provisioning } from '../settings/provisioning.js';
import type { PublishableKeys } from '../settings/publishable-keys.js';
import type { SigningKeys } from '../settings/signing-keys.js';
import type { StrategySecrets } from '../settings/strategy-secrets.js';
import type { Tokens } from '../settings/tokens.js';
import type { WebhookEndpoints } from '../settings/webhook-endpoints.js';
import type { Store } from '../store/store.js';
import type { Leaving } from '../streams/leaving.js';
import type { VisitStreams } from '../streams/visit-streams.js';
import { VERSION } from '../version.js';
import { adminApiKeys } from './admin/api-keys.js';
import { adminAudit } from './admin/audit.js';
import { adminBackups } from './admin/backups.js';
import { adminDeliveries } from './admin/deliveries.js';
import { adminEngagementLogic } from './admin/engagement-logic.js';
import { adminEvents } from './admin/events.js';
import { adminInteractions } from './admin/interactions.js';
import { adminLeases } from './admin/leases.js';
import { adminObjects } from './admin/objects.js';
import { adminOptions } from './admin/options.js';
import { adminPersons } from './admin/persons.js';
import { adminProvisioning } from './admin/provisioning.js';
import { adminPublishableKeys } from './admin/publishable-keys.js';
import { adminQueues } from './admin/queues.js';
import { adminRefusals } from './admin/refusals.js';
import { adminSigningKeys } from './admin/signing-keys.js';
import { adminStrategySecrets } from './admin/strategy-secrets.js';
import { adminWebhookEndpoints } from './admin/webhook-endpoints.js';
import { guides } from './own/guides.js';
import { landing } from './own/landing.js';
import { playgroundPages } from './own/playground.js';
import { service } from './own/service.js';
import { authenticate } from './server/authentication.js';
import { readBrowserBodies, readJsonBodies } from './server/bodies.js';
import { describeApi } from './server/description.js';
import { createExports } from './server/exports.js';
import { allowOrigins, checkHost } from './server/origins.js';
import { refuseUnknownParameters } from './server/parameters.js';
import {
  answerProblems,
  answerUnreadableAddress,
  answerUnreadableRequest,
} from './server/problems.js';
import { warnAboutProxies } from './server/proxies.js';
import { createRateLimit, createRenewalLimit } from './server/rate-limit.js';
import { observeRequests } from './server/requests.js';
import { buildSerializer } from './server/serialization.js';
import { readSettings } from './server/settings.js';
import { answerTables } from './server/tables.js';
import { createValidatorCompiler } from './server/validation.js';
import { SHARED_SCHEMAS } from './shapes/schemas.js';
import { browser } from './site/browser.js';
import { interactions } from './site/interactions.js';
import { visitStream } from './site/visit-stream.js';
import { visits } from './site/visits.js';
import { widget } from './site/widget.js';
import { gateway } from './strategy/gateway.js';
import { orchestration } from './strategy/orchestration.js';
import { strategyWebhook } from './strategy/strategy-webhook.js';
import { views } from './strategy/views.js';

/** The part of the configuration that the HTTP side depends on. */
export type AppConfig = Pick<
  Config,
  | 'strategy'
  | 'host'
  | 'publicUrl'
  | 'allowedOrigins'
  | 'trustProxy'
  | 'rateLimitCreatesPerMinute'
  | 'adminKey'
  | 'dataDir'
>;

export interface AppDependencies {
  readonly config: AppConfig;
  readonly store: Store;
  readonly clock: Clock;
  readonly engine: Engine;
  readonly options: Options;
  readonly keys: ApiKeys;
  readonly publishableKeys: PublishableKeys;
  readonly signingKeys: SigningKeys;
  readonly tokens: Tokens;
  readonly backups: Backups;
  readonly cleaning: Cleaning;
  readonly pulls: Pulls;
  readonly registry: Registry;
  readonly provisioning: Provisioning;
  readonly logic: EngagementLogic;
  readonly strategySecrets: StrategySecrets;
  readonly webhookEndpoints: WebhookEndpoints;
  readonly sender: Sender;
  readonly erasure: Erasure;
  readonly health: Health;
  readonly metrics: Metrics;
  readonly streams: VisitStreams;
  readonly leaving: Leaving;
  readonly playground: Playground;
  readonly log: Log;
}

/** The HTTP side: every plugin, registered in visible order; listens nowhere yet. */
export async function createApp(dependencies: AppDependencies): Promise<FastifyInstance> {
  const { config, store, engine, options, keys, publishableKeys } = dependencies;
  const { signingKeys, tokens } = dependencies;
  const { cleaning, registry, provisioning, logic, strategySecrets } = dependencies;
  const { webhookEndpoints, sender, erasure, health, metrics, log } = dependencies;
  const { streams, leaving, playground, clock } = dependencies;
  const app = fastify({
    logger: false,
    bodyLimit: LIMITS.body.most,
    trustProxy: [...config.trustProxy],
    requestTimeout: LIMITS.requestSeconds.most * 1000,
    http: {
      // Of the two Node gives a slow body the longer one, and its own default is a minute.
      headersTimeout: LIMITS.requestSeconds.most * 1000,
      // Slow requests are looked for this often; Node's own interval doubles the time they get.
      connectionsCheckingInterval: 1_000,
      // Answered by us: Node's own answer has no body.
      requireHostHeader: false,
    },
    routerOptions: { maxParamLength: 512 },
    return503OnClosing: false,
    forceCloseConnections: 'idle',
    schemaController: { compilersFactory: { buildSerializer } },
    frameworkErrors: answerUnreadableAddress(config.publicUrl),
    clientErrorHandler: answerUnreadableRequest,
  });
  app.setValidatorCompiler(createValidatorCompiler());
  for (const schema of SHARED_SCHEMAS) app.addSchema(schema);
  observeRequests(app, { metrics, log });
  answerProblems(app, { log, publicUrl: config.publicUrl });
  answerTables(app);
  refuseUnknownParameters(app);
  readJsonBodies(app);

  await app.register(swagger, describeApi(VERSION));
  checkHost(app, config.host, config.publicUrl);
  readSettings(app, store);
  warnAboutProxies(app, log);
  await allowOrigins(app, config.allowedOrigins);
  authenticate(app, { store, tokens });

  const rateLimit = createRateLimit(config.rateLimitCreatesPerMinute);
  await app.register(async (scope) => {
    readBrowserBodies(scope);
    await scope.register(visits, {
      engine,
      store,
      tokens,
      rateLimit,
      renewalLimit: createRenewalLimit(),
    });
    await scope.register(interactions, { engine, tokens, rateLimit });
    await scope.register(browser, { engine, leaving });
  });
  await app.register(visitStream, { streams });
  await app.register(orchestration, { engine });
  await app.register(views, { engine, pulls: dependencies.pulls });
  await app.register(gateway, { engine });
  await app.register(strategyWebhook, { engine, strategySecrets, clock });
  await app.register(adminOptions, { options });
  await app.register(adminInteractions, { engine, store });
  await app.register(adminQueues, { store, cleaning, strategy: config.strategy });
  await app.register(adminLeases, { store, engine });
  await app.register(adminObjects, { registry, sender });
  await app.register(adminProvisioning, { provisioning });
  await app.register(adminApiKeys, { keys });
  await app.register(adminPublishableKeys, { publishableKeys });
  await app.register(adminSigningKeys, { signingKeys });
  await app.register(adminEngagementLogic, { logic, engine });
  await app.register(adminStrategySecrets, { strategySecrets });
  await app.register(adminRefusals, { store });
  await app.register(adminAudit, { store });
  await app.register(adminBackups, { backups: dependencies.backups });
  await app.register(adminWebhookEndpoints, { webhookEndpoints, sender, store });
  await app.register(adminDeliveries, { webhookEndpoints, store });
  await app.register(adminEvents, { store });
  await app.register(adminPersons, { store, engine, erasure, exports: createExports(clock) });
  await app.register(service, { health, metrics });
  await app.register(landing, { playground });
  await app.register(playgroundPages, { engine, playground, keyInShell: keyInShell(config) });
  await app.register(widget, { engine });
  await app.register(guides);
  await app.ready();
  return app;
}

/** How a shell in the folder of the service gets at the operator's key. */
function keyInShell({ adminKey, dataDir }: AppConfig): string {
  return adminKey === undefined
    ? `$(cat ${join(relative(process.cwd(), dataDir), 'admin.key')})`
    : '$ADMIN_KEY';
}
