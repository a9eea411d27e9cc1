import { capacityOf } from '../domain/agents/agent.js';
import { presenceEnd } from '../domain/agents/transition.js';
import { dueWhenStartedBy } from '../domain/clocks.js';
import type { Moment } from '../domain/interactions/interaction.js';
import { inForce } from '../domain/options/timeline.js';
import { estimate, type Measured, NOTHING_MEASURED } from '../domain/pacing/estimates.js';
import { loadsOf, type Paced, type PacingInputs, pace, type Room } from '../domain/pacing/pace.js';
import { drawOf } from '../domain/pacing/probability.js';
import { isDual } from '../domain/pacing/vocabulary.js';
import { type Deciding, decision, NOTHING_READ } from './decision.js';
import type { StaffMember } from './question.js';
import type { Settings } from './settings.js';

/** Why invitations are not limited. */
export const PACING_OFF = ['disabled', 'no_agents', 'default_channel'] as const;
export type PacingOff = (typeof PACING_OFF)[number];

/** How many may be invited to a chat of a group, with everything that this follows from. */
export interface Pacing extends Paced, PacingInputs {
  readonly group: string;
  /** Null while the built-in strategy keeps to the limit. */
  readonly off: PacingOff | null;
}

/** The room of any group, and who waits for it. */
export type GroupRoom = Pick<Room, 'slots' | 'free' | 'waiting'>;

/** Why the built-in strategy does not keep to the limit; null while it does. */
export function pacingOff({
  agents,
  timeline,
}: Pick<Settings, 'agents' | 'timeline'>): PacingOff | null {
  const { pacingEnabled, defaultEngagementChannel } = inForce(timeline);
  if (pacingEnabled === 'false') return 'disabled';
  if (pacingEnabled === 'auto' && agents.length === 0) return 'no_agents';
  return defaultEngagementChannel === null ? null : 'default_channel';
}

/** What the agents of some groups take, of those who were heard of lately. */
export function roomOf(
  groups: readonly string[],
  staff: readonly StaffMember[],
  { agentByName, groupsOfAgent, timeline, servingSince }: Settings,
  now: Moment,
): Pick<Room, 'slots' | 'free' | 'readyAgents'> {
  const options = inForce(timeline);
  let [slots, free, readyAgents] = [0, 0, 0];
  for (const { status, held } of staff) {
    const agent = agentByName.get(status.name);
    const isOf = groups.some((group) => groupsOfAgent.get(status.name)?.has(group));
    const end = presenceEnd(status, timeline, servingSince);
    if (agent === undefined || !isOf || (end && end.at <= now)) continue;
    if (status.state === 'Ready') {
      const capacity = capacityOf(agent, options);
      slots += capacity;
      free += Math.max(capacity - held, 0);
      readyAgents += 1;
    } else if (status.state === 'NotReady') slots += held;
  }
  return { slots, free, readyAgents };
}

function invitationsOf(group: string, { settings: { timeline }, now, ask }: Deciding) {
  return (
    ask('invitations', {
      group,
      engagementAfter: dueWhenStartedBy('engagement', timeline, now),
      abandonedAfter: dueWhenStartedBy('abandoned', timeline, now),
      formAfter: dueWhenStartedBy('registrationForm', timeline, now),
    }) ?? { waiting: 0, forms: 0, outstanding: 0 }
  );
}

/** How many may be invited now; `draw` is of the interaction that it is asked for. */
export function pacingOf(measured: Measured | undefined, draw: number, context: Deciding): Pacing {
  const { settings, now } = context;
  const options = inForce(settings.timeline);
  const group = options.chatGroup;
  const inputs: PacingInputs = {
    ...roomOf([group], context.ask('staff', 'all') ?? [], settings, now),
    ...invitationsOf(group, context),
    ...estimate(measured ?? NOTHING_MEASURED, options),
    draw,
  };
  return { ...inputs, ...pace(inputs, options), group, off: pacingOff(settings) };
}

export type PacingView = ReturnType<typeof viewPacing>;

/** Every number of pacing, as it is shown and as strategies of others get it. */
export function viewPacing(
  { draw: _draw, off, group, ...numbers }: Pacing,
  { timeline }: Pick<Settings, 'timeline'>,
) {
  const options = inForce(timeline);
  const { pacingAlgorithm, optimizationTarget, optimizationGoal, proactiveRatio } = options;
  const { load, largest } = loadsOf(numbers, options);
  return {
    group,
    enabled: off === null,
    off,
    algorithm: pacingAlgorithm,
    optimizationTarget,
    optimizationGoal,
    proactiveRatio,
    ...numbers,
    reactiveLoad: load,
    largestLoad: largest,
  };
}

/** The numbers of a moment, for whoever asks later why nobody was invited. */
export function sayPacing(pacing: Pacing): string {
  const { limit, because, outstanding, slots, free, waiting, forms, hitRate } = pacing;
  return `no capacity: limit ${limit} (${because}), outstanding ${outstanding}, slots ${slots}, free ${free}, waiting ${waiting}, forms ${forms}, hit rate ${hitRate.toFixed(2)}`;
}

/** Whether a visit that asks for a chat by itself is not let through in this minute. */
export function isReactiveLimited(
  visitId: string,
  measured: Measured | undefined,
  context: Deciding,
): boolean {
  const { settings, now } = context;
  const off = pacingOff(settings);
  // A preset channel lets invitations through, and says nothing of those who come uninvited.
  const isOff = off !== null && off !== 'default_channel';
  if (isOff || !isDual(inForce(settings.timeline).pacingAlgorithm)) return false;
  const minute = Math.floor(now / 60_000);
  return drawOf(`${visitId} ${minute}`) >= pacingOf(measured, 0, context).reactiveState;
}

export const PACING_DECISIONS = {
  /** Changes nothing. */
  readPacing: decision<{ readonly measured?: Measured | undefined }, Pacing>(
    NOTHING_READ,
    // Of a fraction, more is shown only from a half on.
    ({ measured }, context) => ({ result: pacingOf(measured, 0.5, context) }),
  ),
  /** Changes nothing. */
  readRoom: decision<{ readonly groups: readonly string[] }, GroupRoom>(
    NOTHING_READ,
    ({ groups }, context) => {
      const { settings, now } = context;
      const { slots, free } = roomOf(groups, context.ask('staff', 'all') ?? [], settings, now);
      const waiting = groups.reduce((sum, group) => sum + invitationsOf(group, context).waiting, 0);
      return { result: { slots, free, waiting } };
    },
  ),
};
