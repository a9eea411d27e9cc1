import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Database } from 'better-sqlite3';
import type { Operator } from '#src/decisions/audit.js';
import type { OptionOutcome } from '#src/decisions/options.js';
import type { Interaction, Request } from '#src/domain/interactions/interaction.js';
import type { OptionKey } from '#src/domain/options/catalogue.js';
import { createEngine, type Engine } from '#src/engine/engine.js';
import { createExpiry, type Expiry } from '#src/engine/expiry.js';
import { createLog } from '#src/log/log.js';
import { createOptions, type Options } from '#src/settings/options.js';
import type { BatchLimits } from '#src/store/sqlite/batch.js';
import { migrate } from '#src/store/sqlite/migrate.js';
import { openDatabase } from '#src/store/sqlite/open.js';
import { createSqliteStore, newestMoment } from '#src/store/sqlite/sqlite.js';
import type { Store } from '#src/store/store.js';
import { createFakeClock, type FakeClock } from './clock.js';
import { TEST_DECISIONS } from './deciding.js';
import { requestOf } from './request-of.js';

export { requestOf };

/** Who changes options in tests. */
export const OPERATOR: Operator = { keyId: 'k1', keyName: 'ops' };

/** No batch is cut short by a slow machine. */
export const PATIENT: BatchLimits = {
  maxPending: 100_000,
  maxBatch: 512,
  maxBatchMs: Infinity,
  maxBusyMs: 60_000,
  leastAside: Number.POSITIVE_INFINITY,
  maxAside: Number.POSITIVE_INFINITY,
  maxAsideMs: Number.POSITIVE_INFINITY,
};

/** What a running service is made of, on one data directory and a fake clock. */
interface Parts {
  readonly database: Database;
  readonly store: Store;
  /** Changes waiting to be committed, now. */
  readonly pending: () => number;
  readonly engine: Engine;
  readonly options: Options;
  readonly expiry: Expiry;
}

export interface World extends Parts {
  readonly directory: string;
  readonly clock: FakeClock;
  /** Ends the service and starts it again on the same directory; `expiry` is not started. */
  restart(): Promise<void>;
  /** A new interaction; fails the test when it is refused. */
  invite(request?: Partial<Request>): Promise<Interaction>;
  /** Changes an option; fails the test when it is refused. */
  set(key: OptionKey, value: string): Promise<void>;
}

/** A data directory of its own for one test. */
export function createDirectory(t: Cleanup): string {
  const directory = mkdtempSync(join(tmpdir(), 'webengagement-'));
  t.teardown(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

export interface Cleanup {
  teardown(run: () => unknown): void;
}

/** A service without HTTP on a new data directory; it is gone when the test ends. */
export async function createWorld(t: Cleanup, limits: BatchLimits = PATIENT): Promise<World> {
  const directory = createDirectory(t);
  const clock: FakeClock = createFakeClock(() => parts.pending() > 0);
  let parts = start(directory, clock, limits);
  const stop = async (): Promise<void> => {
    await parts.expiry.stop();
    await parts.store.close();
  };
  t.teardown(stop);
  let visits = 0;

  return {
    directory,
    clock,
    get database() {
      return parts.database;
    },
    get store() {
      return parts.store;
    },
    get pending() {
      return parts.pending;
    },
    get engine() {
      return parts.engine;
    },
    get options() {
      return parts.options;
    },
    get expiry() {
      return parts.expiry;
    },
    async restart() {
      await stop();
      parts = start(directory, clock, limits);
    },
    async invite(request = {}) {
      visits += 1;
      const created = await parts.engine.create(requestOf({ visitId: `v${visits}`, ...request }));
      assert.ok('interaction' in created, 'the visit may be invited');
      return created.interaction;
    },
    async set(key, value) {
      accepted(await parts.options.set(key, value, { operator: OPERATOR }));
    },
  };
}

function start(directory: string, clock: FakeClock, limits: BatchLimits): Parts {
  const { database, close } = openDatabase(directory);
  // Nothing here survives a loss of power, so nothing waits for the disk.
  database.pragma('synchronous = off');
  migrate(database, clock.make().now);
  const time = clock.make(newestMoment(database));
  const { store, pending } = createSqliteStore(database, time, TEST_DECISIONS, close, { limits });
  const engine = createEngine({ store, clock: time });
  const options = createOptions(store, time);
  const log = createLog('silent');
  const expiry = createExpiry({ engine, store, clock: time, log });
  return { database, store, pending, engine, options, expiry };
}

function accepted(outcome: OptionOutcome): void {
  assert.ok(outcome.ok, 'the option change is accepted');
}

/** A database on a directory of its own, with every migration applied. */
export function openMigrated(t: Cleanup) {
  const directory = createDirectory(t);
  const opened = openDatabase(directory);
  t.teardown(opened.close);
  migrate(opened.database, () => 1);
  return { directory, ...opened };
}
