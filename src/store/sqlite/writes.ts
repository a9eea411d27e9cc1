import type { Database } from 'better-sqlite3';
import type { Change } from '../../decisions/change.js';
import { LIMITS } from '../../domain/limits.js';
import { createCounters } from './counters.js';
import { createAgentWriters } from './rows/agents.js';
import { createAnswerWriter } from './rows/answers.js';
import { createAuditWriter } from './rows/audit.js';
import { createChatLeaseWriter } from './rows/chat-leases.js';
import { createChatWriters } from './rows/chat-writes.js';
import { createCredentialWriters } from './rows/credentials.js';
import { createEndpointWriter } from './rows/endpoints.js';
import { createInteractionWriter } from './rows/interaction-writes.js';
import { createLeaseWriter } from './rows/leases.js';
import { createMessageWriters } from './rows/messages.js';
import { createObjectWriter } from './rows/objects.js';
import { createPacingWriter } from './rows/pacing.js';
import { createRefusalWriter } from './rows/refusals.js';
import { createSessionWriters } from './rows/sessions.js';
import { createStrategyWriters } from './rows/strategies.js';
import { createVersionWriters } from './rows/versions.js';
import { createSeriesWriter, createTallies } from './tallies.js';
import type { Writer, WritersOf, WrittenAt } from './writer.js';

/** How long a kept answer is given again, in milliseconds. */
export const ANSWER_LIFETIME_MS = LIMITS.answerHours.most * 60 * 60 * 1000;

export interface Writes {
  /** Writes one decision's changes, in their order; throws when a guard or a check does not hold. */
  write(changes: readonly Change[], at: WrittenAt): void;
  /** Counts interactions that were removed altogether; the last step of a change. */
  countRemoved(removed: readonly { queue: string; identity_id: string | null }[]): void;
  /** Sees to it that the transaction writes, although nothing changed. */
  touch(): void;
  /**
   * Writes what the changes of a transaction add up to: counters and the newest moment. Returns
   * whether there were any.
   */
  finish(now: number): boolean;
  /** Interactions in a queue, those of the transaction under way included. */
  heldIn(queue: string): number;
  /** Forgets what was added up, after a rollback. */
  reset(): void;
}

export function createWrites(database: Database): Writes {
  const counters = createCounters(database);
  const tallies = createTallies(database);
  const WRITERS = {
    ...createInteractionWriter(database, counters),
    ...createVersionWriters(database),
    ...createStrategyWriters(database),
    ...createAgentWriters(database),
    ...createChatWriters(database, counters),
    ...createChatLeaseWriter(database),
    ...createObjectWriter(database),
    ...createCredentialWriters(database),
    ...createSessionWriters(database),
    ...createEndpointWriter(database),
    ...createMessageWriters(database),
    ...createAnswerWriter(database),
    ...createRefusalWriter(database),
    ...createPacingWriter(database),
    ...createLeaseWriter(database),
    ...createAuditWriter(database),
    ...createSeriesWriter(database),
    // Added up in the last step.
    tally() {},
  } satisfies WritersOf<Change['kind']>;
  const newest = database.prepare(
    'update service set newest_moment = max(newest_moment, ?) where only_row = 1',
  );
  let wrote = false;

  return {
    write(changes, at) {
      for (const change of changes) (WRITERS[change.kind] as Writer<Change['kind']>)(change, at);
      // The last step: a savepoint takes back what was written, not what was added up.
      for (const change of changes) {
        if (change.kind === 'interaction') counters.count(change);
        else if (change.kind === 'chat') counters.countChat(change);
        else if (change.kind === 'tally') tallies.add(change.rows);
      }
      wrote ||= changes.length > 0;
    },
    countRemoved(removed) {
      counters.countRemoved(removed);
      wrote ||= removed.length > 0;
    },
    touch() {
      wrote = true;
    },
    heldIn: counters.heldIn,
    finish(now) {
      if (!wrote) return false;
      wrote = false;
      counters.write();
      tallies.write();
      newest.run(now);
      return true;
    },
    reset() {
      wrote = false;
      counters.reset();
      tallies.reset();
    },
  };
}
