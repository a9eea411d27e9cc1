import { LIMITS } from '../../domain/limits.js';
import { PlaceUnreadable, StoreOverloaded, StoreReadFailed } from '../failures.js';
import { createLink, type Link, type LinkSettings } from './link.js';
import type { Sql } from './sql.js';

/** Long reads under way at a time. */
const READERS = 2;

/** So long one may take: what was asked for is bounded, and nobody waits for ever. */
const BOUNDS = "select set_config('statement_timeout', '30s', true)";

/** Long reads on connections of their own. */
export interface Reader {
  /**
   * Asks from one snapshot. Rejects with `StoreOverloaded` before queueing, unless the question is
   * the next part of something that was admitted; with `StoreReadFailed` afterwards.
   */
  ask<T>(read: (sql: Sql) => Promise<T>, goesOn: boolean): Promise<T>;
  /** Whether a read is under way. */
  isBusy(): boolean;
  /** Its connections. */
  readonly links: readonly Link[];
  close(): Promise<void>;
}

export function createReader(
  settings: LinkSettings,
  maxWaiting: number = LIMITS.longReads.most,
): Reader {
  const links = Array.from({ length: READERS }, () => ({ link: createLink(settings), asked: 0 }));
  let asked = 0;

  async function ask<T>(link: Link, read: (sql: Sql) => Promise<T>): Promise<T> {
    try {
      return await link.transaction(
        'begin isolation level repeatable read read only',
        async (sql) => {
          await sql.run(BOUNDS);
          return read(sql);
        },
      );
    } catch (error) {
      if (error instanceof PlaceUnreadable) throw error;
      const words = error instanceof Error ? error.message : String(error);
      throw new StoreReadFailed(words, { cause: error });
    }
  }

  return {
    async ask(read, goesOn) {
      if (!goesOn && asked - READERS >= maxWaiting)
        throw new StoreOverloaded(`${asked - READERS} long reads are waiting`);
      const [first, ...rest] = links;
      if (first === undefined) throw new Error('a reader has connections');
      const least = rest.reduce((a, b) => (b.asked < a.asked ? b : a), first);
      asked += 1;
      least.asked += 1;
      try {
        return await ask(least.link, read);
      } finally {
        asked -= 1;
        least.asked -= 1;
      }
    },
    isBusy: () => asked > 0,
    links: links.map(({ link }) => link),
    async close() {
      await Promise.all(links.map(({ link }) => link.close()));
    },
  };
}
