import type { KeptAnswer } from '../../decisions/change.js';

/** A row of `kept_answers`. */
export interface AnswerRow {
  readonly scope: string;
  readonly idempotency_key: string;
  readonly fingerprint: string;
  readonly at: number;
  readonly interaction_id: string | null;
  readonly refusal: string | null;
}

/** The answer that a row holds. */
export const answerOf = (row: AnswerRow): KeptAnswer => ({
  scope: row.scope,
  key: row.idempotency_key,
  fingerprint: row.fingerprint,
  at: row.at,
  subjectId: row.interaction_id,
  refusal: row.refusal === null ? null : JSON.parse(row.refusal),
});
