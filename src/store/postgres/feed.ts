import type { WritingHint } from '../shared.js';
import type { ChangedInteraction, Changes, Signal } from '../signal.js';
import type { Telling } from '../telling.js';
import type { Sql } from './sql.js';

/** What the line of a transaction tells. */
export interface Told {
  readonly signal: Omit<Signal, 'tally'> | null;
  readonly changed: readonly ChangedInteraction[];
  /** Of who writes just now: nothing was changed. */
  readonly hint?: WritingHint;
}

/** What a transaction tells others: to count is its own node's alone. */
export function toldOf({ changed, signal }: Pick<Telling, 'changed' | 'signal'>): Told {
  const noted = signal();
  if (noted === null) return { signal: null, changed };
  const { tally: _tally, ...hint } = noted;
  return { signal: hint, changed };
}

/** To nobody. */
export const NOTHING_TOLD: Told = { signal: null, changed: [] };

export interface FeedLine {
  readonly token: string;
  readonly node: string;
  /** The newest moment of what it wrote. */
  readonly at: number;
  readonly told: Told;
}

/** Writes the line of a transaction. */
export const writeLine = (sql: Sql, { token, node, at, told }: FeedLine): Promise<number> =>
  sql.run(
    'insert into feed (batch, node, at, told) values (?, ?, ?, ?)',
    ...[token, node, at, JSON.stringify(told)],
  );

/** The moment of a line that keeps a transaction from being committed: before all others. */
const NEVER = 0;

/**
 * Whether the transaction of a name was committed. While it runs this waits; once it says no, the
 * transaction cannot be committed any more, since its line would be there twice.
 */
export async function wasCommitted(sql: Sql, token: string, node: string): Promise<boolean> {
  await sql.run(
    `insert into feed (batch, node, at, told) values (?, ?, ?, ?) on conflict (batch) do nothing`,
    ...[token, node, NEVER, JSON.stringify(NOTHING_TOLD)],
  );
  // Not by what the insert says: when its answer is lost it is sent again, and finds its own line.
  const line = await sql.one<{ at: number }>('select at from feed where batch = ?', token);
  return line !== undefined && line.at !== NEVER;
}

/** How a snapshot is written. */
const SNAPSHOT = /^\d+:\d+:(\d+(,\d+)*)?$/;

interface LineRow {
  readonly snapshot: string;
  readonly told: string | null;
}

/** Lines that could not be seen in a snapshot, and can now: exact, whatever order they came in. */
const SINCE = `with seen as (
    select told, n from feed
    where transaction >= pg_snapshot_xmin(?::pg_snapshot)
      and not pg_visible_in_snapshot(transaction, ?::pg_snapshot) and node <> ?)
  select pg_current_snapshot()::text as snapshot, seen.told
  from (select 1) always left join seen on true order by seen.n`;

const since = (sql: Sql, snapshot: string, node: string): Promise<readonly LineRow[]> =>
  sql.allPlanned<LineRow>(SINCE, snapshot, snapshot, node);

/** What is there now. */
export async function snapshotNow(sql: Sql): Promise<string> {
  const found = await sql.one<{ snapshot: string }>(
    'select pg_current_snapshot()::text as snapshot',
  );
  return found?.snapshot ?? '';
}

const toldBy = (rows: readonly LineRow[]): readonly Told[] =>
  rows.flatMap(({ told }) => (told === null ? [] : [JSON.parse(told) as Told]));

/** What others than a node have committed since a snapshot. */
export async function linesSince(
  sql: Sql,
  snapshot: string,
  node: string,
): Promise<{ readonly snapshot: string; readonly told: readonly Told[] }> {
  const rows = await since(sql, snapshot, node);
  return { snapshot: rows[0]?.snapshot ?? snapshot, told: toldBy(rows) };
}

/** What was committed since a place, which is a snapshot, by whichever node. */
export async function changesSince(sql: Sql, from: string | null): Promise<Changes> {
  if (from === null || !SNAPSHOT.test(from))
    return { place: await snapshotNow(sql), interactions: null, messages: true };
  const [rows, known] = await Promise.all([
    since(sql, from, ''),
    sql.one<{ known: boolean }>(
      `select pg_visible_in_snapshot(transaction, ?::pg_snapshot) as known from feed_removed`,
      from,
    ),
  ]);
  const told = toldBy(rows);
  if (known?.known !== true)
    return { place: rows[0]?.snapshot ?? from, interactions: null, messages: true };
  return {
    // Where nothing was found the place stays: a snapshot moves with whatever the server does.
    place: told.length === 0 ? from : (rows[0]?.snapshot ?? from),
    interactions: told.flatMap(({ changed }) => changed),
    messages: told.some(({ signal }) => signal?.messages ?? false),
  };
}
