import type { Database } from 'better-sqlite3';
import { foldIdentityValue } from '../../lifecycle/identity.js';
import type { Interaction } from '../../lifecycle/interaction.js';
import type { Changes, InteractionChange } from '../store.js';
import { rowOf, WRITTEN_COLUMNS } from './interaction-rows.js';
import { createMessageWrites } from './message-writes.js';
import { createStrategyWrites } from './strategy-rows.js';

/** Columns that only erasure changes; leaving them out spares their indexes on every other write. */
const PERSONAL = ['visit_id', 'visitor_id', 'page_id', 'page_url', 'case_data', 'erased_at'];
const FIXED = ['id', 'category', 'created_at'];

/** How long a kept answer is given again, in milliseconds. */
export const ANSWER_LIFETIME_MS = 24 * 60 * 60 * 1000;

export interface Writes {
  /** Writes one decision's changes; throws when a guard or a check of the schema does not hold. */
  write(changes: Changes, now: number): void;
  /** Sees to it that the transaction writes, although nothing changed. */
  touch(): void;
  /** Writes what the changes of a transaction add up to: counters and the newest moment. */
  finish(now: number): void;
  /** Forgets what was added up, after a rollback. */
  reset(): void;
}

interface Delta {
  active: number;
  stopped: number;
  entered: number;
}

const assignments = (columns: readonly string[]): string =>
  columns.map((column) => `${column} = @${column}`).join(', ');

export function createWrites(database: Database): Writes {
  const mutable = WRITTEN_COLUMNS.filter((c) => !PERSONAL.includes(c) && !FIXED.includes(c));
  const insert = database.prepare<[object]>(
    `insert into interactions (${WRITTEN_COLUMNS.join(', ')})
     values (${WRITTEN_COLUMNS.map((column) => `@${column}`).join(', ')})`,
  );
  const update = database.prepare<[object], { n: number }>(
    `update interactions set ${assignments(mutable)}
     where id = @id and version = @version - 1 returning n`,
  );
  const erase = database.prepare<[object], { n: number }>(
    `update interactions set ${assignments([...mutable, ...PERSONAL])}
     where id = @id and version = @version - 1 returning n`,
  );
  // Remarks raise no version.
  const remark = database.prepare<[object], { n: number }>(
    `update interactions set sequence = @sequence
     where id = @id and version = @version and sequence < @sequence returning n`,
  );
  const insertFact = database.prepare(
    `insert into history
       (interaction, sequence, type, at, actor, from_state, to_state, queue, reason, detail)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const writeStrategy = createStrategyWrites(database);
  const insertIdentity = database.prepare(
    `insert into identities (id, key, value, folded) values (?, ?, ?, ?)
     on conflict (id) do nothing`,
  );
  const count = database.prepare(
    `insert into queue_counts (queue, active, stopped, entered) values (?, max(?, 0), max(?, 0), ?)
     on conflict (queue) do update set
       active = active + ?, stopped = stopped + ?, entered = entered + excluded.entered`,
  );
  const newest = database.prepare(
    'update service set newest_moment = max(newest_moment, ?) where only_row = 1',
  );
  const insertOption = database.prepare(
    'insert into option_changes (name, version, value, at, actor) values (?, ?, ?, ?, ?)',
  );
  const insertApiKey = database.prepare(
    `insert into api_keys (id, name, prefix, hash, scopes, created_at, revoked_at)
     values (?, ?, ?, ?, ?, ?, ?)
     on conflict (id) do update set revoked_at = excluded.revoked_at`,
  );
  const insertPublishableKey = database.prepare(
    `insert into publishable_keys (id, name, key, origins, created_at, revoked_at)
     values (?, ?, ?, ?, ?, ?)
     on conflict (id) do update set revoked_at = excluded.revoked_at`,
  );
  const insertAnswer = database.prepare(
    `insert or replace into kept_answers
       (scope, idempotency_key, fingerprint, at, interaction_id, refusal)
     values (?, ?, ?, ?, ?, ?)`,
  );
  // Two for each one written: what is too old goes faster than it comes.
  const forgetAnswers = database.prepare(
    `delete from kept_answers where (scope, idempotency_key) in (
       select scope, idempotency_key from kept_answers where at < ? order by at limit 2)`,
  );
  const insertSigningKey = database.prepare(
    'insert into signing_keys (id, secret, created_at) values (?, ?, ?)',
  );
  const insertAudit = database.prepare(
    `insert into audit (at, key_id, key_name, action, target, before, after)
     values (?, ?, ?, ?, ?, ?, ?)`,
  );
  const { writeWebhooks, forgetMessages } = createMessageWrites(database);
  const deltas = new Map<string, Delta>();
  let wrote = false;

  function delta(queue: string): Delta {
    const known = deltas.get(queue);
    if (known) return known;
    const fresh = { active: 0, stopped: 0, entered: 0 };
    deltas.set(queue, fresh);
    return fresh;
  }

  function countChange({ before, after }: InteractionChange): void {
    if (before) delta(before.queue)[before.stoppedAt === null ? 'active' : 'stopped'] -= 1;
    const target = delta(after.queue);
    target[after.stoppedAt === null ? 'active' : 'stopped'] += 1;
    if (before?.state !== after.state) target.entered += 1;
  }

  function updateOf(before: Interaction, after: Interaction): typeof update {
    if (after.version === before.version) return remark;
    return after.erasedAt === before.erasedAt ? update : erase;
  }

  function writeInteraction(change: InteractionChange): void {
    const { before, after } = change;
    if (after.identity && after.identity.id !== before?.identity?.id) {
      const { id, key, value } = after.identity;
      insertIdentity.run(id, key, value, foldIdentityValue(value));
    }
    const row = rowOf(change);
    const isErased = before !== undefined && after.erasedAt !== before.erasedAt;
    const n =
      before === undefined ? insert.run(row).lastInsertRowid : updateOf(before, after).get(row)?.n;
    if (n === undefined)
      throw new Error(`interaction ${after.id} is no longer at version ${after.version - 1}`);
    if (isErased) forgetMessages(n);
    for (const { sequence, type, at, by, from, to, queue, reason, detail } of change.facts)
      insertFact.run(n, sequence, type, at, by, from, to, queue, reason, detail ?? null);
  }

  const json = (value: unknown): string | null =>
    value === undefined || value === null ? null : JSON.stringify(value);

  return {
    write(changes, now) {
      const { interactions = [], option, apiKey, publishableKey, keptAnswer } = changes;
      const { signingKey, audit } = changes;
      for (const change of interactions) writeInteraction(change);
      if (option) insertOption.run(option.name, option.version, option.value, option.at, option.by);
      if (apiKey) {
        const { id, name, prefix, hash, scopes, createdAt, revokedAt } = apiKey;
        insertApiKey.run(id, name, prefix, hash, scopes.join(' '), createdAt, revokedAt);
      }
      if (publishableKey) {
        const { id, name, key, origins, createdAt, revokedAt } = publishableKey;
        insertPublishableKey.run(id, name, key, JSON.stringify(origins), createdAt, revokedAt);
      }
      if (keptAnswer) {
        const { scope, key, fingerprint, at, interactionId, refusal } = keptAnswer;
        insertAnswer.run(scope, key, fingerprint, at, interactionId, json(refusal));
        forgetAnswers.run(at - ANSWER_LIFETIME_MS);
      }
      if (signingKey) insertSigningKey.run(signingKey.id, signingKey.secret, signingKey.createdAt);
      if (audit) {
        const { at, keyId, keyName, action, target, before, after } = audit;
        insertAudit.run(at, keyId, keyName, action, target, json(before), json(after));
      }
      writeStrategy(changes);
      writeWebhooks(changes, now);
      for (const change of interactions) countChange(change);
      wrote ||=
        interactions.length > 0 || Object.keys(changes).some((key) => key !== 'interactions');
    },
    touch() {
      wrote = true;
    },
    finish(now) {
      if (!wrote) return;
      wrote = false;
      for (const [queue, { active, stopped, entered }] of deltas)
        count.run(queue, active, stopped, entered, active, stopped);
      deltas.clear();
      newest.run(now);
    },
    reset() {
      wrote = false;
      deltas.clear();
    },
  };
}
