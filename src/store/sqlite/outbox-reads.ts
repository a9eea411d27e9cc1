import type { Database } from 'better-sqlite3';
import type {
  AttemptView,
  Delivery,
  DeliveryFilter,
  DeliveryState,
  DeliveryStatus,
  EndpointStatistics,
  EventFilter,
  FailingEndpoint,
  Outbox,
  OutboxEvent,
} from '../outbox.js';
import type { Page, PageRequest } from '../store.js';

/** The length of a counter, in milliseconds. */
export const BUCKET_MS = 600_000;
/** Counters that make up a day. */
export const DAY_BUCKETS = 144;

interface DeliveryRow {
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

interface EventRow {
  readonly n: number;
  readonly id: string;
  readonly type: string;
  readonly created_at: number;
  readonly interaction_id: string | null;
  readonly body: string | null;
}

const SELECT_DELIVERIES = `select d.n, d.id, m.id as message_id, e.id as endpoint_id, m.type,
    i.id as interaction_id, d.status, d.attempts > 0 as attempted, d.next_attempt_at, m.body is not null as sendable
  from deliveries d
  join messages m on m.n = d.message
  join webhook_endpoints e on e.n = d.endpoint and e.deleted_at is null
  left join interactions i on i.n = m.interaction`;

const SELECT_EVENTS = `select m.n, m.id, m.type, m.created_at, i.id as interaction_id, m.body
  from messages m left join interactions i on i.n = m.interaction
  where m.endpoint is null and m.n > ?`;

/** Delivered to everybody who was to have it, or not: an endpoint may not have looked at it yet. */
const UNDELIVERED = `(exists (select 1 from deliveries d
    join webhook_endpoints e on e.n = d.endpoint and e.deleted_at is null
    where d.message = m.n and d.status <> 'succeeded')
  or not exists (select 1 from deliveries d where d.message = m.n))`;

const eventsWhere = ({ deliverySuccess }: EventFilter): string => {
  if (deliverySuccess === undefined) return SELECT_EVENTS;
  return `${SELECT_EVENTS} and ${deliverySuccess ? 'not ' : ''}${UNDELIVERED}`;
};

/** What the words of a filter mean; `failed` is what failed until now, given up or not. */
const WITH_STATUS: Readonly<Record<NonNullable<DeliveryFilter['status']>, string>> = {
  pending: "d.status = 'pending'",
  succeeded: "d.status = 'succeeded'",
  failed: "(d.status = 'failed' or d.status = 'pending' and d.attempts > 0)",
  retrying: "d.status = 'pending' and d.attempts > 0",
  given_up: "d.status = 'failed'",
};

const stateOf = ({ status, attempted }: DeliveryRow): DeliveryState => {
  if (status === 'failed') return 'given_up';
  return status === 'pending' && attempted ? 'retrying' : status;
};

/** Cuts a page out of rows that were read one beyond its size. */
function pageOf<Row extends { readonly n: number }, T>(
  rows: readonly Row[],
  size: number,
  read: (row: Row) => T,
): Page<T> {
  const items = rows.slice(0, size);
  return { items: items.map(read), next: rows.length > size ? (items.at(-1)?.n ?? null) : null };
}

type OutboxReads = Omit<
  Outbox,
  'endpoints' | 'claim' | 'finish' | 'releaseLeases' | 'recover' | 'tidy'
>;

/** What ops and those who pull look at. */
export function createOutboxReads(database: Database, now: () => number): OutboxReads {
  const attempts = database.prepare<[number], AttemptView>(
    `select at, status, duration_ms as durationMs, error, response_excerpt as responseExcerpt
     from delivery_attempts where delivery = ? order by number`,
  );
  const byId = database.prepare<[string], DeliveryRow>(`${SELECT_DELIVERIES} where d.id = ?`);
  const deliveriesOf = database.prepare<[number], { endpointId: string; status: DeliveryStatus }>(
    `select e.id as endpointId, d.status from deliveries d
     join webhook_endpoints e on e.n = d.endpoint and e.deleted_at is null
     where d.message = ? order by d.endpoint`,
  );
  const place = database.prepare<[string], number>('select n from messages where id = ?').pluck();
  const newest = database.prepare<[], number | null>('select max(n) from messages').pluck();
  const writtenAfter = database
    .prepare<[number], number>('select created_at from messages where n > ? order by n limit 1')
    .pluck();
  const failing = database.prepare<[], FailingEndpoint>(
    `select id as endpointId, url, failing_since as since from webhook_endpoints
     where enabled = 1 and failing_since is not null order by failing_since, n`,
  );
  // Read from the index of what is due, in one go.
  const backlog = database.prepare<
    [],
    { readonly pending: number; readonly oldest: number | null }
  >("select count(*) as pending, min(message) as oldest from deliveries where status = 'pending'");
  // What no endpoint has looked at yet has no delivery.
  const behind = database
    .prepare<[], number | null>('select min(cursor) from webhook_endpoints where enabled = 1')
    .pluck();
  const statistics = database.prepare<[number, string], Omit<EndpointStatistics, 'now'>>(
    `select coalesce(sum(c.attempts), 0) as attempts, coalesce(sum(c.succeeded), 0) as succeeded,
       coalesce(sum(c.failed_attempts), 0) as failedAttempts,
       coalesce(sum(c.given_up), 0) as givenUp, coalesce(sum(c.duration_ms), 0) as durationMs,
       (select count(*) from deliveries d where d.endpoint = e.n and d.status = 'pending') as pending,
       e.failing_since as failingSince
     from webhook_endpoints e left join webhook_counts c on c.endpoint = e.n and c.bucket > ?
     where e.id = ? group by e.n`,
  );

  const deliveryOf = (row: DeliveryRow): Delivery => ({
    id: row.id,
    messageId: row.message_id,
    endpointId: row.endpoint_id,
    eventType: row.type,
    interactionId: row.interaction_id,
    status: row.status,
    state: stateOf(row),
    nextAttemptAt: row.next_attempt_at,
    attempts: attempts.all(row.n),
    sendable: row.sendable === 1,
  });

  const eventOf = (row: EventRow): OutboxEvent => ({
    n: row.n,
    id: row.id,
    type: row.type,
    createdAt: row.created_at,
    interactionId: row.interaction_id,
    body: row.body,
    deliveries: deliveriesOf.all(row.n),
  });

  return {
    async deliveries(filter, { size, after }: PageRequest) {
      const conditions = [
        ['e.id = ?', filter.endpointId],
        ['m.type = ?', filter.eventType],
        ['i.id = ?', filter.interactionId],
        ['d.n < ?', after],
      ].filter(([, value]) => value !== undefined);
      const status = filter.status === undefined ? 'true' : WITH_STATUS[filter.status];
      const where = [...conditions.map(([sql]) => sql), status].join(' and ');
      const rows = database
        .prepare<unknown[], DeliveryRow>(
          `${SELECT_DELIVERIES} where ${where} order by d.n desc limit ?`,
        )
        .all(...conditions.map(([, value]) => value), size + 1);
      return pageOf(rows, size, deliveryOf);
    },
    async delivery(id) {
      const row = byId.get(id);
      return row && deliveryOf(row);
    },
    async events(filter, { size, after }) {
      const rows = database
        .prepare<[number, number], EventRow>(`${eventsWhere(filter)} order by m.n limit ?`)
        .all(after ?? 0, size + 1);
      return pageOf(rows, size, eventOf);
    },
    placeOf: async (messageId) => place.get(messageId),
    async placeBefore(moment) {
      let [low, high] = [0, newest.get() ?? 0];
      // Moments never decrease with the number.
      while (low < high) {
        const middle = Math.floor((low + high) / 2);
        if ((writtenAfter.get(middle) ?? moment) >= moment) high = middle;
        else low = middle + 1;
      }
      return low;
    },
    async statistics(endpointId) {
      const since = Math.floor(now() / BUCKET_MS) - DAY_BUCKETS;
      const row = statistics.get(since, endpointId);
      if (row === undefined) throw new Error(`there is no endpoint ${endpointId}`);
      return { ...row, now: now() };
    },
    failing: async () => failing.all(),
    async backlog() {
      const { pending, oldest } = backlog.get() ?? { pending: 0, oldest: null };
      const places = [oldest === null ? null : oldest - 1, behind.get() ?? null];
      const known = places.filter((place) => place !== null);
      const oldestAt = known.length > 0 ? writtenAfter.get(Math.min(...known)) : undefined;
      return { pending, oldestAt: oldestAt ?? null };
    },
  };
}
