import type { Database } from 'better-sqlite3';
import { runningClock } from '../../../domain/interactions/clocks.js';
import { foldIdentityValue } from '../../../domain/interactions/identity.js';
import type { Interaction } from '../../../domain/interactions/interaction.js';
import { rowOf, WRITTEN_COLUMNS, type WrittenRow } from '../../rows/interactions.js';
import type { Counters } from '../counters.js';
import type { WritersOf } from '../writer.js';
import { createDifferenceUpdate, createInsert } from './columns.js';
import { createForgetMessages } from './messages.js';

/** Takes out what is personal in other tables about an interaction that was erased. */
function createEraser(database: Database) {
  const forgetMessages = createForgetMessages(database);
  // What strategies wrote follows a colon.
  const eraseWords = database.prepare(
    `update history set detail = substr(detail, 1, instr(detail, ':') - 1)
     where interaction = ? and type = 'strategy.failed' and instr(detail, ':') > 0`,
  );
  const eraseAnswers = database.prepare('delete from kept_answers where interaction_id = ?');
  const eraseRefusals = database.prepare('delete from refusals where visit_id = ?');
  return (n: number | bigint, { id, visitId }: Interaction): void => {
    forgetMessages(n);
    eraseWords.run(n);
    eraseAnswers.run(id);
    if (visitId !== null) eraseRefusals.run(visitId);
  };
}

export function createInteractionWriter(
  database: Database,
  counters: Pick<Counters, 'unbind'>,
): WritersOf<'interaction'> {
  const insert = createInsert<WrittenRow>(database, 'interactions', WRITTEN_COLUMNS);
  const update = createDifferenceUpdate<WrittenRow>(database, 'interactions', WRITTEN_COLUMNS, [
    'id',
    'version',
    'sequence',
  ]);
  const erase = createEraser(database);
  const insertFact = database.prepare(
    `insert into history
       (interaction, sequence, type, at, actor, from_state, to_state, queue, reason, detail)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const insertIdentity = database.prepare(
    `insert into identities (id, key, value, folded) values (?, ?, ?, ?)
     on conflict (id) do nothing`,
  );

  return {
    interaction(change) {
      const { before, after } = change;
      if (after.identity && after.identity.id !== before?.identity?.id) {
        const { id, key, value } = after.identity;
        insertIdentity.run(id, key, value, foldIdentityValue(value));
      }
      const row = rowOf(change);
      const n =
        before === undefined
          ? insert(row)
          : update(rowOf({ after: before, clock: runningClock(before) }), row);
      if (n === undefined)
        throw new Error(`interaction ${after.id} is no longer at version ${before?.version}`);
      if (before && after.erasedAt !== before.erasedAt) erase(n, before);
      if (before?.identity && before.identity.id !== after.identity?.id)
        counters.unbind(before.identity.id);
      for (const { sequence, type, at, by, from, to, queue, reason, detail } of change.facts)
        insertFact.run(n, sequence, type, at, by, from, to, queue, reason, detail ?? null);
    },
  };
}
