import swagger from '@fastify/swagger';
import { type FastifyInstance, fastify } from 'fastify';
import type { Config } from '../config/config.js';
import { LIMITS } from '../domain/limits.js';
import type { Log } from '../log/log.js';
import type { Metrics } from '../metrics.js';
import type { Sessions } from '../settings/sessions.js';
import type { Tokens } from '../settings/tokens.js';
import type { Store } from '../store/store.js';
import { VERSION } from '../version.js';
import { authenticate } from './server/authentication.js';
import { readJsonBodies } from './server/bodies.js';
import { describeApi } from './server/description.js';
import { allowOrigins, checkHost } from './server/origins.js';
import { refuseNul, refuseUnknownParameters } from './server/parameters.js';
import {
  answerProblems,
  answerUnreadableAddress,
  answerUnreadableRequest,
} from './server/problems.js';
import { warnAboutProxies } from './server/proxies.js';
import { observeRequests } from './server/requests.js';
import type { Routes } from './server/routes.js';
import { buildSerializer } from './server/serialization.js';
import { readSettings } from './server/settings.js';
import { answerTables } from './server/tables.js';
import { createValidatorCompiler } from './server/validation.js';
import { CHAT_SCHEMAS } from './shapes/chats.js';
import { SHARED_SCHEMAS } from './shapes/schemas.js';

export interface AppDependencies {
  readonly config: Pick<Config, 'host' | 'publicUrl' | 'allowedOrigins' | 'trustProxy'>;
  readonly store: Store;
  readonly tokens: Tokens;
  readonly sessions: Sessions;
  readonly metrics: Metrics;
  readonly log: Log;
  /** Of the parts, in the order of the description. */
  readonly routes: readonly Routes[];
}

/** The HTTP side: what every request goes through, then the routes; listens nowhere yet. */
export async function createApp(dependencies: AppDependencies): Promise<FastifyInstance> {
  const { config, store, tokens, sessions, metrics, log, routes } = dependencies;
  const app = fastify({
    logger: false,
    bodyLimit: LIMITS.body.most,
    // Where nobody is trusted, nothing is worked out for each request.
    trustProxy: config.trustProxy.length > 0 && [...config.trustProxy],
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
  // What is expected of an answer may be left alone (RFC 9110, 10.1.1): Node's own refusal has no body.
  app.server.on('checkExpectation', (...request) => app.server.emit('request', ...request));
  app.setValidatorCompiler(createValidatorCompiler());
  for (const schema of [...SHARED_SCHEMAS, ...CHAT_SCHEMAS]) app.addSchema(schema);
  observeRequests(app, { metrics, log });
  answerProblems(app, { log, publicUrl: config.publicUrl });
  answerTables(app);
  refuseUnknownParameters(app);
  readJsonBodies(app);

  await app.register(swagger, describeApi(VERSION));
  checkHost(app, config.host, config.publicUrl);
  readSettings(app, store);
  warnAboutProxies(app, log);
  allowOrigins(app, config.allowedOrigins);
  authenticate(app, { store, tokens, sessions });
  refuseNul(app);

  for (const plugin of routes) await app.register(plugin);
  await app.ready();
  return app;
}
