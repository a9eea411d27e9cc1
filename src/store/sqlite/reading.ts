import { statfs } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import type { Database } from 'better-sqlite3';
import type { Moment } from '../../domain/interactions/interaction.js';
import { VERSION } from '../../version.js';
import { StoreReadFailed, StoreTakenAway } from '../failures.js';
import { QUERIES, type Queries, type QueryName, type QueryOf } from '../queries.js';
import type { ChangedInteraction } from '../signal.js';
import type { StoreHealth } from '../store.js';
import { SINGLETONS } from '../work.js';
import { createFeed } from './feed.js';
import { createQueries } from './queries.js';
import { createReader, type Reader } from './reader.js';

export interface ReadingDependencies {
  /** Reads by key run on it, each to its end in one call. */
  readonly database: Database;
  readonly epoch: string;
  readonly servingSince: Moment;
  now(): Moment;
  /** What happened to the files; undefined while they are in place. */
  lost(): string | undefined;
}

/** Everything that is read: by key at once, and what may look at many rows in a thread. */
export interface Reading {
  read<Q extends QueryName>(name: Q, ...args: Queries[Q]['args']): Promise<Queries[Q]['answer']>;
  /** Hears of one commit. */
  push(changed: readonly ChangedInteraction[], messages: boolean): void;
  holdReader: Reader['hold'];
  health(): Promise<Pick<StoreHealth, 'schemaVersion' | 'roomBytes' | 'readFailure'>>;
  close(): Promise<void>;
}

/** A reader that opens no file which has taken the place of the database. */
function watched(reader: Reader, lost: ReadingDependencies['lost']): Reader {
  const inPlace = (): void => {
    const words = lost();
    if (words) throw new StoreTakenAway(words);
  };
  return {
    ...reader,
    async ask(name, ...args) {
      inPlace();
      return reader.ask(name, ...args);
    },
    async askOn(name, ...args) {
      inPlace();
      return reader.askOn(name, ...args);
    },
  };
}

export function createReading(dependencies: ReadingDependencies): Reading {
  const { database, epoch, servingSince, now, lost } = dependencies;
  const feed = createFeed(epoch);
  const queries = {
    ...createQueries(database, servingSince),
    ...feed,
    // One process has the directory, and with it all that one does at a time.
    // Whoever had begun something is gone with this directory: what waits is found at the start.
    orphanedChats: () => [],
    nodes: () => [
      {
        id: epoch,
        self: true,
        host: hostname(),
        version: VERSION,
        startedAt: servingSince,
        seenAt: now(),
        leases: SINGLETONS,
      },
    ],
  };
  const reader = watched(createReader(database.name), lost);
  const schemaVersion =
    database.prepare<[], number>('select max(number) from migrations').pluck().get() ?? 0;

  /** Asks the reader's thread; of what goes on, only the first part may be refused. */
  function readLong(name: QueryOf<'scan'>, args: readonly unknown[]): Promise<unknown> {
    const [, page] = args as readonly { readonly after?: string }[];
    const goesOn = name === 'records' || name === 'chatRecords';
    const ask = goesOn && page?.after !== undefined ? reader.askOn : reader.ask;
    const given = name === 'endpointStatistics' ? [...args, now()] : args;
    return (ask as (name: string, ...args: readonly unknown[]) => Promise<unknown>)(name, ...given);
  }

  async function readFailure(): Promise<Error | null> {
    // Whoever is at a long read is there; waiting for it would make readiness slow.
    if (reader.isBusy()) return null;
    return reader.askOn('probe').then(
      () => null,
      (error: unknown) => (error instanceof Error ? error : new StoreReadFailed(String(error))),
    );
  }

  /** That the directory is gone is told by whoever writes: nobody is kept from the rest for it. */
  async function roomBytes(): Promise<number> {
    return statfs(dirname(database.name)).then(
      ({ bavail, bsize }) => bavail * bsize,
      () => Number.POSITIVE_INFINITY,
    );
  }

  return {
    async read<Q extends QueryName>(name: Q, ...args: Queries[Q]['args']) {
      if (QUERIES[name] === 'scan')
        return readLong(name as QueryOf<'scan'>, args) as Promise<Queries[Q]['answer']>;
      const answer = queries[name as QueryOf<'key'>] as (
        ...args: Queries[Q]['args']
      ) => Queries[Q]['answer'];
      return answer(...args);
    },
    push: feed.push,
    holdReader: reader.hold,
    health: async () => ({
      schemaVersion,
      roomBytes: await roomBytes(),
      readFailure: await readFailure(),
    }),
    close: reader.close,
  };
}
