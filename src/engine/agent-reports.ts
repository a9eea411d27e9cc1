import type { StaffMember } from '../decisions/question.js';
import type { Settings } from '../decisions/settings.js';
import { capacityOf } from '../domain/agents/agent.js';
import type { AgentState } from '../domain/agents/vocabulary.js';
import type { Moment } from '../domain/interactions/interaction.js';
import { inForce } from '../domain/options/timeline.js';
import { numberOf, type Rows } from './served.js';

/** How an agent does today. */
export interface AgentReport {
  readonly name: string;
  readonly displayName: string | null;
  readonly state: AgentState;
  readonly reason: string | null;
  readonly since: Moment | null;
  readonly held: number;
  readonly capacity: number;
  readonly offered: number;
  readonly accepted: number;
  readonly rejected: number;
  readonly missed: number;
  readonly handled: number;
  /** Null before the first. */
  readonly averageHandlingMs: number | null;
}

/** How each agent did, of what was counted. */
export function agentReports(
  rows: Rows,
  staff: readonly StaffMember[],
  settings: Settings,
): readonly AgentReport[] {
  const options = inForce(settings.timeline);
  const rowsOf = new Map<string | null, Rows[number][]>();
  for (const row of rows) rowsOf.set(row.agent, [...(rowsOf.get(row.agent) ?? []), row]);
  return staff.flatMap((member): AgentReport[] => {
    const { name } = member.status;
    const agent = settings.agentByName.get(name);
    if (agent === undefined) return [];
    const own = rowsOf.get(name) ?? [];
    const handled = numberOf(own, 'handled');
    const ms = own.reduce((sum, row) => sum + (row.what === 'handled' ? row.totalMs : 0), 0);
    const { state, reason, since } = member.status;
    return [
      {
        name,
        displayName: agent.displayName,
        state,
        reason,
        since,
        held: member.held,
        capacity: capacityOf(agent, options),
        offered: numberOf(own, 'offered'),
        accepted: numberOf(own, 'accepted'),
        rejected: numberOf(own, 'rejected'),
        missed: numberOf(own, 'missed'),
        handled,
        averageHandlingMs: handled === 0 ? null : ms / handled,
      },
    ];
  });
}
