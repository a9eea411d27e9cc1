import type { Clock } from '../clock.js';
import type { StaffMember } from '../decisions/question.js';
import { capacityOf } from '../domain/agents/agent.js';
import { AGENT_STATES } from '../domain/agents/vocabulary.js';
import { inForce } from '../domain/options/timeline.js';
import type { WaitingInQueue } from '../store/lists.js';
import type { Store } from '../store/store.js';
import type { AgentStreams } from '../streams/agent-streams.js';
import { type LabelledValue, type Part, shared } from './part.js';

/** Each queue in which chats wait or may: one in which nobody does has a number too, that it is none. */
function byQueue(
  counts: readonly WaitingInQueue[],
  store: Store,
  toValue: (waiting: WaitingInQueue) => number,
): readonly LabelledValue[] {
  const waiting = new Map(counts.map((each) => [each.queue, toValue(each)]));
  const queues = new Set([...store.lastSettings().known.chatQueues.values(), ...waiting.keys()]);
  return [...queues].map((queue) => ({ labels: { queue }, value: waiting.get(queue) ?? 0 }));
}

/** Chats that those who are ready would take now. */
function freeSlots(staff: readonly StaffMember[], store: Store): number {
  const { agentByName, timeline } = store.lastSettings();
  const options = inForce(timeline);
  let free = 0;
  for (const { status, held } of staff) {
    const agent = agentByName.get(status.name);
    if (agent && status.state === 'Ready') free += Math.max(capacityOf(agent, options) - held, 0);
  }
  return free;
}

/** Those who take chats, and the chats that wait for them. */
export function agentsPart(store: Store, streams: AgentStreams, clock: Clock): Part {
  const staff = shared(() => store.read('staff'));
  const waiting = shared(() => store.read('chatsWaiting'));
  return {
    drain: streams.close,
    gauges: [
      {
        name: 'webengagement_chats_waiting',
        isOfAll: true,
        help: 'Chats that wait for an agent or ring at one, by queue.',
        labels: ['queue'],
        read: async () => byQueue(await waiting(), store, (each) => each.waiting),
      },
      {
        name: 'webengagement_chats_longest_wait_seconds',
        isOfAll: true,
        help: 'How long the one has waited that waits longest, by queue.',
        labels: ['queue'],
        read: async () =>
          byQueue(
            await waiting(),
            store,
            ({ longest }) => Math.max(clock.now() - longest.since, 0) / 1000,
          ),
      },
      {
        name: 'webengagement_chats_service_level_goal_ratio',
        isOfAll: true,
        help: 'Share of chats that should be taken within chat.serviceLevelTime: chat.serviceLevelGoal.',
        read: () => inForce(store.lastSettings().timeline).serviceLevelGoal / 100,
      },
      {
        name: 'webengagement_agent_slots_free',
        isOfAll: true,
        help: 'Chats that agents who are ready would take now.',
        read: async () => freeSlots(await staff(), store),
      },
      {
        name: 'webengagement_agents',
        isOfAll: true,
        help: 'Agents, by where they stand.',
        labels: ['state'],
        async read() {
          const there = await staff();
          const stateOf = new Map(there.map(({ status: { name, state } }) => [name, state]));
          const { agents } = store.lastSettings();
          const states = agents.map(({ name }) => stateOf.get(name) ?? 'LoggedOut');
          return AGENT_STATES.map((state) => ({
            labels: { state },
            value: states.filter((each) => each === state).length,
          }));
        },
      },
      {
        name: 'webengagement_agent_streams',
        help: 'Open streams of agents.',
        read: streams.count,
      },
    ],
  };
}
