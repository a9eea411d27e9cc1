import type { Message } from '../../../decisions/change.js';
import { LIMITS } from '../../../domain/limits.js';
import { json } from '../../rows/audit.js';
import type { WritersOf, Writing } from '../writing.js';

/**
 * Writes messages, in their order. Their numbers are taken with a row that is kept until the commit:
 * the last thing that a transaction waits for.
 */
export function writeMessages(writing: Writing, messages: readonly Message[]): void {
  if (messages.length === 0) return;
  const listOf = (read: (message: Message) => string | number | null | undefined) =>
    messages.map((message) => read(message) ?? null);
  writing.run(
    `with numbers as (update message_numbers set newest = newest + ? returning newest)
     insert into messages (n, id, type, created_at, interaction, chat, sequence, endpoint, body)
     select numbers.newest - ? + m.place, m.id, m.type, m.created_at, interactions.n, chats.n,
       m.sequence, m.endpoint, m.body
     from numbers, unnest(?::text[], ?::text[], ?::bigint[], ?::text[], ?::text[], ?::bigint[],
       ?::text[], ?::text[]) with ordinality
       m(id, type, created_at, interaction, chat, sequence, endpoint, body, place)
     left join interactions on interactions.id = m.interaction
     left join chats on chats.id = m.chat
     order by m.place`,
    messages.length,
    messages.length,
    listOf(({ id }) => id),
    listOf(({ type }) => type),
    listOf(({ createdAt }) => createdAt),
    listOf(({ interactionId }) => interactionId),
    listOf(({ chatId }) => chatId),
    listOf(({ sequence }) => sequence),
    listOf(({ endpointId }) => endpointId),
    listOf(({ body }) => body),
  );
}

export const RECORD_WRITERS: WritersOf<
  'delivery' | 'redelivery' | 'kept_answer' | 'refusal' | 'audit'
> = {
  delivery(writing, { id, messageId, endpointId }, { now }) {
    writing.run(
      `insert into deliveries (id, endpoint, message, status, next_attempt_at, step, attempts)
       select ?, e.n, m.n, 'pending', ?, 0, 0 from messages m, webhook_endpoints e
       where m.id = ? and e.id = ? on conflict (message, endpoint) do nothing`,
      ...[id, now, messageId, endpointId],
    );
  },
  redelivery(writing, { id }, { now }) {
    writing.run(
      "update deliveries set status = 'pending', next_attempt_at = ?, step = 0 where id = ?",
      ...[now, id],
    );
  },
  kept_answer(
    writing,
    { answer: { scope, key, fingerprint, at, subjectId, refusal } },
    { forgetBefore },
  ) {
    writing.run(
      `insert into kept_answers (scope, idempotency_key, fingerprint, at, interaction_id, refusal)
       values (?, ?, ?, ?, ?, ?)
       on conflict (scope, idempotency_key) do update set fingerprint = excluded.fingerprint,
         at = excluded.at, interaction_id = excluded.interaction_id, refusal = excluded.refusal`,
      ...[scope, key, fingerprint, at, subjectId, json(refusal)],
    );
    // Two for each one written: what is too old goes faster than it comes.
    writing.run(
      `delete from kept_answers where (scope, idempotency_key) in (
         select scope, idempotency_key from kept_answers where at < ? order by at limit 2)`,
      forgetBefore,
    );
  },
  refusal(writing, { refusal: { at, reason, visitId, interactionId, rule } }) {
    // Numbers of what was rolled back are missing: as many as that fewer are kept.
    writing.run(
      `with made as (
         insert into refusals (at, reason, visit_id, interaction_id, rule) values (?, ?, ?, ?, ?)
         returning n)
       delete from refusals where n <= (select n from made) - ?`,
      ...[at, reason, visitId, interactionId, rule, LIMITS.refusals.most],
    );
    if (visitId !== null)
      writing.run(
        `delete from refusals where visit_id = ? and n <= (
           select n from refusals where visit_id = ? order by n desc limit 1 offset ?)`,
        ...[visitId, visitId, LIMITS.refusalsPerVisit.most],
      );
    writing.run(
      `insert into refusal_counts (reason, rule, total) values (?, ?, 1)
       on conflict (reason, rule) do update set total = refusal_counts.total + 1`,
      ...[reason, rule ?? ''],
    );
  },
  audit(writing, { entry: { at, keyId, keyName, action, target, before, after } }) {
    writing.run(
      `insert into audit (at, key_id, key_name, action, target, before, after)
       values (?, ?, ?, ?, ?, ?, ?)`,
      ...[at, keyId, keyName, action, target, json(before), json(after)],
    );
  },
};
