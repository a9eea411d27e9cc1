import { once } from 'node:events';
import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import Sqlite from 'better-sqlite3';
import t from 'tap';
import { createBackups } from '#src/engine/backups.js';
import { BackupFailed } from '#src/store/failures.js';
import { backUp } from '#src/store/sqlite/backup.js';
import { placing } from './support/changes.js';
import { deciding } from './support/deciding.js';
import { run, start } from './support/process.js';
import { startService } from './support/service.js';
import { createDirectory, createWorld } from './support/world.js';

t.test('a backup is of one moment, whatever is written meanwhile, and checked', async (t) => {
  const { database, store } = await createWorld(t);
  database.exec('create table filler (text text)');
  const fill = database.prepare('insert into filler values (?)');
  database.transaction(() => {
    for (let row = 0; row < 600; row += 1) fill.run('x'.repeat(4000));
  })();
  const target = join(createDirectory(t), 'copy.db');
  await deciding(store, {}, placing({ id: 'before' }));
  const messages: string[] = [];
  const written: Promise<unknown>[] = [];
  const bytes = await backUp(database.name, target, {
    onProgress({ type }) {
      messages.push(type);
      written.push(deciding(store, {}, placing({ id: `during-${messages.length}` })));
    },
  });
  await Promise.all(written);
  t.strictSame([bytes, statSync(target).mode & 0o777], [statSync(target).size, 0o600]);
  t.strictSame([...new Set(messages)], ['copied', 'checking', 'done']);
  const copy = new Sqlite(target, { readonly: true });
  t.teardown(() => copy.close());
  const count = (table: string) => copy.prepare(`select count(*) from ${table}`).pluck().get();
  t.equal(count('filler'), 600);
  t.strictSame([count('interactions'), count('history')], [1, 1], 'nothing that was written since');
  t.ok(written.length >= 3);
  t.strictSame(
    readdirSync(join(target, '..')),
    [basename(target)],
    'one file, and nothing besides',
  );
});

t.test('a backup never overwrites, and nothing is left of one that was ended', async (t) => {
  const { database } = await createWorld(t);
  const folder = createDirectory(t);
  const target = join(folder, 'copy.db');
  writeFileSync(target, 'mine');
  await t.rejects(backUp(database.name, target), /exists already/);
  await t.rejects(backUp(database.name, join(folder, 'no/copy.db')), /cannot be written to/);
  for (const last of ['copied', 'done']) {
    const ending = new AbortController();
    const ended = backUp(database.name, join(folder, 'other.db'), {
      signal: ending.signal,
      onProgress: ({ type }) => type === last && ending.abort(),
    });
    await t.rejects(ended, BackupFailed, `when it is ${last}`);
    t.strictSame(readdirSync(folder), ['copy.db']);
  }
  await t.rejects(backUp(join(folder, 'copy.db'), join(folder, 'x.db')), /no SQLite database/);
  t.strictSame(readdirSync(folder), ['copy.db']);
});

t.test('the command is interrupted with nothing left, and says what there is not', async (t) => {
  const { directory } = await createWorld(t);
  const folder = createDirectory(t);
  const env = { DATA_DIR: directory };
  const child = start(['backup', join(folder, 'copy.db')], env);
  const closed = once(child, 'close');
  for (;;) {
    if (readdirSync(folder).length > 0 || child.exitCode !== null) break;
    await new Promise(setImmediate);
  }
  child.kill('SIGTERM');
  const [code] = await closed;
  // It may have been quicker than the signal.
  t.strictSame(readdirSync(folder), code === 0 ? ['copy.db'] : []);
  const { code: refused, stderr } = await run(['backup', join(folder, 'y.db')], {
    DATA_DIR: folder,
  });
  t.equal(refused, 2);
  t.match(stderr, /^webengagement: there is no database .*DATA_DIR\n$/);
});

t.test('backups of the service are made one at a time, audited, listed, and pruned', async (t) => {
  const service = await startService(t, { env: { BACKUP_KEEP: '2' } });
  const { call, directory } = service;
  const foreign = join(directory, 'backups', 'mine.db');
  const answers = await Promise.all([1, 2].map(() => call('POST', '/v1/admin/backup')));
  t.strictSame(answers.map(({ status }) => status).sort(), [201, 409]);
  const made = answers.find(({ status }) => status === 201)?.body;
  t.match(made, { file: /^backups\/webengagement-2030-03-18T08-00-00\.000Z\.db$/, bytes: Number });
  t.match(answers.find(({ status }) => status === 409)?.body, { code: 'backup_in_progress' });
  writeFileSync(foreign, 'mine');
  for (const _ of [2, 3]) {
    service.clock.jump(1000);
    t.equal((await call('POST', '/v1/admin/backup')).status, 201);
  }
  const { body } = await call<{ items: { file: string; bytes: number }[] }>(
    'GET',
    '/v1/admin/backups',
  );
  t.match(body.items, [{ createdAt: /08:00:02/ }, { createdAt: /08:00:01/ }]);
  t.equal(body.items.length, 2, 'newest first, as many as are kept');
  t.ok(existsSync(foreign), 'a file of somebody else is left alone');
  t.notOk(existsSync(join(directory, String(made?.file))));
  const audit = await call<{ items: { action: string; keyName: string }[] }>(
    'GET',
    '/v1/admin/audit',
  );
  const entries = audit.body.items.filter(({ action }) => action === 'backup.created');
  t.equal(entries.length, 3);
  t.match(entries[0], { keyName: 'admin', target: body.items[0]?.file, after: { bytes: Number } });
});

t.test('backups are made by themselves at their interval, counted from the newest', async (t) => {
  const { clock, store, directory } = await createWorld(t);
  let made = 0;
  let notify = (): void => {};
  const backups = createBackups({
    store,
    async backUp(file) {
      made += 1;
      writeFileSync(file, '');
      return 0;
    },
    clock,
    log: { info: () => notify(), error: t.fail } as never,
    directory,
    intervalHours: 2,
    keep: 0,
  });
  t.teardown(backups.stop);
  const nextMade = () => new Promise<void>((resolve) => (notify = resolve));
  const first = nextMade();
  backups.start();
  await clock.advance(0);
  await first;
  t.equal(made, 1, 'at once when there is none');
  const quiet = async () => {
    while (clock.armed().length === 0) await new Promise(setImmediate);
  };
  await quiet();
  await clock.advance(0);
  await quiet();
  t.equal(made, 1);
  const second = nextMade();
  for (let hour = 0; hour < 2; hour += 1) {
    await quiet();
    await clock.advance(60 * 60 * 1000);
  }
  await second;
  t.equal(made, 2);
});
