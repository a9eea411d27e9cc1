import { AGENT_STATES } from '../domain/agents/vocabulary.js';
import type { Store } from '../store/store.js';
import type { AgentStreams } from '../streams/agent-streams.js';
import type { Part } from './part.js';

/** Those who take chats, and the chats that wait for them. */
export function agentsPart(store: Store, streams: AgentStreams): Part {
  return {
    drain: streams.close,
    gauges: [
      {
        name: 'webengagement_chats_waiting',
        help: 'Chats that wait for an agent or ring at one, by queue.',
        labels: ['queue'],
        async read() {
          const counts = await store.read('chatsWaiting');
          const waiting = new Map(counts.map((each) => [each.queue, each.waiting]));
          // A queue in which nobody waits has a number too: that it is none.
          const queues = new Set([
            ...store.lastSettings().known.chatQueues.values(),
            ...waiting.keys(),
          ]);
          return [...queues].map((queue) => ({
            labels: { queue },
            value: waiting.get(queue) ?? 0,
          }));
        },
      },
      {
        name: 'webengagement_agents',
        help: 'Agents, by where they stand.',
        labels: ['state'],
        async read() {
          const staff = await store.read('staff');
          const stateOf = new Map(staff.map(({ status: { name, state } }) => [name, state]));
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
