/** The words of agents, each written once; a word's comment says what brings an agent out of it. */

export const AGENT_STATES = [
  /** Away. Left by logging in. */
  'LoggedOut',
  /** There, and offered nothing. Left by ready, by logging out, or by a connection that is lost. */
  'NotReady',
  /** Is offered chats as far as there is room. Left by not ready, a missed offer, or as `NotReady`. */
  'Ready',
] as const;
export type AgentState = (typeof AGENT_STATES)[number];

/** Everything that can happen to an agent. */
export const AGENT_EVENTS = [
  'login',
  'ready',
  'notReady',
  'logout',
  'missedOffer',
  'connectionLost',
] as const;
export type AgentEventType = (typeof AGENT_EVENTS)[number];

/** The lines of an agent's history: one for each state that an agent comes into. */
export const AGENT_FACTS = [
  'agent.logged_in',
  'agent.ready',
  'agent.not_ready',
  'agent.logged_out',
] as const;
export type AgentFactType = (typeof AGENT_FACTS)[number];

/** Who caused it. */
export const AGENT_ACTORS = ['agent', 'ops', 'clock'] as const;
export type AgentActor = (typeof AGENT_ACTORS)[number];

/** Reasons of ours, beside what agents and operators say in their own words. */
export const NOT_RESPONDING = 'not_responding';
export const CONNECTION_LOST = 'connection_lost';
