import type { Database } from 'better-sqlite3';
import type { Attempted } from '../../../decisions/question.js';
import type { Attempt } from '../../../domain/interactions/interaction.js';
import { LIMITS } from '../../../domain/limits.js';
import { numbersOf } from '../../pages.js';
import type { Answers } from '../../queries.js';
import { type AttemptRow, attemptOf } from '../../rows/attempts.js';

/** Attempts that a cap looks at. */
const MAX_ATTEMPTS = LIMITS.attempts.most;

const ATTEMPT = 'id, state, created_at, engaged_at, disposed_at, form_status';

/** Those of the hot path that strategies ask for; part of `HOT_STATEMENTS`. */
export const ATTEMPT_STATEMENTS = {
  attemptsOfVisitor: `select ${ATTEMPT} from interactions
    where visitor_id = ? and visitor_claimed = 0 order by n desc limit 0 + ?`,
  // The index of visits is by clock too, so those without one are in the order of their creation.
  endedAttemptsOfVisit: `select ${ATTEMPT} from interactions indexed by interactions_visit
    where visit_id = ? and clock is null and clock_started_at is null order by n desc limit 0 + ?`,
  openAttemptsOfVisit: `select ${ATTEMPT} from interactions indexed by interactions_visit
    where visit_id = ? and clock > '' limit 0 + ?`,
  undecided: `select id, n, clock_started_at as startedAt from interactions
    where clock = 'engagement' and state = 'Qualified' and (clock_started_at, n) > (?, ?)
    order by clock_started_at, n limit 0 + ?`,
} as const;

/** The newest attempts at whoever was attempted, that one left out. */
export function createAttemptReads(database: Database): (who: Attempted) => readonly Attempt[] {
  const ofVisitor = database.prepare<[string, number], AttemptRow>(
    ATTEMPT_STATEMENTS.attemptsOfVisitor,
  );
  const endedOfVisit = database.prepare<[string, number], AttemptRow>(
    ATTEMPT_STATEMENTS.endedAttemptsOfVisit,
  );
  const openOfVisit = database.prepare<[string, number], AttemptRow>(
    ATTEMPT_STATEMENTS.openAttemptsOfVisit,
  );

  function rowsOf({ visitorId, visitorIdClaimed, visitId }: Attempted): readonly AttemptRow[] {
    if (visitorId !== null && !visitorIdClaimed) return ofVisitor.all(visitorId, MAX_ATTEMPTS);
    if (visitId === null) return [];
    return [...openOfVisit.all(visitId, MAX_ATTEMPTS), ...endedOfVisit.all(visitId, MAX_ATTEMPTS)];
  }

  return (who) =>
    rowsOf(who)
      .filter(({ id }) => id !== who.id)
      .map(attemptOf);
}

interface WaitingRow {
  readonly id: string;
  readonly n: number;
  readonly startedAt: number;
}

/** What waits for a decision; its place is its clock's start with the number of its row. */
export function createUndecided(database: Database): Answers<'undecided'> {
  const undecided = database.prepare<[number, number, number], WaitingRow>(
    ATTEMPT_STATEMENTS.undecided,
  );
  return {
    undecided({ size, after = '0.0' }) {
      const [startedAt = 0, n = 0] = numbersOf(after, 2);
      const rows = undecided.all(startedAt, n, size);
      const last = rows.length === size ? rows.at(-1) : undefined;
      return { items: rows.map(({ id }) => id), next: last ? `${last.startedAt}.${last.n}` : null };
    },
  };
}
