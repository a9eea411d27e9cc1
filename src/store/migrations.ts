import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { StoreUnusable } from './failures.js';

/** A step of a schema. Every driver has its own of the same number and meaning. */
export interface Migration {
  readonly number: number;
  readonly name: string;
  readonly sql: string;
  /** Of the text: an applied migration that was edited afterwards is refused. */
  readonly checksum: string;
}

/** The migrations in a folder, in order: numbered from 1 without gaps. */
export function readMigrations(folder: URL): readonly Migration[] {
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

/** What a database says of a migration that was applied to it. */
export type AppliedMigration = Pick<Migration, 'number' | 'name' | 'checksum'>;

/**
 * The migrations that were applied, as this program knows them. Throws `StoreUnusable` for one that
 * a newer program applied, or that had another text.
 */
export function knownAmong(
  applied: readonly AppliedMigration[],
  migrations: readonly Migration[],
): readonly Migration[] {
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
