import type { Operator } from '../decisions/audit.js';
import type { ApiKey } from '../decisions/credentials.js';
import { isGood, type Settings } from '../decisions/settings.js';
import type { AgentEvent } from '../domain/agents/agent.js';
import { createSecret } from '../ids.js';
import type { Log } from '../log/log.js';
import { StoreFailed } from '../store/failures.js';
import type { Codes } from '../store/shared.js';
import type { Store } from '../store/store.js';
import { type AgentRegistry, shownOf } from './agents.js';
import type { Playground } from './playground-key.js';

/** Its agent is recognised by how the key starts: names are the operator's to choose. */
const PREFIX = 'playground_';
const NAME = 'playground';
const OPERATOR = { keyId: 'playground', keyName: 'playground' };
const CODE_MS = 60_000;

/** The key of an agent. */
type AgentKey = ApiKey & { readonly agent: string };

/** Lets whoever plays be an agent, too, without a key: by a code that is good once. */
export interface PlaygroundAgent {
  /** Takes the agent away, and every session with it, where there is no playground any more. */
  start(): Promise<void>;
  /** A code for the session of the agent, good for a minute; makes the agent when there is none. */
  invite(): Promise<string>;
  /** Uses a code up; undefined when it is not good. */
  redeem(code: string, settings: Settings): Promise<AgentKey | undefined>;
}

export interface PlaygroundAgentDependencies {
  readonly playground: Pick<Playground, 'isOn'>;
  /** What operators have agents do. */
  readonly agents: {
    operate(name: string, event: AgentEvent, operator: Operator): Promise<unknown>;
  };
  readonly agentRegistry: AgentRegistry;
  readonly store: Pick<Store, 'lastSettings'>;
  readonly codes: Pick<Codes, 'keep' | 'use'>;
  readonly log: Log;
}

const isOwn = (key: ApiKey): key is AgentKey =>
  key.agent !== undefined && key.agent !== null && key.prefix === shownOf(PREFIX) && isGood(key);

/** The first name that no agent has. */
function freeName({ agentByName }: Settings): string {
  let name = NAME;
  for (let n = 2; agentByName.has(name); n += 1) name = `${NAME}-${n}`;
  return name;
}

export function createPlaygroundAgent({
  playground,
  agents,
  agentRegistry,
  store,
  codes,
  log,
}: PlaygroundAgentDependencies): PlaygroundAgent {
  /** Of two who ask at once, one makes it; a name that was taken meanwhile is not tried again. */
  async function makeAgent(): Promise<void> {
    for (;;) {
      const settings = store.lastSettings();
      if (settings.apiKeys.some(isOwn)) return;
      const members = { displayName: 'Robin' };
      const name = freeName(settings);
      const { outcome } = await agentRegistry.create(name, members, OPERATOR, { prefix: PREFIX });
      if (outcome.ok || outcome.code !== 'name_taken') return;
    }
  }

  /** What the agent has goes back to the queue first: nobody is removed who has chats. */
  async function removeAgents(): Promise<void> {
    for (const { agent } of store.lastSettings().apiKeys.filter(isOwn)) {
      await agents.operate(agent, { type: 'logout' }, OPERATOR);
      await agentRegistry.remove(agent, { operator: OPERATOR });
    }
  }

  return {
    async start() {
      if (playground.isOn) return;
      await removeAgents().catch((error: unknown) => {
        if (!(error instanceof StoreFailed)) throw error;
        log.error({ err: error }, 'the agent of the playground is still there: nothing is stored');
      });
    },
    async invite() {
      await makeAgent();
      const code = createSecret(32);
      await codes.keep('playground agent', code, CODE_MS);
      return code;
    },
    redeem: async (code, settings) =>
      (await codes.use('playground agent', code)) ? settings.apiKeys.find(isOwn) : undefined,
  };
}
