// What long reads of a node may keep of its database: docs/decisions/0116.

import t from 'tap';
import { createId } from '#src/ids.js';
import { StoreReadFailed } from '#src/store/failures.js';
import { createDatabases, creationOf, type Database } from './support/databases.js';
import { startMoving } from './support/moving-proxy.js';
import { NO_POSTGRES } from './support/postgres.js';
import { requestOf } from './support/request-of.js';
import { openStore, through } from './support/stores.js';

if (NO_POSTGRES !== undefined) t.comment(`skipped: ${NO_POSTGRES}`);
else await withServer();

/** Whoever reads interactions or their histories comes, at each row, by something that may take its time, or refuse. */
async function watchReads({ query }: Database, body: string): Promise<void> {
  await query(`create function passing(n bigint) returns boolean language plpgsql as
    $$ begin ${body} return true; end $$`);
  for (const [table, column] of Object.entries({ interactions: 'n', history: 'interaction' })) {
    await query(`alter table ${table} rename to all_of_${table}`);
    await query(`create view ${table} as select * from all_of_${table} where passing(${column})`);
  }
}

async function withServer(): Promise<void> {
  const databases = await createDatabases(t);

  t.test('a long read ends in time, all its statements together', async (t) => {
    const database = await databases.make(t);
    const { store } = await openStore(t, database.url, { maxReadMs: 750 });
    const request = requestOf({ visitorId: 'p1' });
    await store.apply('create', { seed: createId(1), request });
    await watchReads(database, 'perform pg_sleep(0.4);');
    const list = () => store.read('interactions', {}, { size: 9 });
    t.equal((await list()).items.length, 1, 'one statement is quick enough');
    const records = () => store.read('records', { kind: 'visitor', id: 'p1' }, { size: 9 });
    await t.rejects(records(), StoreReadFailed, 'two of them are not');
    t.equal((await list()).items.length, 1, 'and the next one is answered');
  });

  t.test('whoever stops in the middle of a long read is cut off by the server', async (t) => {
    const database = await databases.make(t);
    const { store } = await openStore(t, database.url);
    await store.apply('create', creationOf('v1'));
    await watchReads(
      database,
      `if '0' in (current_setting('statement_timeout'),
         current_setting('idle_in_transaction_session_timeout'))
       then raise exception 'a read without an end'; end if;`,
    );
    t.equal((await store.read('interactions', {}, { size: 9 })).items.length, 1);
  });

  t.test('of a server that says nothing any more a long read is given up, too', async (t) => {
    const { url } = await databases.make(t);
    const moving = await startMoving(databases.server.config.port);
    t.teardown(moving.close);
    const bounds = { maxReadMs: 200, maxSilentMs: 400 };
    const { store } = await openStore(t, through(url, moving), bounds);
    const all = () => store.read('interactions', {}, { size: 9 });
    await all();
    moving.silence();
    await t.rejects(all(), StoreReadFailed);
    moving.moveTo(databases.server.config.port);
    t.strictSame((await all()).items, [], 'and another one serves');
  });
}
