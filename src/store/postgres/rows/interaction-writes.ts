import { foldIdentityValue } from '../../../domain/interactions/identity.js';
import type { Identity, Interaction } from '../../../domain/interactions/interaction.js';
import { LIMITS } from '../../../domain/limits.js';
import { rowOf } from '../../rows/interactions.js';
import { columnsOf, insertInto, setAll, type WritersOf, type Writing } from '../writing.js';

/** Of the interaction, or chat, of an id. */
const ROW = '(select n from interactions where id = ?)';

/** Keeps an identity that is new. */
export function bindIdentity(writing: Writing, { id, key, value }: Identity): void {
  writing.run(
    'insert into identities (id, key, value, folded) values (?, ?, ?, ?) on conflict (id) do nothing',
    id,
    key,
    value,
    foldIdentityValue(value),
  );
}

/** Something was made for a visit: others that found nothing there have to look again. */
export function moveVisit(writing: Writing, visitId: string, at: number): void {
  writing.run(
    `insert into visits (visit_id, changes, at) values (?, 1, ?)
     on conflict (visit_id) do update set changes = visits.changes + 1, at = excluded.at`,
    visitId,
    at,
  );
}

/** Takes everything personal out of what was written about an interaction. */
function erase(writing: Writing, { id, visitId }: Interaction): void {
  const ofMessages = `select n from messages where interaction = ${ROW}`;
  writing.run(
    `update delivery_attempts set response_excerpt = null
     where delivery in (select n from deliveries where message in (${ofMessages}))`,
    id,
  );
  writing.run(
    `update deliveries set status = 'failed', next_attempt_at = null
     where status = 'pending' and message in (${ofMessages})`,
    id,
  );
  writing.run(`update messages set body = null where interaction = ${ROW}`, id);
  // What strategies wrote follows a colon.
  writing.run(
    `update history set detail = split_part(detail, ':', 1)
     where interaction = ${ROW} and type = 'strategy.failed' and strpos(detail, ':') > 0`,
    id,
  );
  writing.run('delete from kept_answers where interaction_id = ?', id);
  if (visitId !== null) writing.run('delete from refusals where visit_id = ?', visitId);
}

export const INTERACTION_WRITERS: WritersOf<'interaction' | 'lease'> = {
  interaction(writing, change, { now, unbind }) {
    const { before, after, facts } = change;
    if (after.identity && after.identity.id !== before?.identity?.id)
      bindIdentity(writing, after.identity);
    const { names, values } = columnsOf(rowOf(change));
    if (before === undefined) {
      writing.run(insertInto('interactions', names), ...values);
      if (after.visitId !== null) moveVisit(writing, after.visitId, now);
    } else
      writing.must(
        `interaction ${after.id} is no longer at version ${before.version}`,
        `update interactions set ${setAll(names)} where id = ? and version = ? and sequence = ?`,
        ...values,
        before.id,
        before.version,
        before.sequence,
      );
    if (before && after.erasedAt !== before.erasedAt) erase(writing, before);
    if (before?.identity && before.identity.id !== after.identity?.id) unbind(before.identity.id);
    for (const { sequence, type, at, by, from, to, queue, reason, detail } of facts)
      writing.run(
        `insert into history
           (interaction, sequence, type, at, actor, from_state, to_state, queue, reason, detail)
         values (${ROW}, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        ...[after.id, sequence, type, at, by, from, to, queue, reason, detail ?? null],
      );
  },
  lease(writing, { lease, before, after }) {
    const { id, interactionId, delivery, view, keyId, leasedAt } = lease;
    writing.must(
      `interaction ${interactionId} is held otherwise by now`,
      `update interactions set held_by = ?, held_until = ? where id = ?
         and held_by is not distinct from ? and held_until is not distinct from ?`,
      after?.lease ?? null,
      after?.until ?? null,
      interactionId,
      before?.lease ?? null,
      before?.until ?? null,
    );
    if (after?.lease !== id || before?.lease === id) return;
    writing.run(
      `insert into leases (id, interaction, delivery, view, key_id, leased_at)
       values (?, ${ROW}, ?, ?, ?, ?)`,
      ...[id, interactionId, delivery, view, keyId, leasedAt],
    );
    if (delivery > LIMITS.leases.most)
      writing.run(
        `delete from leases where interaction = ${ROW} and delivery <= ?`,
        interactionId,
        delivery - LIMITS.leases.most,
      );
  },
};
