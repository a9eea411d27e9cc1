import type { AgentStatus } from '../domain/agents/agent.js';
import type { Chat, ChatMessage } from '../domain/chats/chat.js';
import type { ChatLease } from '../domain/chats/sight.js';
import type { Side } from '../domain/chats/vocabulary.js';
import type { Interaction, Moment, UserData } from '../domain/interactions/interaction.js';
import type { Lease } from '../domain/leases/lease.js';
import type { Change, KeptAnswer } from './change.js';
import type { Answered, Question } from './question.js';
import type { Settings } from './settings.js';

/** What a decision wants to have read for it, named before it runs. */
export interface Target {
  readonly interaction?: string;
  readonly visit?: string;
  readonly chat?: string;
  /** The name of an agent; beside a chat, whoever does something with it. */
  readonly agent?: string | undefined;
  /** A queue of chats, all that decides who gets which. */
  readonly routing?: RoutingRequest;
  /** What was said in a chat under that name by one side, and how much lately. */
  readonly said?: SaidRequest;
  /** A person, with how many of their interactions at most. */
  readonly person?: { readonly of: Person; readonly limit: number };
  /** The kept answer of an idempotent request. */
  readonly answer?: { readonly scope: string; readonly key: string } | undefined;
  /** Data that may name a contact, which is looked up before anybody asks: most decisions run once. */
  readonly userData?: UserData | undefined;
  /** What an endpoint may have missed. */
  readonly missed?: MissedRequest;
  /** What waits to be pulled through a view. */
  readonly pulled?: PulledRequest;
  /** A lease, with its interaction as the current one. */
  /** A lease of a chat, by its id, with that chat. */
  readonly chatLease?: string;
  /** Chats that wait to be pulled through a view. */
  readonly pulledChats?: PulledRequest;
  readonly lease?: string;
}

/** What a decision may look at: plain data, read for it. */
export interface Context {
  /** Read once for this decision; never earlier than any stored moment. */
  readonly now: Moment;
  /** By what the age of things is judged; null while it is open how old anything is. */
  readonly ageTime: Moment | null;
  /** Everything that operators set, as it stands before this decision. */
  readonly settings: Settings;
  /** The interaction named by the target, if there is one. */
  readonly current: Interaction | null;
  /**
   * Interactions of the target's visit on which a clock runs, oldest first: all of a few; of many
   * the first to end, and of those with the same clock the last to end.
   */
  readonly liveAttempts: readonly Interaction[];
  readonly chat: Chat | null;
  /** The chat of the target's visit that goes on. */
  readonly openChat: Chat | null;
  readonly agent: AgentInView | null;
  /** Those beside a chat of whom nothing is due, nor of what they hold: their chats were not read. */
  readonly calm: readonly AgentStatus[];
  readonly routing: Routing | null;
  readonly said: Said;
  /** Chats of the target's person, oldest first. */
  readonly chatsOfPerson: readonly Chat[];
  /** Interactions of the target's person, oldest first. */
  readonly ofPerson: readonly Interaction[];
  /** What was answered to the same request before, unless that is 24 hours ago. */
  readonly keptAnswer: KeptAnswer | null;
  readonly missed: Missed;
  readonly pulled: WaitingPart;
  /** The lease named by the target; null when nobody ever had it, or it was forgotten. */
  readonly chatLease: ChatLease | null;
  readonly pulledChats: WaitingPart<WaitingChat>;
  readonly lease: Lease | null;
  /** What was asked in an earlier run of this decision. */
  readonly answers: readonly Answered[];
}

/**
 * What a decision comes to: changes with a result, or the questions it needs answered before it can
 * be made.
 */
export type Decision<R> = Decided<R> | { readonly needs: readonly Question[] };

/** A decision that was made. */
export interface Decided<R> {
  readonly changes?: readonly Change[];
  readonly result: R;
}

/**
 * Somebody whose data is kept: a visitor as the site knows them, whoever a browser said it was
 * under such an id, or a contact by its identity.
 */
export interface Person {
  readonly kind: 'visitor' | 'claimed_visitor' | 'identity';
  readonly id: string;
}

/** An agent with the chats that take their room. */
export interface AgentInView {
  readonly status: AgentStatus;
  readonly chats: readonly Chat[];
}

/** Somebody who is ready, with how many chats they hold. */
export interface ReadyAgent {
  readonly status: AgentStatus;
  readonly held: number;
}

/** A queue of chats; `among`: only the needs that were found there, where they are many. */
export interface RoutingRequest {
  readonly queue: string;
  readonly among?: readonly string[] | undefined;
}

/** All that decides who gets which of the chats of a queue. */
export interface Routing {
  /** Some of those that no strategy has said anything of. */
  readonly unrouted: readonly Chat[];
  /** Of each need (`needOf`) the first in order, as many as `HEADS`. */
  readonly heads: readonly Chat[];
  /** Whether there are more needs than are looked at at a time: none of them was. */
  readonly isCut: boolean;
  readonly ready: readonly ReadyAgent[];
  /** Some of the agents who are about to lose something they hold: what is due of it has not happened yet. */
  readonly losing: readonly string[];
}

/** Waiting chats of one need that are read at a time. */
export const HEADS = 8;

/** Agents who are losing something that are settled at a time. */
export const MOST_LOSING = 20;

/** Needs that are looked at at a time. */
export const MOST_NEEDS = 512;

export interface SaidRequest {
  readonly chatId: string;
  readonly side: Side;
  readonly clientId: string | null;
  /** Since when messages count as lately. */
  readonly withinMs: number;
}

export interface Said {
  readonly before: ChatMessage | null;
  readonly lately: number;
}

/** Of at most `limit` interactions or chats, those that may be handed out by the conditions of the view. */
export interface PulledRequest {
  readonly view: string;
  readonly limit: number;
  /** Where an earlier part ended. */
  readonly after?: string | undefined;
  /** Only these, in their order; undefined: what the view shows, by the placement or the wait. */
  readonly among?: readonly string[] | undefined;
}

/** A part of what waits; `next` is where there may be more, null at the end. */
export interface WaitingPart<W = Waiting> {
  readonly waiting: readonly W[];
  readonly next: string | null;
}

/** A chat that waits, and how often it was handed out. */
export interface WaitingChat {
  readonly chat: Chat;
  readonly deliveries: number;
}

/** An interaction that nothing holds, and how often it was handed out. */
export interface Waiting {
  readonly interaction: Interaction;
  readonly deliveries: number;
}

/** Of at most `limit` messages after a place. */
export interface MissedRequest {
  readonly endpointId: string;
  readonly after: string;
  readonly limit: number;
}

/** Messages that an endpoint has passed, oldest first; null when there are no more. */
export interface Missed {
  readonly messages: readonly MissedMessage[];
  readonly next: string | null;
}

/** A message with what became of it at the endpoint. */
export interface MissedMessage {
  readonly id: string;
  readonly type: string;
  /** When it is for one endpoint only. */
  readonly endpointId: string | null;
  /** Null when it was never made. */
  readonly delivery: { readonly id: string; readonly isFailed: boolean } | null;
}
