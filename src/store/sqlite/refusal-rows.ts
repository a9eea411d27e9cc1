import type { Database } from 'better-sqlite3';
import type { RefusalReason } from '../../decisions/change.js';
import type { Page, PageRequest } from '../page.js';
import type { ListedRefusal, RefusalFilter } from '../queries.js';
import { NEWEST, pageOf } from './page.js';

/** Refusals with what the strategy said, as long as their interaction has it. */
export const SELECT_REFUSALS = `select refusals.*, interactions.reason_detail as detail from refusals
    left join interactions on interactions.id = refusals.interaction_id`;

export interface RefusalRow {
  readonly n: number;
  readonly at: number;
  readonly reason: RefusalReason;
  readonly visit_id: string | null;
  readonly interaction_id: string | null;
  readonly rule: string | null;
  readonly detail: string | null;
}

/** The refusal that a row holds. */
export function refusalOf(row: RefusalRow): ListedRefusal {
  return {
    at: row.at,
    reason: row.reason,
    visitId: row.visit_id,
    interactionId: row.interaction_id,
    rule: row.rule,
    detail: row.reason === 'not_engaged' ? row.detail : null,
  };
}

/** All refusals that are kept, filtered: it may look at every one of them. */
export interface RefusalList {
  refusals(filter: RefusalFilter, page: PageRequest): Page<ListedRefusal>;
}

export function createRefusalList(database: Database): RefusalList {
  return {
    refusals({ reason, rule, visitId }, { size, after = NEWEST }) {
      const conditions = [
        ['refusals.visit_id = ?', visitId],
        ['refusals.reason = ?', reason],
        ['refusals.rule = ?', rule],
        ['refusals.n < ?', after],
      ].filter(([, value]) => value !== undefined);
      const rows = database
        .prepare<unknown[], RefusalRow>(
          `${SELECT_REFUSALS} where ${conditions.map(([sql]) => sql).join(' and ')}
           order by refusals.n desc limit ?`,
        )
        .iterate(...conditions.map(([, value]) => value), size + 1);
      return pageOf(rows, size, () => 0, refusalOf);
    },
  };
}
