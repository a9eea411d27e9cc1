import { wantsOf } from '../../domain/event-types.js';
import type { Moment } from '../../domain/interactions/interaction.js';
import { LIMITS } from '../../domain/limits.js';
import { createId } from '../../ids.js';
import { BUCKET_MS } from '../rows/deliveries.js';
import {
  claimOf,
  type DueRow,
  isFor,
  type MessageRow,
  SCAN_EACH,
  SCAN_LEAST,
  subjectOf,
  totalsOf,
} from '../rows/lanes.js';
import type {
  ClaimedDelivery,
  EndpointClaim,
  EndpointRequest,
  FailingChange,
  FinishedAttempt,
} from '../work.js';
import { plucked, type Sql } from './sql.js';
import { createWriting } from './writing.js';

interface EndpointState {
  readonly n: number;
  readonly cursor: number;
  readonly enabled: number;
}

/** An endpoint, kept until the transaction ends. */
const stateOf = (sql: Sql, endpointId: string): Promise<EndpointState | undefined> =>
  sql.one<EndpointState>(
    `select n, cursor, enabled from webhook_endpoints where id = ? and deleted_at is null
     for no key update`,
    endpointId,
  );

async function claimDue(
  sql: Sql,
  endpoint: EndpointState,
  { held, limit }: EndpointRequest,
  at: Moment,
): Promise<readonly ClaimedDelivery[]> {
  const rows = await sql.all<DueRow>(
    `select d.n as delivery, d.step, d.attempts, m.id, m.interaction, m.chat, m.body
     from deliveries d join messages m on m.n = d.message
     where d.endpoint = ? and d.status = 'pending' and d.next_attempt_at <= ?
       and d.n <> all(?::bigint[])
     order by d.next_attempt_at, d.message limit ?`,
    endpoint.n,
    at,
    held.map(Number),
    limit,
  );
  const dead = rows.filter(({ body }) => body === null).map(({ delivery }) => delivery);
  if (dead.length > 0)
    await sql.run(
      "update deliveries set status = 'failed', next_attempt_at = null where n = any(?::bigint[])",
      dead,
    );
  return rows.flatMap((row) => (row.body === null ? [] : [claimOf(row, row.body)]));
}

/** Deliveries for what is new to the endpoint, and how far it has been looked at. */
async function claimFresh(
  sql: Sql,
  endpoint: EndpointState,
  { endpointId, eventTypes }: EndpointRequest,
  limit: number,
  at: Moment,
) {
  const wants = wantsOf(eventTypes);
  const most = Math.max(SCAN_EACH * limit, SCAN_LEAST);
  const rows =
    limit > 0
      ? await sql.all<MessageRow>(
          `select n, id, type, interaction, chat, endpoint, body from messages
           where n > ? order by n limit ?`,
          endpoint.cursor,
          most,
        )
      : [];
  const wanted: { readonly row: MessageRow; readonly body: string; readonly id: string }[] = [];
  let { cursor } = endpoint;
  let isCut = false;
  for (const row of rows) {
    isCut = wanted.length === limit;
    if (isCut) break;
    cursor = row.n;
    if (isFor(row, endpointId, wants) && row.body !== null)
      wanted.push({ row, body: row.body, id: createId(at) });
  }
  const made =
    wanted.length > 0
      ? await sql.all<{ n: number; message: number }>(
          `insert into deliveries (id, endpoint, message, status, next_attempt_at, step, attempts)
           select m.id, ?, m.n, 'pending', ?, 0, 0
           from unnest(?::text[], ?::bigint[]) with ordinality m(id, n, place) order by m.place
           on conflict (message, endpoint) do nothing returning n, message`,
          endpoint.n,
          at,
          wanted.map(({ id }) => id),
          wanted.map(({ row }) => row.n),
        )
      : [];
  const numbers = new Map(made.map(({ n, message }) => [message, n]));
  const claims = wanted.flatMap(({ row, body }): ClaimedDelivery[] => {
    const n = numbers.get(row.n);
    if (n === undefined) return [];
    const subject = subjectOf(row);
    return [{ delivery: String(n), messageId: row.id, body, subject, step: 1, number: 1 }];
  });
  return { claims, cursor, more: isCut || rows.length === most };
}

/** Deliveries of an endpoint for whoever has it by now. */
export async function claimDeliveries(
  sql: Sql,
  request: EndpointRequest,
  epoch: string,
  at: Moment,
): Promise<EndpointClaim> {
  const { endpointId } = request;
  const held = { work: 'endpoint', epoch, endpointId } as const;
  const endpoint = await stateOf(sql, endpointId);
  if (endpoint?.enabled !== 1) return { ...held, deliveries: [], more: false, nextAttemptAt: null };
  const waiting = await claimDue(sql, endpoint, request, at);
  const reserved = Math.min(waiting.length, Math.ceil(request.limit / 2));
  const found = await claimFresh(sql, endpoint, request, request.limit - reserved, at);
  const retries = waiting.slice(0, request.limit - found.claims.length);
  if (found.cursor !== endpoint.cursor)
    await sql.run(
      'update webhook_endpoints set cursor = ? where n = ?',
      ...[found.cursor, endpoint.n],
    );
  const nextAttemptAt = await plucked(
    sql.one<{ value: Moment }>(
      `select next_attempt_at as value from deliveries
       where endpoint = ? and status = 'pending' and next_attempt_at > ?
       order by next_attempt_at limit 1`,
      ...[endpoint.n, at],
    ),
  );
  return {
    ...held,
    deliveries: [...retries, ...found.claims],
    more: found.more || retries.length < waiting.length || waiting.length >= request.limit,
    nextAttemptAt: nextAttemptAt ?? null,
  };
}

/** Those of some attempts that are not on record; of one endpoint, which is kept. */
async function unrecorded(
  sql: Sql,
  attempts: readonly FinishedAttempt[],
): Promise<readonly FinishedAttempt[]> {
  const rows = await sql.all<{ n: number; attempts: number }>(
    'select n, attempts from deliveries where n = any(?::bigint[])',
    attempts.map(({ delivery }) => Number(delivery)),
  );
  const recorded = new Map(rows.map(({ n, attempts: made }) => [String(n), made]));
  return attempts.filter(({ delivery, number }) => recorded.get(delivery) === number - 1);
}

/** Records attempts, each once however often it is told of; null when there is no such endpoint any more. */
export async function recordAttempts(
  sql: Sql,
  endpointId: string,
  attempts: readonly FinishedAttempt[],
  at: Moment,
): Promise<FailingChange | null> {
  const endpoint = await stateOf(sql, endpointId);
  if (endpoint === undefined) return null;
  const [before = null, fresh] = await Promise.all([
    plucked(
      sql.one<{ value: Moment | null }>(
        'select failing_since as value from webhook_endpoints where n = ?',
        endpoint.n,
      ),
    ),
    unrecorded(sql, attempts),
  ]);
  if (fresh.length === 0) return { before, since: before };
  const writing = createWriting(sql);
  for (const { delivery, next, at: attemptedAt, status, error, durationMs, excerpt } of fresh) {
    const isMoment = typeof next === 'number';
    writing.run(
      `with ended as (
         update deliveries set status = ?, next_attempt_at = ?, step = step + 1,
           attempts = attempts + 1
         where n = ? returning n, attempts),
       forgotten as (
         delete from delivery_attempts where delivery = ?
           and number <= (select attempts from ended) - ?)
       insert into delivery_attempts
         (delivery, number, at, status, error, duration_ms, response_excerpt)
       select n, attempts, ?, ?, ?, ?, ? from ended`,
      ...[isMoment ? 'pending' : next, isMoment ? next : null, Number(delivery), Number(delivery)],
      ...[LIMITS.deliveryAttempts.most, attemptedAt, status, error, durationMs, excerpt],
    );
  }
  const { succeeded, failed, givenUp, durationMs, since } = totalsOf(fresh, before);
  writing.run(
    `insert into webhook_counts
       (endpoint, bucket, attempts, succeeded, failed_attempts, given_up, duration_ms)
     values (?, ?, ?, ?, ?, ?, ?)
     on conflict (endpoint, bucket) do update set
       attempts = webhook_counts.attempts + excluded.attempts,
       succeeded = webhook_counts.succeeded + excluded.succeeded,
       failed_attempts = webhook_counts.failed_attempts + excluded.failed_attempts,
       given_up = webhook_counts.given_up + excluded.given_up,
       duration_ms = webhook_counts.duration_ms + excluded.duration_ms`,
    ...[endpoint.n, Math.floor(at / BUCKET_MS), fresh.length],
    ...[succeeded, failed, givenUp, durationMs],
  );
  if (since !== before)
    writing.run(
      'update webhook_endpoints set failing_since = ? where n = ?',
      ...[since, endpoint.n],
    );
  await writing.done();
  return { before, since };
}
