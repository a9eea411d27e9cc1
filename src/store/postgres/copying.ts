import { randomUUID } from 'node:crypto';
import { type CopySource, createDigest, type Digest, type StoredRow } from '../copying.js';
import { checkUnused, inOrder, lock, strays, type Table, tablesOf } from './copy-target.js';
import { isLost } from './faults.js';
import { NOTHING_TOLD, writeLine } from './feed.js';
import type { Link } from './link.js';
import { migrate } from './migrate.js';
import type { Sql } from './sql.js';

/** How much goes in one statement: rows, and characters of them. */
const MOST_ROWS = 1000;
const MOST_CHARACTERS = 1_000_000;

/** What is told while a copy is made. */
export type CopyMessage =
  | { readonly type: 'copying' | 'checking'; readonly table: string; readonly rows: number }
  | { readonly type: 'finishing' };

/** What was copied. */
export interface Copied {
  /** By table: how many rows. */
  readonly rows: ReadonlyMap<string, number>;
  /** Characters that this database cannot hold (U+0000), and that are U+FFFD now. */
  readonly replaced: number;
}

/** A table as it was written. */
interface Written extends Digest {
  readonly columns: readonly string[];
  /** Characters of its longest row. */
  readonly longest: number;
  /** Characters that no database of this kind can hold. */
  readonly replaced: number;
}

/** What was read back is something else than was written; nothing was committed. */
class CopyFailed extends Error {
  override readonly name = 'CopyFailed';
}

/** As `json_populate_recordset` takes it; bytes are written as PostgreSQL reads them. */
const jsonOf = (columns: readonly string[], row: StoredRow): string =>
  JSON.stringify(
    Object.fromEntries(
      columns.map((column, index) => {
        const value = row[index] ?? null;
        return [column, Buffer.isBuffer(value) ? `\\x${value.toString('hex')}` : value];
      }),
    ),
  );

/** Writes the rows of a table as they come, a few at a time. */
async function write(
  sql: Sql,
  { name, columns }: Table,
  source: CopySource,
  tell: (rows: number) => void,
): Promise<Written> {
  const digest = createDigest();
  const listed = columns.map((column) => `"${column}"`).join(', ');
  let waiting: string[] = [];
  let characters = 0;
  let longest = 0;
  let replaced = 0;

  function storable(row: StoredRow): StoredRow {
    if (!row.some((value) => typeof value === 'string' && value.includes('\0'))) return row;
    return row.map((value) => {
      if (typeof value !== 'string') return value;
      replaced += value.split('\0').length - 1;
      return value.replaceAll('\0', '\ufffd');
    });
  }

  async function flush(): Promise<void> {
    await sql.run(
      `insert into "${name}" (${listed})
       select ${listed} from json_populate_recordset(null::"${name}", ?::json)`,
      `[${waiting.join(',')}]`,
    );
    waiting = [];
    characters = 0;
    tell(digest.read().rows);
  }

  for (const each of source.rows(name, columns)) {
    const row = storable(each);
    digest.add(row);
    const text = jsonOf(columns, row);
    waiting.push(text);
    characters += text.length;
    longest = Math.max(longest, text.length);
    if (waiting.length >= MOST_ROWS || characters >= MOST_CHARACTERS) await flush();
  }
  if (waiting.length > 0) await flush();
  return { ...digest.read(), columns, longest, replaced };
}

/** Reads a table back, a few rows at a time. */
async function readBack(
  sql: Sql,
  name: string,
  { columns, longest }: Written,
  tell: (rows: number) => void,
): Promise<Digest> {
  const digest = createDigest();
  const size = Math.max(1, Math.min(MOST_ROWS, Math.floor(MOST_CHARACTERS / Math.max(longest, 1))));
  const listed = columns.map((column) => `"${column}"`).join(', ');
  await sql.run(`declare copied no scroll cursor for select ${listed} from "${name}"`);
  for (;;) {
    const rows = await sql.all<Readonly<Record<string, StoredRow[number]>>>(
      `fetch ${size} from copied`,
    );
    for (const row of rows) digest.add(columns.map((column) => row[column] ?? null));
    tell(digest.read().rows);
    if (rows.length < size) break;
  }
  await sql.run('close copied');
  return digest.read();
}

/** What follows from the rows: the next numbers, and where time and settings go on. */
async function derive(sql: Sql, tables: readonly Table[], source: CopySource): Promise<void> {
  for (const { name, numbered } of tables)
    if (numbered)
      await sql.one(
        `select setval(pg_get_serial_sequence('"${name}"', 'n'), max(n)) from "${name}"
         having max(n) is not null`,
      );
  await sql.run('update message_numbers set newest = ?', source.newestMessage);
  await sql.run('update service set revision = revision + 1');
  const line = { token: randomUUID(), node: 'copy', told: NOTHING_TOLD };
  await writeLine(sql, { ...line, at: source.newestMoment });
}

/** Nothing that the server does to statements that wait, or last, ends a copy in the middle. */
const BOUNDS = `select set_config('lock_timeout', '5s', true), set_config('statement_timeout', '0', true),
  set_config('idle_in_transaction_session_timeout', '0', true)`;

/**
 * Brings a database that nobody has used to the newest schema and copies everything into it, in one
 * transaction: it holds all of it afterwards, as it was read back, or nothing. Rows come as they are asked for, a few at a time.
 * Throws `StoreUnusable` for a database that has been used, and for what does not agree.
 */
export async function copyInto(
  link: Link,
  source: CopySource,
  now: () => number,
  tell: (message: CopyMessage) => void = () => {},
): Promise<Copied> {
  // Before anything is changed in it.
  await checkUnused(link.sql, await tablesOf(link.sql));
  await migrate(link, now);
  const all = await tablesOf(link.sql);
  let isSent = false;
  try {
    return await link.transaction(
      'begin isolation level read committed',
      (sql) => copyAll(sql, all, source, tell),
      () => {
        isSent = true;
        tell({ type: 'finishing' });
      },
    );
  } catch (error) {
    if (isSent && isLost(error))
      throw new CopyFailed(
        'the connection was lost in the last step: the database holds everything now, or nothing; copy again, which refuses if it is everything',
      );
    throw error;
  }
}

async function copyAll(
  sql: Sql,
  all: readonly Table[],
  source: CopySource,
  tell: (message: CopyMessage) => void,
): Promise<Copied> {
  await sql.run(BOUNDS);
  await lock(sql, all);
  await checkUnused(sql, all);
  const tables = inOrder(all.filter(({ name }) => source.tables.has(name)));
  const lost = strays(tables, source);
  if (lost.length > 0) throw new CopyFailed(`one side knows nothing of ${lost.join(', ')}`);
  await sql.run('delete from objects');

  const written = new Map<string, Written>();
  for (const table of tables) {
    const { name } = table;
    const note = (rows: number): void => tell({ type: 'copying', table: name, rows });
    written.set(name, await write(sql, table, source, note));
  }
  await derive(sql, tables, source);
  for (const [name, expected] of written) {
    const note = (rows: number): void => tell({ type: 'checking', table: name, rows });
    const found = await readBack(sql, name, expected, note);
    checkAgreement(name, expected, found, source.count(name));
  }
  // What the server knows of the tables is how it finds rows: it need not wait for its own round.
  await sql.run(`analyze ${tables.map(({ name }) => `"${name}"`).join(', ')}`);
  return {
    rows: new Map([...written].map(([name, { rows }]) => [name, rows])),
    replaced: [...written.values()].reduce((sum, each) => sum + each.replaced, 0),
  };
}

function checkAgreement(name: string, expected: Digest, found: Digest, counted: number): void {
  const told = `nothing was copied; ${name} does not agree:`;
  if (found.rows !== counted || expected.rows !== counted)
    throw new CopyFailed(
      `${told} ${counted} rows in the data directory, ${found.rows} in the database`,
    );
  if (found.sum !== expected.sum)
    throw new CopyFailed(
      `${told} as many rows (${counted}), but the digest of what was written is ${expected.sum}, of what was read back ${found.sum}`,
    );
}
