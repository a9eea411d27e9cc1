import type { Moment } from '../interactions/interaction.js';
import type { OptionValues } from '../options/catalogue.js';
import type { AgentActor, AgentEventType, AgentFactType, AgentState } from './vocabulary.js';

/** From 1, the least, to 100, by the name of the skill. */
export type Skills = Readonly<Record<string, number>>;

/** An agent as operators set them up; of which groups, the groups say. */
export interface Agent {
  readonly name: string;
  readonly displayName: string | null;
  /** Chats at a time; null for as many as the option says. */
  readonly capacity: number | null;
  readonly skills: Skills;
  readonly createdAt: Moment;
  /** Rises by one with each change. */
  readonly version: number;
}

/** Where an agent stands. */
export interface AgentStatus {
  readonly name: string;
  readonly state: AgentState;
  /** Why, where somebody said so. */
  readonly reason: string | null;
  /** Who brought them there; null for one that never logged in. */
  readonly by: AgentActor | null;
  /** Since when; null for one that never logged in. */
  readonly since: Moment | null;
  /** When something was last heard of the client, to a third of the presence time. */
  readonly seenAt: Moment | null;
  /** The last offer, or the last end of a chat: who waits longest is asked first. */
  readonly idleSince: Moment;
  /** The number of facts in the history. */
  readonly sequence: number;
}

/** One line of the history of an agent. */
export interface AgentFact {
  readonly sequence: number;
  readonly type: AgentFactType;
  readonly at: Moment;
  readonly by: AgentActor;
  readonly reason: string | null;
}

/** What can happen to an agent. */
export interface AgentEvent {
  readonly type: AgentEventType;
  readonly by?: AgentActor;
  readonly reason?: string | null;
}

/** An agent that has just been made: away, and never seen. */
export const newStatus = (name: string): AgentStatus => ({
  name,
  state: 'LoggedOut',
  reason: null,
  by: null,
  since: null,
  seenAt: null,
  idleSince: 0,
  sequence: 0,
});

/** How many chats an agent takes at a time. */
export function capacityOf({ capacity }: Pick<Agent, 'capacity'>, options: OptionValues): number {
  return capacity ?? options.chatCapacity;
}
