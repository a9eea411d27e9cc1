import type { StaffMember } from '../decisions/question.js';
import type { Settings } from '../decisions/settings.js';
import { type AgentStatus, capacityOf } from '../domain/agents/agent.js';
import { presenceEnd } from '../domain/agents/transition.js';
import { AGENT_STATES, type AgentState, CONNECTION_LOST } from '../domain/agents/vocabulary.js';
import type { Moment } from '../domain/interactions/interaction.js';
import { inForce } from '../domain/options/timeline.js';
import type { Store } from '../store/store.js';

/** What agents can take. */
export interface StaffReport {
  readonly byState: { readonly [S in AgentState]: number };
  /** Those of `Ready` who hold as much as they may. */
  readonly busy: number;
  readonly slots: number;
  readonly freeSlots: number;
}

/** Where every agent stands, settled to a moment. */
export async function standingsAt(
  store: Pick<Store, 'read'>,
  settings: Settings,
  now: Moment,
): Promise<readonly StaffMember[]> {
  const members = await store.read('standings');
  return members.map((member) => ({ ...member, status: standingAt(member.status, settings, now) }));
}

/** Where an agent stands who may be gone, and nobody has noticed. */
export function standingAt(status: AgentStatus, settings: Settings, now: Moment): AgentStatus {
  const end = presenceEnd(status, settings.timeline, settings.servingSince);
  if (end === null || end.at > now) return status;
  return { ...status, state: 'LoggedOut', reason: CONNECTION_LOST, by: 'clock', since: end.at };
}

/** What agents can take, of where they stand. */
export function staffReport(staff: readonly StaffMember[], settings: Settings): StaffReport {
  const options = inForce(settings.timeline);
  const byState = Object.fromEntries(AGENT_STATES.map((state) => [state, 0])) as {
    [S in AgentState]: number;
  };
  let [busy, slots, freeSlots] = [0, 0, 0];
  for (const member of staff) {
    const agent = settings.agentByName.get(member.status.name);
    if (agent === undefined) continue;
    const { state } = member.status;
    byState[state] += 1;
    if (state !== 'Ready') continue;
    const free = Math.max(0, capacityOf(agent, options) - member.held);
    slots += capacityOf(agent, options);
    freeSlots += free;
    if (free === 0) busy += 1;
  }
  return { byState, busy, slots, freeSlots };
}
