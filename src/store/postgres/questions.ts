import type { QuestionsRequest } from '../work.js';
import { SILENT } from './nodes.js';
import { type Sql, type SqlAnswers, STATEMENT_TIME } from './sql.js';

/** Who asks about something and does not say so again has lost it after this, in milliseconds. */
const LEASE_MS = 120_000;
/** How many claims are removed in one step. */
const MOST_FORGOTTEN = 1000;

/** Whether a claim holds: its end has not come, and its process is there. */
const HOLDS = `questions.until > clock_timestamp() and exists (select 1 from nodes
  where nodes.id = questions.node and nodes.seen_at > clock_timestamp() - ${SILENT})`;

/** Whether nobody else asks about what a column names; takes the node that asks. */
export const unasked = (column: string): string =>
  `not exists (select 1 from questions
     where questions.subject = ${column} and questions.node <> ? and ${HOLDS})`;

/** Claims what nobody else asks about; which of them that is. */
export async function claimQuestions(
  sql: Sql,
  { noun, ids }: QuestionsRequest,
  node: string,
): Promise<readonly string[]> {
  const rows = await sql.all<{ subject: string }>(
    `insert into questions (subject, noun, node, epoch, until)
     select id, ?, ?, 1, clock_timestamp() + ? * interval '1 millisecond'
     from unnest(?::text[]) asked(id) order by id
     on conflict (subject) do update set node = excluded.node, until = excluded.until,
       epoch = questions.epoch + (questions.node <> excluded.node)::int
     where questions.node = excluded.node or not (${HOLDS})
     returning subject`,
    ...[noun, node, LEASE_MS, [...new Set(ids)]],
  );
  return rows.map(({ subject }) => subject);
}

/** Gives questions back. */
export const releaseQuestions = (sql: Sql, ids: readonly string[], node: string): Promise<number> =>
  sql.run('delete from questions where subject = any(?::text[]) and node = ?', ids, node);

export const ORPHANS: SqlAnswers<'orphanedChats'> = {
  async orphanedChats(sql, limit) {
    const rows = await sql.all<{ subject: string }>(
      `select subject from questions where noun = 'chat' and not (${HOLDS}) order by subject limit ?`,
      limit,
    );
    return rows.map(({ subject }) => subject);
  },
};

/** Forgets claims that have ended long enough ago for somebody to have looked; whether there may be more. */
export const forgetQuestions = async (sql: Sql): Promise<boolean> =>
  (await sql.run(
    `delete from questions where subject in (
       select subject from questions where until < ${STATEMENT_TIME} - interval '1 minute'
       limit ? for update skip locked)`,
    MOST_FORGOTTEN,
  )) === MOST_FORGOTTEN;
