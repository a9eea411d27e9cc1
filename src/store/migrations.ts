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
  /** Whether a program that does not know it cannot go on, as its header says. */
  readonly isBreaking: boolean;
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
        isBreaking: !/^-- Breaking: no\b/m.test(sql),
      };
    });
}

/** What a database says of a migration that was applied to it. */
export interface AppliedMigration extends Pick<Migration, 'number' | 'name' | 'checksum'> {
  /** 0 when an older program may go on beside it; where nothing is said, none may. */
  readonly breaking?: number;
}

/** Why a program refuses a migration that it does not know. */
export const newerThan = (
  { number, name }: Pick<Migration, 'number' | 'name'>,
  known: number,
): StoreUnusable =>
  new StoreUnusable(
    `the database is newer than this program: it has migration ${number} (${name}), this program knows ${known}; use the newer program`,
  );

/**
 * The migrations that were applied, as far as this program knows them. Throws `StoreUnusable` for one
 * that a newer program applied, unless it says that older ones may go on, and for one that had another text.
 */
export function knownAmong(
  applied: readonly AppliedMigration[],
  migrations: readonly Migration[],
): readonly Migration[] {
  return applied.flatMap((each) => {
    const { number, name, checksum, breaking } = each;
    const known = migrations[number - 1];
    if (known === undefined) {
      if (breaking === 0) return [];
      throw newerThan(each, migrations.length);
    }
    if (known.checksum !== checksum)
      throw new StoreUnusable(
        `migration ${number} (${name}) was applied with another text than this program has`,
      );
    return [known];
  });
}
