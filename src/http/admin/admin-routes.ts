import type { Sender } from '../../calls/send.js';
import type { Clock } from '../../clock.js';
import type { Backups } from '../../engine/backups.js';
import type { Cleaning } from '../../engine/cleaning-by-hand.js';
import type { Engine } from '../../engine/engine.js';
import type { Erasure } from '../../engine/erasure.js';
import type { ApiKeys } from '../../settings/api-keys.js';
import type { EngagementLogic } from '../../settings/engagement-logic.js';
import type { Registry } from '../../settings/objects.js';
import type { Options } from '../../settings/options.js';
import type { Provisioning } from '../../settings/provisioning.js';
import type { PublishableKeys } from '../../settings/publishable-keys.js';
import type { SigningKeys } from '../../settings/signing-keys.js';
import type { StrategySecrets } from '../../settings/strategy-secrets.js';
import type { WebhookEndpoints } from '../../settings/webhook-endpoints.js';
import type { Store } from '../../store/store.js';
import { createExports } from '../server/exports.js';
import type { Routes } from '../server/routes.js';
import { adminApiKeys } from './api-keys.js';
import { adminAudit } from './audit.js';
import { adminBackups } from './backups.js';
import { adminDeliveries } from './deliveries.js';
import { adminEngagementLogic } from './engagement-logic.js';
import { adminEvents } from './events.js';
import { adminInteractions } from './interactions.js';
import { adminObjects } from './objects.js';
import { adminOptions } from './options.js';
import { adminPersons } from './persons.js';
import { adminProvisioning } from './provisioning.js';
import { adminPublishableKeys } from './publishable-keys.js';
import { adminQueues } from './queues.js';
import { adminRefusals } from './refusals.js';
import { adminSigningKeys } from './signing-keys.js';
import { adminStrategySecrets } from './strategy-secrets.js';
import { adminWebhookEndpoints } from './webhook-endpoints.js';

export interface AdminDependencies {
  readonly store: Store;
  readonly clock: Clock;
  readonly engine: Engine;
  readonly options: Options;
  readonly cleaning: Cleaning;
  readonly strategy: string | undefined;
  readonly registry: Registry;
  readonly provisioning: Provisioning;
  readonly keys: ApiKeys;
  readonly publishableKeys: PublishableKeys;
  readonly signingKeys: SigningKeys;
  readonly logic: EngagementLogic;
  readonly strategySecrets: StrategySecrets;
  readonly backups: Backups;
  readonly webhookEndpoints: WebhookEndpoints;
  readonly sender: Sender;
  readonly erasure: Erasure;
}

/** What operators call. */
export function adminRoutes(dependencies: AdminDependencies): Routes {
  return async (app) => {
    const given = { ...dependencies, exports: createExports(dependencies.clock) };
    await app.register(adminOptions, given);
    await app.register(adminInteractions, given);
    await app.register(adminQueues, given);
    await app.register(adminObjects, given);
    await app.register(adminProvisioning, given);
    await app.register(adminApiKeys, given);
    await app.register(adminPublishableKeys, given);
    await app.register(adminSigningKeys, given);
    await app.register(adminEngagementLogic, given);
    await app.register(adminStrategySecrets, given);
    await app.register(adminRefusals, given);
    await app.register(adminAudit, given);
    await app.register(adminBackups, given);
    await app.register(adminWebhookEndpoints, given);
    await app.register(adminDeliveries, given);
    await app.register(adminEvents, given);
    await app.register(adminPersons, given);
  };
}
