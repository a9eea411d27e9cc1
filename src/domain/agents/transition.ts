import { clockEnd, type Deadline, type RunningClock } from '../clocks.js';
import type { Moment } from '../interactions/interaction.js';
import type { OptionValues } from '../options/catalogue.js';
import { inForce, type Timeline } from '../options/timeline.js';
import type { AgentEvent, AgentFact, AgentStatus } from './agent.js';
import {
  type AgentActor,
  type AgentEventType,
  type AgentFactType,
  type AgentState,
  CONNECTION_LOST,
  NOT_RESPONDING,
} from './vocabulary.js';

/** Where an event leads; `same` changes nothing, `refused` neither and says so. */
export type AgentRule = { readonly to: AgentState } | 'same' | 'refused' | 'missed';

/** For every state and every event, what happens: total by type (`docs/decisions/0090-agents-and-chats.md`). */
export const AGENT_TABLE = {
  LoggedOut: {
    login: { to: 'NotReady' },
    ready: 'refused',
    notReady: 'refused',
    logout: 'same',
    missedOffer: 'same',
    connectionLost: 'same',
  },
  NotReady: {
    login: 'same',
    ready: { to: 'Ready' },
    // Another reason is told; the same again is the same.
    notReady: { to: 'NotReady' },
    logout: { to: 'LoggedOut' },
    missedOffer: 'same',
    connectionLost: { to: 'LoggedOut' },
  },
  Ready: {
    login: 'same',
    ready: 'same',
    notReady: { to: 'NotReady' },
    logout: { to: 'LoggedOut' },
    missedOffer: 'missed',
    connectionLost: { to: 'LoggedOut' },
  },
} as const satisfies Record<AgentState, Record<AgentEventType, AgentRule>>;

const FACT_OF = {
  login: 'agent.logged_in',
  ready: 'agent.ready',
  notReady: 'agent.not_ready',
  logout: 'agent.logged_out',
  missedOffer: 'agent.not_ready',
  connectionLost: 'agent.logged_out',
} as const satisfies Record<AgentEventType, AgentFactType>;

const ACTOR_OF: Readonly<Record<AgentEventType, AgentActor>> = {
  login: 'agent',
  ready: 'agent',
  notReady: 'agent',
  logout: 'agent',
  missedOffer: 'clock',
  connectionLost: 'clock',
};

const REASON_OF: Readonly<Partial<Record<AgentEventType, string>>> = {
  missedOffer: NOT_RESPONDING,
  connectionLost: CONNECTION_LOST,
};

/** What an event made of an agent. */
export interface AgentStep {
  readonly status: AgentStatus;
  readonly facts: readonly AgentFact[];
  readonly isRefused: boolean;
}

/** Where a missed offer leads: an agent who has chats to end stays for them. */
function afterMissed(options: OptionValues, hasChats: boolean): AgentState | null {
  if (options.afterMissedOffer === 'none') return null;
  return options.afterMissedOffer === 'logout' && !hasChats ? 'LoggedOut' : 'NotReady';
}

/** What happens to an agent. `hasChats`: whether chats of theirs are talked. Pure. */
export function stepAgent(
  status: AgentStatus,
  event: AgentEvent,
  options: OptionValues,
  now: Moment,
  hasChats: boolean,
): AgentStep {
  const unchanged = { status, facts: [], isRefused: false };
  const rule: AgentRule = AGENT_TABLE[status.state][event.type];
  if (rule === 'refused') return { ...unchanged, isRefused: true };
  if (rule === 'same') return unchanged;
  const to = rule === 'missed' ? afterMissed(options, hasChats) : rule.to;
  const reason = REASON_OF[event.type] ?? event.reason ?? null;
  if (to === null || (to === status.state && reason === status.reason)) return unchanged;
  const sequence = status.sequence + 1;
  const type = to === 'LoggedOut' ? 'agent.logged_out' : FACT_OF[event.type];
  const by = event.by ?? ACTOR_OF[event.type];
  return {
    status: {
      ...status,
      state: to,
      reason,
      by,
      since: now,
      seenAt: to === 'LoggedOut' ? null : (status.seenAt ?? now),
      sequence,
    },
    facts: [{ sequence, type, at: now, by, reason }],
    isRefused: false,
  };
}

/** The clock that runs on an agent who is there; not while nobody serves. */
export function presenceClock(
  { state, seenAt }: AgentStatus,
  servingSince: Moment,
): RunningClock<'presence'> | null {
  if (state === 'LoggedOut' || seenAt === null) return null;
  return { name: 'presence', startedAt: Math.max(seenAt, servingSince) };
}

/** When an agent counts as gone, unless something is heard of the client before. */
export function presenceEnd(
  status: AgentStatus,
  timeline: Timeline,
  servingSince: Moment,
): Deadline<'presence'> | null {
  const clock = presenceClock(status, servingSince);
  return clock && clockEnd(clock, timeline);
}

/** Whether what was just heard of a client is worth writing: to a third of the presence time. */
export function isNews(seenAt: Moment | null, now: Moment, seconds: number): boolean {
  return seenAt === null || now - seenAt > (seconds * 1000) / 3;
}

/** Whether an agent was heard of so long ago that it has to be written down. */
export function isBeat({ state, seenAt }: AgentStatus, timeline: Timeline, now: Moment): boolean {
  return state !== 'LoggedOut' && isNews(seenAt, now, inForce(timeline).presenceTimeout);
}
