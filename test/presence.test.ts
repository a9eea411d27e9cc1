import { once } from 'node:events';
import {
  copyFileSync,
  linkSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { StoreTakenAway } from '#src/store/failures.js';
import { migrate } from '#src/store/sqlite/migrate.js';
import { openDatabase } from '#src/store/sqlite/open.js';
import { createPresence } from '#src/store/sqlite/presence.js';
import { createSqliteStore } from '#src/store/sqlite/sqlite.js';
import { placing } from './support/changes.js';
import { createFakeClock } from './support/clock.js';
import { deciding, TEST_DECISIONS } from './support/deciding.js';
import { type LogEntry, serve } from './support/process.js';
import { openMigrated } from './support/world.js';

const ADMIN_KEY = 'presence-presence-presence-presence-presence';

/** The errors in a log, but those of what was on its way from the write-ahead log into files that went. */
const errorsIn = (log: readonly LogEntry[]): readonly unknown[] =>
  log
    .filter(({ level, msg }) => level >= 50 && !/\bthe log of the database\b/.test(msg))
    .map(({ msg }) => msg);

/** What somebody does to the files of an open database, and what undoes it, where anything does. */
const HARM: Readonly<
  Record<string, { do(file: string): void; undo?(file: string): void; words: RegExp }>
> = {
  'the database is renamed': {
    do: (file) => renameSync(file, `${file}.away`),
    undo: (file) => renameSync(`${file}.away`, file),
    words: /^webengagement\.db was removed or renamed\..* restart/,
  },
  'another file takes its place': {
    do(file) {
      renameSync(file, `${file}.away`);
      copyFileSync(`${file}.away`, file);
    },
    undo: (file) => renameSync(`${file}.away`, file),
    words: /^webengagement\.db was replaced by another file\..* restart/,
  },
  'its log is renamed': {
    do: (file) => renameSync(`${file}-wal`, `${file}.away`),
    undo: (file) => renameSync(`${file}.away`, `${file}-wal`),
    words: /^webengagement\.db-wal was removed or renamed\..* restart/,
  },
  'the index of its log is renamed': {
    do: (file) => renameSync(`${file}-shm`, `${file}.away`),
    undo: (file) => renameSync(`${file}.away`, `${file}-shm`),
    words: /^webengagement\.db-shm was removed or renamed\..* restart/,
  },
  'the lock is renamed': {
    do: (file) => renameSync(join(file, '../lock.db'), `${file}.away`),
    undo: (file) => renameSync(`${file}.away`, join(file, '../lock.db')),
    words: /^lock\.db was removed or renamed, so another process.* restart/,
  },
  'its directory is renamed': {
    do: (file) => renameSync(join(file, '..'), join(file, '../../elsewhere')),
    undo: (file) => renameSync(join(file, '../../elsewhere'), join(file, '..')),
    words: /^The data directory was removed or renamed\..* restart/,
  },
  'it is cut to nothing': {
    do: (file) => truncateSync(file),
    words: /^webengagement\.db was overwritten or cut.* restart/,
  },
  'it is cut in the middle': {
    do: (file) => truncateSync(file, 8192),
    words: /^webengagement\.db was overwritten or cut.* restart/,
  },
  'something else is copied over it': {
    do: (file) => writeFileSync(file, 'x'.repeat(statSync(file).size)),
    words: /^webengagement\.db was overwritten or cut.* restart/,
  },
  'an older copy of it is copied over it': {
    do: (file) => writeFileSync(file, readFileSync(`${file}.older`)),
    words: /^webengagement\.db was overwritten or cut.* restart/,
  },
};

function openWatched(t: Test) {
  const directory = join(t.testdir({ data: {} }), 'data');
  const opened = openDatabase(directory);
  const { database, file } = opened;
  t.teardown(opened.abandon);
  return { database, file };
}

for (const [harm, { do: harmThem, undo, words }] of Object.entries(HARM))
  t.test(`nothing is acknowledged when ${harm}`, async (t) => {
    const { database, file } = openWatched(t);
    migrate(database, () => 1);
    const presence = createPresence(database);
    const heard: string[] = [];
    presence.watch({ lost: (text) => heard.push(text), back: () => heard.push('back') });
    const clock = createFakeClock();
    const options = { presence };
    const { store } = createSqliteStore(database, clock, TEST_DECISIONS, () => {}, options);
    t.teardown(store.close);
    database.pragma('wal_checkpoint(truncate)');
    copyFileSync(file, `${file}.older`);
    await deciding(store, {}, placing({ id: 'before' }));
    database.pragma('wal_checkpoint(passive)');
    t.equal(presence.lost(), undefined, 'checkpoints are no harm');

    harmThem(file);
    const refused = await deciding(store, {}, placing({ id: 'lost' })).catch(
      (error: Error) => error,
    );
    t.type(refused, StoreTakenAway);
    t.match(refused, { message: words, changed: 'nothing' });
    await t.rejects(store.tidy({ step: 'touch' }), StoreTakenAway);
    const list = store.read('interactions', {}, { size: 1 });
    await t.rejects(list, StoreTakenAway, 'lists are not answered from other files');
    t.match(heard, [words], 'told once');
    t.equal(heard.length, 1);

    undo?.(file);
    if (undo === undefined) {
      t.ok(presence.lost(), 'nothing brings it back but a restart');
      return;
    }
    await deciding(store, {}, placing({ id: 'after' }));
    const stored = [
      await store.read('interaction', 'lost'),
      await store.read('interaction', 'after'),
    ];
    t.match(stored, [null, { id: 'after' }]);
    t.strictSame(heard.slice(1), ['back']);
  });

t.test('a change whose database went during its commit is not said to be unchanged', async (t) => {
  const { database, file } = openMigrated(t);
  const presence = createPresence(database);
  let looks = 0;
  // The second look is the one after the commit.
  const lost = (): string | undefined => {
    looks += 1;
    if (looks === 2) renameSync(file, `${file}.away`);
    return presence.lost();
  };
  const { store } = createSqliteStore(database, createFakeClock(), TEST_DECISIONS, () => {}, {
    presence: { ...presence, lost },
  });
  t.teardown(store.close);
  t.match(await deciding(store, {}, placing({ id: 'x' })).catch((error: unknown) => error), {
    name: 'StoreTakenAway',
    changed: 'unknown',
  });
  renameSync(`${file}.away`, file);
  t.match(await store.read('interaction', 'x'), { id: 'x' }, 'it was stored, this time');
});

t.test('what the log held is in the database when the log alone was removed', async (t) => {
  const { database, file } = openMigrated(t);
  const presence = createPresence(database);
  t.teardown(presence.close);
  database.exec("insert into queue_counts values ('kept', 0, 0, 1)");
  rmSync(`${file}-wal`);
  t.match(presence.lost(), /-wal was removed/);
  await new Promise(setImmediate);
  const copy = `${file}.copy`;
  linkSync(file, copy);
  t.match(readFileSync(copy).includes('kept'), true);
});

t.test('a running service notices within a second, says so everywhere, and recovers', async (t) => {
  const directory = t.testdir();
  const service = await serve(t, { DATA_DIR: directory, ADMIN_KEY });
  const file = join(directory, 'webengagement.db');
  const call = async (path: string, body?: object) => {
    const response = await fetch(`${service.address}${path}`, {
      ...(body && { method: 'POST', body: JSON.stringify(body) }),
      headers: { authorization: `Bearer ${ADMIN_KEY}`, 'content-type': 'application/json' },
    });
    return { status: response.status, body: await response.json() };
  };
  const place = (visitId: string) => call('/v1/interactions', { visitId });
  t.equal((await place('v1')).status, 201);
  renameSync(file, `${file}.away`);
  t.match(await service.logged('the database was taken away'), { level: 50, file });
  t.match(await call('/readyz?verbose'), {
    status: 503,
    body: { detail: /^store: webengagement\.db was removed or renamed/ },
  });
  const refused = {
    status: 503,
    body: { code: 'storage_unavailable', detail: /removed or renamed.* Nothing was changed\.$/ },
  };
  t.match(await place('v2'), refused);
  t.match(await call('/v1/admin/interactions'), refused);
  renameSync(`${file}.away`, file);
  t.equal((await place('v2')).status, 201, 'at once');
  t.match(await service.logged('the database is back'), { level: 40 });
  t.equal((await call('/readyz')).status, 200);
  t.match(await call('/v1/admin/interactions'), { status: 200, body: { items: { length: 2 } } });

  writeFileSync(file, readFileSync(file).fill(0));
  t.match(await place('v3'), { status: 503, body: { detail: /overwritten/ } });
  const ended = once(service.process, 'exit');
  service.process.kill('SIGTERM');
  t.strictSame((await ended)[0], 0, 'ends gracefully');
  t.ok(
    readFileSync(file).every((byte) => byte === 0),
    'and writes nothing into a foreign file',
  );
  // What is done in the background may meet it, or not.
  const told = errorsIn(service.log).filter((words) => !String(words).endsWith('it tries again'));
  t.strictSame(told, ['the database was taken away', 'the database was taken away']);
});

t.test(
  'without its directory a service measures, and says what is wrong in one line',
  async (t) => {
    const parent = t.testdir({ data: {} });
    const directory = join(parent, 'data');
    const service = await serve(t, { DATA_DIR: directory, ADMIN_KEY });
    const headers = { authorization: `Bearer ${ADMIN_KEY}` };
    renameSync(directory, `${directory}.away`);
    await service.logged('the database was taken away');
    const metrics = await fetch(`${service.address}/metrics`, { headers });
    t.equal(metrics.status, 200);
    t.match(await metrics.text(), /^webengagement_store_pending_changes \d+$/m);
    const ready = await fetch(`${service.address}/readyz?verbose`);
    t.match(await ready.json(), {
      detail: /^(store|reads): The data directory was removed or renamed/,
    });
    renameSync(`${directory}.away`, directory);
    await service.logged('the database is back');
    t.strictSame(errorsIn(service.log), ['the database was taken away']);
  },
);
