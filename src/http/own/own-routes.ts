import { join, relative } from 'node:path';
import { isLoopback } from '../../calls/address.js';
import type { Engine } from '../../engine/engine.js';
import type { Health } from '../../health.js';
import type { Metrics } from '../../metrics.js';
import type { ConsoleCodes } from '../../settings/console-codes.js';
import type { PlaygroundAgent } from '../../settings/playground-agent.js';
import type { Playground } from '../../settings/playground-key.js';
import type { Sessions } from '../../settings/sessions.js';
import type { Routes } from '../server/routes.js';
import { consolePage } from './console.js';
import { consoleEntry } from './console-entry.js';
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
  readonly sessions: Sessions;
  readonly config: {
    readonly adminKey: string | undefined;
    readonly dataDir: string;
    readonly host: string;
    readonly publicUrl: string | undefined;
    readonly trustProxy: readonly string[];
  };
  readonly consoleCodes: ConsoleCodes;
}

/** Whether nobody comes to the service but from its own machine, as far as it is configured. */
const isLocal = ({ host, publicUrl, trustProxy }: OwnDependencies['config']): boolean =>
  isLoopback(host) &&
  (publicUrl === undefined || isLoopback(new URL(publicUrl).hostname)) &&
  trustProxy.length === 0;

/** How a shell in the folder of the service gets at the operator's key. */
function keyInShell({
  adminKey,
  dataDir,
}: Pick<OwnDependencies['config'], 'adminKey' | 'dataDir'>): string {
  return adminKey === undefined
    ? `$(cat ${join(relative(process.cwd(), dataDir), 'admin.key')})`
    : '$ADMIN_KEY';
}

/** What the service says of itself, and its pages. */
export function ownRoutes(dependencies: OwnDependencies): Routes {
  return async (app) => {
    const { engine, playground, playgroundAgent, sessions, config, consoleCodes } = dependencies;
    await app.register(service, dependencies);
    const local = isLocal(config);
    // Only there it can be told whose program asks.
    const mayEnter = local && process.platform === 'linux';
    await app.register(landing, { playground, mayEnter });
    await app.register(consoleEntry, {
      isLocal: local,
      makeCode: consoleCodes.make,
    });
    await app.register(playgroundPages, { engine, playground, keyInShell: keyInShell(config) });
    await app.register(agentOfPlayground, { playground, playgroundAgent, sessions });
    await app.register(consolePage);
    await app.register(desk);
    await app.register(guides);
  };
}
