import { join, relative } from 'node:path';
import swagger from '@fastify/swagger';
import { type FastifyInstance, fastify } from 'fastify';
import type { ApiKeys } from './auth/keys.js';
import type { PublishableKeys } from './auth/publishable-keys.js';
import type { SigningKeys } from './auth/signing-keys.js';
import type { Tokens } from './auth/tokens.js';
import type { Backups } from './backups.js';
import type { Cleaning } from './cleaning.js';
import type { Clock } from './clock.js';
import type { Config } from './config.js';
import type { Engine } from './engine.js';
import type { Erasure } from './erasure.js';
import type { Health } from './health.js';
import { adminApiKeys } from './http/admin/api-keys.js';
import { adminAudit } from './http/admin/audit.js';
import { adminBackups } from './http/admin/backups.js';
import { adminDeliveries } from './http/admin/deliveries.js';
import { adminEngagementLogic } from './http/admin/engagement-logic.js';
import { adminEvents } from './http/admin/events.js';
import { adminInteractions } from './http/admin/interactions.js';
import { adminObjects } from './http/admin/objects.js';
import { adminOptions } from './http/admin/options.js';
import { adminPersons } from './http/admin/persons.js';
import { adminProvisioning } from './http/admin/provisioning.js';
import { adminPublishableKeys } from './http/admin/publishable-keys.js';
import { adminQueues } from './http/admin/queues.js';
import { adminRefusals } from './http/admin/refusals.js';
import { adminSigningKeys } from './http/admin/signing-keys.js';
import { adminStrategySecrets } from './http/admin/strategy-secrets.js';
import { adminWebhookEndpoints } from './http/admin/webhook-endpoints.js';
import { authenticate } from './http/authentication.js';
import { readBrowserBodies, readJsonBodies } from './http/bodies.js';
import { browser } from './http/browser.js';
import { describeApi } from './http/description.js';
import { createExports } from './http/exports.js';
import { gateway } from './http/gateway.js';
import { guides } from './http/guides.js';
import { interactions } from './http/interactions.js';
import { landing } from './http/landing.js';
import { orchestration } from './http/orchestration.js';
import { allowOrigins, checkHost } from './http/origins.js';
import { refuseUnknownParameters } from './http/parameters.js';
import { playgroundPages } from './http/playground.js';
import {
  answerProblems,
  answerUnreadableAddress,
  answerUnreadableRequest,
} from './http/problems.js';
import { warnAboutProxies } from './http/proxies.js';
import { createRateLimit, createRenewalLimit } from './http/rate-limit.js';
import { observeRequests } from './http/requests.js';
import { SHARED_SCHEMAS } from './http/schemas.js';
import { buildSerializer } from './http/serialization.js';
import { service } from './http/service.js';
import { strategyWebhook } from './http/strategy-webhook.js';
import { answerTables } from './http/tables.js';
import { createValidatorCompiler } from './http/validation.js';
import { visitStream } from './http/visit-stream.js';
import { visits } from './http/visits.js';
import { widget } from './http/widget.js';
import { LIMITS } from './limits.js';
import type { Log } from './log.js';
import type { Metrics } from './metrics.js';
import type { Options } from './options/live.js';
import type { Playground } from './playground.js';
import type { Provisioning } from './provisioning/provisioning.js';
import type { Registry } from './provisioning/registry.js';
import type { Store } from './store/store.js';
import type { EngagementLogic } from './strategy/logic.js';
import type { StrategySecrets } from './strategy/secrets.js';
import type { Leaving } from './streams/leaving.js';
import type { VisitStreams } from './streams/visit-streams.js';
import { VERSION } from './version.js';
import type { WebhookEndpoints } from './webhooks/endpoints.js';
import type { Sender } from './webhooks/send.js';

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
  warnAboutProxies(app, log);
  await allowOrigins(app, { allowedOrigins: config.allowedOrigins, publishableKeys });
  authenticate(app, { keys, publishableKeys, tokens, findInteraction: (id) => store.get(id) });

  const rateLimit = createRateLimit(config.rateLimitCreatesPerMinute);
  await app.register(async (scope) => {
    readBrowserBodies(scope);
    await scope.register(visits, {
      engine,
      store,
      tokens,
      publishableKeys,
      rateLimit,
      renewalLimit: createRenewalLimit(),
    });
    await scope.register(interactions, { engine, tokens, publishableKeys, metrics, rateLimit });
    await scope.register(browser, { engine, leaving });
  });
  await app.register(visitStream, { streams, publishableKeys });
  await app.register(orchestration, { engine });
  await app.register(gateway, { engine });
  await app.register(strategyWebhook, { engine, strategySecrets, clock });
  await app.register(adminOptions, { options });
  await app.register(adminInteractions, { engine, store });
  await app.register(adminQueues, { store, cleaning, strategy: config.strategy });
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
  await app.register(widget, { publishableKeys, engine });
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
