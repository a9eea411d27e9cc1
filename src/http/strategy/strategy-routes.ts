import type { Clock } from '../../clock.js';
import type { Chats } from '../../engine/chats.js';
import type { Engine } from '../../engine/engine.js';
import type { Pulls } from '../../engine/pulls.js';
import type { StrategySecrets } from '../../settings/strategy-secrets.js';
import type { Routes } from '../server/routes.js';
import { chatInstructions } from './chats.js';
import { gateway } from './gateway.js';
import { orchestration } from './orchestration.js';
import { strategyWebhook } from './strategy-webhook.js';
import { views } from './views.js';

export interface StrategyDependencies {
  readonly engine: Engine;
  readonly pulls: Pulls;
  readonly chats: Chats;
  readonly strategySecrets: StrategySecrets;
  readonly clock: Clock;
}

/** What strategies of others call. */
export function strategyRoutes(dependencies: StrategyDependencies): Routes {
  return async (app) => {
    await app.register(orchestration, dependencies);
    await app.register(chatInstructions, dependencies);
    await app.register(gateway, dependencies);
    await app.register(strategyWebhook, dependencies);
    await app.register(views, dependencies);
  };
}
