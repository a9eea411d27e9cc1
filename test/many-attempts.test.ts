import assert from 'node:assert/strict';
import t from 'tap';
import { createEngine } from '#src/engine/engine.js';
import { createSqliteStore } from '#src/store/sqlite/sqlite.js';
import { changing } from './support/changes.js';
import { createFakeClock } from './support/clock.js';
import { deciding, TEST_DECISIONS } from './support/deciding.js';
import { T0 } from './support/lifecycle.js';
import { countRows } from './support/rows.js';
import { openMigrated, PATIENT, requestOf } from './support/world.js';

/** Live attempts of one visit, as strict mode allows them when it is off. */
const MANY = 10_000;

/** A third of them Qualified, a third displayed, a third with a form that is pending. */
const FILL = `
  insert into interactions (id, state, queue, visit_id, created_at, engaged_at, displayed_at,
    disposed_at, placed_at, form_status, form_fields, case_data, user_data, version, sequence,
    clock, clock_started_at)
  with recursive seq (i) as (select 1 union all select i + 1 from seq where i < ${MANY})
  select 'i' || i, case i % 3 when 0 then 'Qualified' when 1 then 'Engaged' else 'Accepted' end,
    'Webengagement_Qualified', 'v1', ${T0}, case when i % 3 > 0 then ${T0} end,
    case when i % 3 > 0 then ${T0} end, case when i % 3 = 2 then ${T0} end, ${T0},
    case when i % 3 = 2 then 'pending' end, case when i % 3 = 2 then '{}' end, '{}', '{}', 1, 1,
    case i % 3 when 0 then 'engagement' when 1 then 'abandoned' else 'registrationForm' end, ${T0}
  from seq;
  insert into queue_counts values ('Webengagement_Qualified', ${MANY}, 0, ${MANY});
  insert into option_changes (name, version, value, at, actor)
  values ('engagement.strictEngagementMode', 2, 'false', ${T0}, 'ops');
  update interactions set created_at = ${T0} + 1, clock_started_at = ${T0} + 1 where id = 'i9999';
  update service set newest_moment = ${T0} + 1;`;

t.test('a creation reads as much with ten thousand live attempts as with few', async (t) => {
  const { database } = openMigrated(t);
  database.pragma('synchronous = off');
  database.exec(FILL);
  const rows = countRows(database);
  const clock = createFakeClock();
  await clock.leap(1);
  const limits = { limits: PATIENT };
  const { store } = createSqliteStore(database, clock, TEST_DECISIONS, () => {}, limits);
  t.teardown(store.close);
  const engine = createEngine({ store, clock });
  const create = async (visitId: string) => {
    rows();
    const creation = await engine.create(requestOf({ visitId }));
    return { creation, read: rows() };
  };

  await create('alone');
  const few = await create('few');
  const many = await create('v1');
  assert.ok('interaction' in many.creation);
  t.ok(many.read <= few.read + 40, `${many.read} rows, for another visit ${few.read}`);
  t.equal((await create('v1')).read, many.read, 'and one more attempt costs no more');

  await deciding(store, {}, changing('engagement.strictEngagementMode', 'true'));
  const refused = await create('v1');
  t.match(
    refused.creation,
    {
      refusal: {
        code: 'engagement_in_progress',
        blockedUntil: T0 + 600_000,
      },
    },
    'the last of them to end is named: the one that was displayed last',
  );
  t.ok(refused.read <= few.read + 40, `${refused.read} rows`);
  rows();
  const visit = await engine.visit('v1');
  t.equal(visit.blockedUntil, T0 + 600_000);
  t.ok(rows() <= 40);
  // Whatever is due by now is more than anybody settles at once: those that are not block.
  await clock.leap(120_000);
  t.match((await create('v1')).creation, {
    refusal: { code: 'engagement_in_progress', blockedUntil: T0 + 600_000 },
  });
  await clock.leap(480_000);
  t.ok('interaction' in (await create('v1')).creation, 'all have ended, settled or not');
});
