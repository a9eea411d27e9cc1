/** The words of chats, each written once; a word's comment says what brings a chat out of it. */

export const CHAT_STATES = [
  /** Waits for an agent. Left by an offer, the visitor, a clock, its strategy, or ops. */
  'Queued',
  /** Rings at one agent. Left by their answer, a clock, and as `Queued`. */
  'Offered',
  /** Is talked. Left by either side, a clock, a transfer, or ops. */
  'Active',
  /** Over for the visitor; the agent finishes. Left by the agent or the wrap-up clock. */
  'Wrapping',
  /** Over. Terminal. */
  'Ended',
] as const;
export type ChatState = (typeof CHAT_STATES)[number];

/** How a chat ended. */
export const OUTCOMES = [
  /** An agent took it, and it was ended by either side or for silence. */
  'processed',
  /** The visitor went before an agent had taken it. */
  'abandoned',
  /** No agent took it in time, or Chat Routing was closed. */
  'unanswered',
  'ended_by_strategy',
  /** Ended by ops or a cleaning view. */
  'cleaned',
  /** The person asked to be forgotten. */
  'erased',
] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** Everything that can happen to a chat after its request. */
export const CHAT_EVENTS = [
  'offer',
  'accept',
  'reject',
  'offerExpired',
  /** The agent is not there any more, or not ready. */
  'withdraw',
  'leave',
  'visitorLost',
  'visitorBack',
  'waitExpired',
  'endByStrategy',
  'end',
  'silent',
  'transfer',
  'agentLost',
  'done',
  'wrapUpExpired',
  'clean',
  'stop',
  'erase',
] as const;
export type ChatEventType = (typeof CHAT_EVENTS)[number];

/** Who caused a fact. */
export const CHAT_ACTORS = [
  'site',
  'browser',
  'agent',
  'strategy',
  'clock',
  'ops',
  'system',
] as const;
export type ChatActor = (typeof CHAT_ACTORS)[number];

/** The lines of a chat's history that subscribers may be told. */
export const CHAT_FACTS = [
  'chat.queued',
  'chat.offered',
  'chat.rejected',
  'chat.requeued',
  'chat.accepted',
  'chat.transferred',
  'chat.ended',
] as const;
export type ChatFactType = (typeof CHAT_FACTS)[number];

/** Lines of a chat's history that change nothing about where it is. */
export const CHAT_NOTES = [
  'visitor.disconnected',
  'visitor.reconnected',
  /** What Chat Routing decided; `detail` is the rule or the strategy. */
  'chat.routed',
  /** The agent has finished, or the wrap-up clock ended: the place is free. */
  'chat.wrapped_up',
  'strategy.requested',
  'strategy.answered',
  'strategy.failed',
  /** What it instructed was not possible any more. */
  'strategy.refused',
] as const;
export type ChatNoteType = (typeof CHAT_NOTES)[number];

/** Why an event, or a request for a chat, changed nothing. Each is also an error code on the wire. */
export const CHAT_REFUSALS = [
  'offer_expired',
  'already_ended',
  'agent_logged_out',
  'not_offered',
  'agent_not_ready',
  'at_capacity',
  'not_allowed',
] as const;
export type ChatRefusal = (typeof CHAT_REFUSALS)[number];

/** Why a request gets no chat, in the order in which it is looked at. */
export const REQUEST_REFUSALS = [
  'chat_endpoint_missing',
  'chat_in_progress',
  'chat_closed',
  'no_agents',
  'queue_full',
] as const;
export type RequestRefusal = (typeof REQUEST_REFUSALS)[number];

/** Who writes in a conversation. */
export const SIDES = ['visitor', 'agent', 'strategy'] as const;
export type Side = (typeof SIDES)[number];

/** The clocks that can run on a chat; several do at a time. */
export const CHAT_CLOCKS = ['wait', 'offer', 'visitor', 'silence', 'agentLost', 'wrapUp'] as const;
export type ChatClock = (typeof CHAT_CLOCKS)[number];
