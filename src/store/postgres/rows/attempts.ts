import type { Attempted } from '../../../decisions/question.js';
import type { Attempt } from '../../../domain/interactions/interaction.js';
import { LIMITS } from '../../../domain/limits.js';
import { numbersOf } from '../../pages.js';
import { type AttemptRow, attemptOf } from '../../rows/attempts.js';
import { unasked } from '../questions.js';
import type { Sql, SqlAnswers } from '../sql.js';

/** Attempts that a cap looks at. */
const MAX_ATTEMPTS = LIMITS.attempts.most;

const ATTEMPT = 'id, state, created_at, engaged_at, disposed_at, form_status';

async function rowsOf(
  sql: Sql,
  { visitorId, visitorIdClaimed, visitId }: Attempted,
): Promise<readonly AttemptRow[]> {
  if (visitorId !== null && !visitorIdClaimed)
    return sql.all<AttemptRow>(
      `select ${ATTEMPT} from interactions where visitor_id = ? and visitor_claimed = 0
       order by n desc limit ?`,
      visitorId,
      MAX_ATTEMPTS,
    );
  if (visitId === null) return [];
  const parts = await Promise.all([
    sql.all<AttemptRow>(
      `select ${ATTEMPT} from interactions where visit_id = ? and clock is not null limit ?`,
      visitId,
      MAX_ATTEMPTS,
    ),
    sql.all<AttemptRow>(
      `select ${ATTEMPT} from interactions where visit_id = ? and clock is null
       order by n desc limit ?`,
      visitId,
      MAX_ATTEMPTS,
    ),
  ]);
  return parts.flat();
}

/** The newest attempts at whoever was attempted, that one left out. */
export async function attemptsOf(sql: Sql, who: Attempted): Promise<readonly Attempt[]> {
  const rows = await rowsOf(sql, who);
  return rows.filter(({ id }) => id !== who.id).map(attemptOf);
}

interface WaitingRow {
  readonly id: string;
  readonly n: number;
  readonly started: number;
}

/**
 * What waits for a decision and no other node asks about; its place is its clock's start with the number
 * of its row.
 */
export const createUndecided = (node: string): SqlAnswers<'undecided'> => ({
  async undecided(sql, { size, after = '0.0' }) {
    const [startedAt = 0, n = 0] = numbersOf(after, 2);
    const rows = await sql.all<WaitingRow>(
      `select id, n, clock_started_at as started from interactions
       where clock = 'engagement' and state = 'Qualified' and (clock_started_at, n) > (?, ?)
         and ${unasked('interactions.id')}
       order by clock_started_at, n limit ?`,
      startedAt,
      n,
      node,
      size,
    );
    const last = rows.length === size ? rows.at(-1) : undefined;
    return { items: rows.map(({ id }) => id), next: last ? `${last.started}.${last.n}` : null };
  },
});
