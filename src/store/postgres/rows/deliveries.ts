import type {
  AttemptView,
  DeliveryFilter,
  DeliveryState,
  DeliveryStatus,
  EndpointStatistics,
  EventFilter,
  StateCount,
} from '../../lists.js';
import { charactersOf, NEWEST, pageOf, rowAfter } from '../../pages.js';
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
import { plucked, type Sql, type SqlAnswers, type Value } from '../sql.js';

const FROM_DELIVERIES = `from deliveries d
  join messages m on m.n = d.message
  join webhook_endpoints e on e.n = d.endpoint and e.deleted_at is null`;

const SELECT_DELIVERIES = `select d.n, d.id, m.id as message_id, e.id as endpoint_id, m.type,
    i.id as interaction_id, d.status, (d.attempts > 0)::int as attempted, d.next_attempt_at,
    (m.body is not null)::int as sendable
  ${FROM_DELIVERIES}
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
function conditionsOf(filter: DeliveryFilter): {
  sql: readonly string[];
  values: readonly Value[];
} {
  const conditions = [
    ['e.id = ?', filter.endpointId],
    ['m.type = ?', filter.eventType],
    ['m.interaction = (select n from interactions where id = ?)', filter.interactionId],
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

/** The attempts of some deliveries, by their numbers. */
async function attemptsOf(
  sql: Sql,
  rows: readonly DeliveryRow[],
): Promise<ReadonlyMap<number, readonly AttemptView[]>> {
  const attempts = await sql.all<AttemptView & { delivery: number }>(
    `select delivery, at, status, duration_ms as "durationMs", error,
       response_excerpt as "responseExcerpt"
     from delivery_attempts where delivery = any(?::bigint[]) order by delivery, number`,
    rows.map(({ n }) => n),
  );
  const byDelivery = new Map<number, AttemptView[]>();
  for (const { delivery, ...attempt } of attempts)
    byDelivery.set(delivery, [...(byDelivery.get(delivery) ?? []), attempt]);
  return byDelivery;
}

/** Reads of deliveries and messages by key. */
export const DELIVERY_READS: SqlAnswers<
  'delivery' | 'failingEndpoints' | 'placeOf' | 'placeBefore'
> = {
  async delivery(sql, id) {
    const row = await sql.one<DeliveryRow>(`${SELECT_DELIVERIES} where d.id = ?`, id);
    if (row === undefined) return null;
    return deliveryOf(row, (await attemptsOf(sql, [row])).get(row.n) ?? []);
  },
  async failingEndpoints(sql) {
    const rows = await sql.all<FailingRow & Partial<LastAttempt>>(
      `select e.n, e.id as "endpointId", e.url, e.description, e.failing_since as since,
         last.status as "lastStatus", last.error as "lastError"
       from webhook_endpoints e left join lateral (
         select status, error from delivery_attempts
         where delivery = coalesce(
           (select n from deliveries where endpoint = e.n and status = 'pending'
            order by next_attempt_at desc limit 1),
           (select n from deliveries where endpoint = e.n order by n desc limit 1))
         order by number desc limit 1) last on true
       where e.enabled = 1 and e.failing_since is not null order by e.failing_since, e.n`,
    );
    return rows.map(({ n: _n, lastStatus = null, lastError = null, ...endpoint }) => ({
      ...endpoint,
      lastStatus,
      lastError,
    }));
  },
  async placeOf(sql, messageId) {
    const n = await plucked(
      sql.one<{ value: number }>('select n as value from messages where id = ?', messageId),
    );
    return n === undefined ? null : String(n);
  },
  async placeBefore(sql, moment) {
    const newest = await plucked(
      sql.one<{ value: number | null }>('select max(n) as value from messages'),
    );
    let [low, high] = [0, newest ?? 0];
    // Moments hardly ever decrease with the number.
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      const written = await plucked(
        sql.one<{ value: number }>(
          'select created_at as value from messages where n > ? order by n limit 1',
          middle,
        ),
      );
      if ((written ?? moment) >= moment) high = middle;
      else low = middle + 1;
    }
    return String(low);
  },
};

/** What endpoints were like in the last 24 hours, at a moment of service time. */
export async function endpointStatistics(
  sql: Sql,
  endpointId: string,
  now: number,
): Promise<EndpointStatistics> {
  const row = await sql.one<Omit<EndpointStatistics, 'now'>>(
    `select coalesce(sum(c.attempts), 0)::bigint as attempts,
       coalesce(sum(c.succeeded), 0)::bigint as succeeded,
       coalesce(sum(c.failed_attempts), 0)::bigint as "failedAttempts",
       coalesce(sum(c.given_up), 0)::bigint as "givenUp",
       coalesce(sum(c.duration_ms), 0)::bigint as "durationMs",
       (select count(*) from deliveries d where d.endpoint = e.n and d.status = 'pending') as pending,
       e.failing_since as "failingSince"
     from webhook_endpoints e left join webhook_counts c on c.endpoint = e.n and c.bucket > ?
     where e.id = ? group by e.n, e.failing_since`,
    Math.floor(now / BUCKET_MS) - DAY_BUCKETS,
    endpointId,
  );
  if (row === undefined) throw new Error(`there is no endpoint ${endpointId}`);
  return { ...row, now };
}

type DeliveredTo = { readonly endpointId: string; readonly status: DeliveryStatus };

/** What ops and those who pull look at; it takes as long as there is to look through. */
export const DELIVERY_LISTS: SqlAnswers<'deliveries' | 'countDeliveries' | 'events' | 'backlog'> = {
  async deliveries(sql, filter, page) {
    const { sql: conditions, values } = conditionsOf(filter);
    const rows = await sql.all<DeliveryRow>(
      `${SELECT_DELIVERIES} where ${[...conditions, 'd.n < ?'].join(' and ')}
       order by d.n desc limit ?`,
      ...values,
      rowAfter(page, NEWEST),
      page.size + 1,
    );
    const attempts = await attemptsOf(sql, rows);
    return pageOf(
      rows,
      page.size,
      (_row, delivery) => charactersOfDelivery(delivery),
      (row) => deliveryOf(row, attempts.get(row.n) ?? []),
    );
  },
  countDeliveries(sql, filter) {
    const { sql: conditions, values } = conditionsOf(filter);
    const where = conditions.length > 0 ? `where ${conditions.join(' and ')}` : '';
    return sql.all<StateCount<DeliveryState>>(
      `select case when d.status = 'failed' then 'given_up'
         when d.status = 'pending' and d.attempts > 0 then 'retrying' else d.status end as state,
         count(*) as count
       ${FROM_DELIVERIES} ${where} group by 1 order by 1`,
      ...values,
    );
  },
  async events(sql, filter, page) {
    const rows = await sql.all<EventRow>(
      `${eventsWhere(filter)} order by m.n limit ?`,
      rowAfter(page, 0),
      page.size + 1,
    );
    const delivered = await sql.all<DeliveredTo & { message: number }>(
      `select d.message, e.id as "endpointId", d.status from deliveries d
       join webhook_endpoints e on e.n = d.endpoint and e.deleted_at is null
       where d.message = any(?::bigint[]) order by d.message, d.endpoint`,
      rows.map(({ n }) => n),
    );
    const byMessage = new Map<number, DeliveredTo[]>();
    for (const { message, ...to } of delivered)
      byMessage.set(message, [...(byMessage.get(message) ?? []), to]);
    return pageOf(
      rows,
      page.size,
      ({ body }) => charactersOf(body),
      (row) => eventOf(row, byMessage.get(row.n) ?? []),
    );
  },
  async backlog(sql) {
    const found = await sql.one<{ pending: number; oldestAt: number | null }>(
      `with counted as (
         select count(*) as pending, min(message) as oldest from deliveries where status = 'pending')
       select counted.pending, (
         select created_at from messages
         where n > least(counted.oldest - 1,
           (select min(cursor) from webhook_endpoints where enabled = 1))
         order by n limit 1) as "oldestAt"
       from counted`,
    );
    return found ?? { pending: 0, oldestAt: null };
  },
};
