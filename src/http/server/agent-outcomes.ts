import type { AgentOutcome } from '../../decisions/agents.js';
import type { Agent } from '../../domain/agents/agent.js';
import { LIMITS } from '../../domain/limits.js';
import { Problem } from '../../domain/problems.js';
import { quote } from '../../domain/quote.js';
import { keyReused } from '../../settings/once.js';
import { validationProblem } from './problems.js';

/** The agent that an outcome is about, or the problem. */
export function respondAgentChange(outcome: AgentOutcome, name: string): Agent {
  if (outcome.ok) return outcome.agent;
  switch (outcome.code) {
    case 'validation_failed':
      throw validationProblem(outcome.errors);
    case 'not_found':
      throw new Problem('not_found', `There is no agent ${quote(name)}.`);
    case 'name_taken':
      throw new Problem('name_taken', `There is an agent ${quote(name)} already.`);
    case 'too_many':
      throw new Problem('too_many_agents', `At most ${LIMITS.agents.most} agents.`);
    case 'reused':
      throw keyReused();
    case 'agent_has_chats':
      throw new Problem('agent_has_chats', `The agent ${quote(name)} has open chats.`);
    case 'precondition_failed':
      throw new Problem('precondition_failed', 'The agent is at another version; read it again.');
  }
}
