import type { Database } from 'better-sqlite3';
import type { Settings } from '../../../decisions/settings.js';
import type { AgentStatus } from '../../../domain/agents/agent.js';
import { presenceEnd } from '../../../domain/agents/transition.js';
import { CHAT_CLOCKS } from '../../../domain/chats/vocabulary.js';
import { dueWhenStoredBy } from '../../../domain/clocks.js';
import type { Moment } from '../../../domain/interactions/interaction.js';
import { type AgentRow, statusOf } from '../../rows/agents.js';
import { CHAT_STATEMENTS } from './chat-reads.js';

/**
 * The status of an agent of whom nothing is due at a moment, nor of any chat that they hold; null
 * for others. What is said in one chat then needs none of the others.
 */
export function createCalmRead(
  database: Database,
): (name: string, settings: Settings, now: Moment) => AgentStatus | null {
  const agent = database.prepare<[string], AgentRow>(CHAT_STATEMENTS.agentByName);
  const anyDue = database.prepare<[string, ...number[]], 1>(CHAT_STATEMENTS.anyDue).pluck();

  return (name, { timeline, servingSince }, now) => {
    const row = agent.get(name);
    if (row === undefined) return null;
    const status = statusOf(row);
    const end = presenceEnd(status, timeline, servingSince);
    if (end !== null && end.at <= now) return null;
    const starts = CHAT_CLOCKS.map((clock) => dueWhenStoredBy(clock, timeline, servingSince, now));
    return anyDue.get(name, ...starts) === undefined ? status : null;
  };
}
