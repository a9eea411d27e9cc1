import type { Database } from 'better-sqlite3';
import type { Missed, MissedRequest } from '../../decisions/context.js';
import { wantsOf } from '../../domain/event-types.js';
import { LIMITS } from '../../domain/limits.js';
import { createId } from '../../ids.js';
import { BUCKET_MS } from '../rows/deliveries.js';
import {
  claimOf,
  type DueRow,
  isFor,
  type MessageRow,
  type MissedRow,
  missedOf,
  NOTHING_MISSED,
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

/** Statements of the dispatcher; a test asserts that each is answered by its index alone. */
export const LANE_STATEMENTS = {
  fresh: `select n, id, type, interaction, chat, endpoint, body from messages
    where n > ? order by n limit 0 + ?`,
  missed: `select m.n, m.id, m.type, m.endpoint, m.body is not null as sendable,
      d.id as delivery, d.status
    from messages m left join deliveries d on d.message = m.n and d.endpoint = ?
    where m.n > ? and m.n <= ? order by m.n limit 0 + ?`,
  due: `select d.n as delivery, d.step, d.attempts, m.id, m.interaction, m.chat, m.body
    from deliveries d join messages m on m.n = d.message
    where d.endpoint = ? and d.status = 'pending' and d.next_attempt_at <= ?
    order by d.next_attempt_at, d.message limit 0 + ?`,
  nextAttempt: `select next_attempt_at from deliveries
    where endpoint = ? and status = 'pending' and next_attempt_at > ?
    order by next_attempt_at limit 1`,
} as const;

interface EndpointState {
  readonly n: number;
  readonly cursor: number;
  readonly enabled: number;
}

/** Claims on endpoints, and what came of them; inside the transactions of the store. */
export interface Lanes {
  claim(request: EndpointRequest): EndpointClaim;
  finish(claim: EndpointClaim, attempts: readonly FinishedAttempt[]): FailingChange | null;
  /** Messages that an endpoint has passed, with what became of them at it. */
  missed(request: MissedRequest): Missed;
}

export function createLanes(database: Database, epoch: string, now: () => number): Lanes {
  const state = database.prepare<[string], EndpointState>(
    `select n, cursor, enabled from webhook_endpoints
     where id = ? and deleted_at is null`,
  );
  const pass = database.prepare('update webhook_endpoints set cursor = ? where n = ?');
  const fresh = database.prepare<[number, number], MessageRow>(LANE_STATEMENTS.fresh);
  const missed = database.prepare<[number, number, number, number], MissedRow>(
    LANE_STATEMENTS.missed,
  );
  const due = database.prepare<[number, number, number], DueRow>(LANE_STATEMENTS.due);
  const nextAttempt = database
    .prepare<[number, number], number>(LANE_STATEMENTS.nextAttempt)
    .pluck();
  const insert = database.prepare(
    `insert into deliveries (id, endpoint, message, status, next_attempt_at, step, attempts)
     values (?, ?, ?, 'pending', ?, 0, 0) on conflict (message, endpoint) do nothing`,
  );
  const giveUp = database.prepare(
    "update deliveries set status = 'failed', next_attempt_at = null where n = ?",
  );
  const finish = database.prepare<[string, number | null, number, number]>(
    `update deliveries
     set status = ?, next_attempt_at = ?, step = step + 1, attempts = attempts + 1
     where n = ? and attempts = ? - 1`,
  );
  const insertAttempt = database.prepare(
    `insert into delivery_attempts
       (delivery, number, at, status, error, duration_ms, response_excerpt)
     values (?, ?, ?, ?, ?, ?, ?)`,
  );
  const forgetAttempts = database.prepare(
    'delete from delivery_attempts where delivery = ? and number <= ?',
  );
  const count = database.prepare(
    `insert into webhook_counts
       (endpoint, bucket, attempts, succeeded, failed_attempts, given_up, duration_ms)
     values (?, ?, ?, ?, ?, ?, ?)
     on conflict (endpoint, bucket) do update set
       attempts = attempts + excluded.attempts, succeeded = succeeded + excluded.succeeded,
       failed_attempts = failed_attempts + excluded.failed_attempts,
       given_up = given_up + excluded.given_up, duration_ms = duration_ms + excluded.duration_ms`,
  );
  const failing = database.prepare('update webhook_endpoints set failing_since = ? where n = ?');
  const failingSince = database
    .prepare<[number], number | null>('select failing_since from webhook_endpoints where n = ?')
    .pluck();
  function claimDue(
    endpoint: EndpointState,
    request: EndpointRequest,
    at: number,
  ): ClaimedDelivery[] {
    const claims: ClaimedDelivery[] = [];
    const held = new Set(request.held);
    for (const row of due.all(endpoint.n, at, request.limit + held.size)) {
      if (held.has(String(row.delivery))) continue;
      if (row.body === null) giveUp.run(row.delivery);
      else claims.push(claimOf(row, row.body));
    }
    return claims;
  }

  /** Deliveries for what is new to the endpoint, and how far it has been looked at. */
  function claimFresh(
    endpoint: EndpointState,
    request: EndpointRequest,
    limit: number,
    at: number,
  ) {
    const { endpointId } = request;
    const wants = wantsOf(request.eventTypes);
    const claims: ClaimedDelivery[] = [];
    let { cursor } = endpoint;
    const most = Math.max(SCAN_EACH * limit, SCAN_LEAST);
    const rows = limit > 0 ? fresh.all(cursor, most) : [];
    for (const row of rows) {
      if (claims.length === limit) return { claims, cursor, more: true };
      cursor = row.n;
      if (!isFor(row, endpointId, wants) || row.body === null) continue;
      const { changes, lastInsertRowid } = insert.run(createId(at), endpoint.n, row.n, at);
      if (changes === 0) continue;
      claims.push({
        delivery: String(lastInsertRowid),
        messageId: row.id,
        body: row.body,
        subject: subjectOf(row),
        step: 1,
        number: 1,
      });
    }
    return { claims, cursor, more: rows.length === most };
  }

  function claim(request: EndpointRequest): EndpointClaim {
    const at = now();
    const { endpointId } = request;
    const held = { work: 'endpoint', epoch, endpointId } as const;
    const endpoint = state.get(endpointId);
    if (endpoint?.enabled !== 1)
      return { ...held, deliveries: [], more: false, nextAttemptAt: null };
    const waiting = claimDue(endpoint, request, at);
    const reserved = Math.min(waiting.length, Math.ceil(request.limit / 2));
    const found = claimFresh(endpoint, request, request.limit - reserved, at);
    const retries = waiting.slice(0, request.limit - found.claims.length);
    if (found.cursor !== endpoint.cursor) pass.run(found.cursor, endpoint.n);
    return {
      ...held,
      deliveries: [...retries, ...found.claims],
      more: found.more || retries.length < waiting.length || waiting.length >= request.limit,
      nextAttemptAt: nextAttempt.get(endpoint.n, at) ?? null,
    };
  }

  /** Whether it was not on record. */
  function recordOne({ delivery, number, next, ...attempt }: FinishedAttempt): boolean {
    const status = typeof next === 'number' ? 'pending' : next;
    const nextAt = typeof next === 'number' ? next : null;
    if (finish.run(status, nextAt, Number(delivery), number).changes === 0) return false;
    const { at, status: code, error, durationMs, excerpt } = attempt;
    insertAttempt.run(delivery, number, at, code, error, durationMs, excerpt);
    if (number > LIMITS.deliveryAttempts.most)
      forgetAttempts.run(delivery, number - LIMITS.deliveryAttempts.most);
    return true;
  }

  function record(endpoint: number, attempts: readonly FinishedAttempt[]): FailingChange {
    const at = now();
    const before = failingSince.get(endpoint) ?? null;
    const fresh = attempts.filter(recordOne);
    if (fresh.length === 0) return { before, since: before };
    const { succeeded, failed, givenUp, durationMs, since } = totalsOf(fresh, before);
    const bucket = Math.floor(at / BUCKET_MS);
    count.run(endpoint, bucket, fresh.length, succeeded, failed, givenUp, durationMs);
    if (since !== before) failing.run(since, endpoint);
    return { before, since };
  }

  function missedBy({ endpointId, after, limit }: MissedRequest): Missed {
    const endpoint = state.get(endpointId);
    if (endpoint?.enabled !== 1) return NOTHING_MISSED;
    // What is beyond the cursor comes anyway.
    return missedOf(missed.all(endpoint.n, Number(after), endpoint.cursor, limit), limit);
  }

  return {
    claim,
    finish({ endpointId }, attempts) {
      const endpoint = state.get(endpointId);
      return endpoint ? record(endpoint.n, attempts) : null;
    },
    missed: missedBy,
  };
}
