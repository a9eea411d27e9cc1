import type { Change } from '../../decisions/change.js';
import type { Moment } from '../../domain/interactions/interaction.js';
import type { Deltas } from '../deltas.js';
import type { Sql, Value } from './sql.js';

/**
 * Statements that are sent one after another without waiting for their answers; what went wrong
 * with any of them is found by `done`.
 */
export interface Writing {
  run(text: string, ...values: readonly Value[]): void;
  /** What has to write one row, or the words are thrown. */
  must(words: string, text: string, ...values: readonly Value[]): void;
  /** Resolves when all of them are written; rejects with what the first one met. */
  done(): Promise<void>;
}

export function createWriting(sql: Sql): Writing {
  let sent: Promise<unknown>[] = [];

  function send(work: Promise<unknown>): void {
    work.catch(() => {});
    sent.push(work);
  }

  return {
    run: (text, ...values) => send(sql.run(text, ...values)),
    must(words, text, ...values) {
      send(
        sql.run(text, ...values).then((rows) => {
          if (rows !== 1) throw new Error(words);
        }),
      );
    },
    async done() {
      const all = sent;
      sent = [];
      const failed = (await Promise.allSettled(all)).find(({ status }) => status === 'rejected');
      if (failed?.status === 'rejected') throw failed.reason;
    },
  };
}

/** With what, and when, changes are written. */
export interface WrittenWith extends Pick<Deltas, 'unbind'> {
  readonly now: Moment;
  /** Kept answers from before go on the way. */
  readonly forgetBefore: Moment;
}

/** What writes one kind of change. */
export type Writer<K extends Change['kind']> = (
  writing: Writing,
  change: Extract<Change, { readonly kind: K }>,
  using: WrittenWith,
) => void;

/** Writers of some kinds. */
export type WritersOf<K extends Change['kind']> = { readonly [Kind in K]: Writer<Kind> };

/** Columns of a row with its values, in one order. */
export function columnsOf<Row extends object>(
  row: Row,
): { readonly names: readonly string[]; readonly values: readonly Value[] } {
  return { names: Object.keys(row), values: Object.values(row) as readonly Value[] };
}

export const insertInto = (table: string, names: readonly string[]): string =>
  `insert into ${table} (${names.join(', ')}) values (${names.map(() => '?').join(', ')})`;

export const setAll = (names: readonly string[]): string =>
  names.map((name) => `${name} = ?`).join(', ');
