import { join, relative } from 'node:path';
import type { Engine } from '../../engine/engine.js';
import type { Health } from '../../health.js';
import type { Metrics } from '../../metrics.js';
import type { PlaygroundAgent } from '../../settings/playground-agent.js';
import type { Playground } from '../../settings/playground-key.js';
import type { Tokens } from '../../settings/tokens.js';
import type { Routes } from '../server/routes.js';
import { consolePage } from './console.js';
import { desk } from './desk.js';
import { guides } from './guides.js';
import { landing } from './landing.js';
import { playgroundPages } from './playground.js';
import { agentOfPlayground } from './playground-agent.js';
import { service } from './service.js';

export interface OwnDependencies {
  readonly engine: Engine;
  readonly health: Health;
  readonly metrics: Metrics;
  readonly playground: Playground;
  readonly playgroundAgent: PlaygroundAgent;
  readonly tokens: Tokens;
  readonly config: { readonly adminKey: string | undefined; readonly dataDir: string };
}

/** How a shell in the folder of the service gets at the operator's key. */
function keyInShell({ adminKey, dataDir }: OwnDependencies['config']): string {
  return adminKey === undefined
    ? `$(cat ${join(relative(process.cwd(), dataDir), 'admin.key')})`
    : '$ADMIN_KEY';
}

/** What the service says of itself, and its pages. */
export function ownRoutes(dependencies: OwnDependencies): Routes {
  return async (app) => {
    const { engine, playground, playgroundAgent, tokens, config } = dependencies;
    await app.register(service, dependencies);
    await app.register(landing, dependencies);
    await app.register(playgroundPages, { engine, playground, keyInShell: keyInShell(config) });
    await app.register(agentOfPlayground, { playground, playgroundAgent, tokens });
    await app.register(consolePage);
    await app.register(desk);
    await app.register(guides);
  };
}
