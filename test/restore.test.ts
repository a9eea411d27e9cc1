import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import Sqlite from 'better-sqlite3';
import t, { type Test } from 'tap';
import { StoreUnusable } from '#src/store/failures.js';
import { filesIn, writeState } from '#src/store/sqlite/directory.js';
import { migrate } from '#src/store/sqlite/migrate.js';
import { openDatabase } from '#src/store/sqlite/open.js';
import { restore } from '#src/store/sqlite/restore.js';
import { createSqliteStore } from '#src/store/sqlite/sqlite.js';
import { placing } from './support/changes.js';
import { createFakeClock } from './support/clock.js';
import { deciding, TEST_DECISIONS } from './support/deciding.js';
import { run } from './support/process.js';
import { createDirectory } from './support/world.js';

/** A data directory whose process was killed: its database, and a log that holds `ids`. */
async function leaveBehind(t: Test, ...ids: readonly string[]): Promise<string> {
  const directory = createDirectory(t);
  const opened = openDatabase(directory);
  migrate(opened.database, () => 1);
  opened.completed();
  // What the log holds from here on is numbered.
  opened.database.pragma('wal_checkpoint(truncate)');
  const { store } = createSqliteStore(opened.database, createFakeClock(), TEST_DECISIONS, () => {});
  for (const id of ids) await deciding(store, {}, placing({ id }));
  const killed = createDirectory(t);
  for (const name of ['webengagement.db', 'webengagement.db-wal', 'database.state'])
    copyFileSync(join(directory, name), join(killed, name));
  await store.close();
  opened.close();
  return killed;
}

function idsIn(directory: string): unknown {
  const { database, close } = openDatabase(directory);
  try {
    migrate(database, () => 1);
    return database.prepare('select id from interactions order by id').pluck().all();
  } finally {
    close();
  }
}

t.test(
  'a database and the log beside it are completed only when they belong together',
  async (t) => {
    const whole = await leaveBehind(t, 'a', 'b');
    const { database: file } = filesIn(whole);
    const older = join(createDirectory(t), 'older.db');
    copyFileSync(file, older);
    t.strictSame(idsIn(whole), ['a', 'b'], 'they do');

    // The older copy again, beside the log of what came after it was moved into the database.
    const { database, close } = openDatabase(whole);
    const { store } = createSqliteStore(database, createFakeClock(), TEST_DECISIONS, () => {});
    await deciding(store, {}, placing({ id: 'c' }));
    copyFileSync(`${file}-wal`, `${older}-wal`);
    await store.close();
    close();
    copyFileSync(older, file);
    copyFileSync(`${older}-wal`, `${file}-wal`);
    t.throws(() => openDatabase(whole), StoreUnusable);
    t.throws(() => openDatabase(whole), /-wal belongs to another database.* restore a backup/);

    const other = await leaveBehind(t, 'x');
    rmSync(filesIn(other).database);
    copyFileSync(older, filesIn(other).database);
    t.throws(() => openDatabase(other), /-wal belongs to another database/, 'nor a stranger');
    rmSync(`${filesIn(other).database}-wal`);
    t.strictSame(idsIn(other), [], 'the remedy: without the log, the copy is used as it is');
  },
);

const EMPTIED: Readonly<Record<string, (file: string) => void>> = {
  'its file is gone': (file) => rmSync(file),
  'its file is empty': (file) => writeFileSync(file, ''),
  'its file has no tables': (file) => {
    rmSync(file);
    rmSync(`${file}-wal`);
    new Sqlite(file).pragma('user_version = 7');
  },
};
for (const [what, empty] of Object.entries(EMPTIED))
  t.test(
    `a start is refused in one line where a database was complete once and ${what}`,
    async (t) => {
      const directory = await leaveBehind(t, 'a');
      const { database: file, state } = filesIn(directory);
      empty(file);
      const env = { DATA_DIR: directory };
      for (const args of [['migrate'], ['serve', '--port', '0']]) {
        const { code, stdout, stderr } = await run(args, env);
        t.strictSame([code, stdout], [2, '']);
        t.match(stderr, /^webengagement: .*webengagement\.db .*restore FILE.*--new-database\n$/);
      }
      // Also in a directory of before there was a note of that: the log, or the file, tells.
      rmSync(state);
      if (!/empty/.test(what)) t.equal((await run(['migrate'], env)).code, 2);
      writeState(directory, 'complete');
      t.equal((await run(['migrate', '--new-database'], env)).code, 0);
      t.strictSame(idsIn(directory), []);
      t.ok(
        readdirSync(directory).some((name) => name.startsWith('replaced-')) || /gone/.test(what),
      );
      t.equal((await run(['migrate', '--new-database'], env)).stdout, 'up to date\n', 'harmless');
    },
  );

t.test(
  'a directory whose first start was killed before it had tables can be started',
  async (t) => {
    const directory = createDirectory(t);
    openDatabase(directory).close();
    t.strictSame(idsIn(directory), []);
  },
);

t.test('restore replaces the database, and completes a copy with the log beside it', async (t) => {
  const present = await leaveBehind(t, 'now');
  const earlier = await leaveBehind(t, 'then', 'too');
  const { aside, file } = restore(filesIn(earlier).database, present);
  t.strictSame(readdirSync(aside ?? '').sort(), ['webengagement.db', 'webengagement.db-wal']);
  t.equal(statSync(file).mode & 0o777, 0o600);
  t.strictSame(idsIn(present), ['then', 'too']);
  t.strictSame(readFileSync(filesIn(earlier).state, 'utf8'), 'complete\n');
  for (const name of readdirSync(aside ?? ''))
    renameSync(join(aside ?? '', name), join(present, name));
  t.strictSame(idsIn(present), ['now'], 'and back');
});

t.test('a journal of the database that is replaced goes aside with it', async (t) => {
  const present = await leaveBehind(t, 'now');
  const { database: file } = filesIn(present);
  writeFileSync(`${file}-journal`, 'of another database');
  const { aside } = restore(filesIn(await leaveBehind(t, 'then')).database, present);
  t.ok(readdirSync(aside ?? '').includes('webengagement.db-journal'));
  t.strictSame(idsIn(present), ['then']);
});

t.test(
  'a restore that was killed anywhere is not begun, or is finished by the next start',
  async (t) => {
    const source = filesIn(await leaveBehind(t, 'then')).database;
    const ready = filesIn(createDirectory(t)).restored;
    {
      const scratch = createDirectory(t);
      copyFileSync(restore(source, scratch).file, ready);
    }
    // After the copy was made ready: none, one, or all of the present files were moved.
    for (const moved of [0, 1, 2]) {
      const present = await leaveBehind(t, 'now');
      const { restored, restoring } = filesIn(present);
      mkdirSync(restoring);
      writeFileSync(join(restoring, 'webengagement.db'), 'half');
      t.strictSame(idsIn(present), ['now'], 'not begun');
      t.notOk(existsSync(restoring));
      const killed = await leaveBehind(t, 'now');
      const paths = filesIn(killed);
      copyFileSync(ready, paths.restored);
      const at = statSync(paths.restored).mtime.toISOString().replaceAll(':', '-');
      const aside = join(killed, `replaced-${at}`);
      mkdirSync(aside);
      for (const file of [paths.database, `${paths.database}-wal`].slice(0, moved))
        renameSync(file, join(aside, basename(file)));
      t.strictSame(idsIn(killed), ['then'], `${moved} moved`);
      t.equal(readdirSync(aside).length, 2);
      t.notOk(existsSync(restored));
    }
  },
);

t.test(
  'restore refuses what is no whole database of this program, and changes nothing',
  async (t) => {
    const directory = await leaveBehind(t, 'now');
    const folder = createDirectory(t);
    const good = join(folder, 'good.db');
    copyFileSync(
      restore(filesIn(await leaveBehind(t, 'then')).database, createDirectory(t)).file,
      good,
    );
    const make = (name: string, change: (file: string) => void): string => {
      const file = join(folder, name);
      copyFileSync(good, file);
      change(file);
      return file;
    };
    const sql = (text: string) => (file: string) => {
      const database = new Sqlite(file);
      database.exec(text);
      database.close();
    };
    const files: Readonly<Record<string, [string, RegExp]>> = {
      absent: [join(folder, 'absent.db'), /no such file/],
      directory: [folder, /directory/],
      text: [
        make('text.db', (file) => writeFileSync(file, 'x'.repeat(9000))),
        /no SQLite database/,
      ],
      empty: [make('empty.db', (file) => writeFileSync(file, '')), /no database of this program/],
      foreign: [
        make('foreign.db', (file) => {
          rmSync(file);
          sql('create table t (x)')(file);
        }),
        /another program/,
      ],
      newer: [
        make('newer.db', sql("insert into migrations values (99, 'later', 'x', 1)")),
        /newer than this program/,
      ],
      damaged: [
        make('damaged.db', (file) => {
          const bytes = readFileSync(file);
          writeFileSync(file, bytes.fill(0x5a, bytes.length / 2));
        }),
        /damaged/,
      ],
      cut: [
        make('cut.db', (file) => writeFileSync(file, readFileSync(good).subarray(0, 40960))),
        /damaged/,
      ],
      inconsistent: [
        make(
          'strays.db',
          sql(
            'pragma foreign_keys = off; insert into history select 999, sequence, type, at, actor, from_state, to_state, queue, reason, detail from history limit 1',
          ),
        ),
        /damaged/,
      ],
    };
    for (const [what, [file, why]] of Object.entries(files)) {
      t.throws(() => restore(file, directory), StoreUnusable, what);
      t.throws(() => restore(file, directory), why, what);
    }
    t.strictSame(
      readdirSync(directory).filter((name) => /restor|replaced/.test(name)),
      [],
    );
    t.strictSame(idsIn(directory), ['now']);
    const { stderr, code } = await run(['restore', files.text?.[0] ?? ''], { DATA_DIR: directory });
    t.equal(code, 2);
    t.match(stderr, /^webengagement: .*text\.db cannot be restored: .*nothing was changed\n$/);
  },
);
