import { copyFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import t from 'tap';
import { createCheckpoints } from '#src/store/sqlite/checkpoint.js';
import { openDatabase } from '#src/store/sqlite/open.js';
import { createDirectory } from './support/world.js';

const PAGE = 4096;

function openWithRows(t: Parameters<typeof createDirectory>[0]) {
  const directory = createDirectory(t);
  const { database, file, close } = openDatabase(directory);
  t.teardown(close);
  database.exec('create table rows (n integer primary key, text text)');
  const insert = database.prepare('insert into rows (text) values (?)');
  return {
    database,
    file,
    /** One transaction of about as many pages. */
    write: (pages: number) =>
      database.transaction(() => {
        for (let page = 0; page < pages; page += 1) insert.run('x'.repeat(PAGE));
      })(),
    /** Rows in the database without its log. */
    moved() {
      const copy = join(directory, 'copy.db');
      copyFileSync(file, copy);
      const alone = new Sqlite(copy, { readonly: true });
      try {
        return alone.prepare('select count(*) from rows').pluck().get();
      } catch {
        return 0;
      } finally {
        alone.close();
      }
    },
    logSize: () => statSync(`${file}-wal`).size,
  };
}

const never = (error: unknown): void => {
  throw error;
};

t.test('the log moves into the database after so many changes, in a thread', async (t) => {
  const { database, file, write, moved } = openWithRows(t);
  const checkpoints = createCheckpoints(database, file, never, { changes: 3, hugePages: 100_000 });
  write(5);
  checkpoints.committed(2);
  await checkpoints.idle();
  t.equal(moved(), 0, 'too few yet');
  checkpoints.committed(1);
  await checkpoints.idle();
  t.equal(moved(), 5);
  write(7);
  checkpoints.committed(3);
  await checkpoints.idle();
  t.equal(moved(), 12, 'again');
  await checkpoints.stop();
  checkpoints.committed(3);
  await checkpoints.stop();
});

t.test('a log that grew huge is begun anew', async (t) => {
  const { database, file, write, logSize } = openWithRows(t);
  const checkpoints = createCheckpoints(database, file, never, { changes: 1, hugePages: 50 });
  for (let round = 0; round < 10; round += 1) {
    write(60);
    checkpoints.committed(1);
    await checkpoints.idle();
  }
  t.ok(logSize() < 200 * PAGE, `${logSize()} bytes of log after ${10 * 60 * PAGE} were written`);
  await checkpoints.stop();
});

t.test(
  'without the thread the writer moves the log itself, and the operator hears of it',
  async (t) => {
    const { database, file, write, logSize } = openWithRows(t);
    const failures: unknown[] = [];
    const onFailure = (error: unknown) => failures.push(error);
    const checkpoints = createCheckpoints(database, `${file}-absent`, onFailure, {
      changes: 1,
      hugePages: 50,
    });
    checkpoints.committed(1);
    await checkpoints.idle();
    t.match(failures, [{ code: 'SQLITE_CANTOPEN' }]);
    for (let round = 0; round < 10; round += 1) write(600);
    t.ok(logSize() < 3000 * PAGE, `${logSize()} bytes of log after ${6000 * PAGE} were written`);
    checkpoints.committed(1);
    await checkpoints.stop();
  },
);
