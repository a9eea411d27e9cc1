import type { StaffMember } from '../decisions/question.js';
import type { Settings } from '../decisions/settings.js';
import { capacityOf } from '../domain/agents/agent.js';
import { AGENT_STATES, type AgentState } from '../domain/agents/vocabulary.js';
import type { Moment } from '../domain/interactions/interaction.js';
import { inForce } from '../domain/options/timeline.js';
import { standingOf } from './service-reports.js';

/** How many there are in each state, and what those of `Ready` can take. */
export interface StaffNow {
  readonly byState: { readonly [S in AgentState]: number };
  /** Those of `Ready` who hold as much as they may. */
  readonly busy: number;
  readonly slots: number;
  readonly freeSlots: number;
}

export interface GroupNow extends StaffNow {
  readonly group: string;
}

const nobody = () => ({
  byState: Object.fromEntries(AGENT_STATES.map((state) => [state, 0])) as Record<
    AgentState,
    number
  >,
  busy: 0,
  slots: 0,
  freeSlots: 0,
});

/** Where agents stand, all and by group, given those who are there. Pure. */
export function staffNow(
  there: readonly StaffMember[],
  settings: Settings,
  now: Moment,
): StaffNow & { readonly groups: GroupNow[] } {
  const { agents, groupsOfAgent, timeline } = settings;
  const options = inForce(timeline);
  const members = new Map(there.map((member) => [member.status.name, member]));
  const all = nobody();
  const groups = new Map<string, ReturnType<typeof nobody>>();
  for (const agent of agents) {
    const member = members.get(agent.name);
    const state = member ? standingOf(member, settings, now).state : 'LoggedOut';
    const slots = state === 'Ready' ? capacityOf(agent, options) : 0;
    const free = Math.max(0, slots - (member?.held ?? 0));
    const of = [...(groupsOfAgent.get(agent.name) ?? [])].map((group) => {
      const counts = groups.get(group) ?? nobody();
      groups.set(group, counts);
      return counts;
    });
    for (const counts of [all, ...of]) {
      counts.byState[state] += 1;
      counts.slots += slots;
      counts.freeSlots += free;
      if (state === 'Ready' && free === 0) counts.busy += 1;
    }
  }
  const named = [...groups].map(([group, counts]) => ({ group, ...counts }));
  return { ...all, groups: named.sort((a, b) => (a.group < b.group ? -1 : 1)) };
}
