import type { Database } from 'better-sqlite3';
import { BUCKET_MS, DAY_BUCKETS } from '../rows/deliveries.js';
import type { TidyAges } from '../work.js';

/** Messages looked at for each one removed: some wait to be delivered. */
const LOOK_AHEAD = 10;

/** Messages about no interaction, oldest first: the others go with theirs. Answered by its index. */
export const OUTLIVED = `select n from messages indexed by messages_apart
  where interaction is null and created_at < ? order by created_at limit 0 + ?`;

/**
 * Removes a little of what is no longer needed, nothing for its age without ages; tells whether
 * there may be more.
 */
export function createTidyMessages(
  database: Database,
): (ages: TidyAges | null, limit: number) => boolean {
  const tidyings = [
    database.prepare<[number]>(
      `update deliveries set status = 'failed', next_attempt_at = null where n in (
         select d.n from webhook_endpoints e join deliveries d on d.endpoint = e.n
         where e.enabled = 0 and d.status = 'pending' limit 0 + ?)`,
    ),
    database.prepare<[number]>(
      `delete from deliveries where n in (
         select d.n from webhook_endpoints e join deliveries d on d.endpoint = e.n
         where e.deleted_at is not null limit 0 + ?)`,
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
       limit 0 + ?)`,
  );
  const removeCounts = database.prepare<[number, number]>(
    `delete from webhook_counts where (endpoint, bucket) in (
       select c.endpoint, c.bucket from webhook_endpoints e join webhook_counts c on c.endpoint = e.n
       where c.bucket < ? limit 0 + ?)`,
  );

  return (ages, limit) => {
    const changed = tidyings.map((statement) => statement.run(limit).changes);
    removeEndpoints.run();
    if (ages) {
      const { now, purgeBefore } = ages;
      changed.push(removeMessages.run(purgeBefore, LOOK_AHEAD * limit, limit).changes);
      changed.push(removeCounts.run(Math.floor(now / BUCKET_MS) - DAY_BUCKETS, limit).changes);
    }
    return changed.some((rows) => rows === limit);
  };
}
