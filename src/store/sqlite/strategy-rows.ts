import type { Database } from 'better-sqlite3';
import type { Attempt, Interaction } from '../../lifecycle/interaction.js';
import type { FormStatus, State } from '../../lifecycle/vocabulary.js';
import type { Rules } from '../../strategy/schema.js';
import type { Changes, Page } from '../store.js';
import {
  type ListedRefusal,
  type LogicVersion,
  type RefusalCount,
  type RefusalReason,
  SHIPPED_LOGIC,
  type StrategyReads,
  type StrategySecret,
} from '../strategy.js';

/** Refusals that are listed; older ones only count. */
const MAX_REFUSALS = 10_000;
/** Refusals of one visit that are counted for it. */
const MAX_COUNTED = 1000;
/** Attempts that a cap looks at. */
const MAX_ATTEMPTS = 1000;

const ATTEMPT = 'id, state, created_at, engaged_at, disposed_at, form_status';

/** Those of the hot path that are about strategies; part of `HOT_STATEMENTS`. */
export const HOT_STRATEGY_STATEMENTS = {
  attemptsOfVisitor: `select ${ATTEMPT} from interactions
    where visitor_id = ? and visitor_claimed = 0 order by n desc limit ?`,
  // The index of visits is by clock too, so those without one are in the order of their creation.
  endedAttemptsOfVisit: `select ${ATTEMPT} from interactions indexed by interactions_visit
    where visit_id = ? and clock is null order by n desc limit ?`,
  openAttemptsOfVisit: `select ${ATTEMPT} from interactions indexed by interactions_visit
    where visit_id = ? and clock > '' limit ?`,
  undecided: `select id from interactions where clock = 'engagement' and state = 'Qualified'
    order by clock_started_at limit ?`,
  refusalsOfVisit: `select refusals.*, interactions.reason_detail as detail from refusals
    left join interactions on interactions.id = refusals.interaction_id
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

interface RefusalRow {
  readonly n: number;
  readonly at: number;
  readonly reason: RefusalReason;
  readonly visit_id: string | null;
  readonly interaction_id: string | null;
  readonly rule: string | null;
  readonly detail: string | null;
}

interface LogicRow {
  readonly version: number;
  readonly rules: string;
  readonly at: number;
  readonly actor: string;
}

const attemptOf = (row: AttemptRow): Attempt => ({
  state: row.state,
  createdAt: row.created_at,
  engagedAt: row.engaged_at,
  disposedAt: row.disposed_at,
  formStatus: row.form_status,
});

const refusalOf = (row: RefusalRow): ListedRefusal => ({
  at: row.at,
  reason: row.reason,
  visitId: row.visit_id,
  interactionId: row.interaction_id,
  rule: row.rule,
  detail: row.reason === 'not_engaged' ? row.detail : null,
});

/** A page of rows, of which one more than its size was read. */
function pageOf(rows: readonly RefusalRow[], size: number): Page<ListedRefusal> {
  const items = rows.slice(0, size);
  const next = rows.length > size ? (items.at(-1)?.n ?? null) : null;
  return { items: items.map(refusalOf), next };
}

const logicOf = ({ version, rules, at, actor }: LogicRow): LogicVersion => ({
  version,
  rules: JSON.parse(rules) as Rules,
  at,
  by: actor,
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
  const undecided = database.prepare<[number], string>(HOT_STRATEGY_STATEMENTS.undecided).pluck();
  const history = database.prepare<[], LogicRow>(
    'select * from engagement_logic order by version desc',
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

  const reads: Omit<StrategyReads, 'engagementLogic'> = {
    engagementLogicHistory: async () => history.all().map(logicOf),
    strategySecrets: async () => secrets.all(),
    async refusals({ reason, rule, visitId }, { size, after = Number.MAX_SAFE_INTEGER }) {
      // Every look at a visit asks for these.
      if (visitId !== undefined && reason === undefined && rule === undefined)
        return pageOf(ofVisitRefused.all(visitId, after, size + 1), size);
      const conditions = [
        ...(visitId === undefined ? [] : [['refusals.visit_id = ?', visitId] as const]),
        ...(reason === undefined ? [] : [['refusals.reason = ?', reason] as const]),
        ...(rule === undefined ? [] : [['refusals.rule = ?', rule] as const]),
        ['refusals.n < ?', after] as const,
      ];
      const rows = database
        .prepare<unknown[], RefusalRow>(
          `select refusals.*, interactions.reason_detail as detail from refusals
           left join interactions on interactions.id = refusals.interaction_id
           where ${conditions.map(([sql]) => sql).join(' and ')}
           order by refusals.n desc limit ?`,
        )
        .all(...conditions.map(([, value]) => value), size + 1);
      return pageOf(rows, size);
    },
    refusalCounts: async (visitId) =>
      visitId === undefined ? counts.all() : countsOfVisit.all(visitId, MAX_COUNTED),
    undecided: async (limit) => undecided.all(limit),
  };
  return {
    reads,
    now: { attemptsOf, logic: (): LogicVersion => history.all().map(logicOf)[0] ?? SHIPPED_LOGIC },
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
  const insertRefusal = database.prepare(
    'insert into refusals (at, reason, visit_id, interaction_id, rule) values (?, ?, ?, ?, ?)',
  );
  const forgetOldest = database.prepare('delete from refusals where n <= ?');
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
    }
    for (const { at, reason, visitId, interactionId, rule } of refusals) {
      const { lastInsertRowid } = insertRefusal.run(at, reason, visitId, interactionId, rule);
      forgetOldest.run(Number(lastInsertRowid) - MAX_REFUSALS);
      count.run(reason, rule ?? '');
    }
    for (const { before, after } of interactions)
      if (before && before.erasedAt !== after.erasedAt && before.visitId !== null)
        forgetVisit.run(before.visitId);
  };
}
