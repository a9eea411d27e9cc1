import type { CopySource } from '../copying.js';
import { StoreUnusable } from '../failures.js';
import { codeOf } from './faults.js';
import { MIGRATIONS } from './migrate.js';
import { plucked, type Sql } from './sql.js';

/** What the migrations of this driver make. */
const MADE: ReadonlySet<string> = new Set([
  'migrations',
  ...MIGRATIONS.flatMap(({ sql }) =>
    [...sql.matchAll(/^create (?:unlogged )?table (\w+)/gm)].map(([, name = '']) => name),
  ),
]);

/** What a new schema has rows in. */
const SEEDED: ReadonlySet<string> = new Set([
  ...['migrations', 'service', 'feed_removed', 'message_numbers', 'objects'],
]);

/** A table of the database. */
export interface Table {
  readonly name: string;
  /** Those that its foreign keys name. */
  readonly parents: readonly string[];
  readonly columns: readonly string[];
  /** Whether the database numbers its rows, in the column `n`. */
  readonly numbered: boolean;
}

/** Every table there is. */
export const tablesOf = (sql: Sql): Promise<readonly Table[]> =>
  sql.all<Table>(
    `select c.relname::text as name,
       array(select distinct p.relname::text from pg_constraint f join pg_class p on p.oid = f.confrelid
         where f.conrelid = c.oid and f.contype = 'f' and p.oid <> c.oid) as parents,
       array(select a.attname::text from pg_attribute a
         where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped order by a.attnum) as columns,
       exists (select 1 from pg_attribute a where a.attrelid = c.oid and a.attidentity <> '') as numbered
     from pg_class c where c.relkind in ('r', 'p') and c.relnamespace = current_schema()::regnamespace
     order by 1`,
  );

/** Each after those that it names. */
export function inOrder(tables: readonly Table[]): readonly Table[] {
  const ordered: Table[] = [];
  const isDone = (name: string): boolean =>
    ordered.some((table) => table.name === name) || !tables.some((table) => table.name === name);
  for (let left = tables; left.length > 0; ) {
    const next = left.filter(({ parents }) => parents.every(isDone));
    if (next.length === 0) throw new Error('tables name one another in a circle');
    ordered.push(...next);
    left = left.filter((table) => !next.includes(table));
  }
  return ordered;
}

/** Why a migrated database cannot be copied into; undefined when nobody has used it. */
async function usedFor(sql: Sql, tables: readonly Table[]): Promise<string | undefined> {
  const foreign = tables.find(({ name }) => !MADE.has(name));
  if (foreign) return `it has the table ${foreign.name}, which is none of this program`;
  for (const { name } of tables) {
    if (SEEDED.has(name)) continue;
    const some = await sql.one(`select 1 from "${name}" limit 1`);
    if (some) return `there is something in ${name}`;
  }
  const revision = await plucked(
    sql.one<{ value: number }>('select revision as value from service'),
  );
  return revision === 1 ? undefined : 'somebody has changed its settings';
}

/** Throws `StoreUnusable` for a database that somebody has used; one without tables is as good. */
export async function checkUnused(sql: Sql, tables: readonly Table[]): Promise<void> {
  const used = tables.length === 0 ? undefined : await usedFor(sql, tables);
  if (used !== undefined)
    throw new StoreUnusable(
      `the database is not empty: ${used}; create another one, and copy into that`,
    );
}

/** Keeps everybody out until the commit: whoever starts meanwhile waits, and then finds it all. */
export async function lock(sql: Sql, tables: readonly Table[]): Promise<void> {
  try {
    const names = tables.map(({ name }) => `"${name}"`).join(', ');
    await sql.run(`lock table ${names} in access exclusive mode`);
  } catch (error) {
    if (codeOf(error) !== '55P03') throw error;
    throw new StoreUnusable('somebody else uses the database; end that first');
  }
}

/** Names that one side has and the other has no place for, or nothing. */
export const strays = (tables: readonly Table[], source: CopySource): readonly string[] => {
  const here = new Set(
    tables.flatMap(({ name, columns }) => [name, ...columns.map((each) => `${name}.${each}`)]),
  );
  const there = new Set(
    [...source.tables].flatMap(([name, columns]) => [
      name,
      ...columns.map((each) => `${name}.${each}`),
    ]),
  );
  // Numbers are there for every row, whether it has a column for them or not.
  const isNumber = (name: string): boolean => name.endsWith('.n');
  return [
    ...[...there].filter((name) => !here.has(name)),
    ...[...here].filter((name) => !there.has(name) && !isNumber(name)),
  ];
};
