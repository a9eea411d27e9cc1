import type { Database } from './databases.js';

/** Whether the long form of these tests is asked for: npm run chaos -- --nodes. */
export const IS_LONG = process.env.LONG_FAULTS === '1';

/** Makes the first so many transactions of decisions fail with an SQLSTATE, by the server itself. */
export async function failTimes(
  { query }: Database,
  code: string,
  times: number,
  when: 'at once' | 'at the commit',
): Promise<void> {
  await query(`create sequence faults`);
  await query(
    `create function fail() returns trigger language plpgsql as $$ begin
       if nextval('faults') <= tg_argv[1]::bigint then
         raise exception 'as a test wants' using errcode = tg_argv[0];
       end if;
       return null;
     end $$`,
  );
  await query(
    `create constraint trigger fail after insert on feed deferrable
     initially ${when === 'at once' ? 'immediate' : 'deferred'}
     for each row execute function fail('${code}', '${times}')`,
  );
}

/** Ends that; how many transactions have tried. */
export async function mendFaults({ query }: Database): Promise<number> {
  const [tried] = await query<{ tries: string }>("select nextval('faults') - 1 as tries");
  await query('drop trigger fail on feed; drop function fail; drop sequence faults');
  return Number(tried?.tries);
}

/** What is there by half, one line for each thing; of interactions, their histories, visits, counters and messages. */
export async function wrongRows({ query }: Database): Promise<readonly string[]> {
  const rows = await query<{ wrong: string }>(`
    select 'history of ' || i.id || ': ' || count(h) || ' of ' || i.sequence as wrong
      from interactions i left join history h on h.interaction = i.n
      group by i.n having count(h) <> i.sequence or coalesce(max(h.sequence), 0) <> i.sequence
    union all
    select 'state of ' || i.id from interactions i join history h
      on h.interaction = i.n and h.sequence = i.sequence where h.to_state <> i.state
    union all
    select 'moves of ' || v.visit_id || ': ' || v.changes
      from visits v left join interactions i on i.visit_id = v.visit_id
      group by v.visit_id having v.changes <> count(i)
    union all
    select 'counters of ' || coalesce(q.queue, c.queue) from queue_counts q full join (
        select queue, count(*) filter (where stopped_at is null) as active,
          count(*) filter (where stopped_at is not null) as stopped
        from interactions group by queue) c on c.queue = q.queue
      where (coalesce(q.active, 0), coalesce(q.stopped, 0))
        <> (coalesce(c.active, 0), coalesce(c.stopped, 0))
    union all
    select 'messages: ' || count(*) || ' of ' || max(n) from messages having count(*) <> max(n)
    union all
    select 'two attempts of ' || visit_id from interactions where clock is not null
      group by visit_id having count(*) > 1`);
  return rows.map(({ wrong }) => wrong);
}
