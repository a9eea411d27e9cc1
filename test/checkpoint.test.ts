import { copyFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import t from 'tap';
import { CHECKPOINT_LIMITS, createCheckpoints } from '#src/store/sqlite/checkpoint.js';
import { openDatabase } from '#src/store/sqlite/open.js';
import { turn } from './support/clock.js';
import { createDirectory } from './support/world.js';

const PAGE = 4096;

/** Nobody else is there; what the writer was asked for is kept. */
function nobody() {
  const rests: number[] = [];
  return {
    rests,
    restWriter: (_done: Promise<unknown>, maxMs: number) => void rests.push(maxMs),
    holdReader: async () => () => {},
  };
}

const never = (error: unknown): void => {
  throw error;
};

const limitsOf = (pages: number) => ({ ...CHECKPOINT_LIMITS, bytes: pages * PAGE });

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

t.test('the log moves into the database after so many bytes, in a thread', async (t) => {
  const { database, file, write, moved } = openWithRows(t);
  const checkpoints = createCheckpoints(database, file, nobody(), never, limitsOf(30));
  write(5);
  checkpoints.committed();
  await checkpoints.idle();
  t.equal(moved(), 0, 'too few yet');
  for (let change = 0; change < 5; change += 1) write(5);
  checkpoints.committed();
  await checkpoints.idle();
  t.equal(moved(), 30);
  write(40);
  checkpoints.committed();
  await checkpoints.idle();
  t.equal(moved(), 70, 'again');
  await checkpoints.stop();
  checkpoints.committed();
  await checkpoints.stop();
});

t.test('a single change does not stay in the log for long', async (t) => {
  const { database, file, write, moved } = openWithRows(t);
  const limits = { ...CHECKPOINT_LIMITS, ageMs: 1 };
  const checkpoints = createCheckpoints(database, file, nobody(), never, limits);
  write(1);
  checkpoints.committed();
  while (moved() !== 1) await turn();
  await checkpoints.stop();
});

t.test('the log begins anew again and again, however much is written', async (t) => {
  const { database, file, write, logSize } = openWithRows(t);
  const others = nobody();
  const checkpoints = createCheckpoints(database, file, others, never, limitsOf(50));
  for (let round = 0; round < 10; round += 1) {
    write(60);
    checkpoints.committed();
    await checkpoints.idle();
  }
  t.ok(logSize() < 200 * PAGE, `${logSize()} bytes of log after ${10 * 60 * PAGE} were written`);
  t.ok(others.rests.length >= 10, 'the writer rests for the last step');
  t.ok(Math.max(...others.rests) <= 5, 'and not for longer than 5 ms');
  await checkpoints.stop();
});

t.test(
  'while somebody reads from the log nobody waits for it, and then it begins anew',
  async (t) => {
    const { database, file, write } = openWithRows(t);
    const others = nobody();
    const checkpoints = createCheckpoints(database, file, others, never, limitsOf(20));
    const reader = new Sqlite(file, { readonly: true });
    t.teardown(() => reader.close());
    write(1);
    const reading = reader.prepare('select * from rows').iterate();
    reading.next();
    for (let round = 0; round < 5; round += 1) {
      write(30);
      checkpoints.committed();
      await checkpoints.idle();
    }
    t.strictSame(others.rests, []);
    t.ok(checkpoints.bytes() > 150 * PAGE, 'it says how long the log is');
    t.equal(await checkpoints.cut(), false);
    reading.return?.();
    write(30);
    checkpoints.committed();
    await checkpoints.idle();
    write(1);
    t.ok(checkpoints.bytes() < 20 * PAGE);
    t.equal(await checkpoints.cut(), true);
    t.equal(checkpoints.bytes(), 0);
    await checkpoints.stop();
  },
);

t.test('the long reads of the service wait when the log is large', async (t) => {
  const { database, file, write } = openWithRows(t);
  let held = 0;
  let released = 0;
  const others = {
    ...nobody(),
    async holdReader() {
      held += 1;
      return () => {
        released += 1;
      };
    },
  };
  const limits = { ...limitsOf(20), largeBytes: 100 * PAGE };
  const checkpoints = createCheckpoints(database, file, others, never, limits);
  for (const pages of [30, 150]) {
    write(pages);
    checkpoints.committed();
    await checkpoints.idle();
  }
  t.strictSame([held, released], [1, 1]);
  await checkpoints.stop();
});

t.test(
  'without the thread the writer moves the log itself, and the operator hears of it once',
  async (t) => {
    const { database, file, write, logSize } = openWithRows(t);
    const failures: unknown[] = [];
    const onFailure = (error: unknown) => failures.push(error);
    const absent = `${file}-absent`;
    const checkpoints = createCheckpoints(database, absent, nobody(), onFailure, limitsOf(1));
    write(5);
    for (const _ of [1, 2]) {
      checkpoints.committed();
      await checkpoints.idle();
    }
    t.match(failures, [{ code: 'ENOENT' }]);
    t.equal(failures.length, 1);
    for (let round = 0; round < 10; round += 1) write(600);
    t.ok(logSize() < 3000 * PAGE, `${logSize()} bytes of log after ${6000 * PAGE} were written`);
    await checkpoints.stop();
  },
);
