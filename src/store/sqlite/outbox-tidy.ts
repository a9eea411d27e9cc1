import type { Database } from 'better-sqlite3';
import { BUCKET_MS, DAY_BUCKETS } from './outbox-lists.js';

/** Messages looked at for each one removed: some wait to be delivered. */
const LOOK_AHEAD = 10;

/** Messages about no interaction, oldest first: the others go with theirs. Answered by its index. */
export const OUTLIVED = `select n from messages indexed by messages_apart
  where interaction is null and created_at < ? order by created_at limit ?`;

/** Removes a little of what is no longer needed; tells whether there may be more. */
export function createTidy(
  database: Database,
  now: () => number,
): (purgeBefore: number, limit: number) => boolean {
  const tidyings = [
    database.prepare<[number]>(
      `update deliveries set status = 'failed', next_attempt_at = null where n in (
         select d.n from webhook_endpoints e join deliveries d on d.endpoint = e.n
         where e.enabled = 0 and d.status = 'pending' limit ?)`,
    ),
    database.prepare<[number]>(
      `delete from deliveries where n in (
         select d.n from webhook_endpoints e join deliveries d on d.endpoint = e.n
         where e.deleted_at is not null limit ?)`,
    ),
  ];
  const removeEndpoints = database.prepare(
    `delete from webhook_endpoints where deleted_at is not null
       and not exists (select 1 from deliveries d where d.endpoint = webhook_endpoints.n)`,
  );
  const removeMessages = database.prepare<[number, number, number]>(
    `delete from messages where n in (
       select m.n from (${OUTLIVED}) m
       where m.n <= (select coalesce(min(cursor), m.n) from webhook_endpoints where enabled = 1)
         and not exists (select 1 from deliveries d where d.message = m.n and d.status = 'pending')
       limit ?)`,
  );
  const removeCounts = database.prepare('delete from webhook_counts where bucket < ?');

  return (purgeBefore, limit) => {
    const changed = tidyings.map((statement) => statement.run(limit).changes);
    changed.push(removeMessages.run(purgeBefore, LOOK_AHEAD * limit, limit).changes);
    removeEndpoints.run();
    removeCounts.run(Math.floor(now() / BUCKET_MS) - DAY_BUCKETS);
    return changed.some((rows) => rows === limit);
  };
}
