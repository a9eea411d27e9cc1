import { StoreUnusable } from '../failures.js';
import {
  type AppliedMigration,
  knownAmong,
  type Migration,
  newerThan,
  readMigrations,
} from '../migrations.js';
import { codeOf } from './faults.js';
import type { Link } from './link.js';
import type { Sql } from './sql.js';

const FOLDER = new URL('../../../migrations/postgres/', import.meta.url);

/** The oldest server that is supported: the oldest that its own project still mends. */
const OLDEST_SERVER = 14;

/** The migrations that this driver knows, in order. */
export const MIGRATIONS: readonly Migration[] = readMigrations(FOLDER);

/** Looks whether a server and its database can be used at all; throws `StoreUnusable`. */
export async function checkServer(sql: Sql): Promise<void> {
  const found = await sql.one<{ version: number; encoding: string; recovering: boolean }>(
    `select current_setting('server_version_num')::bigint as version,
       current_setting('server_encoding') as encoding, pg_is_in_recovery() as recovering`,
  );
  const major = Math.floor((found?.version ?? 0) / 10_000);
  if (major < OLDEST_SERVER)
    throw new StoreUnusable(
      `the database is PostgreSQL ${major}: ${OLDEST_SERVER} is the oldest that is supported; upgrade the server`,
    );
  if (found?.encoding !== 'UTF8')
    throw new StoreUnusable(
      `the database has the encoding ${found?.encoding}: create it with encoding 'UTF8'`,
    );
  if (found.recovering) throw new StoreUnusable('the database is a standby: name the primary');
}

const OTHERS =
  'the database is one of another program: it has other tables; create one for this program alone';

/** Whether older programs may go on beside it; where the column is not there yet, all of them may. */
const BREAKING = "coalesce((to_jsonb(migrations) ->> 'breaking')::bigint, 0) as breaking";

/** What was applied to the database; empty for one without tables. */
async function appliedIn(
  sql: Sql,
  migrations: readonly Migration[],
): Promise<readonly Migration[]> {
  const tables = await sql.all<{ name: string }>(
    'select tablename::text as name from pg_tables where schemaname = current_schema()',
  );
  if (tables.length === 0) return [];
  if (!tables.some(({ name }) => name === 'migrations')) throw new StoreUnusable(OTHERS);
  const columns = await sql.all<{ name: string }>(
    `select attname::text as name from pg_attribute
     where attrelid = 'migrations'::regclass and attname in ('number', 'name', 'checksum')`,
  );
  if (columns.length < 3) throw new StoreUnusable(OTHERS);
  const applied = await sql.all<AppliedMigration>(
    `select number, name, checksum, ${BREAKING} from migrations order by number`,
  );
  return knownAmong(applied, migrations);
}

/**
 * Looks whether a newer program has changed the schema so that this one cannot go on; throws
 * `StoreUnusable`.
 */
export async function checkSchema(sql: Sql): Promise<void> {
  const newer = await sql.one<Pick<Migration, 'number' | 'name'>>(
    'select number, name from migrations where breaking = 1 and number > ? order by number limit 1',
    MIGRATIONS.length,
  );
  if (newer) throw newerThan(newer, MIGRATIONS.length);
}

/**
 * Brings the schema to the newest version; returns the migrations applied, in order. Of several
 * processes that start at once each migration is applied by one: the others wait for it. A migration that
 * breaks waits for what is being decided, and whoever decides next finds it. Throws `StoreUnusable` as
 * `knownAmong` does.
 */
export async function migrate(
  link: Link,
  now: () => number,
  migrations: readonly Migration[] = MIGRATIONS,
): Promise<readonly Migration[]> {
  const before = await appliedIn(link.sql, migrations);
  if (before.length === migrations.length) return [];
  if (before.length === 0) await makeTable(link.sql);
  return link.transaction('begin isolation level read committed', async (sql) => {
    await sql.run('lock table migrations in access exclusive mode');
    const applied = await appliedIn(sql, migrations);
    const missing = migrations.slice(applied.length);
    const isBreaking = applied.length > 0 && missing.some((each) => each.isBreaking);
    if (isBreaking) await sql.run('lock table feed in access exclusive mode');
    for (const { number, name, sql: text, checksum, isBreaking } of missing) {
      for (const statement of statementsOf(text)) await sql.run(statement);
      await sql.run(
        'insert into migrations (number, name, checksum, applied_at) values (?, ?, ?, ?)',
        ...[number, name, checksum, now()],
      );
      if (isBreaking) await sql.run('update migrations set breaking = 1 where number = ?', number);
    }
    // Whoever stands on the settings of before looks again, and finds what it does not know.
    if (isBreaking) await sql.run('update service set revision = revision + 1');
    return missing;
  });
}

/** The table of what was applied. Of several that make it at once, it is there for all. */
async function makeTable(sql: Sql): Promise<void> {
  const make = `create table if not exists migrations (
    number bigint primary key, name text not null, checksum text not null,
    applied_at bigint not null
  )`;
  // One that somebody else makes just now is in nobody's way a moment later.
  await sql.run(make).catch((error: unknown) => {
    if (!/^(23505|42P07|42710)$/.test(codeOf(error) ?? '')) throw error;
    return sql.run(make);
  });
}

/** The statements of a migration, without what explains them; no text in them has a semicolon. */
function statementsOf(text: string): readonly string[] {
  return text
    .replaceAll(/--.*$/gm, '')
    .split(';')
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '');
}
