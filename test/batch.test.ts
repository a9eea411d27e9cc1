import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import t from 'tap';
import { createBatch } from '#src/store/sqlite/batch.js';
import { placing } from './support/changes.js';
import { turn } from './support/clock.js';
import { deciding } from './support/deciding.js';
import { createDirectory, createWorld, openMigrated, PATIENT } from './support/world.js';

t.test('a transaction takes a change however late it begins, and is never empty', async (t) => {
  // The time for changes is over before the first.
  const { store } = await createWorld(t, { ...PATIENT, maxBatchMs: -1 });
  let commits = 0;
  store.watch(() => {
    commits += 1;
  });
  await Promise.all(['i1', 'i2', 'i3'].map((id) => deciding(store, {}, placing({ id }))));
  t.equal(commits, 3);
});

t.test(
  'what comes while a transaction is under way is taken in, and no other begins',
  async (t) => {
    const { database } = openMigrated(t);
    const ignore = (): void => {};
    const commits: string[][] = [];
    let taken: string[] = [];
    const late = ['second', 'third'];
    const ask = (what: string) => batch.submit(() => taken.push(what));
    const batch = createBatch(
      database,
      {
        begin() {
          taken = [];
        },
        gather() {
          const what = late.shift();
          if (what) answered.push(ask(what));
        },
        beforeCommit: ignore,
        committed: () => commits.push(taken),
        rolledBack: ignore,
        lost: () => undefined,
      },
      PATIENT,
    );
    const answered = [ask('first')];
    await batch.idle();
    t.equal((await Promise.all(answered)).length, 3);
    await turn();
    t.strictSame(commits, [['first', 'second', 'third']]);
  },
);

t.test('a wait for a busy database costs no processor time', async (t) => {
  const { database } = openMigrated(t);
  const other = new Sqlite(database.name);
  t.teardown(() => other.close());
  const waits: (() => void)[] = [];
  let begun = 0;
  const ignore = (): void => {};
  const begin = (): void => {
    begun += 1;
  };
  const hooks = { begin, beforeCommit: ignore, committed: ignore, lost: () => undefined };
  const later = (_ms: number, run: () => void) => {
    waits.push(run);
    return ignore;
  };
  const batch = createBatch(database, { ...hooks, rolledBack: ignore }, PATIENT, later);
  other.exec('begin immediate');
  const stored = batch.submit(() => 'stored');
  for (let turns = 0; turns < 20; turns += 1) await turn();
  t.strictSame([begun, waits.length], [1, 1], 'one try, and one timer');
  waits.shift()?.();
  t.strictSame([begun, waits.length], [2, 1], 'again');
  other.exec('rollback');
  waits.shift()?.();
  t.equal(await stored, 'stored');
});

t.test('the writer rests until it may go on, and never longer than it was told', async (t) => {
  const { database } = openMigrated(t);
  const ignore = (): void => {};
  const hooks = {
    begin: ignore,
    beforeCommit: ignore,
    committed: ignore,
    rolledBack: ignore,
    lost: () => undefined,
  };
  let wake = ignore;
  const batch = createBatch(database, hooks, PATIENT, (ms, run) => {
    t.equal(ms, 4);
    wake = run;
    return ignore;
  });
  let answered = 0;
  const change = async () => {
    await batch.submit(ignore);
    answered += 1;
  };
  let goOn = ignore;
  const done = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  batch.rest(done, 4);
  const first = change();
  for (let turns = 0; turns < 20; turns += 1) await turn();
  t.equal(answered, 0);
  goOn();
  await first;
  batch.rest(new Promise(ignore), 4);
  const second = change();
  wake();
  await second;
  t.equal(answered, 2);
});

/** The system refuses to let any file of this process grow, which SQLite meets in a commit. */
const FAILING_COMMIT = `
  import Sqlite from 'better-sqlite3';
  import { createBatch } from '#src/store/sqlite/batch.js';
  const database = new Sqlite(process.env.FILE);
  database.pragma('journal_mode = wal');
  database.exec('create table rows (text)');
  const ignore = () => {};
  const hooks = { begin: ignore, beforeCommit: ignore, committed: ignore, rolledBack: ignore, lost: ignore };
  const batch = createBatch(database, hooks);
  const insert = database.prepare('insert into rows values (?)');
  for (let failure; failure === undefined; )
    await batch.submit(() => insert.run('x'.repeat(3000))).catch((error) => {
      failure = error;
      console.log(error.changed, error.cause.code.slice(0, 12), database.inTransaction);
    });
`;

t.test('of a commit that failed while it was written nobody knows what is on disk', async (t) => {
  const FILE = join(createDirectory(t), 'rows.db');
  const { stdout } = spawnSync(
    'sh',
    [
      '-c',
      'ulimit -f 128 && exec "$@"',
      'sh',
      process.execPath,
      '--input-type=module',
      '--eval',
    ].concat(FAILING_COMMIT),
    { encoding: 'utf8', timeout: 60_000, env: { ...process.env, FILE } },
  );
  t.equal(stdout, 'unknown SQLITE_IOERR false\n');
});

t.test('what nobody waits for gives way, and is never kept up', async (t) => {
  const { database } = openMigrated(t);
  const ignore = (): void => {};
  const commits: string[][] = [];
  let taken: string[] = [];
  const batch = createBatch(
    database,
    {
      begin() {
        taken = [];
      },
      beforeCommit: ignore,
      committed: () => commits.push(taken),
      rolledBack: ignore,
      lost: () => undefined,
    },
    { ...PATIENT, maxBatch: 5, leastAside: 1, maxAside: 4 },
  );
  const queue = (name: string, isAside: boolean): Promise<unknown> =>
    new Promise((resolve, reject) => {
      batch.queue({ isAside, run: () => taken.push(name), resolve, reject });
    });
  const names = (kind: string, count: number): string[] =>
    Array.from({ length: count }, (_, n) => `${kind}${n}`);
  const asides = names('aside ', 14).map((name) => queue(name, true));
  const urgent = names('urgent ', 12).map((name) => queue(name, false));
  await Promise.all([...asides, ...urgent]);
  t.strictSame(
    commits.map((each) => `${each[0]?.split(' ')[0]} ${each.length}`),
    [
      'aside 1',
      'urgent 5',
      'aside 4',
      'urgent 5',
      'aside 4',
      'urgent 2',
      'aside 2',
      'aside 2',
      'aside 1',
    ],
    'by turns, and no more at a time than there were of the others, or few',
  );
  t.strictSame(
    commits.flat().filter((name) => name.startsWith('aside')),
    names('aside ', 14),
  );
});

/** A process of its own, because what a listener throws is not caught: it ends a service. */
const THROWING_LISTENER = `
  import Sqlite from 'better-sqlite3';
  import { createBatch } from '#src/store/sqlite/batch.js';
  const ignore = () => {};
  const batch = createBatch(new Sqlite(':memory:'), {
    begin: ignore, beforeCommit: ignore, rolledBack: ignore, lost: ignore,
    committed() { throw new Error('a listener fails'); },
  });
  process.once('uncaughtException', async ({ message }) => {
    await batch.idle();
    console.log(await answer, message);
  });
  const answer = batch.submit(() => 'stored');
`;

t.test('a listener that fails leaves no caller of its batch unanswered', async (t) => {
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ['--input-type=module', '--eval', THROWING_LISTENER],
    { encoding: 'utf8', timeout: 120_000 },
  );
  t.strictSame([stdout, stderr], ['stored a listener fails\n', '']);
});
