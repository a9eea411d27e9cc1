import type { Moment } from '../domain/interactions/interaction.js';
import type { Page, PageRequest } from './store.js';

/** Why an endpoint is sent nothing. */
export const DISABLED_REASONS = ['ops', 'gone', 'failing'] as const;
export type DisabledReason = (typeof DISABLED_REASONS)[number];

export const DELIVERY_STATUSES = ['pending', 'succeeded', 'failed'] as const;
export type DeliveryStatus = (typeof DELIVERY_STATUSES)[number];

/** Where a delivery stands, in the words of operators: `pending` was never attempted. */
export const DELIVERY_STATES = ['pending', 'retrying', 'succeeded', 'given_up'] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

/** Where messages are sent, and which. */
export interface WebhookEndpoint {
  readonly id: string;
  readonly url: string;
  /** Types, `prefix.*` and `*`. */
  readonly eventTypes: readonly string[];
  readonly description: string;
  readonly enabled: boolean;
  /** Null while it is enabled. */
  readonly disabledReason: DisabledReason | null;
  /** Deliveries a second at most; null for as many as it takes. */
  readonly rateLimitPerSecond: number | null;
  readonly secret: string;
  readonly previousSecret: string | null;
  readonly previousSecretExpiresAt: Moment | null;
  readonly version: number;
  readonly createdAt: Moment;
  readonly updatedAt: Moment;
}

/** What a change of an endpoint writes; without `after` it is deleted. */
export interface WebhookEndpointChange {
  readonly before: WebhookEndpoint | undefined;
  readonly after: WebhookEndpoint | undefined;
}

/** One thing to tell subscribers, rendered once. */
export interface Message {
  /** The same over all attempts and endpoints. */
  readonly id: string;
  readonly type: string;
  readonly createdAt: Moment;
  readonly interactionId: string | null;
  /** Of the fact, in the history of its interaction. */
  readonly sequence: number | null;
  /** When it is for one endpoint only. */
  readonly endpointId: string | null;
  readonly body: string;
}

/** A delivery that is the caller's to attempt, until its lease on the endpoint ends. */
export interface Claim {
  /** Names the delivery to `finish`. */
  readonly delivery: number;
  readonly messageId: string;
  readonly body: string;
  /** Of the message's interaction; null when it has none. */
  readonly interaction: number | null;
  /** Which attempt of the schedule this is: 1 for the first. */
  readonly step: number;
  /** Whether nothing was attempted before. */
  readonly isFirst: boolean;
}

/** What a claim brought. */
export interface Claims {
  readonly claims: readonly Claim[];
  /** Whether there may be more to claim at once. */
  readonly more: boolean;
  /** When the next attempt is due; null when none is planned. */
  readonly nextAttemptAt: Moment | null;
}

export interface ClaimRequest {
  readonly endpointId: string;
  /** Who claims; others get nothing until `leaseMs` have passed. */
  readonly owner: string;
  readonly leaseMs: number;
  readonly limit: number;
  /** Whether the endpoint subscribed to events of that type. */
  readonly wants: (type: string) => boolean;
  /** Deliveries that the owner is still working on. */
  readonly held: ReadonlySet<number>;
}

/** Of at most `limit` messages after the place `after`; goes on with `next` until it is null. */
export interface RecoverRequest {
  readonly endpointId: string;
  readonly wants: (type: string) => boolean;
  readonly after: number;
  readonly limit: number;
}

/** How one attempt of a claimed delivery ended. */
export interface FinishedAttempt {
  readonly delivery: number;
  readonly at: Moment;
  readonly status: number | null;
  readonly error: string | null;
  readonly durationMs: number;
  readonly excerpt: string | null;
  /** The delivery from now on; a moment when it is tried again. */
  readonly next: 'succeeded' | 'failed' | Moment;
}

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
}

/** A message as those see it who pull instead of being called. */
export interface OutboxEvent {
  readonly n: number;
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

/** Since when an endpoint has only failed, before attempts were recorded and after; null when not. */
export interface FailingChange {
  readonly before: Moment | null;
  readonly since: Moment | null;
}

/** An enabled endpoint of which every attempt has failed since a moment. */
export interface FailingEndpoint {
  readonly endpointId: string;
  readonly url: string;
  readonly since: Moment;
}

/** What is still to be delivered to anybody. */
export interface Backlog {
  /** Deliveries to be attempted, now or later. */
  readonly pending: number;
  /** When the oldest message was written that an enabled endpoint has yet to get; null for none. */
  readonly oldestAt: Moment | null;
}

/** By what the age of messages and counters is judged. */
export interface TidyAges {
  readonly now: Moment;
  /** Messages of no interaction that were written before this are removed. */
  readonly purgeBefore: Moment;
}

/** The queue of messages: what the dispatcher claims and finishes, what ops look at. */
export interface Outbox extends OutboxLongReads {
  /** Every endpoint that is not deleted, oldest first. */
  endpoints(): readonly WebhookEndpoint[];
  /** Makes deliveries of what is new to an endpoint and claims what is due, oldest first. */
  claim(request: ClaimRequest): Promise<Claims>;
  /** Records attempts. */
  finish(endpointId: string, attempts: readonly FinishedAttempt[]): Promise<FailingChange>;
  /** Makes every lease void: those who held one are gone. */
  releaseLeases(): Promise<void>;
  /** Makes pending what has failed, or was never made, for an endpoint; a part at a time. */
  recover(
    request: RecoverRequest,
  ): Promise<{ readonly recovered: number; readonly next: number | null }>;
  /** The endpoints that fail, the longest first. */
  failing(): Promise<readonly FailingEndpoint[]>;
  /**
   * Removes a little of what is no longer needed, nothing for its age without `ages`; resolves with
   * whether there may be more.
   */
  tidy(ages: TidyAges | null, limit: number): Promise<boolean>;
  delivery(id: string): Promise<Delivery | undefined>;
  /** The place of a message in the order of `events`. */
  placeOf(messageId: string): Promise<number | undefined>;
  /** The place before the first message written at that moment or later. */
  placeBefore(moment: Moment): Promise<number>;
}

/** Reads of the outbox that may look at every row; answered like `LongReads` of the store. */
export interface OutboxLongReads {
  deliveries(filter: DeliveryFilter, page: PageRequest): Promise<Page<Delivery>>;
  /** Oldest first, from after `after`. */
  events(filter: EventFilter, page: PageRequest): Promise<Page<OutboxEvent>>;
  statistics(endpointId: string): Promise<EndpointStatistics>;
  backlog(): Promise<Backlog>;
}
