import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import t from 'tap';
import { compose } from '#src/compose.js';
import { readConfig } from '#src/config/config.js';
import { StoreUnusable } from '#src/store/failures.js';
import { type Migration, migrate, readMigrations } from '#src/store/sqlite/migrate.js';
import { openDatabase } from '#src/store/sqlite/open.js';
import { run, runAlone } from './support/process.js';
import { createDirectory, openMigrated } from './support/world.js';

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
  for (const name of [...files, 'lock.db'])
    t.equal(statSync(join(directory, name)).mode & 0o777, 0o600, name);
});

t.test('a data directory that others can look into is warned about, its key closed', async (t) => {
  const directory = createDirectory(t);
  const key = join(directory, 'admin.key');
  const starts = async (mode: number) => {
    chmodSync(directory, mode);
    const lines: string[] = [];
    const log = pino({}, { write: (line) => lines.push(line) });
    const service = await compose(readConfig({ DATA_DIR: directory, STRATEGY: 'none' }), log);
    await service.close();
    t.equal(statSync(key).mode & 0o777, 0o600);
    return lines.some((line) => line.includes('can look into the data directory'));
  };
  t.equal(await starts(0o750), true);
  chmodSync(key, 0o644);
  t.equal(await starts(0o700), false);
});

t.test('a data directory that cannot be written is refused by its name', async (t) => {
  const directory = createDirectory(t);
  writeFileSync(join(directory, 'file'), '');
  t.throws(() => openDatabase(join(directory, 'file')), StoreUnusable);
  t.throws(() => openDatabase(join(directory, 'file', 'below')), /file\/below cannot be written/);
});

t.test(
  'every directory that cannot be used is one sentence, exit code 2, and nothing left',
  async (t) => {
    const directory = createDirectory(t);
    const at = (name: string): string => join(directory, name);
    writeFileSync(at('file'), '');
    symlinkSync(at('nowhere'), at('dangling'));
    symlinkSync(at('circle'), at('circle'));
    const before = readdirSync(directory);
    // A hang is the defect: each has a process of its own, which a signal can end only from outside.
    for (const [path, why] of [
      ['/proc/x', /nothing can be made there/],
      ['/proc/x/y/z', /nothing can be made there/],
      ['/proc', /no file can be made in it/],
      ['/sys/x', /this user may not|read only|nothing can be made/],
      ['/dev/null', /a part of it is a file/],
      ['/dev/null/x', /a part of it is a file/],
      [at('file'), /a part of it is a file/],
      [at('file/below/it'), /a part of it is a file/],
      [at('dangling'), /a link that leads nowhere/],
      [at('dangling/below'), /a link that leads nowhere/],
      [at('circle'), /leads in a circle/],
      [at(`new/${'x'.repeat(300)}`), /the name is too long/],
      [at('x/'.repeat(3000)), /the name is too long/],
    ] as const) {
      const { code, stdout, stderr } = await run(['migrate'], { DATA_DIR: path });
      t.strictSame([code, stdout], [2, ''], path.slice(0, 99));
      t.match(
        stderr,
        /^webengagement: the data directory .{1,250} cannot be written to: .*DATA_DIR\n$/,
      );
      t.match(stderr, why, path.slice(0, 99));
    }
    t.strictSame(readdirSync(directory), before);
    const { code, stderr } = await runAlone(['serve'], { DATA_DIR: '/proc/x', PORT: '0' });
    t.match(
      [code, stderr],
      [2, /^webengagement: the data directory \/proc\/x cannot be written to: /],
    );
  },
);

t.test('a lock that nobody holds is not said to be held', async (t) => {
  const directory = createDirectory(t);
  writeFileSync(join(directory, 'lock.db'), 'not a database, however long it is. '.repeat(300));
  t.throws(() => openDatabase(directory), StoreUnusable);
  t.throws(() => openDatabase(directory), /lock\.db cannot be locked: .*not a database/);
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

t.test('a database with damaged pages is refused in one line that says what to do', async (t) => {
  // The schema, which is read at the opening, and a table, which is read later.
  for (const table of ['sqlite_schema', 'migrations']) {
    const { directory, file, database, close } = openMigrated(t);
    const root = database.prepare('select rootpage from sqlite_schema where name = ?').pluck();
    const page = Number(root.get(table) ?? 1);
    const size = Number(database.pragma('page_size', { simple: true }));
    database.pragma('journal_mode = delete');
    close();
    const bytes = readFileSync(file);
    writeFileSync(file, bytes.fill(0x5a, (page - 1) * size + 100, page * size));
    const { code, stdout, stderr } = await run(['migrate'], { DATA_DIR: directory });
    t.strictSame([code, stdout], [2, ''], table);
    t.match(
      stderr,
      /^webengagement: .*webengagement\.db is damaged \(.+\); .+ restore a backup\n$/,
    );
  }
});

const migration = (number: number, sql: string): Migration => ({
  number,
  name: `number-${number}`,
  sql,
  checksum: sql,
  isBreaking: false,
});

t.test('migrations are applied once, in order, and then no more', async (t) => {
  const directory = createDirectory(t);
  const { database, close } = openDatabase(directory);
  t.teardown(close);
  const all = readMigrations();
  t.strictSame(
    migrate(database, () => 7),
    all,
  );
  t.strictSame(
    migrate(database, () => 8),
    [],
  );
  const next = migration(all.length + 1, 'create table more (n) strict'.replace('(n)', '(n any)'));
  t.strictSame(
    migrate(database, () => 9, [...all, next]),
    [next],
  );
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
