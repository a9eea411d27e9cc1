import type { Database } from 'better-sqlite3';
import { foldIdentityValue } from '../../domain/interactions/identity.js';
import { StoreUnusable } from '../failures.js';
import {
  type AppliedMigration,
  knownAmong,
  type Migration,
  readMigrations as readMigrationsIn,
} from '../migrations.js';

export type { Migration };

const FOLDER = new URL('../../../migrations/sqlite/', import.meta.url);

/** The migrations this program knows, in order: numbered from 1 without gaps. */
export const readMigrations = (folder: URL = FOLDER): readonly Migration[] =>
  readMigrationsIn(folder);

/**
 * The migrations that were applied to a database, in order. Throws `StoreUnusable` for a database
 * that a newer program wrote, one whose migrations differ, or one of another program.
 */
export function checkMigrations(
  database: Database,
  migrations: readonly Migration[] = readMigrations(),
): readonly Migration[] {
  const tables = database.prepare<[], string>('select name from sqlite_schema').pluck().all();
  if (tables.length === 0) return [];
  if (!tables.includes('migrations'))
    throw new StoreUnusable('the database is one of another program: it has other tables');
  const applied = database
    .prepare<[], AppliedMigration>('select number, name, checksum from migrations order by number')
    .all();
  return knownAmong(applied, migrations);
}

/**
 * Brings the schema to the newest version, each migration in its own transaction; returns the ones
 * applied. Throws as `checkMigrations` does.
 */
export function migrate(
  database: Database,
  now: () => number,
  migrations: readonly Migration[] = readMigrations(),
): readonly Migration[] {
  // Some move what they find to the folding of today.
  database.function('fold_identity', { deterministic: true }, (value) =>
    foldIdentityValue(String(value)),
  );
  const applied = checkMigrations(database, migrations);
  database.exec(`create table if not exists migrations (
    number integer primary key, name text not null, checksum text not null, applied_at integer not null
  ) strict`);
  const missing = migrations.slice(applied.length);
  const record = database.prepare(
    'insert into migrations (number, name, checksum, applied_at) values (?, ?, ?, ?)',
  );
  for (const { number, name, sql, checksum } of missing)
    database.transaction(() => {
      database.exec(sql);
      record.run(number, name, checksum, now());
    })();
  return missing;
}
