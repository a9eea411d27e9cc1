import { readdirSync, readFileSync } from 'node:fs';
import Sqlite, { type Database } from 'better-sqlite3';
import t from 'tap';
import { CLOCK_NOUNS, CLOCKS } from '#src/domain/clocks.js';
import { CATALOGUE } from '#src/domain/options/catalogue.js';
import { inForce } from '#src/domain/options/timeline.js';
import { StoreFailed } from '#src/store/failures.js';
import { QUERIES } from '#src/store/queries.js';
import { LANE_STATEMENTS } from '#src/store/sqlite/lanes.js';
import { createQueries, HOT_STATEMENTS } from '#src/store/sqlite/queries.js';
import { CLOCK_STATEMENTS } from '#src/store/sqlite/rows/clock-reads.js';
import { createSqliteStore } from '#src/store/sqlite/sqlite.js';
import { UPKEEP_STATEMENTS } from '#src/store/sqlite/upkeep.js';
import { changing, happening, placing } from './support/changes.js';
import { createFakeClock, turn } from './support/clock.js';
import { deciding, TEST_DECISIONS } from './support/deciding.js';
import { CHATS_SEEN_INDEXES, isLong, PACING_INDEXES } from './support/indexes.js';
import { createWorld, openMigrated, PATIENT } from './support/world.js';

/** The index that answers each statement that is asked again and again. */
const INDEXES = {
  hot: {
    get: 'sqlite_autoindex_interactions_1',
    history: 'PRIMARY KEY (interaction=?)',
    live: 'interactions_visit (visit_id=? AND clock>?)',
    firstToEnd: 'interactions_visit (visit_id=? AND clock=?)',
    lastToEnd: 'interactions_visit (visit_id=? AND clock=?)',
    due: 'interactions_clock',
    earliestStopped: 'interactions_stopped (stopped_at>?)',
    earliest: 'interactions_clock',
    oldestActive: 'interactions_active',
    activeIds: 'interactions_active',
    oldestSeen: 'interactions_active (queue=? AND placed_at>? AND placed_at<?)',
    newestSeen: 'interactions_active (queue=? AND placed_at>? AND placed_at<?)',
    nextPlaced: 'interactions_active (queue=? AND placed_at>?)',
    nextLetGo: 'COVERING INDEX interactions_held (held_until>?)',
    lease: 'sqlite_autoindex_leases_1 (id=?)',
    deliveries: 'sqlite_autoindex_leases_2 (interaction=?)',
    openLeases: 'COVERING INDEX interactions_held (held_until>?)',
    openChatLeases: 'chats_held_until (held_until>?)',
    ofVisitor: 'interactions_visitor (visitor_id=? AND visitor_claimed=?)',
    ofClaimedVisitor: 'interactions_visitor (visitor_id=? AND visitor_claimed=?)',
    ofIdentity: 'interactions_identity',
    identity: 'sqlite_autoindex_identities_2 (key=? AND folded=?)',
    keptAnswer: 'PRIMARY KEY (scope=? AND idempotency_key=?)',
    attemptsOfVisitor: 'interactions_visitor (visitor_id=? AND visitor_claimed=?)',
    endedAttemptsOfVisit: 'interactions_visit (visit_id=? AND clock=? AND clock_started_at=?)',
    openAttemptsOfVisit: 'interactions_visit (visit_id=? AND clock>?)',
    wasErased: 'PRIMARY KEY (signing_key=? AND mark=?)',
    undecided: 'interactions_clock (clock=? AND clock_started_at>?)',
    refusalsOfVisit: 'refusals_visit (visit_id=? AND n<?)',
    newestOfVisit: 'refusals_visit',
    chat: 'sqlite_autoindex_chats_1 (id=?)',
    chatHistory: 'PRIMARY KEY (chat=?)',
    chatMessages: 'PRIMARY KEY (chat=? AND sequence>?)',
    openChat: 'chats_open_visit (open_visit=?)',
    heldBy: 'chats_held (held_by=?)',
    anyDue: 'chats_held (held_by=?)',
    agentByName: 'sqlite_autoindex_agents_1 (name=?)',
    agentsReady: 'agents_ready (state=?)',
    agentsThere: 'agents_ready (state=?)',
    heldCounts: 'COVERING INDEX chats_held',
    firstNeed: 'COVERING INDEX chats_need (waits_in=? AND need>?)',
    headsOfNeed: 'chats_need (waits_in=? AND need=?)',
    unrouted: 'chats_unrouted (unrouted_in=?)',
    unroutedAfter: 'chats_unrouted (unrouted_in=? AND n>?)',
    ...CHATS_SEEN_INDEXES,
    oldestChat: 'COVERING INDEX chats_waits_in (waits_in=?)',
    nextChatPlaced: 'COVERING INDEX chats_waits_in (waits_in=? AND waiting_since>?)',
    nextChatLetGo: 'chats_held_until (held_until>?)',
    chatLease: 'sqlite_autoindex_chat_leases_1',
    chatDeliveries: 'sqlite_autoindex_chat_leases_2 (chat=?)',
    queuesWaiting: 'COVERING INDEX chats_waits_in',
    countsWaiting: 'COVERING INDEX chats_waits_in',
    longestWaiting: 'chats_waits_in (waits_in=?)',
    waitingIn: 'COVERING INDEX chats_waits_in (waits_in=?)',
    waitsFor: 'COVERING INDEX chats_waits_for (waits_for=?)',
    ahead: 'COVERING INDEX chats_waits_for (waits_for=?)',
    lastOfVisit: 'chats_visit (visit_id=?)',
    lastOfVisitor: 'chats_visitor (visitor_id=?)',
    messageByClient: 'chat_messages_client (chat=? AND side=? AND client_id=?)',
    saidLately: 'PRIMARY KEY (chat=? AND sequence>?)',
    chatsOfVisitor: 'chats_visitor (visitor_id=?)',
    chatsOfClaimedVisitor: 'chats_visitor (visitor_id=?)',
    chatsOfIdentity: 'chats_identity (identity_id=?)',
    ...PACING_INDEXES,
  },
  lanes: {
    fresh: 'messages USING INTEGER PRIMARY KEY (rowid>?)',
    missed: 'm USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)',
    due: 'deliveries_pending (endpoint=? AND next_attempt_at<?)',
    nextAttempt: 'deliveries_pending (endpoint=? AND next_attempt_at>?)',
  },
  upkeep: {
    purgeable: 'interactions_stopped (stopped_at<?)',
    purgeableChats: 'chats_closed (closed_at<?)',
    undeliveredOfChat: 'messages_chat (chat=?)',
    undelivered: 'messages_interaction (interaction=?)',
  },
} as const satisfies {
  readonly hot: Record<keyof typeof HOT_STATEMENTS, string>;
  readonly lanes: Record<keyof typeof LANE_STATEMENTS, string>;
  readonly upkeep: Record<keyof typeof UPKEEP_STATEMENTS, string>;
};
const STATEMENTS = { hot: HOT_STATEMENTS, lanes: LANE_STATEMENTS, upkeep: UPKEEP_STATEMENTS };

/** How SQLite goes about a statement, step by step. */
function planOf(database: Database, sql: string): readonly string[] {
  return database
    .prepare<unknown[], { detail: string }>(`explain query plan ${sql}`)
    .all(...Array.from({ length: sql.split('?').length - 1 }, () => null))
    .map(({ detail }) => detail);
}

t.test('every hot statement is answered by its index, without a scan or a sort', async (t) => {
  const { database } = openMigrated(t);
  for (const [where, indexes] of Object.entries(INDEXES))
    for (const [name, index] of Object.entries(indexes)) {
      const statements: Readonly<Record<string, string>> =
        STATEMENTS[where as keyof typeof STATEMENTS];
      const plan = planOf(database, statements[name] ?? '');
      const said = `${where} ${name}: ${plan.join('; ')}`;
      t.ok(said.includes(index), said);
      t.notOk(plan.some(isLong), said);
    }
});

t.test('what is due by a clock, and next, is found by the index of that clock', async (t) => {
  const { database } = openMigrated(t);
  const statements: Readonly<Record<string, string>> = CLOCK_STATEMENTS;
  for (const clock of CLOCKS.filter((name) => CLOCK_NOUNS[name] !== 'interaction'))
    for (const [what, range] of [
      ['due', '<'],
      ['earliest', '>'],
      ['losing', '<'],
    ]) {
      const plan = planOf(database, statements[`${what} ${clock}`] ?? '');
      t.match(plan.join(), new RegExp(`^SEARCH \\w+ USING .*INDEX \\w+ \\(\\w+${range}\\?\\)$`));
    }
});

/** Tables of a row for each thing that operators made or named; and what was read by an index. */
const FEW_ROWS =
  /^SCAN (queue_counts|refusal_counts|webhook_endpoints|strategies|\(subquery-\d+\))/;

t.test('a question that costs a key looks at no table that grows with the traffic', async (t) => {
  const { database } = openMigrated(t);
  const asked: string[] = [];
  const prepare = database.prepare.bind(database);
  database.prepare = ((sql: string) => {
    asked.push(sql);
    return prepare(sql);
  }) as typeof database.prepare;
  createQueries(database, 0);
  const statements = asked.splice(0);
  t.ok(statements.length >= Object.values(QUERIES).filter((cost) => cost === 'key').length);
  for (const sql of statements) {
    const scans = planOf(database, sql).filter((line) => line.startsWith('SCAN'));
    t.notOk(
      scans.some((line) => !FEW_ROWS.test(line)),
      `${sql}: ${scans.join('; ')}`,
    );
  }
});

t.test('no statement binds a bare limit: SQLite would plan it anew each time', (t) => {
  // It looks at the value of a bare one when it plans; of a sum it does not.
  const folder = new URL('../../src/store/sqlite/', import.meta.url);
  const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  for (const file of sources.filter((name) => name.endsWith('.ts')))
    t.notMatch(readFileSync(new URL(file, folder), 'utf8'), /\blimit (\?[^ ]|[@:$])/, file);
  t.end();
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
  "held_by = 'l1'": 'q',
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
  for (const id of ['q', 'a']) await deciding(store, {}, placing({ id }));
  for (const type of ['engage', 'acceptCall'] as const)
    await deciding(store, { interaction: 'a' }, happening({ type }));
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
    "insert into leases values (1, 'l1', 1, 0, 'v', 'k', 0)",
    "insert into leases values (1, 'l1', 99, 1, 'v', 'k', 0)",
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
  await deciding(store, {}, changing(name, '45'));
  const other = new Sqlite(database.name);
  t.teardown(() => other.close());
  other.exec('begin immediate');
  const outcomes = await Promise.allSettled([
    deciding(store, {}, changing(name, '50')),
    deciding(store, {}, placing()),
  ]);
  for (const outcome of outcomes)
    t.match(outcome, { status: 'rejected', reason: { name: StoreFailed.name } });
  t.equal(inForce(store.lastSettings().timeline).engagementExpirationTime, 45);
  other.exec('rollback');
  const { version } = await deciding(store, {}, changing(name, '50'));
  t.equal(version, 3);
});

t.test('whoever watches and throws is heard of by the one who opened the store', async (t) => {
  const { database } = openMigrated(t);
  const heard: unknown[] = [];
  const { store } = createSqliteStore(database, createFakeClock(), TEST_DECISIONS, () => {}, {
    onListenerFailure: (error) => heard.push(error),
  });
  t.teardown(store.close);
  const error = new Error('a bug of a listener');
  store.watch(() => {
    throw error;
  });
  await deciding(store, {}, placing());
  t.strictSame(heard, [error]);
});

t.test('while another connection writes, changes wait and the event loop does not', async (t) => {
  const { database, store } = await createWorld(t);
  const other = new Sqlite(database.name);
  t.teardown(() => other.close());
  other.exec('begin immediate');
  const placed = deciding(store, {}, placing({ id: 'i1' }));
  for (let turns = 0; turns < 20; turns += 1) {
    await turn();
    t.equal(await store.read('interaction', 'i1'), null, 'reads are answered meanwhile');
  }
  other.exec('rollback');
  await placed;
  t.match(await store.read('interaction', 'i1'), { id: 'i1' });
});

t.test('a transaction that fails in its commit is rolled back, and none is open', async (t) => {
  const { database, store } = await createWorld(t);
  const { name } = CATALOGUE.engagementExpirationTime;
  const outcomes = await Promise.allSettled([
    deciding(store, {}, changing(name, '45')),
    deciding(store, {}, placing({ id: 'i1' })),
    deciding(store, {}, () => {
      database.pragma('defer_foreign_keys = on');
      database.exec("insert into history values (99,1,'x',0,'ops',null,'F','q',null,null)");
      return { result: null };
    }),
  ]);
  for (const outcome of outcomes)
    t.match(outcome, { status: 'rejected', reason: { name: StoreFailed.name } });
  t.notOk(database.inTransaction);
  t.equal(inForce(store.lastSettings().timeline).engagementExpirationTime, 30);
  t.strictSame(await store.read('queueCounts'), []);
  await deciding(store, {}, placing({ id: 'i1' }));
  t.match(await store.read('queueCounts'), [{ active: 1, stopped: 0, entered: 1 }]);
});
