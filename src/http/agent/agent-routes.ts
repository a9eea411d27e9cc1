import type { Agents } from '../../engine/agents.js';
import type { Chats } from '../../engine/chats.js';
import type { Sessions } from '../../settings/sessions.js';
import type { Store } from '../../store/store.js';
import type { AgentStreams } from '../../streams/agent-streams.js';
import type { Typing } from '../../streams/typing.js';
import type { Routes } from '../server/routes.js';
import { agent } from './agent.js';
import { agentChats } from './agent-chats.js';
import { agentStream } from './agent-stream.js';
import { agentSession } from './session.js';
import { transferTargets } from './targets.js';

export interface AgentDependencies {
  readonly agents: Agents;
  readonly chats: Chats;
  readonly typing: Typing;
  readonly agentStreams: AgentStreams;
  readonly sessions: Sessions;
  readonly store: Store;
}

/** What agents call, with keys of their own. */
export function agentRoutes(dependencies: AgentDependencies): Routes {
  return async (app) => {
    await app.register(agentSession, dependencies);
    await app.register(agent, dependencies);
    await app.register(agentChats, dependencies);
    await app.register(agentStream, dependencies);
    await app.register(transferTargets, dependencies);
  };
}
