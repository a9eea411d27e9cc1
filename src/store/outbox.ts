import type { WebhookEndpoint } from '../decisions/endpoint.js';
import type { Moment } from '../domain/interactions/interaction.js';
import type { Page, PageRequest } from './page.js';
import type {
  Backlog,
  Delivery,
  DeliveryFilter,
  EndpointStatistics,
  EventFilter,
  FailingEndpoint,
  OutboxEvent,
} from './queries.js';
import type {
  ClaimRequest,
  Claims,
  FailingChange,
  FinishedAttempt,
  RecoverRequest,
  TidyAges,
} from './work.js';

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
