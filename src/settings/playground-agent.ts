import type { Clock } from '../clock.js';
import type { ApiKey } from '../decisions/credentials.js';
import { isGood, type Settings } from '../decisions/settings.js';
import { createSecret } from '../ids.js';
import type { AgentRegistry } from './agents.js';

const NAME = 'playground';
const OPERATOR = { keyId: 'playground', keyName: 'playground' };
const CODE_MS = 60_000;
/** Codes that wait to be used; an earlier one is void. */
const MOST_CODES = 10;

/** Lets whoever plays be the agent, too, without a key: by a code that is good once. */
export interface PlaygroundAgent {
  /** A code for the session of the agent, good for a minute; makes the agent when there is none. */
  invite(settings: Settings): Promise<string>;
  /** Uses a code up; undefined when it is not good. */
  redeem(code: string, settings: Settings): (ApiKey & { readonly agent: string }) | undefined;
}

export function createPlaygroundAgent(
  registry: AgentRegistry,
  clock: Pick<Clock, 'now'>,
): PlaygroundAgent {
  /** Until when each is good. */
  const codes = new Map<string, number>();

  return {
    async invite(settings) {
      if (!settings.agentByName.has(NAME))
        await registry.create(NAME, { displayName: 'Robin' }, OPERATOR);
      const code = createSecret(32);
      codes.set(code, clock.now() + CODE_MS);
      for (const oldest of codes.keys()) if (codes.size > MOST_CODES) codes.delete(oldest);
      return code;
    },
    redeem(code, settings) {
      const until = codes.get(code);
      codes.delete(code);
      if (until === undefined || clock.now() >= until) return undefined;
      const key = settings.apiKeys.find((each) => each.agent === NAME && isGood(each));
      return key && { ...key, agent: NAME };
    },
  };
}
