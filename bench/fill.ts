import { migrate } from '#src/store/sqlite/migrate.js';
import { openDatabase } from '#src/store/sqlite/open.js';

const DAYS_MS = 29 * 86_400_000;

/**
 * Fills a new database with interactions of the last 29 days, through SQL: a tenth of them active in
 * the queue of failed ones, a twentieth of one visitor, the others of a thousand visitors, each with
 * a history of four facts; one message about each, delivered to one endpoint, the first hundred not.
 * Returns how long it took; 0 when there was something in it already.
 */
export function fill(directory: string, rows: number): number {
  const started = performance.now();
  const { database, close } = openDatabase(directory);
  try {
    migrate(database, Date.now);
    if (database.prepare('select 1 from interactions').get() !== undefined) return 0;
    // A log of one transaction would be several times as long as what it writes.
    // The journal of an empty file is empty: each page is written once.
    database.pragma('journal_mode = memory');
    database.pragma('synchronous = off');
    database.pragma('cache_size = -4000000');
    const start = Date.now() - DAYS_MS;
    database.exec(`
      begin;
      insert into identities (id, key, value, folded)
        with recursive seq (i) as (select 0 union all select i + 1 from seq where i < 9999)
        select printf('01900000-0000-7000-9000-%012x', i), 'EmailAddress',
          'visitor' || i || '@example.com', 'visitor' || i || '@example.com'
        from seq;
      insert into interactions (
        n, id, state, queue, visit_id, visitor_id, page_id, page_url, category, channel, invitation,
        disposition_code, reason, created_at, engaged_at, displayed_at, disposed_at, stopped_at,
        placed_at, form_status, form_fields, form_completed_at, identity_id, case_data, user_data,
        version, sequence)
        with recursive
          seq (i) as (select 1 union all select i + 1 from seq where i < ${rows}),
          made as (
            select i, ${start} + i * ${DAYS_MS} / ${rows} as at,
              case i % 10 when 6 then 'Rejected' when 7 then 'Timeout' when 8 then 'Accepted'
                else 'Failed' end as state
            from seq)
        select i, printf('01900000-0000-7000-8000-%012x', i), state, 'Webengagement_' || state,
          'v-' || i, case when i % 20 = 0 then 'heavy' else 'p-' || (i % 1000) end, 'page-' || (i % 50),
          'https://shop.example/products/' || i, 'PlayGround-Cart', 'proactiveChat',
          '{"title":"Hello","text":"May we help you?"}',
          case state when 'Rejected' then 'reject' when 'Timeout' then 'timeout'
            when 'Accepted' then 'acceptCall' end,
          case when state = 'Failed' then 'abandoned' end,
          at, at + 500, at + 1000, at + 5000, case when i % 10 <> 9 then at + 5000 end, at + 5000,
          case when state = 'Accepted' then 'completed' end,
          case when state = 'Accepted' then '{"EmailAddress":"visitor@example.com"}' end,
          case when state = 'Accepted' then at + 9000 end,
          printf('01900000-0000-7000-9000-%012x', i % 10000), '{}',
          json_object('EmailAddress', 'visitor' || (i % 10000) || '@example.com',
            'basket', printf('%.*c', 200, 'x')),
          4, 4
        from made;
      insert into history (interaction, sequence, type, at, actor, from_state, to_state, queue)
        select n, 1, 'interaction.created', created_at, 'site', null, 'Qualified',
          'Webengagement_Qualified' from interactions
        union all select n, 2, 'interaction.engaged', engaged_at, 'strategy', 'Qualified', 'Engaged',
          'Webengagement_Engaged' from interactions
        union all select n, 3, 'interaction.displayed', displayed_at, 'browser', 'Engaged', 'Engaged',
          'Webengagement_Engaged' from interactions
        union all select n, 4, 'interaction.failed', disposed_at, 'clock', 'Engaged', state, queue
          from interactions
        order by 1, 2;
      insert into queue_counts (queue, active, stopped, entered)
        select queue, sum(stopped_at is null), sum(stopped_at is not null), count(*)
        from interactions group by queue;
      insert into webhook_endpoints (n, id, url, event_types, description, enabled, disabled_reason,
        secret, version, created_at, updated_at, cursor)
      values (1, '01900000-0000-7000-a000-000000000001', 'https://receiver.example', '["*"]', '', 0,
        'ops', 'whsec_AAAA', 1, ${start}, ${start}, ${rows});
      insert into messages (n, id, type, created_at, interaction, sequence, body)
        select n, printf('01900000-0000-7000-b000-%012x', n),
          case when n % 1000 = 0 then 'interaction.erased' else 'interaction.failed' end,
          disposed_at, n, 4, printf('{"type":"interaction.failed","timestamp":"%s","data":{"x":"%.*c"}}',
            '2030-01-01T00:00:00.000Z', 300, 'x')
        from interactions;
      insert into deliveries (n, id, endpoint, message, status, step, attempts)
        select n, printf('01900000-0000-7000-c000-%012x', n), 1, n,
          case when n < 100 then 'failed' else 'succeeded' end, 1, 1
        from messages;
      insert into delivery_attempts (delivery, number, at, status, duration_ms, response_excerpt)
        select n, 1, ${start}, 200, 20, 'ok' from deliveries;
      update service set newest_moment = ${start + DAYS_MS};
      commit;`);
    database.pragma('journal_mode = wal');
    return performance.now() - started;
  } finally {
    close();
  }
}
