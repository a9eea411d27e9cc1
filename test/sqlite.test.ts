import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import t from 'tap';
import { CATALOGUE } from '#src/options/catalogue.js';
import { inForce } from '#src/options/timeline.js';
import { type Migration, migrate, readMigrations } from '#src/store/sqlite/migrate.js';
import { openDatabase } from '#src/store/sqlite/open.js';
import { HOT_STATEMENTS } from '#src/store/sqlite/reads.js';
import { StoreFailed, StoreUnusable } from '#src/store/store.js';
import { changing, happening, placing } from './support/changes.js';
import { type Cleanup, createDirectory, createWorld } from './support/world.js';

/** The index that answers each hot statement. */
const INDEXES: Record<keyof typeof HOT_STATEMENTS, string> = {
  get: 'sqlite_autoindex_interactions_1',
  history: 'PRIMARY KEY (interaction=?)',
  live: 'interactions_visit (visit_id=? AND clock>?)',
  due: 'interactions_clock',
  earliest: 'interactions_clock',
  oldestActive: 'interactions_active',
  activeIds: 'interactions_active',
  activeOfState: 'interactions_active',
  ofVisitor: 'interactions_visitor',
  ofIdentity: 'interactions_identity',
  keptAnswer: 'PRIMARY KEY (scope=? AND idempotency_key=?)',
  attemptsOfVisitor: 'interactions_visitor',
  endedAttemptsOfVisit: 'interactions_visit (visit_id=? AND clock=?)',
  openAttemptsOfVisit: 'interactions_visit (visit_id=? AND clock>?)',
  undecided: 'interactions_clock',
  refusalsOfVisit: 'refusals_visit (visit_id=? AND n<?)',
  newestOfVisit: 'refusals_visit',
};

function openMigrated(t: Cleanup) {
  const directory = createDirectory(t);
  const opened = openDatabase(directory);
  t.teardown(opened.close);
  migrate(opened.database, () => 1);
  return { directory, ...opened };
}

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
  const world = await createWorld(t);
  const { database, store } = world;
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
  const { database, store } = await createWorld(t);
  const { name } = CATALOGUE.engagementExpirationTime;
  await store.apply({}, changing(name, '45'));
  database.pragma('busy_timeout = 0');
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

t.test('a second opener of a data directory is refused, until the first has closed', async (t) => {
  const directory = createDirectory(t);
  const first = openDatabase(directory);
  t.throws(() => openDatabase(directory), StoreUnusable);
  t.throws(() => openDatabase(directory), /another process uses the data directory/);
  first.close();
  openDatabase(directory).close();
});

t.test('a data directory is free as soon as its process was killed', async (t) => {
  const directory = createDirectory(t);
  const script = `import { openDatabase } from ${JSON.stringify(import.meta.resolve('#src/store/sqlite/open.js'))};
    openDatabase(${JSON.stringify(directory)}).database.exec('create table written (n)');
    process.stdout.write('open');
    process.stdin.resume();`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  t.teardown(() => child.kill('SIGKILL'));
  const exit = once(child, 'exit');
  await Promise.race([once(child.stdout, 'data'), exit]);
  t.throws(() => openDatabase(directory), /another process uses the data directory/);
  child.kill('SIGKILL');
  await exit;
  const { database, close } = openDatabase(directory);
  t.teardown(close);
  t.equal(database.prepare('select count(*) from written').pluck().get(), 0, 'nothing is lost');
});

t.test('files that hold data are readable by their owner alone', async (t) => {
  const { directory } = openMigrated(t);
  const files = readdirSync(directory).filter((name) => name.startsWith('webengagement.db'));
  t.ok(files.length > 1, 'the database and its journal');
  for (const name of files) t.equal(statSync(join(directory, name)).mode & 0o777, 0o600, name);
});

t.test('a data directory that cannot be written is refused by its name', async (t) => {
  const directory = createDirectory(t);
  writeFileSync(join(directory, 'file'), '');
  t.throws(() => openDatabase(join(directory, 'file')), StoreUnusable);
  t.throws(() => openDatabase(join(directory, 'file', 'below')), /file\/below cannot be written/);
});

t.test('a file that is no database is refused, and the directory is free again', async (t) => {
  const directory = createDirectory(t);
  const file = join(directory, 'webengagement.db');
  writeFileSync(file, 'not a database, however long it is. '.repeat(300));
  for (const _ of [1, 2]) {
    t.throws(() => openDatabase(directory), StoreUnusable);
    t.throws(() => openDatabase(directory), /webengagement\.db cannot be opened as a database/);
  }
});

t.test('a database with damaged pages is refused as unusable', async (t) => {
  const directory = createDirectory(t);
  const first = openDatabase(directory);
  migrate(first.database, () => 1);
  first.close();
  const damaged = new Sqlite(first.file);
  damaged.pragma('journal_mode = delete');
  damaged.close();
  const bytes = statSync(first.file).size;
  const content = Buffer.alloc(bytes, 0x5a);
  new Sqlite(first.file, { readonly: true }).serialize().copy(content, 0, 0, 100);
  writeFileSync(first.file, content);
  chmodSync(first.file, 0o600);
  t.throws(() => {
    const opened = openDatabase(directory);
    try {
      migrate(opened.database, () => 1);
    } finally {
      opened.close();
    }
  }, StoreUnusable);
});

const migration = (number: number, sql: string): Migration => ({
  number,
  name: `number-${number}`,
  sql,
  checksum: sql,
});

t.test('migrations are applied once, in order, and then no more', async (t) => {
  const directory = createDirectory(t);
  const { database, close } = openDatabase(directory);
  t.teardown(close);
  const all = readMigrations();
  const apply = (known?: readonly Migration[]) => migrate(database, () => 7, known);
  t.strictSame(apply(), all);
  t.strictSame(apply(), []);
  const next = migration(all.length + 1, 'create table more (n any) strict');
  t.strictSame(apply([...all, next]), [next]);
});

t.test('a database that is newer than the program is refused', async (t) => {
  const { database } = openMigrated(t);
  const all = readMigrations();
  const older = all.slice(0, -1);
  t.throws(() => migrate(database, () => 1, older), StoreUnusable);
  t.throws(() => migrate(database, () => 1, older), /newer than this program/);
  t.strictSame(
    migrate(database, () => 1, all),
    [],
    'and left as it is',
  );
});

t.test('a migration that was edited after it was applied is refused', async (t) => {
  const { database } = openMigrated(t);
  const [first, ...rest] = readMigrations();
  if (!first) throw new Error('there is a first migration');
  const edited = [{ ...first, checksum: 'another' }, ...rest];
  t.throws(() => migrate(database, () => 1, edited), StoreUnusable);
  t.throws(() => migrate(database, () => 1, edited), /applied with another text/);
});

t.test('a migration that fails leaves nothing of itself behind', async (t) => {
  const { database } = openMigrated(t);
  const all = readMigrations();
  const schema = () => database.prepare('select name, sql from sqlite_schema order by name').all();
  const before = schema();
  const good = migration(all.length + 1, 'create table good (n integer) strict');
  const bad = migration(
    all.length + 2,
    'create table bad (n integer) strict; update service set newest_moment = 5; select nonsense',
  );
  t.throws(() => migrate(database, () => 1, [...all, bad]), /nonsense/);
  t.strictSame(schema(), before);
  t.throws(() => migrate(database, () => 1, [...all, good, bad]), /nonsense/);
  t.match(schema(), [{ name: /./ }]);
  t.equal(schema().length, before.length + 1, 'the one before it stays');
  t.equal(database.prepare('select newest_moment from service').pluck().get(), 0);
  t.notOk(database.inTransaction);
});
