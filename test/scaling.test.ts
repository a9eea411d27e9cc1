// What docs/scaling.md says is not there with PostgreSQL is not there, and the page says all of it.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import t, { type Test } from 'tap';
import { NO_POSTGRES, startPostgres } from './support/postgres.js';
import { run, runAlone } from './support/process.js';
import { serveHere } from './support/serve-here.js';
import { createDirectory } from './support/world.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const PAGE = readFileSync(join(ROOT, 'docs/scaling.md'), 'utf8');
const ADMIN_KEY = 'an-admin-key-that-only-tests-know';
const WHO = 'somebody-who-wants-to-be-forgotten';

interface Setting {
  readonly url: string;
  readonly ask: (method: string, path: string, body?: object) => Promise<Answer>;
  readonly server: Awaited<ReturnType<typeof startPostgres>>;
}

interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: answers are looked at member by member.
  readonly body: any;
}

/** Each thing that is not promised, and how it is not there. */
const NOT_THERE: Readonly<Record<string, (t: Test, setting: Setting) => Promise<void>>> = {
  'Erasure from files and replicas': async (t, { url, ask, server }) => {
    await ask('POST', '/v1/interactions', { visitId: 'v', visitorId: WHO });
    const { body } = await ask('DELETE', `/v1/admin/visitors/${WHO}`);
    t.equal(body.erased, 1);
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    const { rows } = await client.query<{ name: string }>(
      'select tablename::text as name from pg_tables where schemaname = current_schema()',
    );
    for (const { name } of rows) {
      const found = await client.query(`select 1 from "${name}" r where r::text like $1`, [
        `%${WHO}%`,
      ]);
      t.equal(found.rows.length, 0, `no row of ${name}`);
    }
    await client.query('checkpoint');
    await client.end();
    const files = readdirSync(server.data, { recursive: true, withFileTypes: true });
    const holding = files.filter(
      (file) => file.isFile() && readFileSync(join(file.parentPath, file.name)).includes(WHO),
    );
    t.ok(
      holding.some(({ parentPath }) => /pg_wal/.test(parentPath)),
      'the log has it',
    );
  },
  'Backup and restore by this program': async (t, { url, ask }) => {
    const env = { DATABASE_URL: url };
    const file = join(createDirectory(t), 'backup.db');
    for (const [args, words] of [
      [['backup', file], /the data is in PostgreSQL, .*pg_dump/],
      [['restore', file], /the data is in PostgreSQL, .*pg_restore/],
      [['clock', '--set-back'], /the data is in PostgreSQL, .*its time is that of the server/],
      [['migrate', '--compact'], /--compact is for the SQLite database .*autovacuum/],
    ] as const) {
      const { code, stderr } = await run(args, env);
      t.equal(code, 2, args.join(' '));
      t.match(stderr, words);
    }
    t.notOk(existsSync(file));
    for (const [method, path] of [
      ['POST', '/v1/admin/backup'],
      ['GET', '/v1/admin/backups'],
    ] as const) {
      const answer = await ask(method, path, method === 'POST' ? {} : undefined);
      t.match(answer, { status: 409, body: { code: 'backup_elsewhere' } }, path);
    }
    const asked = { ...env, ADMIN_KEY, BACKUP_INTERVAL_HOURS: '24' };
    const { code, stderr } = await runAlone(['serve'], asked);
    t.equal(code, 2);
    t.match(stderr, /BACKUP_INTERVAL_HOURS is for a data directory/);
  },
  'admin.key': async (t, { url, ask, server }) => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    await client.query('create database fresh');
    await client.end();
    const begun = await runAlone(['serve'], { DATABASE_URL: server.urlOf('fresh') });
    t.equal(begun.code, 2);
    t.match(begun.stderr, /ADMIN_KEY must be given with DATABASE_URL/);
    const another = 'another-admin-key-that-only-tests-know';
    const other = await serveHere(t, { DATABASE_URL: url, ADMIN_KEY: another });
    const headers = { authorization: `Bearer ${another}` };
    t.equal((await fetch(`${other.address}/v1/admin/options`, { headers })).status, 200);
    t.equal((await ask('GET', '/v1/admin/options')).status, 200, 'the former goes on');
    t.notOk(existsSync('data/admin.key'));
  },
};

t.test('the page lists what is not there, and nothing else', async (t) => {
  const [, list = ''] = PAGE.split('\n## What is not\n');
  const told = [...list.matchAll(/^- \*\*(.+?)\.?\*\*/gm)].map(([, name = '']) => name);
  t.strictSame(told, Object.keys(NOT_THERE));
  t.match(readFileSync(join(ROOT, 'README.md'), 'utf8'), '(docs/scaling.md)');
});

if (NO_POSTGRES !== undefined) t.comment(`skipped: ${NO_POSTGRES}`);
else {
  const server = await startPostgres();
  t.teardown(server.stop);
  const url = server.urlOf('postgres');
  const service = await serveHere(t, { DATABASE_URL: url, ADMIN_KEY });
  const ask: Setting['ask'] = async (method, path, body) => {
    const answer = await fetch(service.address + path, {
      method,
      headers: {
        authorization: `Bearer ${ADMIN_KEY}`,
        ...(body && { 'content-type': 'application/json' }),
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    return { status: answer.status, body: await answer.json() };
  };
  for (const [name, show] of Object.entries(NOT_THERE))
    t.test(`not with PostgreSQL: ${name}`, (t) => show(t, { url, ask, server }));
}
