// Long reads of a table that is written all the time: npm run chaos -- --nodes. What holds: docs/decisions/0116.

import t from 'tap';
import { machinePause } from '#src/clock.js';
import { createId } from '#src/ids.js';
import type { Store } from '#src/store/store.js';
import { createDatabases, creationOf, type Database } from '../support/databases.js';
import { type Ask, startNodes } from '../support/nodes.js';
import { openStore } from '../support/stores.js';

/** Rows to read through, and creations that are asked for in each second. */
const ROWS = 20_000;
const PACE = 1000;
const MEASURED_MS = 15_000;
/** A long read keeps its snapshot for so long at most, in milliseconds. */
const MOST_KEPT_MS = 30_000;

const databases = await createDatabases(t);

let visits = 0;
const creation = () => {
  visits += 1;
  return creationOf(`v${visits}`);
};

/** Creates at a pace, whoever is late or not; how long each took, in milliseconds, in order. */
async function paced(store: Store, ms: number): Promise<readonly number[]> {
  const took: number[] = [];
  const beganAt = performance.now();
  const under: Promise<void>[] = [];
  while (performance.now() - beganAt < ms) {
    const due = Math.floor(((performance.now() - beganAt) / 1000) * PACE);
    while (under.length < due) {
      const askedAt = performance.now();
      under.push(
        store.apply('create', creation()).then(() => {
          took.push(performance.now() - askedAt);
        }),
      );
    }
    await machinePause(5);
  }
  await Promise.all(under);
  return took.sort((a, b) => a - b);
}

const at = (took: readonly number[], part: number): number =>
  Math.round(took[Math.floor(took.length * part)] ?? Number.NaN);

/** For how long anybody keeps a snapshot, in milliseconds, looked at until it is called off. */
function watchSnapshots({ query }: Database) {
  let mostMs = 0;
  let isOver = false;
  const watching = (async () => {
    while (!isOver) {
      const [{ ms = 0 } = {}] = await query<{ ms: number | null }>(
        `select (extract(epoch from max(clock_timestamp() - xact_start)) * 1000)::float8 as ms
         from pg_stat_activity
         where datname = current_database() and pid <> pg_backend_pid() and backend_xmin is not null`,
      );
      mostMs = Math.max(mostMs, ms ?? 0);
      await machinePause(50);
    }
  })();
  return async (): Promise<number> => {
    isOver = true;
    await watching;
    return Math.round(mostMs);
  };
}

t.test('long reads keep no snapshot for long, and creations go on', async (t) => {
  const database = await databases.make(t);
  const { store } = await openStore(t, database.url);
  for (let made = 0; made < ROWS; made += 1000)
    await Promise.all(Array.from({ length: 1000 }, () => store.apply('create', creation())));
  await database.query('analyze');
  const [reader] = await startNodes(t, database.url, 1);
  if (reader === undefined) throw new Error('there is one');
  const quiet = await paced(store, MEASURED_MS);

  const mostKept = watchSnapshots(database);
  let isOver = false;
  let pages = 0;
  /** Everything there is, page by page and again and again, as one export after another would. */
  async function readAll(ask: Ask): Promise<void> {
    let after = '';
    while (!isOver) {
      const { body } = await ask('GET', `/v1/admin/interactions?pageSize=500${after}`);
      after = body.nextPageToken ? `&pageToken=${body.nextPageToken}` : '';
      pages += 1;
    }
  }
  const reading = readAll(reader.ask);
  const busy = await paced(store, MEASURED_MS);
  isOver = true;
  await reading;
  const keptMs = await mostKept();

  const words = (took: readonly number[]) =>
    `${took.length} creations, p50 ${at(took, 0.5)} ms, p99 ${at(took, 0.99)} ms`;
  t.comment(`alone: ${words(quiet)}`);
  t.comment(`beside ${pages} pages of 500 that another process reads: ${words(busy)}`);
  t.comment(`p99 ${(at(busy, 0.99) / at(quiet, 0.99)).toFixed(1)} times as long`);
  t.comment(`a snapshot is kept for ${keptMs} ms at most`);
  t.ok(pages > 0);
  t.ok(keptMs < MOST_KEPT_MS, 'what is dead may be cleaned up');
  t.equal(
    (await database.query('select 1 from interactions')).length,
    visits,
    'everything is created',
  );
});

t.test('a read that would take for ever is ended, and holds up no cleaning', async (t) => {
  const database = await databases.make(t);
  const { store } = await openStore(t, database.url);
  await store.apply('create', { seed: createId(1), request: creation().request });
  await database.query(
    `create function slow(n bigint) returns boolean language plpgsql as
       $$ begin perform pg_sleep(3600); return true; end $$`,
  );
  await database.query('alter table interactions rename to all_interactions');
  await database.query('create view interactions as select * from all_interactions where slow(n)');
  const mostKept = watchSnapshots(database);
  const beganAt = performance.now();
  await t.rejects(Promise.resolve(store.read('countInteractions', {})));
  t.ok(performance.now() - beganAt < MOST_KEPT_MS + 2000);
  t.ok((await mostKept()) < MOST_KEPT_MS + 2000);
});
