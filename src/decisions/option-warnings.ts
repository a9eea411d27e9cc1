import { capacityOf } from '../domain/agents/agent.js';
import { CATALOGUE, type OptionKey, type OptionValues } from '../domain/options/catalogue.js';
import { isDual, isPredictive } from '../domain/pacing/vocabulary.js';
import type { Settings } from './settings.js';

/** Who could take chats. */
type Staff = Pick<Settings, 'agents' | 'groupsOfAgent'>;

/** With fewer slots, what is predicted is too coarse. */
const LEAST_SLOTS = 30;
/** Agents who are to be busy for less than half of the time are too many. */
const LEAST_BUSY = 50;

/** Chats at a time that the group takes when everybody is ready. */
const slotsOf = ({ agents, groupsOfAgent }: Staff, options: OptionValues): number =>
  agents
    .filter(({ name }) => groupsOfAgent.get(name)?.has(options.chatGroup))
    .reduce((sum, agent) => sum + capacityOf(agent, options), 0);

function busyWarning({ optimizationTarget, optimizationGoal }: OptionValues): string | null {
  return optimizationTarget === 'BUSY_FACTOR' && optimizationGoal < LEAST_BUSY
    ? `With BUSY_FACTOR, a goal of ${optimizationGoal} % leaves agents idle for most of the time: 50 or more is usual.`
    : null;
}

const WARNINGS: Readonly<
  Partial<Record<OptionKey, (options: OptionValues, staff: Staff) => string | null>>
> = {
  defaultEngagementChannel: ({ defaultEngagementChannel }) =>
    defaultEngagementChannel === null
      ? null
      : 'Meant for development: while it is set, agent availability is not looked at.',
  optimizationGoal: busyWarning,
  optimizationTarget: busyWarning,
  pacingAlgorithm(options, staff) {
    const slots = slotsOf(staff, options);
    return isPredictive(options.pacingAlgorithm) && slots < LEAST_SLOTS
      ? `${options.pacingAlgorithm} is meant for ${LEAST_SLOTS} slots and more; the agents of ${options.chatGroup} have ${slots}. SUPER_PROGRESSIVE does better with few.`
      : null;
  },
};

/** What to think of before leaving an option so; null for nothing. */
export function warningOf(key: OptionKey, options: OptionValues, staff: Staff): string | null {
  return WARNINGS[key]?.(options, staff) ?? null;
}

/** What does not go together among the values that would be in force, in a clause. */
export function clashOf(
  key: OptionKey,
  { pacingAlgorithm, proactiveRatio }: OptionValues,
): string | null {
  if (key !== 'pacingAlgorithm' && key !== 'proactiveRatio') return null;
  if (!isDual(pacingAlgorithm) || proactiveRatio !== null) return null;
  return key === 'proactiveRatio'
    ? `is not possible while ${CATALOGUE.pacingAlgorithm.name} is ${pacingAlgorithm}: change that first`
    : `needs ${CATALOGUE.proactiveRatio.name}, which is not set: set that first`;
}
