import type { AuditAction } from '../decisions/audit.js';
import type { RefusalEntry, RefusalReason } from '../decisions/change.js';
import type { Chat, ChatFact, ChatMessage } from '../domain/chats/chat.js';
import type { ChatState, Outcome } from '../domain/chats/vocabulary.js';
import type { RunningInteractionClock } from '../domain/interactions/clocks.js';
import type { Fact, Interaction, Moment } from '../domain/interactions/interaction.js';
import type { Reason, State } from '../domain/interactions/vocabulary.js';
import type { Lease } from '../domain/leases/lease.js';
import type { Page, Place } from './page.js';

/** A lease that somebody has, with what its end follows from. */
export interface ListedLease extends Omit<Lease, 'interactionId'> {
  /** What it is of: an interaction, or else a chat. */
  readonly interactionId: string | null;
  readonly chatId: string | null;
  readonly queue: string;
  /** Its own end. */
  readonly until: Moment;
  /** The clock that runs on the interaction. */
  readonly clock: RunningInteractionClock | null;
}

export interface LeaseFilter {
  /** Those that have not ended by then. */
  readonly now: Moment;
  readonly view?: string | undefined;
  readonly queue?: string | undefined;
  readonly keyId?: string | undefined;
}

/** For whom it is looked what a view shows. */
export interface Looking {
  readonly now: Moment;
  /** Cleaning minds leases alone; who pulls, the pause after one too. */
  readonly forCleaning: boolean;
}

export interface InteractionFilter {
  readonly state?: State | undefined;
  readonly queue?: string | undefined;
  readonly status?: 'active' | 'stopped' | undefined;
  readonly visitId?: string | undefined;
  readonly visitorId?: string | undefined;
  readonly visitorIdClaimed?: boolean | undefined;
  readonly reason?: Reason | undefined;
  readonly createdAfter?: Moment | undefined;
  readonly createdBefore?: Moment | undefined;
}

export interface QueueCounts {
  readonly queue: string;
  readonly active: number;
  readonly stopped: number;
  /** Ever placed in it; outlives the purge. */
  readonly entered: number;
  readonly oldestActiveAt: Moment | null;
}

/** The chats that wait in a queue. */
export interface WaitingInQueue {
  readonly queue: string;
  readonly waiting: number;
  /** Those of them that ring at an agent. */
  readonly ringing: number;
  /** The one that waits longest, and since when. */
  readonly longest: { readonly id: string; readonly since: Moment };
}

/** One interaction of a person, with every line of its history. */
export interface PersonalRecord {
  readonly interaction: Interaction;
  readonly history: readonly Fact[];
}

export interface ChatFilter {
  readonly state?: ChatState | undefined;
  readonly queue?: string | undefined;
  readonly agent?: string | undefined;
  readonly outcome?: Outcome | undefined;
  /** The one that it came of. */
  readonly interactionId?: string | undefined;
  readonly visitId?: string | undefined;
  readonly createdAfter?: Moment | undefined;
  readonly createdBefore?: Moment | undefined;
}

/** How many there are in a state, as a filter finds them. */
export interface StateCount<S extends string> {
  readonly state: S;
  readonly count: number;
}

/** One chat of a person, with every line of its history and everything that was said. */
export interface PersonalChat {
  readonly chat: Chat;
  readonly history: readonly ChatFact[];
  readonly messages: readonly ChatMessage[];
}

export interface AuditFilter {
  readonly action?: AuditAction | undefined;
  /** As the entries have it; of an object also its name alone. */
  readonly target?: string | undefined;
  /** The id or the name of the key. */
  readonly key?: string | undefined;
  readonly after?: Moment | undefined;
  readonly before?: Moment | undefined;
}

export const DELIVERY_STATUSES = ['pending', 'succeeded', 'failed'] as const;

export type DeliveryStatus = (typeof DELIVERY_STATUSES)[number];

/** Where a delivery stands, in the words of operators: `pending` was never attempted. */
export const DELIVERY_STATES = ['pending', 'retrying', 'succeeded', 'given_up'] as const;

export type DeliveryState = (typeof DELIVERY_STATES)[number];

export interface AttemptView {
  readonly at: Moment;
  readonly status: number | null;
  readonly durationMs: number;
  readonly error: string | null;
  readonly responseExcerpt: string | null;
}

/** A message on its way to one endpoint, with every attempt. */
export interface Delivery {
  readonly id: string;
  readonly messageId: string;
  readonly endpointId: string;
  readonly eventType: string;
  readonly interactionId: string | null;
  readonly status: DeliveryStatus;
  readonly state: DeliveryState;
  readonly nextAttemptAt: Moment | null;
  readonly attempts: readonly AttemptView[];
  /** Whether the message can still be sent: false once the person is erased. */
  readonly sendable: boolean;
}

export interface DeliveryFilter {
  readonly endpointId?: string | undefined;
  readonly eventType?: string | undefined;
  readonly interactionId?: string | undefined;
  /** A status, where `failed` is whatever failed until now, or a state. */
  readonly status?: DeliveryStatus | DeliveryState | undefined;
  /** When its message was written. */
  readonly createdAfter?: Moment | undefined;
  readonly createdBefore?: Moment | undefined;
}

/** A message as those see it who pull instead of being called. */
export interface OutboxEvent {
  readonly place: Place;
  readonly id: string;
  readonly type: string;
  readonly createdAt: Moment;
  readonly interactionId: string | null;
  /** Null once the person is erased. */
  readonly body: string | null;
  readonly deliveries: readonly { readonly endpointId: string; readonly status: DeliveryStatus }[];
}

export interface EventFilter {
  /** True: every delivery succeeded. False: at least one is missing, pending or failed. */
  readonly deliverySuccess?: boolean | undefined;
}

/** What the last 24 hours of an endpoint were like. */
export interface EndpointStatistics {
  readonly attempts: number;
  readonly succeeded: number;
  readonly failedAttempts: number;
  readonly givenUp: number;
  readonly durationMs: number;
  /** Deliveries to be attempted, now or later. */
  readonly pending: number;
  readonly failingSince: Moment | null;
  readonly now: Moment;
}

/** An enabled endpoint of which every attempt has failed since a moment. */
export interface FailingEndpoint {
  readonly endpointId: string;
  readonly url: string;
  readonly description: string;
  readonly since: Moment;
  /** Of a last attempt: the status that was answered, or why there was no answer. */
  readonly lastStatus: number | null;
  readonly lastError: string | null;
}

/** What is still to be delivered to anybody. */
export interface Backlog {
  /** Deliveries to be attempted, now or later. */
  readonly pending: number;
  /** When the oldest message was written that an enabled endpoint has yet to get; null for none. */
  readonly oldestAt: Moment | null;
}

/** A listed one, with the strategy's own words as long as the interaction has them. */
export interface ListedRefusal extends RefusalEntry {
  readonly detail: string | null;
}

export interface RefusalFilter {
  readonly reason?: RefusalReason | undefined;
  readonly rule?: string | undefined;
  readonly visitId?: string | undefined;
}

export interface RefusalCount {
  readonly reason: RefusalReason;
  readonly rule: string | null;
  readonly total: number;
}

/** A part of what is kept of a person, newest first. */
export interface PersonalRecords extends Page<PersonalRecord> {
  /**
   * How many are older than those of this part: of one that is missing later the retention is over,
   * or the person was erased meanwhile.
   */
  readonly older: number;
  /** The id of the oldest of those: who is erased is erased from there on. */
  readonly oldest: string | null;
}

/** How far back it is looked, and what does not count. */
export interface Measuring {
  /** Invitations, and chats, that are looked at. */
  readonly historyLength: number;
  /** Of waiting: who goes sooner did not give up. */
  readonly shortAbandonMs: number;
  readonly now: Moment;
}

/** An interaction or a chat with every line of its history, oldest first. */
export type KeptHistory =
  | { readonly interaction: Interaction; readonly facts: readonly Fact[] }
  | { readonly chat: Chat; readonly facts: readonly ChatFact[] };

export type Histories = Page<KeptHistory>;

/** Which histories are read: of those that ended at or after a moment, or go on. */
export interface HistoryRange {
  readonly of: 'interactions' | 'chats';
  /** Infinite for those that go on alone. */
  readonly endedSince: number;
}

/** Which counters are read. */
export interface TallyRange {
  readonly series: string;
  /** Undefined for every one. */
  readonly label?: string | undefined;
  /** Minutes since the Unix epoch; `to` is exclusive. */
  readonly from: number;
  readonly to: number;
  /** Minutes that are added up; undefined: all of them. Steps are counted from `from`. */
  readonly step?: number | undefined;
}

/** What says where a chat stands among those that wait for its group. */
export interface RankedChat {
  readonly group: string;
  readonly priority: number;
  readonly queuedAt: Moment;
  readonly id: string;
}

/** What waiting chats may need (`needOf`), with the first of them. */
export interface Need {
  readonly need: string;
  readonly id: string;
  readonly queuedAt: Moment;
}

/** How many of something there were, and how long they took together. */
export interface Took {
  readonly count: number;
  readonly totalMs: number;
}
