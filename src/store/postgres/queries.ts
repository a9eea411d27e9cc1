import type { Moment } from '../../domain/interactions/interaction.js';
import type { QueueCounts } from '../lists.js';
import type { QueryOf } from '../queries.js';
import { listNodes } from './nodes.js';
import { ORPHANS } from './questions.js';
import { createUndecided } from './rows/attempts.js';
import { CHAT_LISTS, CHAT_QUERIES, createUnrouted } from './rows/chat-queries.js';
import { readStandings } from './rows/chat-reads.js';
import { CLOCK_COUNT, createClockReads } from './rows/clock-reads.js';
import { DELIVERY_LISTS, DELIVERY_READS, endpointStatistics } from './rows/deliveries.js';
import { HISTORY_READS } from './rows/histories.js';
import { INTERACTION_LISTS, INTERACTION_READS } from './rows/interactions.js';
import { LEASE_LISTS, SIGHTS } from './rows/leases.js';
import { PACING_READS } from './rows/pacing.js';
import { RECORD_LISTS, RECORD_READS } from './rows/records.js';
import { STRATEGY_LISTS, STRATEGY_READS } from './rows/strategies.js';
import { TALLY_READS } from './rows/tallies.js';
import type { SqlAnswers } from './sql.js';

const QUEUE_COUNTS: SqlAnswers<'queueCounts'> = {
  queueCounts: (sql) =>
    // Of interactions by their placement, of chats by the wait.
    sql.all<QueueCounts>(
      `select queue, active, stopped, entered, least(
         (select min(placed_at) from interactions
          where interactions.queue = queue_counts.queue and stopped_at is null),
         (select min(waiting_since) from chats where waits_in = queue_counts.queue)
       ) as "oldestActiveAt"
       from queue_counts order by queue`,
    ),
};

/** The questions that an index answers. */
export function createQueries(
  servingSince: () => Moment,
  node: string,
): SqlAnswers<Exclude<QueryOf<'key'>, 'changesSince'>> {
  return {
    ...INTERACTION_READS,
    ...CHAT_QUERIES,
    ...createUnrouted(node),
    ...PACING_READS,
    ...SIGHTS,
    ...createClockReads(servingSince),
    ...QUEUE_COUNTS,
    ...RECORD_READS,
    ...createUndecided(node),
    ...ORPHANS,
    ...DELIVERY_READS,
    ...STRATEGY_READS,
    nodes: (sql) => listNodes(sql, node),
  };
}

/** The questions that may look at many rows; `now` is service time. */
export function createLongQueries(now: () => Moment): SqlAnswers<QueryOf<'scan'>> {
  return {
    ...INTERACTION_LISTS,
    ...CHAT_LISTS,
    ...LEASE_LISTS,
    ...RECORD_LISTS,
    ...DELIVERY_LISTS,
    ...HISTORY_READS,
    ...TALLY_READS,
    ...CLOCK_COUNT,
    ...STRATEGY_LISTS,
    standings: readStandings,
    endpointStatistics: (sql, endpointId) => endpointStatistics(sql, endpointId, now()),
  };
}
