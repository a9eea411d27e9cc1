import type { RefusalReason } from '../../decisions/change.js';
import type { ListedRefusal } from '../lists.js';

/** A row of `refusals`, with what the strategy said. */
export interface RefusalRow {
  readonly n: number;
  readonly at: number;
  readonly reason: RefusalReason;
  readonly visit_id: string | null;
  readonly interaction_id: string | null;
  readonly rule: string | null;
  readonly detail: string | null;
}

/** Refusals that are decisions on an interaction, which has the words. */
const DECIDED: ReadonlySet<RefusalReason> = new Set(['not_engaged', 'no_capacity']);

/** The refusal that a row holds. */
export function refusalOf(row: RefusalRow): ListedRefusal {
  return {
    at: row.at,
    reason: row.reason,
    visitId: row.visit_id,
    interactionId: row.interaction_id,
    rule: row.rule,
    detail: DECIDED.has(row.reason) ? row.detail : null,
  };
}
