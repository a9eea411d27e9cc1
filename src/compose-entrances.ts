import { type Clock, wallTime } from './clock.js';
import type { Conversing } from './compose-conversing.js';
import type { Config } from './config/config.js';
import type { Log } from './log/log.js';
import { type ConsoleCodes, consoleCodesIn, consoleCodesOf } from './settings/console-codes.js';
import { createPlaygroundAgent, type PlaygroundAgent } from './settings/playground-agent.js';
import { createPlayground, type Playground } from './settings/playground-key.js';
import type { PublishableKeys } from './settings/publishable-keys.js';
import { createCodes, type Shared } from './store/shared.js';
import type { Store } from './store/store.js';

/** The ways in that take no key. */
export interface Entrances {
  readonly consoleCodes: ConsoleCodes;
  readonly playground: Playground;
  readonly playgroundAgent: PlaygroundAgent;
}

export interface EntrancesDependencies extends Pick<Conversing, 'agents' | 'agentRegistry'> {
  readonly config: Config;
  readonly store: Store;
  /** What processes share, where there are several: a code of one is good at each. */
  readonly shared: Shared | undefined;
  readonly clock: Clock;
  readonly log: Log;
  readonly publishableKeys: PublishableKeys;
}

/** Puts together the console's codes, and the playground with its agent. */
export function composeEntrances(dependencies: EntrancesDependencies): Entrances {
  const { config, shared, clock } = dependencies;
  const codes = shared?.codes ?? createCodes(clock);
  const playground = createPlayground({ ...dependencies, codes });
  return {
    consoleCodes: shared
      ? consoleCodesOf(codes)
      : consoleCodesIn(config.dataDir, () => wallTime(clock)),
    playground,
    playgroundAgent: createPlaygroundAgent({ ...dependencies, playground, codes }),
  };
}
