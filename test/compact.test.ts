import { once } from 'node:events';
import { copyFileSync, existsSync, readdirSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import t, { type Test } from 'tap';
import { filesIn, withLog, writeState } from '#src/store/sqlite/directory.js';
import { migrate } from '#src/store/sqlite/migrate.js';
import { openDatabase } from '#src/store/sqlite/open.js';
import { run, start } from './support/process.js';
import { createDirectory } from './support/world.js';

/**
 * The directory of a process that was killed: a database of before, with pages of 4,096 bytes, and
 * `rows` facts, the last of which only the log has.
 */
function leaveOld(t: Test, rows: number): string {
  const directory = createDirectory(t);
  const { database: file, state } = filesIn(directory);
  writeState(directory, 'new');
  const old = new Sqlite(file);
  old.pragma('page_size = 4096');
  old.pragma('auto_vacuum = incremental');
  old.exec('vacuum');
  old.close();
  const { database, completed, close } = openDatabase(directory);
  migrate(database, () => 1);
  completed();
  const add = database.prepare(
    `with recursive n (i) as (select ? union all select i + 1 from n where i < ?)
     insert into audit (at, key_id, key_name, action, target, before, after)
     select i, 'k1', 'ops', 'option.change', 'option', null, json_quote(hex(zeroblob(400))) from n`,
  );
  add.run(1, rows + 99);
  database.exec('delete from audit where at > 99 and at < 199');
  database.pragma('wal_checkpoint(truncate)');
  add.run(rows + 100, rows + 100);
  const killed = createDirectory(t);
  for (const path of [...withLog(file).slice(0, 2), state])
    copyFileSync(path, join(killed, path.slice(directory.length + 1)));
  close();
  return killed;
}

/** What is in the database of a directory, by a start as the service makes it. */
function look(directory: string) {
  const { database, close } = openDatabase(directory);
  const value = (sql: string) => database.prepare(sql).pluck().get();
  try {
    return {
      facts: value('select count(*) from audit'),
      last: value('select max(at) from audit'),
      integrity: database.pragma('integrity_check', { simple: true }),
      pageBytes: database.pragma('page_size', { simple: true }),
      vacuum: database.pragma('auto_vacuum', { simple: true }),
      secure: database.pragma('secure_delete', { simple: true }),
      mode: database.pragma('journal_mode', { simple: true }),
      number: database.pragma('user_version', { simple: true }),
    };
  } finally {
    close();
  }
}

const OLD = { facts: 401, last: 500, integrity: 'ok', pageBytes: 4096 };
const NEW = { ...OLD, pageBytes: 2048, vacuum: 2, secure: 1, mode: 'wal' };

t.test('migrate --compact gives an old database the pages of a new one', async (t) => {
  const directory = leaveOld(t, 400);
  const before = look(directory);
  t.match(before, OLD);
  const { code, stdout, stderr } = await run(['migrate', '--compact'], { DATA_DIR: directory });
  t.strictSame([code, stderr], [0, '']);
  t.match(
    stdout,
    /^up to date\nneeds up to \d+ MB of disk until it is done; \d+ MB are free\n\S+webengagement\.db: \d+ bytes in pages of 4096 before, \d+ in pages of 2048 now, checked\n$/,
  );
  const { database: file, restoring } = filesIn(directory);
  t.match(stdout, `${statSync(file).size} in pages`);
  t.equal(statSync(file).mode & 0o777, 0o600);
  t.notOk(existsSync(restoring));
  const after = look(directory);
  t.match(after, NEW);
  t.not(after.number, before.number, 'a number of its own: no log of before belongs to it');
});

t.test('killed while the copy is made, the database is there, whole', async (t) => {
  const directory = leaveOld(t, 20_000);
  const { restoring } = filesIn(directory);
  const child = start(['migrate', '--compact'], { DATA_DIR: directory });
  const closed = once(child, 'close');
  const copy = join(restoring, 'webengagement.db');
  const isBegun = () => (statSync(copy, { throwIfNoEntry: false })?.size ?? 0) > 0;
  while (!isBegun() && child.exitCode === null) await new Promise(setImmediate);
  child.kill('SIGKILL');
  t.strictSame(await closed, [null, 'SIGKILL']);
  t.ok(existsSync(copy), 'in the middle');
  const old = { facts: 20_001, last: 20_100, integrity: 'ok', pageBytes: 4096 };
  t.match(look(directory), old);
  t.notOk(existsSync(restoring), 'the next opening removes what is left of the copy');
  const again = await run(['migrate', '--compact'], { DATA_DIR: directory });
  t.equal(again.code, 0, again.stderr);
  t.match(look(directory), { ...old, pageBytes: 2048 });
});

t.test('migrate --compact is refused in one line, and changes nothing', async (t) => {
  const refused = async (directory: string, why: RegExp) => {
    const { code, stderr } = await run(['migrate', '--compact'], { DATA_DIR: directory });
    t.equal(code, 2);
    t.match(stderr, why);
    t.match(stderr, /^webengagement: .+\n$/);
    t.equal(stderr.split('\n').length, 2);
    t.notOk(readdirSync(directory).includes('restoring'));
  };

  const used = leaveOld(t, 400);
  const opened = openDatabase(used);
  await refused(used, /another process uses the data directory/);
  opened.close();

  // A backup reads without the lock.
  const reader = new Sqlite(filesIn(used).database, { readonly: true });
  reader.exec('begin');
  reader.prepare('select count(*) from audit').get();
  await refused(used, /as it was: another process reads it, perhaps a backup/);
  reader.close();
  t.match(look(used), OLD);

  // Larger than the disk, as far as the system says; its pages are those there were.
  const { database: file } = filesIn(used);
  const { size } = statSync(file);
  truncateSync(file, 8e12);
  await refused(used, /may take 10000000 MB more until it is done, and \d+ MB are free/);
  truncateSync(file, size);
  t.match(look(used), OLD);

  const damaged = new Sqlite(file);
  damaged.unsafeMode();
  damaged.pragma('writable_schema = on');
  damaged.exec("update sqlite_schema set sql = replace(sql, 'target text', 'target int')");
  damaged.close();
  await refused(used, /as it was: it is damaged: .+ audit\.target/);
});

t.test('migrate --compact is not for PostgreSQL', async (t) => {
  const { code, stdout, stderr } = await run(['migrate', '--compact'], {
    DATABASE_URL: 'postgres://nobody@127.0.0.1:1/nothing',
  });
  t.strictSame([code, stdout], [2, '']);
  t.match(stderr, /^webengagement: --compact is for the SQLite database of DATA_DIR.*\n$/);
});
