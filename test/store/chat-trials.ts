import type { Change } from '#src/decisions/change.js';
import { newStatus } from '#src/domain/agents/agent.js';
import { afterEvents, agentOf, chatOf, routeTo, statusOf } from '../support/chats.js';
import { T0 } from '../support/lifecycle.js';
import { ofSettings, type Trial } from './trial.js';

const MEASURING = { historyLength: 20, shortAbandonMs: 5000, now: T0 };

export const ANN = {
  kind: 'agent',
  before: undefined,
  after: agentOf({ skills: { english: 50 } }),
} as const;
export const AWAY = newStatus('ann');
export const PLACED = { kind: 'chat', before: undefined, after: chatOf(), facts: [] } as const;
export const SAID = {
  sequence: 1,
  from: 'visitor',
  text: 'Hello',
  at: T0,
  clientId: 'm1',
} as const;
const OFFERED = afterEvents(
  chatOf({
    visitorId: 'p1',
    identity: { id: 'ada', key: 'EmailAddress', value: 'ada@example.com' },
    route: routeTo('Sales', {
      skills: { english: 50 },
      overflow: { afterSeconds: 9, group: 'All' },
    }),
    userData: { a: 'b' },
    visitorData: { c: 'd' },
    declines: [{ agent: 'bob', at: T0, times: 2 }],
  }),
  [{ type: 'offer', agent: 'ann' }],
);

/** Each kind of change of agents and chats, and where it is found again. */
export const CHAT_TRIALS = {
  agent: {
    change: ANN,
    back: ofSettings('agents'),
    found: [ANN.after],
    isSetting: true,
  },
  agent_status: {
    first: [ANN],
    change: {
      kind: 'agent_status',
      before: AWAY,
      after: statusOf('NotReady', { reason: 'lunch', sequence: 1 }),
      facts: [{ sequence: 1, type: 'agent.not_ready', at: T0, by: 'agent', reason: 'lunch' }],
    },
    back: async (store) => (await store.read('agent', 'ann'))?.status,
    found: statusOf('NotReady', { reason: 'lunch', sequence: 1 }),
    isSetting: false,
  },
  agent_idle: {
    first: [ANN],
    change: { kind: 'agent_idle', name: 'ann', at: T0 },
    back: async (store) => (await store.read('agent', 'ann'))?.status,
    found: { ...AWAY, idleSince: T0 },
    isSetting: false,
  },
  chat: {
    change: { kind: 'chat', before: undefined, after: OFFERED.chat, facts: OFFERED.facts },
    back: async (store) => [await store.read('chat', 'c1'), await store.read('chatHistory', 'c1')],
    found: [OFFERED.chat, OFFERED.facts],
    isSetting: false,
  },
  chat_message: {
    first: [PLACED],
    change: { kind: 'chat_message', chatId: 'c1', message: SAID },
    back: (store) => store.read('chatMessages', 'c1', 0, 9),
    found: [SAID],
    isSetting: false,
  },
  chat_lease: {
    first: [PLACED],
    change: {
      kind: 'chat_lease',
      lease: {
        id: 'l1',
        chatId: 'c1',
        view: 'Webengagement_Chat.ChatRouting.View',
        keyId: 'k1',
        delivery: 1,
        leasedAt: T0,
      },
    },
    // What is leased stands in the chat; that it was handed out is read by the next lease.
    back: async (store) => (await store.read('chat', 'c1'))?.id,
    found: 'c1',
    isSetting: false,
  },
  handling: {
    change: { kind: 'handling', group: 'Sales', durationMs: 1500, at: T0 },
    back: (store) => store.read('handling', 'Sales', 9),
    found: { count: 1, totalMs: 1500 },
    isSetting: false,
  },
  reactive_request: {
    change: { kind: 'reactive_request', group: 'Sales', visitId: 'v1', at: T0 },
    back: async (store) => (await store.read('measured', 'Sales', MEASURING)).reactive,
    found: 1,
    isSetting: false,
  },
} as const satisfies { readonly [K in Change['kind']]?: Trial<K> };
