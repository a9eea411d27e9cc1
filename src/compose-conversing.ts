import type { Clock } from './clock.js';
import { type Agents, createAgents } from './engine/agents.js';
import { type Chats, createChats } from './engine/chats.js';
import { createPacing, type PacingReads } from './engine/pacing.js';
import { createRouter, type Router } from './engine/router.js';
import type { Log } from './log/log.js';
import { type AgentRegistry, createAgentRegistry } from './settings/agents.js';
import type { Shared } from './store/shared.js';
import type { Store } from './store/store.js';
import { type AgentStreams, createAgentStreams } from './streams/agent-streams.js';
import { createTyping, type Typing } from './streams/typing.js';

/** Everything by which visitors and agents come to talk. */
export interface Conversing {
  readonly agents: Agents;
  readonly agentRegistry: AgentRegistry;
  readonly agentStreams: AgentStreams;
  readonly chats: Chats;
  readonly pacing: PacingReads;
  readonly router: Router;
  readonly typing: Typing;
}

export interface ConversingDependencies {
  readonly store: Store;
  /** What processes share, where there are several. */
  readonly shared?: Shared | undefined;
  readonly clock: Clock;
  readonly log: Log;
  /** The application whose endpoint leads to chats. */
  readonly application: string;
}

/** Puts together what agents and chats are made of; nothing runs before it is started. */
export function composeConversing(dependencies: ConversingDependencies): Conversing {
  const { store, clock, shared } = dependencies;
  const pacing = createPacing({ store, clock });
  const chats = createChats({ ...dependencies, pacing });
  const agents = createAgents(dependencies);
  const typing = createTyping(clock, shared && { hints: shared, store });
  return {
    agents,
    agentRegistry: createAgentRegistry(store, clock),
    agentStreams: createAgentStreams({ agents, chats, store, clock, typing }),
    chats,
    pacing,
    router: createRouter(dependencies),
    typing,
  };
}
