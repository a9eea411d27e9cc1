import { hash } from 'node:crypto';

/** A value as drivers store it. */
export type Stored = string | number | null | Buffer;

/** A row, in the order of the columns that were asked for. */
export type StoredRow = readonly Stored[];

/** Everything that a store holds, as of one moment, for another one to take over. */
export interface CopySource {
  /** Each table with its columns, without what belongs to the driver alone. */
  readonly tables: ReadonlyMap<string, readonly string[]>;
  count(table: string): number;
  /** `n` where a table has no such column: the order in which rows came. */
  rows(table: string, columns: readonly string[]): Iterable<StoredRow>;
  /** The newest moment of anything stored; time goes on from there. */
  readonly newestMoment: number;
  /** The highest number a message ever had. */
  readonly newestMessage: number;
}

/** How many rows a table has, and what they say. */
export interface Digest {
  readonly rows: number;
  /** The same for the same rows in whichever order, in hexadecimal. */
  readonly sum: string;
}

/** Takes rows one by one. */
export interface Digesting {
  add(row: StoredRow): void;
  read(): Digest;
}

const BITS = 256;

/** Adds the SHA-256 of rows up: rows that are there twice count twice, and none has a place. */
export function createDigest(): Digesting {
  let rows = 0;
  let sum = 0n;
  return {
    add(row) {
      const text = JSON.stringify(
        row.map((value) => (Buffer.isBuffer(value) ? [hexOf(value)] : value)),
      );
      rows += 1;
      sum = BigInt.asUintN(BITS, sum + BigInt(`0x${hash('sha256', text, 'hex')}`));
    },
    read: () => ({ rows, sum: sum.toString(16).padStart(BITS / 4, '0') }),
  };
}

const hexOf = (bytes: Buffer): string => bytes.toString('hex');
