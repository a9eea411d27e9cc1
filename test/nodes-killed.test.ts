// A node that is killed at any statement of a decision: docs/decisions/0116.

import t from 'tap';
import { createId } from '#src/ids.js';
import type { Store } from '#src/store/store.js';
import { type Stop, startBreaking } from './support/breaking-proxy.js';
import {
  createDatabases,
  creationOf,
  type Database,
  openNode,
  until,
} from './support/databases.js';
import { IS_LONG, wrongRows } from './support/faults.js';
import { NO_POSTGRES } from './support/postgres.js';
import { openStore, subscribe, through } from './support/stores.js';

/** Less than any wait for a lock takes. */
const FREE_MS = 1500;
const NEVER = Number.POSITIVE_INFINITY;
/** Lines that tell of something. */
const LINES = 'select count(*) as lines from feed where at > 0';

/** A change that a node is killed in; `id` is of an interaction that is qualified. */
interface Work {
  run(store: Store, id: string, visitId: string, round: number): Promise<unknown>;
  /** What statements name that belong to it. */
  mark(id: string, visitId: string): string;
}

const WORK: Readonly<Record<string, Work>> = {
  'a creation': {
    run: (store, _, visitId) => store.apply('create', creationOf(visitId)),
    mark: (_, visitId) => visitId,
  },
  'an event': {
    run: (store, id) => store.apply('event', { seed: createId(1), id, event: { type: 'engage' } }),
    mark: (id) => id,
  },
  'a change that is alone': {
    run: (store, _id, _visitId, round) =>
      store.apply('changeOption', {
        seed: createId(1),
        key: 'abandonedTime',
        text: String(1000 + round),
        operator: { keyId: 'k1', keyName: 'ops' },
      }),
    mark: () => 'begin',
  },
};

/** At which of so many statements a node is killed: some every day, each in the long form. */
const statementsOf = (count: number): readonly number[] =>
  IS_LONG
    ? Array.from({ length: count }, (_, n) => n + 1)
    : [1, Math.ceil(count / 2), count - 1, count];

if (NO_POSTGRES !== undefined) t.comment(`skipped: ${NO_POSTGRES}`);
else await withServer();

async function withServer(): Promise<void> {
  const databases = await createDatabases(t);

  /** Connections of nodes that are killed. */
  async function left({ query }: Database): Promise<number> {
    const rows = await query(
      "select 1 from pg_stat_activity where application_name = 'killed' and datname = current_database()",
    );
    return rows.length;
  }

  for (const [name, { run, mark }] of Object.entries(WORK))
    t.test(`a node that is killed in ${name} leaves nothing by half`, async (t) => {
      const database = await databases.make(t);
      const { store: other } = await openNode(t, database.url);
      await subscribe(database);
      let rounds = 0;
      let total = 0;

      /** Does the work through a proxy that stops it; how many statements it had until then. */
      async function work(at: number, when: Stop['when']): Promise<number> {
        rounds += 1;
        const visitId = `visit ${rounds}`;
        const placed = await other.apply('create', creationOf(`${visitId} placed`));
        const id = 'interaction' in placed ? placed.interaction.id : '';
        const proxy = await startBreaking(databases.server.config.port);
        const url = `${through(database.url, proxy)}?application_name=killed`;
        const { store } = await openStore(t, url, { maxLostMs: 0 });
        const stopped = proxy.stop({ at, when, mark: mark(id, visitId) });
        const [{ lines: before = '' } = {}] = await database.query<{ lines: string }>(LINES);
        const done = run(store, id, visitId, rounds).catch(() => {});
        const isStopped = await Promise.race([done.then(() => false), stopped.then(() => true)]);
        const counted = proxy.counted();
        t.equal(isStopped, at !== NEVER);
        if (isStopped) {
          await until(async () => (await left(database)) === 0);
          const [{ lines = '' } = {}] = await database.query<{ lines: string }>(LINES);
          t.equal(
            Number(lines) - Number(before),
            at === total && when === 'after' ? 1 : 0,
            `${at}`,
          );
          t.strictSame(await wrongRows(database), [], `killed ${when} statement ${at} of ${total}`);
        }
        // Whatever it had locked is free: another node decides at once.
        const actsAt = performance.now();
        await other.apply('create', creationOf(visitId));
        await other.apply('event', { seed: createId(1), id, event: { type: 'noengage' } });
        t.ok(performance.now() - actsAt < FREE_MS, 'nothing is locked');
        t.equal((await other.read('liveAttempts', visitId)).length, 1);
        await store.close();
        await proxy.close();
        return counted;
      }

      // The first one of a database has a little more to do.
      await work(NEVER, 'before');
      total = await work(NEVER, 'before');
      t.ok(total > 10);
      for (const at of statementsOf(total))
        for (const when of ['before', 'after'] as const) await work(at, when);
      t.strictSame(await wrongRows(database), []);
    });
}
