import { createHash } from 'node:crypto';
import type { Queries, QueryName } from '../queries.js';

/**
 * When a statement came in, for what an index has to find by it: `clock_timestamp()` may be another for
 * each row, so that every row is looked at.
 */
export const STATEMENT_TIME = 'statement_timestamp()';

/** What a statement binds. A list is bound as an array of its type. */
export type Value = string | number | null | Buffer | readonly (string | number | null)[];

/**
 * Statements on one connection, in the order of their calls. They are sent without waiting for one
 * another: several that are awaited together take one round trip.
 */
export interface Sql {
  all<Row>(text: string, ...values: readonly Value[]): Promise<readonly Row[]>;
  /** The same, planned anew for these values: where it depends on them which index is good. */
  allPlanned<Row>(text: string, ...values: readonly Value[]): Promise<readonly Row[]>;
  one<Row>(text: string, ...values: readonly Value[]): Promise<Row | undefined>;
  /** How many rows it wrote. */
  run(text: string, ...values: readonly Value[]): Promise<number>;
}

/** How a driver that waits for its database answers some of the questions. */
export type SqlAnswers<Q extends QueryName> = {
  readonly [Name in Q]: (
    sql: Sql,
    ...args: Queries[Name]['args']
  ) => Promise<Queries[Name]['answer']>;
};

/** A statement as PostgreSQL has it: by this name it is parsed once for each connection. */
export interface Prepared {
  readonly name: string;
  readonly text: string;
}

const prepared = new Map<string, Prepared>();

/** A statement whose values are question marks, in their order, as PostgreSQL numbers them. */
export function prepare(text: string): Prepared {
  const known = prepared.get(text);
  if (known) return known;
  let count = 0;
  const made = {
    // Made of the text: behind a pooler a connection has what others have prepared, too.
    name: createHash('sha256').update(text).digest('base64url'),
    text: text.replaceAll('?', () => {
      count += 1;
      return `$${count}`;
    }),
  };
  prepared.set(text, made);
  return made;
}

/**
 * Numbers as a `bigint` can be: rules compare with moments beyond all, and with parts of a
 * millisecond, which no stored moment has.
 */
export function bound(value: Value): Value {
  if (typeof value !== 'number' || Number.isSafeInteger(value)) return value;
  if (Number.isNaN(value)) return null;
  const most = Number.MAX_SAFE_INTEGER;
  return Math.max(-most, Math.min(most, Math.floor(value)));
}

/** The one value of a row, by the name `value`. */
export async function plucked<T>(
  row: Promise<{ readonly value: T } | undefined>,
): Promise<T | undefined> {
  return (await row)?.value;
}
