import type { AgentEvent, AgentStatus } from '../domain/agents/agent.js';
import { type Chat, isHeld } from '../domain/chats/chat.js';
import { entryOf } from './agents.js';
import type { Operator } from './audit.js';
import type { Change } from './change.js';
import type { Decided } from './context.js';
import { type Deciding, decision } from './decision.js';
import { createLedger } from './ledger.js';
import { announce } from './messages.js';

/** Something that an agent, or an operator for them, says of where they stand. */
export interface AgentEventRequest {
  readonly seed: string;
  readonly agent: string;
  /** Null only says that the client is there, and settles. */
  readonly event: AgentEvent | null;
  /** Whether it was heard of the agent's own client. */
  readonly isOwn: boolean;
  readonly operator?: Operator | undefined;
}

/** An agent as they stand after an event; `refusal` when they are logged out. */
export interface AgentStanding {
  readonly status: AgentStatus;
  readonly chats: readonly Chat[];
  readonly refusal: 'agent_logged_out' | null;
}

function decideEvent(args: AgentEventRequest, context: Deciding): Decided<AgentStanding | null> {
  const { agent: name, event, isOwn, operator } = args;
  if (context.agent === null || !context.settings.agentByName.has(name)) return { result: null };
  const ledger = createLedger(context);
  const before = ledger.agent(name);
  const isRefused = event !== null && ledger.agentEvent(name, event);
  if (isOwn && !isRefused) ledger.beat(name);
  const changes = [...ledger.changes()];
  const after = changes.find(
    (change): change is Extract<Change, { kind: 'agent_status' }> => change.kind === 'agent_status',
  );
  const status = after?.after ?? context.agent.status;
  if (operator && event && before && status.state !== before.state)
    changes.push(
      entryOf(
        'agent.state_changed',
        name,
        { before: { state: before.state }, after: { state: status.state, reason: status.reason } },
        operator,
        context.now,
      ),
    );
  const chats = context.agent.chats
    .map((chat) => ledger.read(chat))
    // Some may have been given back.
    .filter((chat) => isHeld(chat) && chat.agent === name);
  return {
    changes: announce(changes, context),
    result: { status, chats, refusal: isRefused ? 'agent_logged_out' : null },
  };
}

export const AGENT_STANDING_DECISIONS = {
  agentEvent: decision(({ agent }: AgentEventRequest) => ({ agent }), decideEvent),
};
