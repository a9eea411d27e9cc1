import Sqlite from 'better-sqlite3';
import t from 'tap';
import { CATALOGUE } from '#src/domain/options/catalogue.js';
import { inForce } from '#src/domain/options/timeline.js';
import { StoreFailed } from '#src/store/failures.js';
import { HOT_STATEMENTS } from '#src/store/sqlite/reads.js';
import { changing, happening, placing } from './support/changes.js';
import { turn } from './support/clock.js';
import { createWorld, openMigrated, PATIENT } from './support/world.js';

/** The index that answers each hot statement. */
const INDEXES: Record<keyof typeof HOT_STATEMENTS, string> = {
  get: 'sqlite_autoindex_interactions_1',
  history: 'PRIMARY KEY (interaction=?)',
  live: 'interactions_visit (visit_id=? AND clock>?)',
  firstToEnd: 'interactions_visit (visit_id=? AND clock=?)',
  lastToEnd: 'interactions_visit (visit_id=? AND clock=?)',
  due: 'interactions_clock',
  earliest: 'interactions_clock',
  oldestActive: 'interactions_active',
  activeIds: 'interactions_active',
  activeOfState: 'interactions_active',
  ofVisitor: 'interactions_visitor (visitor_id=? AND visitor_claimed=?)',
  ofClaimedVisitor: 'interactions_visitor (visitor_id=? AND visitor_claimed=?)',
  ofIdentity: 'interactions_identity',
  keptAnswer: 'PRIMARY KEY (scope=? AND idempotency_key=?)',
  attemptsOfVisitor: 'interactions_visitor (visitor_id=? AND visitor_claimed=?)',
  endedAttemptsOfVisit: 'interactions_visit (visit_id=? AND clock=? AND clock_started_at=?)',
  openAttemptsOfVisit: 'interactions_visit (visit_id=? AND clock>?)',
  wasErased: 'PRIMARY KEY (signing_key=? AND mark=?)',
  undecided: 'interactions_clock (clock=? AND clock_started_at>?)',
  refusalsOfVisit: 'refusals_visit (visit_id=? AND n<?)',
  newestOfVisit: 'refusals_visit',
};

t.test('every hot statement is answered by its index, without a scan or a sort', async (t) => {
  const { database } = openMigrated(t);
  for (const [name, index] of Object.entries(INDEXES)) {
    const sql = HOT_STATEMENTS[name as keyof typeof HOT_STATEMENTS];
    const plan = database
      .prepare<unknown[], { detail: string }>(`explain query plan ${sql}`)
      .all(...Array.from({ length: sql.split('?').length - 1 }, () => null))
      .map(({ detail }) => detail);
    const said = `${name}: ${plan.join('; ')}`;
    t.ok(said.includes(index), said);
    const isLong = (line: string) => /scan|temp b-tree/i.test(line) && !line.startsWith('SCALAR');
    t.notOk(plan.some(isLong), said);
  }
});

const NONSENSE = {
  "state = 'Nowhere'": 'q',
  "channel = 'fax'": 'q',
  "disposition_code = 'maybe'": 'q',
  "reason = 'bored'": 'q',
  [`reason_detail = '${'x'.repeat(257)}'`]: 'q',
  "created_at = 'yesterday'": 'q',
  'engaged_at = created_at - 1': 'q',
  'disposed_at = created_at': 'q',
  "state = 'Failed'": 'q',
  "form_status = 'pending'": 'q',
  'stopped_at = created_at': 'q',
  'clock = null': 'q',
  'clock_started_at = null': 'q',
  "clock = 'egg timer'": 'q',
  'version = 0': 'q',
  'sequence = 0': 'q',
  'visit_id = null': 'q',
  'queue = null': 'q',
  "identity_id = 'nobody'": 'q',
  "id = 'a'": 'q',
  'displayed_at = engaged_at - 1': 'a',
  'disposed_at = created_at - 1, stopped_at = null': 'a',
  'stopped_at = disposed_at - 1': 'a',
  'disposed_at = null, stopped_at = null': 'a',
  'form_status = null': 'a',
  "form_status = 'lost'": 'a',
  'form_completed_at = disposed_at - 1': 'a',
} as const;

t.test('the schema refuses rows that make no sense', async (t) => {
  const { database, store } = await createWorld(t);
  for (const id of ['q', 'a']) await store.apply({}, placing({ id }));
  for (const type of ['engage', 'acceptCall'] as const)
    await store.apply({ interaction: 'a' }, happening({ type }));
  const others = [
    'update queue_counts set active = -1',
    "update history set actor = 'nobody'",
    'update history set sequence = 0',
    'update history set interaction = 99',
    "insert into identities values ('c1', 'k', 'A@b', 'a@b'), ('c2', 'k', 'a@b', 'a@b')",
    "insert into option_changes values (1, 'x', 1, '', 0, 'ops')",
    "insert into option_changes values (1, 'x', 2, '', 0, 'a'), (2, 'x', 2, '', 0, 'b')",
    "insert into objects values (99, 'interaction-queues', 'Webengagement_Failed', 1, 1, '{}')",
    'update objects set provisioned = 2',
    'insert into service values (2, 0)',
  ];
  const statements = Object.entries(NONSENSE).map(
    ([change, id]) => `update interactions set ${change} where id = '${id}'`,
  );
  for (const sql of [...statements, ...others])
    t.throws(() => database.exec(sql), { code: /^SQLITE_CONSTRAINT_/ }, sql);
});

t.test('options of an earlier commit stay in force when a transaction cannot begin', async (t) => {
  const { database, store } = await createWorld(t, { ...PATIENT, maxBusyMs: 0 });
  const { name } = CATALOGUE.engagementExpirationTime;
  await store.apply({}, changing(name, '45'));
  const other = new Sqlite(database.name);
  t.teardown(() => other.close());
  other.exec('begin immediate');
  const outcomes = await Promise.allSettled([
    store.apply({}, changing(name, '50')),
    store.apply({}, placing()),
  ]);
  for (const outcome of outcomes)
    t.match(outcome, { status: 'rejected', reason: { name: StoreFailed.name } });
  t.equal(inForce(store.timeline()).engagementExpirationTime, 45);
  other.exec('rollback');
  const { version } = await store.apply({}, changing(name, '50'));
  t.equal(version, 3);
});

t.test('while another connection writes, changes wait and the event loop does not', async (t) => {
  const { database, store } = await createWorld(t);
  const other = new Sqlite(database.name);
  t.teardown(() => other.close());
  other.exec('begin immediate');
  const placed = store.apply({}, placing({ id: 'i1' }));
  for (let turns = 0; turns < 20; turns += 1) {
    await turn();
    t.equal(await store.get('i1'), undefined, 'reads are answered meanwhile');
  }
  other.exec('rollback');
  await placed;
  t.match(await store.get('i1'), { id: 'i1' });
});

t.test(
  'a transaction that fails in its commit is rolled back, and nothing stays open',
  async (t) => {
    const { database, store } = await createWorld(t);
    const { name } = CATALOGUE.engagementExpirationTime;
    const outcomes = await Promise.allSettled([
      store.apply({}, changing(name, '45')),
      store.apply({}, placing({ id: 'i1' })),
      store.apply({}, () => {
        database.pragma('defer_foreign_keys = on');
        database.exec("insert into history values (99,1,'x',0,'ops',null,'F','q',null,null)");
        return { result: null };
      }),
    ]);
    for (const outcome of outcomes)
      t.match(outcome, { status: 'rejected', reason: { name: StoreFailed.name } });
    t.notOk(database.inTransaction);
    t.equal(inForce(store.timeline()).engagementExpirationTime, 30);
    t.strictSame(await store.queueCounts(), []);
    await store.apply({}, placing({ id: 'i1' }));
    t.match(await store.queueCounts(), [{ active: 1, stopped: 0, entered: 1 }]);
  },
);
