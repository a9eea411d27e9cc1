import type { Database } from 'better-sqlite3';
import type { Interaction, Moment } from '../../domain/interactions/interaction.js';
import { CLOCKS, type ClockName } from '../../domain/interactions/vocabulary.js';
import type { QueueCounts } from '../lists.js';
import type { NodeQueries } from '../node-queries.js';
import type { Answers, QueryOf } from '../queries.js';
import {
  type FactRow,
  factOf,
  type InteractionRow,
  interactionOf,
  SELECT_INTERACTIONS,
  selectInteractions,
} from '../rows/interactions.js';
import { ANSWER_STATEMENTS } from './rows/answers.js';
import { ATTEMPT_STATEMENTS, createUndecided } from './rows/attempts.js';
import { CHAT_LEASE_STATEMENTS, createChatSights } from './rows/chat-leases.js';
import {
  CHAT_STATEMENTS,
  type ChatReads,
  createChatQueries,
  createChatReads,
} from './rows/chat-reads.js';
import { CLOCK_STATEMENTS, createClockReads } from './rows/clock-reads.js';
import { createDeliveryReads } from './rows/deliveries.js';
import { createSights, LEASE_STATEMENTS } from './rows/leases.js';
import { createMessageReads } from './rows/messages.js';
import { createPacingReads, PACING_STATEMENTS } from './rows/pacing.js';
import { createRefusalReads, REFUSAL_STATEMENTS } from './rows/refusals.js';
import { createStrategyReads } from './rows/strategies.js';
import { createVersionReads } from './rows/versions.js';

/** Live attempts of a visit that are read one and all: without strict mode it may have thousands. */
const FEW_ATTEMPTS = 8;

/** For the live attempts of a visit: left to itself, SQLite reads all that the visit ever had. */
const SELECT_LIVE = selectInteractions('interactions indexed by interactions_visit');

/** Statements of the hot path; a test asserts that each is answered by its index alone. */
export const HOT_STATEMENTS = {
  get: `${SELECT_INTERACTIONS} where interactions.id = ?`,
  history: `select sequence, type, at, actor, from_state, to_state, queue, reason, detail from history
    where interaction = (select n from interactions where id = ?) order by sequence`,
  // Unlike `is not null`, a comparison can use the index.
  live: `${SELECT_LIVE} where visit_id = ? and clock > '' limit 0 + ?`,
  firstToEnd: `${SELECT_LIVE} where visit_id = ? and clock = ? order by clock_started_at limit 0 + ?`,
  lastToEnd: `${SELECT_LIVE} where visit_id = ? and clock = ?
    order by clock_started_at desc limit 1`,
  ofVisitor: `${SELECT_INTERACTIONS} where visitor_id = ? and visitor_claimed = 0
    order by n limit 0 + ?`,
  ofClaimedVisitor: `${SELECT_INTERACTIONS} where visitor_id = ? and visitor_claimed = 1
    order by n limit 0 + ?`,
  ofIdentity: `${SELECT_INTERACTIONS} where identity_id = ? order by n limit 0 + ?`,
  earliestStopped: `select stopped_at as moment from interactions indexed by interactions_stopped
    where stopped_at is not null and clock is null order by stopped_at limit 1`,
  ...CLOCK_STATEMENTS,
  oldestActive: `select placed_at as moment from interactions
    where queue = ? and stopped_at is null order by placed_at limit 1`,
  activeIds: `select id from interactions
    where queue = ? and stopped_at is null and placed_at <= ? order by placed_at limit 0 + ?`,
  wasErased: `select 1 from erased_visitors
    where signing_key = ? and mark = ? and erased_at >= ?`,
  identity: `select id, key, value from identities where key = ? and folded = ?`,
  ...ANSWER_STATEMENTS,
  ...ATTEMPT_STATEMENTS,
  ...REFUSAL_STATEMENTS,
  ...CHAT_STATEMENTS,
  ...LEASE_STATEMENTS,
  ...CHAT_LEASE_STATEMENTS,
  ...PACING_STATEMENTS,
} as const;

/** The moment of a statement that finds at most one. */
type MomentRow = { readonly moment: number };

/** Interactions of a visit on which a clock runs, oldest first. */
function createLiveAttempts(database: Database): (visitId: string) => readonly Interaction[] {
  const live = database.prepare<[string, number], InteractionRow>(HOT_STATEMENTS.live);
  const firstToEnd = database.prepare<[string, ClockName, number], InteractionRow>(
    HOT_STATEMENTS.firstToEnd,
  );
  const lastToEnd = database.prepare<[string, ClockName], InteractionRow>(HOT_STATEMENTS.lastToEnd);

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

  return (visitId) =>
    liveRows(visitId)
      .sort((a, b) => a.n - b.n)
      .map(interactionOf);
}

/** The questions that an index answers, on the connection of the writer: they see what it wrote. */
export function createQueries(
  database: Database,
  servingSince: Moment,
): Answers<Exclude<QueryOf<'key'>, 'changesSince' | keyof NodeQueries>> & {
  readonly reads: ChatReads;
} {
  const reads = createChatReads(database);
  const chats = createChatQueries(database, reads);
  const get = database.prepare<[string], InteractionRow>(HOT_STATEMENTS.get);
  const history = database.prepare<[string], FactRow>(HOT_STATEMENTS.history);
  const earliestStopped = database.prepare<[], MomentRow>(HOT_STATEMENTS.earliestStopped);
  const oldest = database.prepare<[string], MomentRow>(HOT_STATEMENTS.oldestActive);
  const oldestChat = database.prepare<[string], MomentRow>(HOT_STATEMENTS.oldestChat);
  const activeIds = database
    .prepare<[string, number, number], string>(HOT_STATEMENTS.activeIds)
    .pluck();
  const erased = database.prepare<[string, string, number], number>(HOT_STATEMENTS.wasErased);
  const counts = database.prepare<[], Omit<QueueCounts, 'oldestActiveAt'>>(
    'select queue, active, stopped, entered from queue_counts',
  );

  /** Of interactions by their placement, of chats by the wait. */
  const oldestIn = (queue: string): Moment | null => {
    const moments = [oldest.get(queue)?.moment, oldestChat.get(queue)?.moment];
    const first = Math.min(...moments.map((moment) => moment ?? Number.POSITIVE_INFINITY));
    return Number.isFinite(first) ? first : null;
  };

  return {
    interaction(id) {
      const row = get.get(id);
      return row ? interactionOf(row) : null;
    },
    history: (id) => history.all(id).map(factOf),
    liveAttempts: createLiveAttempts(database),
    reads,
    ...chats,
    ...createPacingReads(database, chats.handling),
    ...createChatSights(database),
    ...createClockReads(database, servingSince),
    earliestStopped: () => earliestStopped.get()?.moment ?? null,
    queueCounts: () => counts.all().map((row) => ({ ...row, oldestActiveAt: oldestIn(row.queue) })),
    activeInQueue: (queue, placedBy, limit) => activeIds.all(queue, placedBy, limit),
    wasErased: ({ signingKeyId, mark, issuedAt }) =>
      erased.get(signingKeyId, mark, issuedAt) !== undefined,
    ...createUndecided(database),
    ...createVersionReads(database),
    ...createStrategyReads(database),
    ...createRefusalReads(database),
    ...createSights(database),
    ...createDeliveryReads(database),
    ...createMessageReads(database),
  };
}
