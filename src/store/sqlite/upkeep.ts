import { performance } from 'node:perf_hooks';
import type { Database, Statement } from 'better-sqlite3';
import type { Moment } from '../../domain/interactions/interaction.js';
import type { Writes } from './writes.js';

/** Interactions removed in one change (each dirties pages all over), and its time. */
const MAX_PURGED = 40;
const MAX_PURGE_MS = 3;
/** Interactions looked at for each one removed: some wait for their messages. */
const LOOK_AHEAD = 10;

/** Forgotten in one change, a millisecond of each: marks lie all over, refusals side by side. */
const MAX_REFUSALS = 1000;
const MAX_MARKS = 50;
const MAX_TALLIES = 200;

/** Pages moved in one change, and the share of the file that is left free to write into. */
const PAGES = 32;
const FREE_SHARE = 1 / 10;

/** Answered by the index on `stopped_at`, earliest first. */
export const UPKEEP_STATEMENTS = {
  purgeable: `select n, queue, identity_id from interactions indexed by interactions_stopped
    where stopped_at <= ? and clock is null
      and not exists (select 1 from chats where chats.id = interactions.chat_id and closed_at is null)
    order by stopped_at limit 0 + ?`,
  purgeableChats: `select n, queue, identity_id from chats indexed by chats_closed
    where closed_at <= ? order by closed_at limit 0 + ?`,
  undeliveredOfChat: `select 1 from messages m where m.chat = ? and (
      m.n > (select min(cursor) from webhook_endpoints where enabled = 1)
      or exists (select 1 from deliveries d where d.message = m.n and d.status = 'pending')
    ) limit 1`,
  undelivered: `select 1 from messages m where m.interaction = ? and (
      m.n > (select min(cursor) from webhook_endpoints where enabled = 1)
      or exists (select 1 from deliveries d where d.message = m.n and d.status = 'pending')
    ) limit 1`,
} as const;

/** Short changes of housekeeping, inside the transaction. */
export interface Upkeep {
  /** How many went: as many as its time allows, 0 when nothing is left. */
  purge(stoppedBy: Moment): number;
  /** The same for chats that ended. */
  purgeChats(closedBy: Moment): number;
  forget(madeBy: Moment): boolean;
  forgetTallies(minute: number): boolean;
  shrink(): boolean;
}

interface Purgeable {
  readonly n: number;
  readonly queue: string;
  readonly identity_id: string | null;
}

/** Removes as many rows as the time allows, but for those that somebody is still to be told of. */
function some(
  rows: readonly Purgeable[],
  undelivered: Statement<[number], number>,
  remove: Statement<[number]>,
): readonly Purgeable[] {
  const until = performance.now() + MAX_PURGE_MS;
  const removed: Purgeable[] = [];
  for (const row of rows) {
    // One goes however slow the machine is: none would mean that nothing is left.
    const isLate = removed.length > 0 && performance.now() >= until;
    if (removed.length === MAX_PURGED || isLate) break;
    // What stays holds up nothing behind it.
    if (undelivered.get(row.n) !== undefined) continue;
    remove.run(row.n);
    removed.push(row);
  }
  return removed;
}

export function createUpkeep(database: Database, writes: Writes): Upkeep {
  const purgeable = database.prepare<[number, number], Purgeable>(UPKEEP_STATEMENTS.purgeable);
  const undelivered = database.prepare<[number], number>(UPKEEP_STATEMENTS.undelivered).pluck();
  // Its history and its messages go by their foreign keys.
  const remove = database.prepare<[number]>('delete from interactions where n = ?');
  const purgeableChats = database.prepare<[number, number], Purgeable>(
    UPKEEP_STATEMENTS.purgeableChats,
  );
  const undeliveredOfChat = database
    .prepare<[number], number>(UPKEEP_STATEMENTS.undeliveredOfChat)
    .pluck();
  // Its history, what was said and its messages go by their foreign keys.
  const removeChat = database.prepare<[number]>('delete from chats where n = ?');
  const oldestRefusals = database.prepare<[number], { n: number; at: number }>(
    'select n, at from refusals order by n limit 0 + ?',
  );
  const forgetRefusals = database.prepare<[number]>('delete from refusals where n <= ?');
  const forgetMarks = database.prepare<[number, number]>(
    `delete from erased_visitors where (signing_key, mark) in (
       select signing_key, mark from erased_visitors where erased_at <= ?
       order by erased_at limit 0 + ?)`,
  );
  const forgetAgentFacts = database.prepare<[number, number]>(
    `delete from agent_history where (agent, at, sequence) in (
       select agent, at, sequence from agent_history where at <= ? order by at limit 0 + ?)`,
  );
  const forgetTallies = database.prepare<[number, number]>(
    `delete from tallies where (series, minute, label, bucket) in (
       select series, minute, label, bucket from tallies indexed by tallies_minute
       where minute <= ? order by minute limit 0 + ?)`,
  );
  const pages = (pragma: string): number => Number(database.pragma(pragma, { simple: true }));

  return {
    purge(stoppedBy) {
      const rows = purgeable.all(stoppedBy, MAX_PURGED * LOOK_AHEAD);
      const removed = some(rows, undelivered, remove);
      writes.countRemoved(removed);
      return removed.length;
    },
    purgeChats(closedBy) {
      const rows = purgeableChats.all(closedBy, MAX_PURGED * LOOK_AHEAD);
      const removed = some(rows, undeliveredOfChat, removeChat);
      writes.countRemoved(removed);
      return removed.length;
    },
    forget(madeBy) {
      forgetAgentFacts.run(madeBy, MAX_REFUSALS);
      const refusals = oldestRefusals.all(MAX_REFUSALS);
      const old = refusals.findLast(({ at }) => at <= madeBy);
      if (old) forgetRefusals.run(old.n);
      const { changes } = forgetMarks.run(madeBy, MAX_MARKS);
      return (
        changes === MAX_MARKS || (old !== undefined && old.n === refusals[MAX_REFUSALS - 1]?.n)
      );
    },
    forgetTallies: (minute) => forgetTallies.run(minute, MAX_TALLIES).changes === MAX_TALLIES,
    shrink() {
      if (pages('freelist_count') <= pages('page_count') * FREE_SHARE) return false;
      database.exec(`pragma incremental_vacuum(${PAGES})`);
      return true;
    },
  };
}
