import { performance } from 'node:perf_hooks';
import { LIMITS } from '../../domain/limits.js';
import { PlaceUnreadable, StoreOverloaded, StoreReadFailed } from '../failures.js';
import { BEGIN_READING, createLink, type Link, type LinkSettings } from './link.js';
import type { Sql } from './sql.js';

/** Long reads under way at a time. */
const READERS = 2;

const BOUND = "select set_config('statement_timeout', ?, true)";

/** Limits of long reads, in milliseconds. */
export interface ReaderBounds {
  /** One may take so long, all its statements together: nobody waits, and nothing is kept for it, for ever. */
  readonly maxReadMs: number;
  /** A server may say nothing for so long beyond that. */
  readonly maxSilentMs: number;
}

/** The same statements, each bounded by what is left of some milliseconds. */
function within(ms: number, sql: Sql): Sql {
  const endsAt = performance.now() + ms;
  function bounded(): Sql {
    const leftMs = Math.max(Math.ceil(endsAt - performance.now()), 1);
    // It goes out together with what it bounds.
    void sql.run(BOUND, `${leftMs}ms`);
    return sql;
  }
  return {
    all: (text, ...values) => bounded().all(text, ...values),
    allPlanned: (text, ...values) => bounded().allPlanned(text, ...values),
    one: (text, ...values) => bounded().one(text, ...values),
    run: (text, ...values) => bounded().run(text, ...values),
  };
}

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
  { maxReadMs, maxSilentMs }: ReaderBounds,
): Reader {
  const links = Array.from({ length: READERS }, () => ({
    link: createLink(settings, maxReadMs + maxSilentMs),
    asked: 0,
  }));
  let asked = 0;

  async function ask<T>(link: Link, read: (sql: Sql) => Promise<T>): Promise<T> {
    try {
      return await link.transaction(BEGIN_READING, (sql) => read(within(maxReadMs, sql)));
    } catch (error) {
      if (error instanceof PlaceUnreadable) throw error;
      const words = error instanceof Error ? error.message : String(error);
      throw new StoreReadFailed(words, { cause: error });
    }
  }

  return {
    async ask(read, goesOn) {
      if (!goesOn && asked - READERS >= LIMITS.longReads.most)
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
