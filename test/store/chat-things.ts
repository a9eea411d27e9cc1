import { newStatus } from '#src/domain/agents/agent.js';
import { afterEvents, agentOf, chatOf, statusOf } from '../support/chats.js';
import { T0 } from '../support/lifecycle.js';

/** What happens to an agent and a chat. */

export const ANN = { kind: 'agent', before: undefined, after: agentOf() } as const;
export const NOT_READY = {
  sequence: 1,
  type: 'agent.not_ready',
  at: T0,
  by: 'agent',
  reason: null,
} as const;
export const STANDS = {
  kind: 'agent_status',
  before: newStatus('ann'),
  after: statusOf('NotReady', { sequence: 1 }),
  facts: [NOT_READY],
} as const;
export const OFFERED = afterEvents(chatOf(), [{ type: 'offer', agent: 'ann' }]);
export const PLACED = { kind: 'chat', before: undefined, after: chatOf(), facts: [] } as const;
export const RUNG = {
  kind: 'chat',
  before: chatOf(),
  after: OFFERED.chat,
  facts: OFFERED.facts,
} as const;
