import type {
  AttemptView,
  Delivery,
  DeliveryState,
  DeliveryStatus,
  FailingEndpoint,
  OutboxEvent,
} from '../lists.js';
import { charactersOf } from '../pages.js';

/** The length of a counter, in milliseconds. */
export const BUCKET_MS = 600_000;
/** Counters that make up a day. */
export const DAY_BUCKETS = 144;

/** A row of `deliveries`, with its message. */
export interface DeliveryRow {
  readonly n: number;
  readonly id: string;
  readonly message_id: string;
  readonly endpoint_id: string;
  readonly type: string;
  readonly interaction_id: string | null;
  readonly status: DeliveryStatus;
  readonly attempted: number;
  readonly next_attempt_at: number | null;
  readonly sendable: number;
}

/** A row of `messages`. */
export interface EventRow {
  readonly n: number;
  readonly id: string;
  readonly type: string;
  readonly created_at: number;
  readonly interaction_id: string | null;
  readonly body: string | null;
}

const stateOf = ({ status, attempted }: DeliveryRow): DeliveryState => {
  if (status === 'failed') return 'given_up';
  return status === 'pending' && attempted ? 'retrying' : status;
};

/** What an attempt takes besides the text it was answered with, in characters. */
const ATTEMPT_CHARACTERS = 120;

/** How long a delivery is with its attempts, in characters. */
export const charactersOfDelivery = ({ attempts }: Delivery): number =>
  attempts.length * ATTEMPT_CHARACTERS +
  charactersOf(...attempts.map(({ responseExcerpt }) => responseExcerpt));

/** The delivery that a row holds, with its attempts. */
export const deliveryOf = (row: DeliveryRow, attempts: readonly AttemptView[]): Delivery => ({
  id: row.id,
  messageId: row.message_id,
  endpointId: row.endpoint_id,
  eventType: row.type,
  interactionId: row.interaction_id,
  status: row.status,
  state: stateOf(row),
  nextAttemptAt: row.next_attempt_at,
  attempts,
  sendable: row.sendable === 1,
});

/** The message that a row holds, with what became of it. */
export const eventOf = (row: EventRow, deliveries: OutboxEvent['deliveries']): OutboxEvent => ({
  place: String(row.n),
  id: row.id,
  type: row.type,
  createdAt: row.created_at,
  interactionId: row.interaction_id,
  body: row.body,
  deliveries,
});

/** How an endpoint failed last. */
export type LastAttempt = Pick<FailingEndpoint, 'lastStatus' | 'lastError'>;
/** An endpoint that fails, with the number of its row. */
export type FailingRow = Omit<FailingEndpoint, keyof LastAttempt> & { readonly n: number };
