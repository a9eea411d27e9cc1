import type { Database } from 'better-sqlite3';
import { LIMITS } from '../../../domain/limits.js';
import type { RefusalCount } from '../../lists.js';
import { NEWEST, pageOf, rowAfter } from '../../pages.js';
import type { Answers } from '../../queries.js';
import { type RefusalRow, refusalOf } from '../../rows/refusals.js';
import type { WritersOf } from '../writer.js';

/** Refusals with what the strategy said, as long as their interaction has it. */
const SELECT_REFUSALS = `select refusals.*, interactions.reason_detail as detail from refusals
    left join interactions on interactions.id = refusals.interaction_id`;

/** Those of the hot path; a test asserts that each is answered by its index alone. */
export const REFUSAL_STATEMENTS = {
  refusalsOfVisit: `${SELECT_REFUSALS}
    where refusals.visit_id = ? and refusals.n < ? order by refusals.n desc limit 0 + ?`,
  newestOfVisit: `select reason, rule from refusals where visit_id = ? order by n desc limit 0 + ?`,
} as const;

/** All refusals that are kept, filtered: it may look at every one of them. */
export function createRefusalList(database: Database): Answers<'refusals'> {
  return {
    refusals({ reason, rule, visitId }, page) {
      const { size } = page;
      const conditions = [
        ['refusals.visit_id = ?', visitId],
        ['refusals.reason = ?', reason],
        ['refusals.rule = ?', rule],
        ['refusals.n < ?', rowAfter(page, NEWEST)],
      ].filter(([, value]) => value !== undefined);
      const rows = database
        .prepare<unknown[], RefusalRow>(
          `${SELECT_REFUSALS} where ${conditions.map(([sql]) => sql).join(' and ')}
           order by refusals.n desc limit 0 + ?`,
        )
        .iterate(...conditions.map(([, value]) => value), size + 1);
      return pageOf(rows, size, () => 0, refusalOf);
    },
  };
}

/** Those of one visit, and how many there are of each kind. */
export function createRefusalReads(
  database: Database,
): Answers<'refusalsOfVisit' | 'refusalCounts'> {
  const ofVisit = database.prepare<[string, number, number], RefusalRow>(
    REFUSAL_STATEMENTS.refusalsOfVisit,
  );
  const counts = database.prepare<[], RefusalCount>(
    `select reason, nullif(rule, '') as rule, total from refusal_counts order by total desc`,
  );
  const countsOfVisit = database.prepare<[string, number], RefusalCount>(
    `select reason, rule, count(*) as total from (${REFUSAL_STATEMENTS.newestOfVisit})
     group by reason, rule order by total desc`,
  );
  return {
    refusalsOfVisit: (visitId, page) =>
      pageOf(
        ofVisit.all(visitId, rowAfter(page, NEWEST), page.size + 1),
        page.size,
        () => 0,
        refusalOf,
      ),
    refusalCounts: (visitId) =>
      visitId === null ? counts.all() : countsOfVisit.all(visitId, LIMITS.refusalsPerVisit.most),
  };
}

export function createRefusalWriter(database: Database): WritersOf<'refusal'> {
  const insert = database.prepare(
    'insert into refusals (at, reason, visit_id, interaction_id, rule) values (?, ?, ?, ?, ?)',
  );
  const forgetOldest = database.prepare('delete from refusals where n <= ?');
  const forgetOldestOfVisit = database.prepare(
    `delete from refusals where visit_id = ? and n <= (
       select n from refusals where visit_id = ? order by n desc limit 1 offset ?)`,
  );
  const count = database.prepare(
    `insert into refusal_counts (reason, rule, total) values (?, ?, 1)
     on conflict (reason, rule) do update set total = total + 1`,
  );
  return {
    refusal({ refusal: { at, reason, visitId, interactionId, rule } }) {
      const { lastInsertRowid } = insert.run(at, reason, visitId, interactionId, rule);
      forgetOldest.run(Number(lastInsertRowid) - LIMITS.refusals.most);
      if (visitId !== null) forgetOldestOfVisit.run(visitId, visitId, LIMITS.refusalsPerVisit.most);
      count.run(reason, rule ?? '');
    },
  };
}
