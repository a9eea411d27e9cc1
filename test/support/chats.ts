import { type Agent, type AgentStatus, newStatus } from '#src/domain/agents/agent.js';
import type { Chat, ChatEvent, Route } from '#src/domain/chats/chat.js';
import { advanceChat, type ChatAdvance } from '#src/domain/chats/transition.js';
import { always, T0 } from './lifecycle.js';

/** The group to which a chat goes that no rule sends elsewhere. */
export const GROUP = 'Web Engagement Chat';
export const CHAT_QUEUE = 'Webengagement_Chat';

export const routeTo = (group = GROUP, more: Partial<Route> = {}): Route => ({
  group,
  skills: {},
  priority: 0,
  overflow: null,
  rule: null,
  ...more,
});

/** A chat that has just been placed. */
export const chatOf = (more: Partial<Chat> = {}): Chat => ({
  id: 'c1',
  state: 'Queued',
  outcome: null,
  queue: CHAT_QUEUE,
  visitId: 'v1',
  visitorId: null,
  visitorIdClaimed: false,
  identity: null,
  interactionId: null,
  category: null,
  engagementRule: null,
  pageUrl: null,
  userData: {},
  visitorData: {},
  route: routeTo(),
  named: null,
  notAgent: null,
  note: null,
  preferred: null,
  hold: null,
  raisedTo: 0,
  declines: [],
  formerOffer: null,
  handledBy: [],
  agent: null,
  queuedAt: T0,
  waitingSince: T0,
  offeredAt: null,
  offerSeenAt: null,
  acceptedAt: null,
  activeAt: null,
  endedAt: null,
  closedAt: null,
  erasedAt: null,
  seenAt: T0,
  visitorConnected: true,
  agentLostAt: null,
  lastMessageAt: null,
  messages: 0,
  version: 1,
  sequence: 0,
  ...more,
});

/** A chat after some events, each at the same moment. */
export const afterEvents = (
  chat: Chat,
  events: readonly ChatEvent[],
  now = T0,
  timeline = always(),
): ChatAdvance => {
  let step: ChatAdvance = { chat, facts: [], refusal: null, applied: false, missed: [] };
  for (const event of events) step = advanceChat(step.chat, event, timeline, T0, now);
  return step;
};

export const agentOf = (more: Partial<Agent> = {}): Agent => ({
  name: 'ann',
  displayName: null,
  capacity: null,
  skills: {},
  createdAt: T0,
  version: 1,
  ...more,
});

/** Where an agent stands who is there since the beginning. */
export const statusOf = (
  state: AgentStatus['state'] = 'Ready',
  more: Partial<AgentStatus> = {},
): AgentStatus => ({
  ...newStatus('ann'),
  state,
  since: T0,
  seenAt: state === 'LoggedOut' ? null : T0,
  ...more,
});
