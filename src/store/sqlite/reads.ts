import type { Database } from 'better-sqlite3';
import type { KeptAnswer, OptionChange } from '../../decisions/change.js';
import type { Person } from '../../decisions/context.js';
import type { ApiKey, PublishableKey, VisitorMark } from '../../decisions/credentials.js';
import { CLOCKS, type ClockName } from '../../domain/interactions/vocabulary.js';
import type { QueueCounts } from '../queries.js';
import type { AdminReads, InteractionReads } from '../store.js';
import {
  type FactRow,
  factOf,
  type InteractionRow,
  interactionOf,
  SELECT_INTERACTIONS,
  SELECT_LIVE,
} from './interaction-rows.js';
import { HOT_STRATEGY_STATEMENTS } from './strategy-rows.js';

/** Live attempts of a visit that are read one and all: without strict mode it may have thousands. */
const FEW_ATTEMPTS = 8;

/** Statements of the hot path; a test asserts that each is answered by its index alone. */
export const HOT_STATEMENTS = {
  get: `${SELECT_INTERACTIONS} where interactions.id = ?`,
  history: `select sequence, type, at, actor, from_state, to_state, queue, reason, detail from history
    where interaction = (select n from interactions where id = ?) order by sequence`,
  // Unlike `is not null`, a comparison can use the index.
  live: `${SELECT_LIVE} where visit_id = ? and clock > '' limit ?`,
  firstToEnd: `${SELECT_LIVE} where visit_id = ? and clock = ? order by clock_started_at limit ?`,
  lastToEnd: `${SELECT_LIVE} where visit_id = ? and clock = ?
    order by clock_started_at desc limit 1`,
  ofVisitor: `${SELECT_INTERACTIONS} where visitor_id = ? and visitor_claimed = 0
    order by n limit ?`,
  ofClaimedVisitor: `${SELECT_INTERACTIONS} where visitor_id = ? and visitor_claimed = 1
    order by n limit ?`,
  ofIdentity: `${SELECT_INTERACTIONS} where identity_id = ? order by n limit ?`,
  due: `select id from interactions where clock = ? and clock_started_at <= ?
    order by clock_started_at limit ?`,
  earliest: `select clock_started_at as moment from interactions where clock = ?
    order by clock_started_at limit 1`,
  oldestActive: `select placed_at as moment from interactions
    where queue = ? and stopped_at is null order by placed_at limit 1`,
  activeIds: `select id from interactions
    where queue = ? and stopped_at is null and placed_at <= ? order by placed_at limit ?`,
  activeOfState: `select id from interactions
    where queue = ? and stopped_at is null and placed_at <= ? and state = ?
    order by placed_at limit ?`,
  keptAnswer: `select * from kept_answers
    where scope = ? and idempotency_key = ? and at > ?`,
  wasErased: `select 1 from erased_visitors
    where signing_key = ? and mark = ? and erased_at >= ?`,
  ...HOT_STRATEGY_STATEMENTS,
} as const;

interface ApiKeyRow {
  readonly id: string;
  readonly name: string;
  readonly prefix: string;
  readonly hash: string;
  readonly scopes: string;
  readonly created_at: number;
  readonly revoked_at: number | null;
}

interface PublishableKeyRow {
  readonly id: string;
  readonly name: string;
  readonly key: string;
  readonly origins: string;
  readonly created_at: number;
  readonly revoked_at: number | null;
}

interface AnswerRow {
  readonly scope: string;
  readonly idempotency_key: string;
  readonly fingerprint: string;
  readonly at: number;
  readonly interaction_id: string | null;
  readonly refusal: string | null;
}

const apiKeyOf = (row: ApiKeyRow): ApiKey => ({
  id: row.id,
  name: row.name,
  prefix: row.prefix,
  hash: row.hash,
  scopes: row.scopes.split(' '),
  createdAt: row.created_at,
  revokedAt: row.revoked_at,
});

const publishableKeyOf = (row: PublishableKeyRow): PublishableKey => ({
  id: row.id,
  name: row.name,
  key: row.key,
  origins: JSON.parse(row.origins) as string[],
  createdAt: row.created_at,
  revokedAt: row.revoked_at,
});

const answerOf = (row: AnswerRow): KeptAnswer => ({
  scope: row.scope,
  key: row.idempotency_key,
  fingerprint: row.fingerprint,
  at: row.at,
  subjectId: row.interaction_id,
  refusal: row.refusal === null ? null : JSON.parse(row.refusal),
});

export type SqliteReads = InteractionReads &
  AdminReads & {
    /** The same reads for a decision: inside the transaction, and at once. */
    readonly now: {
      get(id: string): ReturnType<typeof interactionOf> | undefined;
      live(visitId: string): ReturnType<typeof interactionOf>[];
      ofPerson(person: Person, limit: number): ReturnType<typeof interactionOf>[];
      earliest(clock: ClockName): number | undefined;
      keptAnswer(scope: string, key: string, after: number): KeptAnswer | undefined;
      wasErased(mark: VisitorMark): boolean;
      identity(key: string, folded: string): { id: string; key: string; value: string } | undefined;
    };
    optionVersion(name: string, version: number): Promise<OptionChange | undefined>;
  };

export function createReads(database: Database): SqliteReads {
  const get = database.prepare<[string], InteractionRow>(HOT_STATEMENTS.get);
  const history = database.prepare<[string], FactRow>(HOT_STATEMENTS.history);
  const live = database.prepare<[string, number], InteractionRow>(HOT_STATEMENTS.live);
  const firstToEnd = database.prepare<[string, ClockName, number], InteractionRow>(
    HOT_STATEMENTS.firstToEnd,
  );
  const lastToEnd = database.prepare<[string, ClockName], InteractionRow>(HOT_STATEMENTS.lastToEnd);
  const ofPerson = {
    visitor: database.prepare<[string, number], InteractionRow>(HOT_STATEMENTS.ofVisitor),
    claimed_visitor: database.prepare<[string, number], InteractionRow>(
      HOT_STATEMENTS.ofClaimedVisitor,
    ),
    identity: database.prepare<[string, number], InteractionRow>(HOT_STATEMENTS.ofIdentity),
  };
  const due = database.prepare<[ClockName, number, number], { id: string }>(HOT_STATEMENTS.due);
  const earliest = database.prepare<[ClockName], { moment: number }>(HOT_STATEMENTS.earliest);
  const oldest = database.prepare<[string], { moment: number }>(HOT_STATEMENTS.oldestActive);
  const activeIds = database.prepare<[string, number, number], { id: string }>(
    HOT_STATEMENTS.activeIds,
  );
  const activeOfState = database.prepare<[string, number, string, number], { id: string }>(
    HOT_STATEMENTS.activeOfState,
  );
  const apiKeys = database.prepare<[], ApiKeyRow>('select * from api_keys order by rowid desc');
  const keptAnswer = database.prepare<[string, string, number], AnswerRow>(
    HOT_STATEMENTS.keptAnswer,
  );
  const publishableKeys = database.prepare<[], PublishableKeyRow>(
    'select * from publishable_keys order by rowid desc',
  );
  const signingKeys = database.prepare<[], { id: string; secret: Buffer; createdAt: number }>(
    'select id, secret, created_at as createdAt from signing_keys order by rowid desc',
  );
  const erased = database.prepare<[string, string, number], number>(HOT_STATEMENTS.wasErased);
  const counts = database.prepare<[], Omit<QueueCounts, 'oldestActiveAt'>>(
    'select queue, active, stopped, entered from queue_counts',
  );
  const identity = database.prepare<[string, string], { id: string; key: string; value: string }>(
    'select id, key, value from identities where key = ? and folded = ?',
  );
  const optionVersion = database.prepare<[string, number], OptionChange>(
    'select name, version, value, at, actor as "by" from option_changes where name = ? and version = ?',
  );
  const queueNames = database
    .prepare<[], string>("select name from objects where kind = 'interaction-queues' order by n")
    .pluck();

  /** All of a few; of many the first to end, and of each clock the last. */
  function liveRows(visitId: string): InteractionRow[] {
    const few = live.all(visitId, FEW_ATTEMPTS + 1);
    if (few.length <= FEW_ATTEMPTS) return few;
    const some = CLOCKS.flatMap((clock) => [
      ...firstToEnd.all(visitId, clock, FEW_ATTEMPTS),
      ...lastToEnd.all(visitId, clock),
    ]);
    return [...new Map(some.map((row) => [row.n, row])).values()];
  }

  return {
    now: {
      get: (id) => {
        const row = get.get(id);
        return row && interactionOf(row);
      },
      live: (visitId) =>
        liveRows(visitId)
          .sort((a, b) => a.n - b.n)
          .map(interactionOf),
      ofPerson: ({ kind, id }, limit) => ofPerson[kind].all(id, limit).map(interactionOf),
      earliest: (clock) => earliest.get(clock)?.moment,
      keptAnswer: (scope, key, after) => {
        const row = keptAnswer.get(scope, key, after);
        return row && answerOf(row);
      },
      wasErased: ({ signingKeyId, mark, issuedAt }) =>
        erased.get(signingKeyId, mark, issuedAt) !== undefined,
      identity: (key, folded) => identity.get(key, folded),
    },
    async get(id) {
      return this.now.get(id);
    },
    history: async (id) => history.all(id).map(factOf),
    async liveAttempts(visitId) {
      return this.now.live(visitId);
    },
    due: async (clock, startedBy, limit) => due.all(clock, startedBy, limit).map((row) => row.id),
    async earliest(clock) {
      return this.now.earliest(clock);
    },
    queueCounts: async () =>
      counts
        .all()
        .map((row) => ({ ...row, oldestActiveAt: oldest.get(row.queue)?.moment ?? null })),
    activeInQueue: async (queue, placedBy, limit) =>
      activeIds.all(queue, placedBy, limit).map((row) => row.id),
    activeOfState: async (queue, state, placedBy, limit) =>
      activeOfState.all(queue, placedBy, state, limit).map((row) => row.id),
    optionVersion: async (name, version) => optionVersion.get(name, version),
    apiKeys: async () => apiKeys.all().map(apiKeyOf),
    publishableKeys: async () => publishableKeys.all().map(publishableKeyOf),
    signingKeys: async () => signingKeys.all(),
    async wasErased(mark) {
      return this.now.wasErased(mark);
    },
    queueNames: async () => queueNames.all(),
  };
}
