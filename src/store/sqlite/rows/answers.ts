import type { Database } from 'better-sqlite3';
import type { KeptAnswer } from '../../../decisions/change.js';
import type { WritersOf } from '../writer.js';

interface AnswerRow {
  readonly scope: string;
  readonly idempotency_key: string;
  readonly fingerprint: string;
  readonly at: number;
  readonly interaction_id: string | null;
  readonly refusal: string | null;
}

/** The one of the hot path; a test asserts that it is answered by its index alone. */
export const ANSWER_STATEMENTS = {
  keptAnswer: `select * from kept_answers
    where scope = ? and idempotency_key = ? and at > ?`,
} as const;

/** The answer to a request that was kept after a moment. */
export function createAnswerRead(
  database: Database,
): (scope: string, key: string, after: number) => KeptAnswer | null {
  const keptAnswer = database.prepare<[string, string, number], AnswerRow>(
    ANSWER_STATEMENTS.keptAnswer,
  );
  return (scope, key, after) => {
    const row = keptAnswer.get(scope, key, after);
    if (row === undefined) return null;
    const { fingerprint, at, interaction_id: subjectId, refusal } = row;
    return {
      scope,
      key,
      fingerprint,
      at,
      subjectId,
      refusal: refusal === null ? null : JSON.parse(refusal),
    };
  };
}

export function createAnswerWriter(database: Database): WritersOf<'kept_answer'> {
  const insert = database.prepare(
    `insert or replace into kept_answers
       (scope, idempotency_key, fingerprint, at, interaction_id, refusal)
     values (?, ?, ?, ?, ?, ?)`,
  );
  // Two for each one written: what is too old goes faster than it comes.
  const forget = database.prepare(
    `delete from kept_answers where (scope, idempotency_key) in (
       select scope, idempotency_key from kept_answers where at < ? order by at limit 2)`,
  );
  return {
    kept_answer({ answer: { scope, key, fingerprint, at, subjectId, refusal } }, { forgetBefore }) {
      const text = refusal === null ? null : JSON.stringify(refusal);
      insert.run(scope, key, fingerprint, at, subjectId, text);
      forget.run(forgetBefore);
    },
  };
}
