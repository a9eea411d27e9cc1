import type { Database } from 'better-sqlite3';
import t from 'tap';
import { DECISIONS } from '#src/decisions/decisions.js';
import type { Recovery } from '#src/decisions/webhook-recovery.js';
import { createWebhookEndpoints } from '#src/settings/webhook-endpoints.js';
import type { Page, PageRequest } from '#src/store/page.js';
import { chatsWhere } from '#src/store/sqlite/rows/chat-lists.js';
import { deliveriesWhere, LAST_ATTEMPT } from '#src/store/sqlite/rows/deliveries.js';
import { createSqliteStore } from '#src/store/sqlite/sqlite.js';
import { OUTLIVED } from '#src/store/sqlite/tidy-messages.js';
import type { Store } from '#src/store/store.js';
import { createFakeClock } from './support/clock.js';
import { T0 } from './support/lifecycle.js';
import { countRows } from './support/rows.js';
import { OPERATOR, openMigrated, PATIENT } from './support/world.js';

const ENDPOINT = `insert into webhook_endpoints (n, id, url, event_types, description, enabled, secret,
    version, created_at, updated_at, cursor)
  values (1, 'e1', 'https://e.example', '["*"]', '', 1, 'whsec_AAAA', 1, 0, 0, 0);`;

/** Messages about no interaction, the first `delivered` of them with a delivery and one attempt. */
const messages = (many: number, delivered: number, text = ''): string => `
  insert into messages (id, type, created_at, body)
  with recursive seq (i) as (select 1 union all select i + 1 from seq where i < ${many})
  select 'm' || i, 'option.changed', ${T0}, '${text}' from seq;
  insert into deliveries (id, endpoint, message, status, step, attempts)
  select 'd' || n, 1, n, case when n % 2 = 0 then 'failed' else 'succeeded' end, 1, 1
  from messages where n <= ${delivered};
  insert into delivery_attempts (delivery, number, at, status, duration_ms, response_excerpt)
  select n, 1, ${T0}, 200, 5, '${text}' from deliveries;`;

function openStore(t: { teardown(run: () => unknown): void }, sql: string) {
  const { database } = openMigrated(t);
  database.pragma('synchronous = off');
  database.exec(ENDPOINT + sql);
  const rows = countRows(database);
  const clock = createFakeClock();
  const { store } = createSqliteStore(database, clock, DECISIONS, () => {}, { limits: PATIENT });
  t.teardown(store.close);
  return { database, store, rows, clock };
}

t.test(
  'lists of deliveries and events, and counts of them, never read on the event loop',
  async (t) => {
    const { store, rows } = openStore(t, messages(2000, 1500));
    rows();
    const failed = await store.read('deliveries', { status: 'failed' }, { size: 500 });
    t.equal(failed.items.length, 500);
    t.equal(
      (await store.read('deliveries', { endpointId: 'e1' }, { size: 500 })).items.length,
      500,
    );
    t.equal(
      (await store.read('events', { deliverySuccess: false }, { size: 500 })).items.length,
      500,
    );
    t.equal(
      (await store.read('events', { deliverySuccess: true }, { size: 500 })).items.length,
      500,
    );
    t.match(await store.read('endpointStatistics', 'e1'), { pending: 0, attempts: 0 });
    t.equal((await store.read('backlog')).pending, 0);
    t.strictSame((await store.read('refusals', { rule: 'x' }, { size: 5 })).items, []);
    t.equal(rows(), 0, 'what the main connection handed out');
  },
);

t.test('pages of deliveries and events end early when what they hold is large', async (t) => {
  const { store } = openStore(t, messages(100, 100, 'x'.repeat(20_000)));
  const text = (item: unknown): number => JSON.stringify(item).length;
  for (const list of [
    (page: PageRequest) => store.read('deliveries', {}, page),
    (page: PageRequest) => store.read('events', {}, page),
  ]) {
    let found = 0;
    let after: string | undefined;
    do {
      const { items, next }: Page<unknown> = await list({ size: 100, after });
      t.ok(text(items) < 650_000, 'presented in one turn of the event loop');
      found += items.length;
      after = next ?? undefined;
    } while (after !== undefined);
    t.equal(found, 100);
  }
});

function planOf(database: Database, sql: string): string {
  return database
    .prepare<unknown[], { detail: string }>(`explain query plan ${sql}`)
    .all(...Array.from({ length: sql.split('?').length - 1 }, () => 1))
    .map(({ detail }) => detail)
    .join('; ');
}

t.test('deliveries of an endpoint or an interaction are found by their index', async (t) => {
  const { database } = openMigrated(t);
  const plan = (filter: object) => planOf(database, deliveriesWhere(filter).sql);
  t.match(
    plan({ endpointId: 'e1' }),
    /SEARCH d USING INDEX deliveries_endpoint \(endpoint=\? AND n/,
  );
  t.match(plan({ interactionId: 'i1' }), /SEARCH d USING INDEX sqlite_autoindex_deliveries_\d/);
  t.match(planOf(database, LAST_ATTEMPT), /SEARCH delivery_attempts USING PRIMARY KEY/);
  t.notMatch(planOf(database, LAST_ATTEMPT), /SCAN|TEMP/);
  t.match(planOf(database, OUTLIVED), /USING (COVERING )?INDEX messages_apart/);
  t.notMatch(planOf(database, OUTLIVED), /SCAN|TEMP/);
});

t.test('chats of an interaction or a visit are found by their index', async (t) => {
  const { database } = openMigrated(t);
  const plan = (filter: object) => planOf(database, chatsWhere(filter).sql);
  t.match(plan({ interactionId: 'i1' }), /chats USING INDEX chats_interaction/);
  t.match(plan({ visitId: 'v1' }), /chats USING INDEX chats_visit \(visit_id=\? AND n<\?/);
});

t.test(
  'messages that outlived their use go in steps, and those of interactions stay',
  async (t) => {
    const { database, store } = openStore(
      t,
      `${messages(300, 100)}
     update webhook_endpoints set cursor = 300;
     update deliveries set status = 'pending', next_attempt_at = 0 where n <= 10;`,
    );
    const left = (): unknown => database.prepare('select count(*) from messages').pluck().get();
    const ages = { now: T0 + 1, purgeBefore: T0 + 1 };
    let steps = 0;
    while (await store.tidy({ step: 'messages', ages, limit: 50 })) steps += 1;
    t.equal(steps, 5, 'fifty at a time');
    t.equal(left(), 10, 'what is still to be delivered is kept');
  },
);

t.test(
  'a recovery that is cut short has its line in the audit, and asking again ends it',
  async (t) => {
    const { database, store, clock } = openStore(t, messages(450, 0));
    database.exec('update webhook_endpoints set cursor = 450');
    let steps = 0;
    const apply = ((name, args) => {
      if (name !== 'recover') return store.apply(name, args);
      steps += 1;
      t.ok((args as Recovery).limit <= 100);
      return steps === 3 ? Promise.reject(new Error('killed')) : store.apply(name, args);
    }) as Store['apply'];
    const endpoints = createWebhookEndpoints({ ...store, apply }, clock);
    const made = (): unknown => database.prepare('select count(*) from deliveries').pluck().get();
    await t.rejects(endpoints.recover('e1', T0, OPERATOR), /killed/);
    t.equal(made(), 200, 'each step is whole');
    const actions = async () =>
      (await store.read('audit', {}, { size: 10 })).items.map(({ action }) => action);
    t.strictSame(await actions(), ['webhook_endpoint.recovery_started']);
    steps = 10;
    t.strictSame(await endpoints.recover('e1', T0, OPERATOR), { recovered: 250 });
    t.equal(made(), 450);
    t.equal((await actions())[0], 'webhook_endpoint.recovered');
  },
);
