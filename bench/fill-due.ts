import { migrate } from '#src/store/sqlite/migrate.js';
import { openDatabase } from '#src/store/sqlite/open.js';

/**
 * From creation until an invitation that is not displayed has expired: the longest there is, so that what
 * is created beside is not due itself as long as can be.
 */
export const ENGAGEMENT_MS = 60_000;

/** Interactions whose deadlines are to come. */
export interface DueOnes {
  readonly amount: number;
  /** The first deadline, in milliseconds since the epoch. */
  readonly from: number;
  /** How many deadlines a second follow it; null when all are at that moment. */
  readonly perSecond: number | null;
}

/** Fills a new database with interactions that wait for a strategy, through SQL. */
export function fillDue(directory: string, { amount, from, perSecond }: DueOnes): void {
  const { database, close } = openDatabase(directory);
  try {
    migrate(database, Date.now);
    database.pragma('synchronous = off');
    const created = from - ENGAGEMENT_MS;
    const step = perSecond === null ? '0' : `i * 1000 / ${perSecond}`;
    database.exec(`
      begin;
      insert into interactions (
        n, id, state, queue, visit_id, visitor_id, page_url, created_at, placed_at, case_data,
        user_data, version, sequence, clock, clock_started_at)
        with recursive
          seq (i) as (select 0 union all select i + 1 from seq where i < ${amount - 1}),
          made as (select i, ${created} + ${step} as at from seq)
        select i + 1, printf('01900000-0000-7000-8000-%012x', i), 'Qualified',
          'Webengagement_Qualified', 'v-' || i, 'p-' || i, 'https://shop.example/products/' || i,
          at, at, '{}', json_object('FirstName', 'Ada'), 1, 1, 'engagement', at
        from made;
      insert into history (interaction, sequence, type, at, actor, from_state, to_state, queue)
        select n, 1, 'interaction.created', created_at, 'site', null, state, queue
        from interactions order by n;
      insert into option_changes (name, version, value, at, actor)
        values ('wmsg.connector.engagementExpirationTime', 2, '${ENGAGEMENT_MS / 1000}', 0, 'bench');
      insert into queue_counts (queue, active, stopped, entered)
        values ('Webengagement_Qualified', ${amount}, 0, ${amount});
      commit;`);
  } finally {
    close();
  }
}
