import type { Agent, AgentStatus, Skills } from '../../domain/agents/agent.js';

/** A row of `agents`. */
export interface AgentRow {
  readonly n: number;
  readonly name: string;
  readonly display_name: string | null;
  readonly capacity: number | null;
  readonly skills: string;
  readonly created_at: number;
  readonly version: number;
  readonly state: AgentStatus['state'];
  readonly reason: string | null;
  readonly actor: AgentStatus['by'];
  readonly since: number | null;
  readonly seen_at: number | null;
  readonly idle_since: number;
  readonly sequence: number;
}

/** The agent, as operators set them up, of a row. */
export const agentOf = (row: AgentRow): Agent => ({
  name: row.name,
  displayName: row.display_name,
  capacity: row.capacity,
  skills: JSON.parse(row.skills) as Skills,
  createdAt: row.created_at,
  version: row.version,
});

/** Where the agent of a row stands. */
export const statusOf = (row: AgentRow): AgentStatus => ({
  name: row.name,
  state: row.state,
  reason: row.reason,
  by: row.actor,
  since: row.since,
  seenAt: row.seen_at,
  idleSince: row.idle_since,
  sequence: row.sequence,
});
