import type { Database } from 'better-sqlite3';
import type {
  AttemptView,
  Delivery,
  DeliveryFilter,
  DeliveryState,
  DeliveryStatus,
  EndpointStatistics,
  EventFilter,
  StateCount,
} from '../../lists.js';
import type { PageRequest } from '../../page.js';
import { charactersOf, NEWEST, pageOf, rowAfter } from '../../pages.js';
import type { Answers } from '../../queries.js';
import {
  BUCKET_MS,
  charactersOfDelivery,
  DAY_BUCKETS,
  type DeliveryRow,
  deliveryOf,
  type EventRow,
  eventOf,
  type FailingRow,
  type LastAttempt,
} from '../../rows/deliveries.js';

const SELECT_DELIVERIES = `select d.n, d.id, m.id as message_id, e.id as endpoint_id, m.type,
    i.id as interaction_id, d.status, d.attempts > 0 as attempted, d.next_attempt_at,
    m.body is not null as sendable
  from deliveries d
  cross join messages m on m.n = d.message
  cross join webhook_endpoints e on e.n = d.endpoint and e.deleted_at is null
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

/** The conditions of a filter with the values that they bind. */
function conditionsOf(filter: DeliveryFilter): { sql: string[]; values: (string | number)[] } {
  const conditions = [
    ['d.endpoint = (select n from webhook_endpoints where id = ?)', filter.endpointId],
    ['m.type = ?', filter.eventType],
    [
      `d.message in (select n from messages where interaction =
         (select n from interactions where id = ?))`,
      filter.interactionId,
    ],
    ['m.created_at > ?', filter.createdAfter],
    ['m.created_at < ?', filter.createdBefore],
  ] as const;
  const given = conditions.flatMap(([sql, value]) => (value === undefined ? [] : [{ sql, value }]));
  const status = filter.status === undefined ? [] : [WITH_STATUS[filter.status]];
  return {
    sql: [...given.map(({ sql }) => sql), ...status],
    values: given.map(({ value }) => value),
  };
}

/** The statement of a list of deliveries, each filter answered by an index where there is one. */
export const deliveriesWhere = (
  filter: DeliveryFilter,
): { sql: string; values: (string | number)[] } => {
  const { sql, values } = conditionsOf(filter);
  const where = [...sql, 'd.n < ?'].join(' and ');
  return { sql: `${SELECT_DELIVERIES} where ${where} order by d.n desc limit 0 + ?`, values };
};

/** Reads a row of deliveries with its attempts. */
function createDeliveryReader(database: Database): (row: DeliveryRow) => Delivery {
  const attempts = database.prepare<[number], AttemptView>(
    `select at, status, duration_ms as durationMs, error, response_excerpt as responseExcerpt
     from delivery_attempts where delivery = ? order by number`,
  );
  return (row) => deliveryOf(row, attempts.all(row.n));
}

const FAILING_ENDPOINTS = `select n, id as endpointId, url, description, failing_since as since
  from webhook_endpoints where enabled = 1 and failing_since is not null
  order by failing_since, n`;

/** Of what is attempted again last of all or, where nothing is, of the newest delivery. */
export const LAST_ATTEMPT = `select status as lastStatus, error as lastError from delivery_attempts
  where delivery = coalesce(
    (select n from deliveries where endpoint = ? and status = 'pending'
     order by next_attempt_at desc limit 1),
    (select n from deliveries where endpoint = ? order by n desc limit 1))
  order by number desc limit 1`;

/** Reads of deliveries by key. */
export function createDeliveryReads(database: Database): Answers<'delivery' | 'failingEndpoints'> {
  const byId = database.prepare<[string], DeliveryRow>(`${SELECT_DELIVERIES} where d.id = ?`);
  const read = createDeliveryReader(database);
  const failing = database.prepare<[], FailingRow>(FAILING_ENDPOINTS);
  const lastAttempt = database.prepare<[number, number], LastAttempt>(LAST_ATTEMPT);
  return {
    delivery(id) {
      const row = byId.get(id);
      return row ? read(row) : null;
    },
    failingEndpoints: () =>
      failing.all().map(({ n, ...endpoint }) => ({
        ...endpoint,
        ...(lastAttempt.get(n, n) ?? { lastStatus: null, lastError: null }),
      })),
  };
}

/** What ops and those who pull look at; it takes as long as there is to look through. */
export function createOutboxLists(database: Database): Answers<
  'deliveries' | 'countDeliveries' | 'events' | 'backlog'
> & {
  endpointStatistics(endpointId: string, now: number): EndpointStatistics;
} {
  const deliveriesOf = database.prepare<[number], { endpointId: string; status: DeliveryStatus }>(
    `select e.id as endpointId, d.status from deliveries d
     join webhook_endpoints e on e.n = d.endpoint and e.deleted_at is null
     where d.message = ? order by d.endpoint`,
  );
  // Read from the index of what is due, in one go.
  const pending = database.prepare<
    [],
    { readonly pending: number; readonly oldest: number | null }
  >("select count(*) as pending, min(message) as oldest from deliveries where status = 'pending'");
  // What no endpoint has looked at yet has no delivery.
  const cursor = database
    .prepare<[], number | null>('select min(cursor) from webhook_endpoints where enabled = 1')
    .pluck();
  const writtenAfter = database
    .prepare<[number], number>('select created_at from messages where n > ? order by n limit 1')
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
  const read = createDeliveryReader(database);

  return {
    deliveries: database.transaction((filter: DeliveryFilter, page: PageRequest) => {
      const { sql, values } = deliveriesWhere(filter);
      const rows = database
        .prepare<unknown[], DeliveryRow>(sql)
        .iterate(...values, rowAfter(page, NEWEST), page.size + 1);
      const characters = (_row: DeliveryRow, delivery: Delivery): number =>
        charactersOfDelivery(delivery);
      return pageOf(rows, page.size, characters, read);
    }),
    countDeliveries(filter) {
      const { sql, values } = conditionsOf(filter);
      const where = sql.length > 0 ? `where ${sql.join(' and ')}` : '';
      return database
        .prepare<unknown[], StateCount<DeliveryState>>(
          `select case when d.status = 'failed' then 'given_up'
             when d.status = 'pending' and d.attempts > 0 then 'retrying' else d.status end as state,
             count(*) as count
           from deliveries d
           cross join messages m on m.n = d.message
           cross join webhook_endpoints e on e.n = d.endpoint and e.deleted_at is null
           ${where} group by 1`,
        )
        .all(...values);
    },
    events: database.transaction((filter: EventFilter, page: PageRequest) => {
      const { size } = page;
      const rows = database
        .prepare<[number, number], EventRow>(`${eventsWhere(filter)} order by m.n limit 0 + ?`)
        .iterate(rowAfter(page, 0), size + 1);
      return pageOf(
        rows,
        size,
        ({ body }) => charactersOf(body),
        (row) => eventOf(row, deliveriesOf.all(row.n)),
      );
    }),
    endpointStatistics(endpointId, now) {
      const row = statistics.get(Math.floor(now / BUCKET_MS) - DAY_BUCKETS, endpointId);
      if (row === undefined) throw new Error(`there is no endpoint ${endpointId}`);
      return { ...row, now };
    },
    backlog: database.transaction(() => {
      const counted = pending.get() ?? { pending: 0, oldest: null };
      const places = [counted.oldest === null ? null : counted.oldest - 1, cursor.get() ?? null];
      const known = places.filter((place) => place !== null);
      const oldestAt = known.length > 0 ? writtenAfter.get(Math.min(...known)) : undefined;
      return { pending: counted.pending, oldestAt: oldestAt ?? null };
    }),
  };
}
