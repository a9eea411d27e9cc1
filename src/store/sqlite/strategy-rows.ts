import type { Database } from 'better-sqlite3';
import type { Changes } from '../../decisions/change.js';
import type { StrategySecret } from '../../decisions/credentials.js';
import { type LogicVersion, SHIPPED_LOGIC } from '../../decisions/logic.js';
import type { Attempt, Interaction } from '../../domain/interactions/interaction.js';
import type { FormStatus, State } from '../../domain/interactions/vocabulary.js';
import { LIMITS } from '../../domain/limits.js';
import type { RefusalCount, Waiting } from '../queries.js';
import type { StrategyLongReads, StrategyReads } from '../strategy.js';
import { NEWEST, pageOf } from './page.js';
import { type RefusalRow, refusalOf, SELECT_REFUSALS } from './refusal-rows.js';
import { createForgetRevoked } from './revoked.js';
import { type LogicRow, logicOf } from './version-lists.js';

/** Attempts that a cap looks at. */
const MAX_ATTEMPTS = LIMITS.attempts.most;

const ATTEMPT = 'id, state, created_at, engaged_at, disposed_at, form_status';

/** Those of the hot path that are about strategies; part of `HOT_STATEMENTS`. */
export const HOT_STRATEGY_STATEMENTS = {
  attemptsOfVisitor: `select ${ATTEMPT} from interactions
    where visitor_id = ? and visitor_claimed = 0 order by n desc limit ?`,
  // The index of visits is by clock too, so those without one are in the order of their creation.
  endedAttemptsOfVisit: `select ${ATTEMPT} from interactions indexed by interactions_visit
    where visit_id = ? and clock is null and clock_started_at is null order by n desc limit ?`,
  openAttemptsOfVisit: `select ${ATTEMPT} from interactions indexed by interactions_visit
    where visit_id = ? and clock > '' limit ?`,
  undecided: `select id, n, clock_started_at as startedAt from interactions
    where clock = 'engagement' and state = 'Qualified' and (clock_started_at, n) > (?, ?)
    order by clock_started_at, n limit ?`,
  refusalsOfVisit: `${SELECT_REFUSALS}
    where refusals.visit_id = ? and refusals.n < ? order by refusals.n desc limit ?`,
  newestOfVisit: `select reason, rule from refusals where visit_id = ? order by n desc limit ?`,
} as const;

interface AttemptRow {
  readonly id: string;
  readonly state: State;
  readonly created_at: number;
  readonly engaged_at: number | null;
  readonly disposed_at: number | null;
  readonly form_status: FormStatus | null;
}

const attemptOf = (row: AttemptRow): Attempt => ({
  state: row.state,
  createdAt: row.created_at,
  engagedAt: row.engaged_at,
  disposedAt: row.disposed_at,
  formStatus: row.form_status,
});

/** The reads of strategies; `now` are those that decisions make, inside the transaction. */
export function createStrategyReads(database: Database) {
  const ofVisitor = database.prepare<[string, number], AttemptRow>(
    HOT_STRATEGY_STATEMENTS.attemptsOfVisitor,
  );
  const endedOfVisit = database.prepare<[string, number], AttemptRow>(
    HOT_STRATEGY_STATEMENTS.endedAttemptsOfVisit,
  );
  const openOfVisit = database.prepare<[string, number], AttemptRow>(
    HOT_STRATEGY_STATEMENTS.openAttemptsOfVisit,
  );
  const undecided = database.prepare<[number, number, number], Waiting>(
    HOT_STRATEGY_STATEMENTS.undecided,
  );
  const newest = database.prepare<[], LogicRow>(
    'select * from engagement_logic order by version desc limit 1',
  );
  const version = database.prepare<[number], LogicRow>(
    'select * from engagement_logic where version = ?',
  );
  const secrets = database.prepare<[], StrategySecret>(
    `select id, name, secret, created_at as createdAt, revoked_at as revokedAt
     from strategy_secrets order by rowid desc`,
  );
  const ofVisitRefused = database.prepare<[string, number, number], RefusalRow>(
    HOT_STRATEGY_STATEMENTS.refusalsOfVisit,
  );
  const counts = database.prepare<[], RefusalCount>(
    `select reason, nullif(rule, '') as rule, total from refusal_counts order by total desc`,
  );
  const countsOfVisit = database.prepare<[string, number], RefusalCount>(
    `select reason, rule, count(*) as total from (${HOT_STRATEGY_STATEMENTS.newestOfVisit})
     group by reason, rule order by total desc`,
  );

  function rowsOf(interaction: Interaction): readonly AttemptRow[] {
    const { visitorId, visitorIdClaimed, visitId } = interaction;
    if (visitorId !== null && !visitorIdClaimed) return ofVisitor.all(visitorId, MAX_ATTEMPTS);
    if (visitId === null) return [];
    return [...openOfVisit.all(visitId, MAX_ATTEMPTS), ...endedOfVisit.all(visitId, MAX_ATTEMPTS)];
  }

  const attemptsOf = (interaction: Interaction): readonly Attempt[] =>
    rowsOf(interaction)
      .filter(({ id }) => id !== interaction.id)
      .map(attemptOf);

  const reads: Omit<StrategyReads, 'engagementLogic' | keyof StrategyLongReads> = {
    async engagementLogicVersion(number) {
      const row = version.get(number);
      return row && logicOf(row);
    },
    strategySecrets: async () => secrets.all(),
    refusalsOfVisit: async (visitId, { size, after = NEWEST }) =>
      pageOf(ofVisitRefused.all(visitId, after, size + 1), size, () => 0, refusalOf),
    refusalCounts: async (visitId) =>
      visitId === undefined
        ? counts.all()
        : countsOfVisit.all(visitId, LIMITS.refusalsPerVisit.most),
    undecided: async (limit, after) => undecided.all(after?.startedAt ?? 0, after?.n ?? 0, limit),
  };
  return {
    reads,
    now: {
      attemptsOf,
      logic(): LogicVersion {
        const row = newest.get();
        return row ? logicOf(row) : SHIPPED_LOGIC;
      },
    },
  };
}

/** Writes what strategies change. */
export function createStrategyWrites(database: Database): (changes: Changes) => void {
  const insertLogic = database.prepare(
    'insert into engagement_logic (version, rules, at, actor) values (?, ?, ?, ?)',
  );
  const insertSecret = database.prepare(
    `insert into strategy_secrets (id, name, secret, created_at, revoked_at) values (?, ?, ?, ?, ?)
     on conflict (id) do update set secret = excluded.secret, revoked_at = excluded.revoked_at`,
  );
  const forgetSecrets = createForgetRevoked(database, 'strategy_secrets');
  const insertRefusal = database.prepare(
    'insert into refusals (at, reason, visit_id, interaction_id, rule) values (?, ?, ?, ?, ?)',
  );
  const forgetOldest = database.prepare('delete from refusals where n <= ?');
  const forgetOldestOfVisit = database.prepare(
    `delete from refusals where visit_id = ? and n <= (
       select n from refusals where visit_id = ? order by n desc limit 1 offset ?)`,
  );
  const forgetVisit = database.prepare('delete from refusals where visit_id = ?');
  const count = database.prepare(
    `insert into refusal_counts (reason, rule, total) values (?, ?, 1)
     on conflict (reason, rule) do update set total = total + 1`,
  );

  return ({ engagementLogic, strategySecret, refusals = [], interactions = [] }) => {
    if (engagementLogic) {
      const { version, rules, at, by } = engagementLogic;
      insertLogic.run(version, JSON.stringify(rules), at, by);
    }
    if (strategySecret) {
      const { id, name, secret, createdAt, revokedAt } = strategySecret;
      insertSecret.run(id, name, secret, createdAt, revokedAt);
      forgetSecrets();
    }
    for (const { at, reason, visitId, interactionId, rule } of refusals) {
      const { lastInsertRowid } = insertRefusal.run(at, reason, visitId, interactionId, rule);
      forgetOldest.run(Number(lastInsertRowid) - LIMITS.refusals.most);
      if (visitId !== null) forgetOldestOfVisit.run(visitId, visitId, LIMITS.refusalsPerVisit.most);
      count.run(reason, rule ?? '');
    }
    for (const { before, after } of interactions)
      if (before && before.erasedAt !== after.erasedAt && before.visitId !== null)
        forgetVisit.run(before.visitId);
  };
}
