import { performance } from 'node:perf_hooks';
import pg from 'pg';
import { isConflict, isLost, isUndone, isUnprepared } from './faults.js';
import { bound, prepare, type Sql, type Value } from './sql.js';

const INT8 = 20;

/** Numbers of rows, counters and moments are all exact as numbers. */
const TYPES: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    oid === INT8 ? Number : pg.types.getTypeParser(oid, format)) as never,
};

/** Two connections, each made when it is needed and made again when it was lost. */
export interface Link {
  /** Statements of their own, each committed by itself; one that fails may be tried again. */
  readonly sql: Sql;
  /**
   * Runs statements between `begin` and `commit`; rolls back and rejects with what was thrown.
   * One after another. `onCommit` hears when the commit is sent: from then on it may be so.
   */
  transaction<R>(begin: string, run: (sql: Sql) => Promise<R>, onCommit?: () => void): Promise<R>;
  /**
   * The same in one round trip: `send` sends all statements at once, and the commit goes with them; when
   * one of them failed it commits nothing.
   */
  flight(begin: string, send: (sql: Sql) => Promise<unknown>): Promise<void>;
  /** What is on it now. */
  load(): LinkLoad;
  /** Waits for what is under way, then ends the connection; later statements reject. */
  close(): Promise<void>;
}

/** What a connection has to do. */
export interface LinkLoad {
  readonly isInUse: boolean;
  /** Transactions that wait for their turn, and since when the first one does, by the monotonic clock. */
  readonly waiting: number;
  readonly waitingSince: number | undefined;
}

/** What all connections of a store share. */
export interface LinkSettings {
  readonly config: pg.ClientConfig;
  /** Whether statements are parsed once for each connection; a pooler may not let them. */
  isPreparing: boolean;
  /** Hears of a statement, or an attempt to connect, that failed. */
  readonly onFailure?: (error: unknown) => void;
}

/** It may be awaited only after others that fail first. */
function quiet<T>(answer: Promise<T>): Promise<T> {
  answer.catch(() => {});
  return answer;
}

/** Whoever stops in the middle of a transaction is cut off. */
const NEVER_IDLE = "set local idle_in_transaction_session_timeout = '5s'";

/**
 * How a transaction begins that writes. Its limits end with it: it waits so long for a lock, in
 * milliseconds, and whoever stops in the middle of it holds nobody up for longer than five seconds.
 */
export const beginBounded = (maxLockMs: number): string =>
  `begin isolation level read committed; set local lock_timeout = '${maxLockMs}ms'; ${NEVER_IDLE}`;

/** How one begins that reads from one snapshot: for as long as it has that, nothing older is cleaned up. */
export const BEGIN_READING = `begin isolation level repeatable read read only; ${NEVER_IDLE}`;

/** Times that a statement is tried that others are in the way of. */
const MOST_CONFLICTS = 10;
/** How long a connection may take to be made, in milliseconds. */
const CONNECT_MS = 5000;

/** A connection that is made when it is needed, and again when it was lost. */
function createConnection({ config, onFailure }: LinkSettings, maxSilentMs: number) {
  let current: Promise<pg.Client> | undefined;
  return {
    connect(): Promise<pg.Client> {
      if (current) return current;
      const client = new pg.Client({
        connectionTimeoutMillis: Math.min(CONNECT_MS, maxSilentMs || CONNECT_MS),
        keepAlive: true,
        ...config,
        query_timeout: maxSilentMs,
        pipeline: true,
        types: TYPES,
      });
      const made = client.connect().then(
        () => client,
        (error: unknown) => {
          forget();
          onFailure?.(error);
          throw error;
        },
      );
      const forget = (): void => {
        if (current === made) current = undefined;
      };
      // Whoever waits for an answer hears of it; a connection that is idle is made anew.
      client.on('error', forget);
      client.on('end', forget);
      made.catch(() => {});
      current = made;
      return made;
    },
    async end(): Promise<void> {
      const client = await current?.catch(() => undefined);
      await client?.end().catch(() => {});
    },
  };
}

/**
 * Connections of one user of the database. Of a server that says nothing for `maxSilentMs` after it was
 * asked the connection is given up, as if it had closed it; 0 waits for ever.
 */
export function createLink(settings: LinkSettings, maxSilentMs = 0): Link {
  // What is sent between a `begin` and its `commit` is part of that: statements of their own go elsewhere.
  const own = createConnection(settings, maxSilentMs);
  const transactions = createConnection(settings, maxSilentMs);
  let turn: Promise<unknown> = Promise.resolve();
  let isClosed = false;
  let underWay = 0;
  const waiting: number[] = [];

  async function open(connection: ReturnType<typeof createConnection>): Promise<pg.Client> {
    if (isClosed) throw new Error('the store is closed');
    return connection.connect();
  }

  /** Statements on one client, as it is. */
  function statementsOf(client: pg.Client): Sql {
    const query = (text: string, values: readonly Value[], isNamed = true) => {
      const isPreparing = isNamed && settings.isPreparing;
      const asked = client
        .query({
          ...(isPreparing ? prepare(text) : { text: prepare(text).text }),
          values: values.map(bound),
        })
        .catch((error: unknown) => {
          if (isPreparing && isUnprepared(error)) settings.isPreparing = false;
          settings.onFailure?.(error);
          throw error;
        });
      return asked;
    };
    return {
      all: (text, ...values) => quiet(query(text, values).then(({ rows }) => rows)),
      allPlanned: (text, ...values) => quiet(query(text, values, false).then(({ rows }) => rows)),
      one: (text, ...values) => quiet(query(text, values).then(({ rows }) => rows[0])),
      run: (text, ...values) => quiet(query(text, values).then(({ rowCount }) => rowCount ?? 0)),
    };
  }

  /** One that met a lost connection, a pooler, or others in its way, may do on another try. */
  async function again<T>(ask: (sql: Sql) => Promise<T>): Promise<T> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await ask(statementsOf(await open(own)));
      } catch (error) {
        const isElsewhere = isLost(error) || isUnprepared(error);
        const most = isConflict(error) ? MOST_CONFLICTS : isElsewhere ? 2 : 1;
        if (isClosed || tries >= most) throw error;
      }
    }
  }

  async function transact<R>(
    begin: string,
    run: (sql: Sql) => Promise<R>,
    onCommit: () => void,
  ): Promise<R> {
    const client = await open(transactions);
    const begun = quiet(client.query(begin));
    try {
      const result = await run(statementsOf(client));
      await begun;
      onCommit();
      const { command } = await client.query('commit');
      if (command !== 'COMMIT') throw new Error('the transaction was rolled back');
      return result;
    } catch (error) {
      await client.query('rollback').catch(() => {});
      throw error;
    }
  }

  async function fly(begin: string, send: (sql: Sql) => Promise<unknown>): Promise<void> {
    const client = await open(transactions);
    const begun = quiet(client.query(begin));
    const sent = quiet(send(statementsOf(client)));
    const committed = quiet(client.query('commit'));
    await begun;
    await sent;
    const { command } = await committed;
    if (command !== 'COMMIT') throw new Error('the transaction was rolled back');
  }

  /**
   * Runs a transaction again of which nothing was done because a pooler did not know a statement by its
   * name, or knew another by it: from then on statements have none.
   */
  async function named<R>(run: () => Promise<R>): Promise<R> {
    const isNamed = settings.isPreparing;
    try {
      return await run();
    } catch (error) {
      if (isNamed && !settings.isPreparing && isUndone(error)) return run();
      throw error;
    }
  }

  async function underWayWhile<R>(run: () => Promise<R>): Promise<R> {
    underWay += 1;
    try {
      return await run();
    } finally {
      underWay -= 1;
    }
  }

  /** After what is under way. */
  function inTurn<R>(run: () => Promise<R>): Promise<R> {
    waiting.push(performance.now());
    const done = turn.then(() => {
      waiting.shift();
      return underWayWhile(run);
    });
    turn = done.catch(() => {});
    return done;
  }

  const asked = <T>(ask: (sql: Sql) => Promise<T>): Promise<T> => underWayWhile(() => again(ask));

  return {
    sql: {
      all: (text, ...values) => asked((sql) => sql.all(text, ...values)),
      allPlanned: (text, ...values) => asked((sql) => sql.allPlanned(text, ...values)),
      one: (text, ...values) => asked((sql) => sql.one(text, ...values)),
      run: (text, ...values) => asked((sql) => sql.run(text, ...values)),
    },
    transaction: (begin, run, onCommit = () => {}) =>
      inTurn(() => named(() => transact(begin, run, onCommit))),
    flight: (begin, send) => inTurn(() => named(() => fly(begin, send))),
    load: () => ({
      isInUse: underWay > 0,
      waiting: waiting.length,
      waitingSince: waiting[0],
    }),
    async close() {
      await turn;
      isClosed = true;
      await Promise.all([own.end(), transactions.end()]);
    },
  };
}
