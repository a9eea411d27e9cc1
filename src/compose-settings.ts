import type { Clock } from './clock.js';
import type { Config } from './config/config.js';
import { ConfigInvalid } from './config/settings.js';
import type { Self } from './domain/objects/topology.js';
import type { Interpreters } from './scxml/interpreters.js';
import {
  type AdminKey,
  type ApiKeys,
  createApiKeys,
  PresetMissing,
  PresetTaken,
} from './settings/api-keys.js';
import { createRegistry } from './settings/objects.js';
import { createOptions } from './settings/options.js';
import { createProvisioning } from './settings/provisioning.js';
import { createPublishableKeys } from './settings/publishable-keys.js';
import { createRuleBook } from './settings/rules.js';
import { createSessions } from './settings/sessions.js';
import { createSigningKeys } from './settings/signing-keys.js';
import { createStrategies } from './settings/strategies.js';
import { createStrategySecrets } from './settings/strategy-secrets.js';
import { createTokens } from './settings/tokens.js';
import { createWebhookEndpoints } from './settings/webhook-endpoints.js';
import type { Store } from './store/store.js';

export interface SettingsDependencies {
  readonly store: Store;
  readonly clock: Clock;
  readonly config: Config;
  readonly self: Self;
  /** Where strategies are checked. */
  readonly trialInterpreters: Interpreters;
}

/** Everything that operators change. */
export async function composeSettings(dependencies: SettingsDependencies) {
  const { store, clock, config, self, trialInterpreters } = dependencies;
  const signingKeys = await createSigningKeys(store, clock);
  return {
    options: createOptions(store, clock),
    keys: createApiKeys(store, clock),
    publishableKeys: createPublishableKeys(store, clock),
    signingKeys,
    sessions: createSessions(store, clock),
    tokens: createTokens(signingKeys, clock),
    registry: createRegistry(store, clock),
    provisioning: createProvisioning({ store, clock, self }),
    engagementLogic: createRuleBook(store, 'engagementLogic'),
    chatRouting: createRuleBook(store, 'chatRouting'),
    strategies: createStrategies({
      store,
      interpreters: trialInterpreters,
      setting: config.strategy,
    }),
    strategySecrets: createStrategySecrets(store, clock, config.strategySecret),
    webhookEndpoints: createWebhookEndpoints(store, clock),
  };
}

/** The admin key of the process; a preset one that is somebody else's is a mistake in the settings. */
export async function ensureAdmin(
  keys: ApiKeys,
  { adminKey, dataDir, databaseUrl }: Config,
): Promise<AdminKey> {
  try {
    return await keys.ensureAdmin(adminKey, databaseUrl === undefined ? dataDir : null);
  } catch (error) {
    if (error instanceof PresetMissing)
      throw new ConfigInvalid(
        'ADMIN_KEY must be given with DATABASE_URL until there is an admin key',
      );
    if (!(error instanceof PresetTaken)) throw error;
    throw new ConfigInvalid(`ADMIN_KEY must be a key of its own; it is ${error.message}`);
  }
}
