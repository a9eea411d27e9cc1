import type { Database } from 'better-sqlite3';
import type { KeptAnswer } from '../../../decisions/change.js';
import { type AnswerRow, answerOf } from '../../rows/answers.js';
import type { WritersOf } from '../writer.js';

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
    return row === undefined ? null : answerOf(row);
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
