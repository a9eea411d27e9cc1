import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import type { Database } from 'better-sqlite3';
import { foldIdentityValue } from '../../domain/interactions/identity.js';
import { StoreUnusable } from '../failures.js';

const FOLDER = new URL('../../../migrations/sqlite/', import.meta.url);

export interface Migration {
  readonly number: number;
  readonly name: string;
  readonly sql: string;
  /** Of the text: an applied migration that was edited afterwards is refused. */
  readonly checksum: string;
}

/** The migrations this program knows, in order: numbered from 1 without gaps. */
export function readMigrations(folder: URL = FOLDER): readonly Migration[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.sql'))
    .sort()
    .map((file, index) => {
      const [, digits, name] = /^(\d{4})-([a-z0-9-]+)\.sql$/.exec(file) ?? [];
      if (Number(digits) !== index + 1 || name === undefined)
        throw new Error(`migration ${file} is not number ${index + 1}`);
      const sql = readFileSync(new URL(file, folder), 'utf8');
      return {
        number: index + 1,
        name,
        sql,
        checksum: createHash('sha256').update(sql).digest('hex'),
      };
    });
}

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
    .prepare<[], { number: number; name: string; checksum: string }>(
      'select number, name, checksum from migrations order by number',
    )
    .all();
  return applied.map(({ number, name, checksum }) => {
    const known = migrations[number - 1];
    if (known === undefined)
      throw new StoreUnusable(
        `the database is newer than this program: it has migration ${number} (${name}), this program knows ${migrations.length}; use the newer program`,
      );
    if (known.checksum !== checksum)
      throw new StoreUnusable(
        `migration ${number} (${name}) was applied with another text than this program has`,
      );
    return known;
  });
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
