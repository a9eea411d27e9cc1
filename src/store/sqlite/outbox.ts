import type { Database } from 'better-sqlite3';
import { LIMITS } from '../../domain/limits.js';
import { createId } from '../../ids.js';
import type { Outbox, OutboxLongReads } from '../outbox.js';
import type {
  Claim,
  ClaimRequest,
  Claims,
  FailingChange,
  FinishedAttempt,
  RecoverRequest,
} from '../work.js';
import type { Batch } from './batch.js';
import { BUCKET_MS } from './outbox-lists.js';
import { createOutboxReads } from './outbox-reads.js';
import { createTidy } from './outbox-tidy.js';

/** Messages looked at for one endpoint in one claim, for each one it may claim; at least. */
const SCAN_EACH = 4;
const SCAN_LEAST = 64;

/** Statements of the dispatcher; a test asserts that each is answered by its index alone. */
export const OUTBOX_STATEMENTS = {
  fresh: `select n, id, type, interaction, endpoint, body from messages
    where n > ? order by n limit ?`,
  missed: `select n, type, endpoint, body is not null as sendable from messages
    where n > ? order by n limit ?`,
  due: `select d.n as delivery, d.step, d.attempts, m.id, m.interaction, m.body
    from deliveries d join messages m on m.n = d.message
    where d.endpoint = ? and d.status = 'pending' and d.next_attempt_at <= ?
    order by d.next_attempt_at, d.message limit ?`,
  nextAttempt: `select next_attempt_at from deliveries
    where endpoint = ? and status = 'pending' and next_attempt_at > ?
    order by next_attempt_at limit 1`,
} as const;

interface EndpointState {
  readonly n: number;
  readonly cursor: number;
  readonly lease_owner: string | null;
  readonly lease_until: number | null;
  readonly enabled: number;
}

interface MessageRow {
  readonly n: number;
  readonly id: string;
  readonly type: string;
  readonly interaction: number | null;
  readonly endpoint: string | null;
  readonly body: string | null;
}

interface DueRow {
  readonly delivery: number;
  readonly step: number;
  readonly attempts: number;
  readonly id: string;
  readonly interaction: number | null;
  readonly body: string | null;
}

const NOTHING: Claims = { claims: [], more: false, nextAttemptAt: null };

interface MissedRow extends Pick<MessageRow, 'n' | 'type' | 'endpoint'> {
  readonly sendable: number;
}

/** Whether a message is for the endpoint of that id, which wants some types. */
const isFor = (
  message: Pick<MessageRow, 'type' | 'endpoint'>,
  id: string,
  wants: (type: string) => boolean,
): boolean => (message.endpoint === null ? wants(message.type) : message.endpoint === id);

/** The part of the outbox that writes; its writes share the transactions of the store. */
type OutboxWrites = Pick<Outbox, 'claim' | 'finish' | 'releaseLeases' | 'recover' | 'tidy'>;

export function createOutbox(
  database: Database,
  batch: Batch,
  now: () => number,
): Omit<Outbox, 'endpoints' | keyof OutboxLongReads> {
  return { ...createOutboxReads(database), ...createOutboxWrites(database, batch, now) };
}

function createOutboxWrites(database: Database, batch: Batch, now: () => number): OutboxWrites {
  const state = database.prepare<[string], EndpointState>(
    `select n, cursor, lease_owner, lease_until, enabled from webhook_endpoints
     where id = ? and deleted_at is null`,
  );
  const lease = database.prepare(
    'update webhook_endpoints set cursor = ?, lease_owner = ?, lease_until = ? where n = ?',
  );
  const fresh = database.prepare<[number, number], MessageRow>(OUTBOX_STATEMENTS.fresh);
  const missed = database.prepare<[number, number], MissedRow>(OUTBOX_STATEMENTS.missed);
  const due = database.prepare<[number, number, number], DueRow>(OUTBOX_STATEMENTS.due);
  const nextAttempt = database
    .prepare<[number, number], number>(OUTBOX_STATEMENTS.nextAttempt)
    .pluck();
  const insert = database.prepare(
    `insert into deliveries (id, endpoint, message, status, next_attempt_at, step, attempts)
     values (?, ?, ?, 'pending', ?, 0, 0) on conflict (message, endpoint) do nothing`,
  );
  const giveUp = database.prepare(
    "update deliveries set status = 'failed', next_attempt_at = null where n = ?",
  );
  const finish = database.prepare<[string, number | null, number], { attempts: number }>(
    `update deliveries
     set status = ?, next_attempt_at = ?, step = step + 1, attempts = attempts + 1
     where n = ? returning attempts`,
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
  const release = database.prepare('update webhook_endpoints set lease_owner = null');
  const existing = database.prepare<[number, number], { n: number; status: string }>(
    'select n, status from deliveries where message = ? and endpoint = ?',
  );
  const retry = database.prepare(
    "update deliveries set status = 'pending', next_attempt_at = ?, step = 0 where n = ?",
  );
  const tidy = createTidy(database);

  function claimDue(endpoint: EndpointState, request: ClaimRequest, at: number): Claim[] {
    const claims: Claim[] = [];
    for (const row of due.all(endpoint.n, at, request.limit + request.held.size)) {
      if (request.held.has(row.delivery)) continue;
      if (row.body === null) giveUp.run(row.delivery);
      else
        claims.push({
          delivery: row.delivery,
          messageId: row.id,
          body: row.body,
          interaction: row.interaction,
          step: row.step + 1,
          isFirst: row.attempts === 0,
        });
    }
    return claims;
  }

  /** Deliveries for what is new to the endpoint, and how far it has been looked at. */
  function claimFresh(endpoint: EndpointState, request: ClaimRequest, limit: number, at: number) {
    const { endpointId, wants } = request;
    const claims: Claim[] = [];
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
        delivery: Number(lastInsertRowid),
        messageId: row.id,
        body: row.body,
        interaction: row.interaction,
        step: 1,
        isFirst: true,
      });
    }
    return { claims, cursor, more: rows.length === most };
  }

  function claim(request: ClaimRequest): Claims {
    const at = now();
    const endpoint = state.get(request.endpointId);
    if (endpoint?.enabled !== 1) return NOTHING;
    const { lease_owner: holder, lease_until: until } = endpoint;
    if (holder !== null && holder !== request.owner && until !== null && until > at)
      return { ...NOTHING, nextAttemptAt: until };
    const waiting = claimDue(endpoint, request, at);
    const reserved = Math.min(waiting.length, Math.ceil(request.limit / 2));
    const found = claimFresh(endpoint, request, request.limit - reserved, at);
    const retries = waiting.slice(0, request.limit - found.claims.length);
    lease.run(found.cursor, request.owner, at + request.leaseMs, endpoint.n);
    return {
      claims: [...retries, ...found.claims],
      more: found.more || retries.length < waiting.length || waiting.length >= request.limit,
      nextAttemptAt: nextAttempt.get(endpoint.n, at) ?? null,
    };
  }

  function record(endpoint: number, attempts: readonly FinishedAttempt[]): FailingChange {
    const at = now();
    const total = { succeeded: 0, failed: 0, givenUp: 0, durationMs: 0 };
    let since = failingSince.get(endpoint) ?? null;
    const before = since;
    for (const { delivery, next, ...attempt } of attempts) {
      const status = typeof next === 'number' ? 'pending' : next;
      const row = finish.get(status, typeof next === 'number' ? next : null, delivery);
      if (row) {
        const { status: code, error, durationMs, excerpt } = attempt;
        insertAttempt.run(delivery, row.attempts, attempt.at, code, error, durationMs, excerpt);
        if (row.attempts > LIMITS.deliveryAttempts.most)
          forgetAttempts.run(delivery, row.attempts - LIMITS.deliveryAttempts.most);
      }
      total[next === 'succeeded' ? 'succeeded' : 'failed'] += 1;
      if (next === 'failed') total.givenUp += 1;
      total.durationMs += attempt.durationMs;
      since = next === 'succeeded' ? null : (since ?? attempt.at);
    }
    const { succeeded, failed, givenUp, durationMs } = total;
    const bucket = Math.floor(at / BUCKET_MS);
    count.run(endpoint, bucket, attempts.length, succeeded, failed, givenUp, durationMs);
    if (since !== before) failing.run(since, endpoint);
    return { before, since };
  }

  function recoverSome({ endpointId, wants, after, limit }: RecoverRequest) {
    const endpoint = state.get(endpointId);
    if (endpoint?.enabled !== 1) return { recovered: 0, next: null };
    const at = now();
    let recovered = 0;
    const rows = missed.all(after, limit);
    for (const row of rows) {
      // What is beyond the cursor comes anyway.
      if (row.n > endpoint.cursor) return { recovered, next: null };
      if (row.sendable === 0 || !isFor(row, endpointId, wants)) continue;
      const delivery = existing.get(row.n, endpoint.n);
      if (delivery === undefined) insert.run(createId(at), endpoint.n, row.n, at);
      else if (delivery.status === 'failed') retry.run(at, delivery.n);
      else continue;
      recovered += 1;
    }
    return { recovered, next: rows.length === limit ? (rows.at(-1)?.n ?? null) : null };
  }

  return {
    claim: (request) => batch.submit(() => claim(request)),
    finish: (endpointId, attempts) =>
      batch.submit(() => {
        const endpoint = state.get(endpointId);
        return endpoint ? record(endpoint.n, attempts) : { before: null, since: null };
      }),
    releaseLeases: () =>
      batch.submit(() => {
        release.run();
      }),
    recover: (request) => batch.submit(() => recoverSome(request)),
    tidy: (ages, limit) => batch.submit(() => tidy(ages, limit)),
  };
}
