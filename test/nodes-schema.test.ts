import t from 'tap';
import { StoreFailed, StoreReadFailed, StoreUnusable } from '#src/store/failures.js';
import type { Migration } from '#src/store/migrations.js';
import { createLink } from '#src/store/postgres/link.js';
import { MIGRATIONS, migrate } from '#src/store/postgres/migrate.js';
import { createDatabases, creationOf, openNode, openNodes, until } from './support/databases.js';
import { NO_POSTGRES } from './support/postgres.js';

if (NO_POSTGRES !== undefined) t.comment(`skipped: ${NO_POSTGRES}`);
else await withServer();

/** A migration that comes after all that this program knows. */
const after = (sql: string, isBreaking: boolean): readonly Migration[] => [
  ...MIGRATIONS,
  { number: MIGRATIONS.length + 1, name: 'to-come', sql, checksum: sql, isBreaking },
];

async function withServer(): Promise<void> {
  const databases = await createDatabases(t);

  /** What a newer program does to a database when it starts. */
  async function upgrade(url: string, migrations: readonly Migration[]): Promise<void> {
    const link = createLink({ config: { connectionString: url }, isPreparing: false });
    await migrate(link, () => 1, migrations);
    await link.close();
  }

  t.test('a node that was forgotten is there again with its next sign of life', async (t) => {
    const { url, query } = await databases.make(t);
    const [first, second] = await openNodes(t, url, 2);
    if (!first || !second) throw new Error('there are two');
    const before = await query('select id, host, version, serving_since from nodes order by id');
    t.equal(before.length, 2);
    await query('delete from nodes');
    await until(async () => (await query('select id from nodes')).length === 2);
    t.strictSame(
      await query('select id, host, version, serving_since from nodes order by id'),
      before,
      'with all that its row said',
    );
    t.equal((await second.store.read('nodes')).length, 2);
  });

  t.test('a node goes on beside a newer schema that says it may, and starts on it', async (t) => {
    const { url, query } = await databases.make(t);
    const node = await openNode(t, url);
    await upgrade(url, after('alter table visits add column more bigint', false));
    t.ok('interaction' in (await node.store.apply('create', creationOf('v1'))));
    const started = await openNode(t, url);
    t.ok('interaction' in (await started.store.apply('create', creationOf('v2'))));
    t.equal((await query('select * from migrations')).length, MIGRATIONS.length + 1);
  });

  t.test('a node writes nothing more beside a schema that breaks, and none starts', async (t) => {
    const { url, query } = await databases.make(t);
    const node = await openNode(t, url);
    await node.store.apply('create', creationOf('v1'));
    await upgrade(url, after('alter table visits add column more bigint', true));
    const said = new RegExp(`migration ${MIGRATIONS.length + 1} \\(to-come\\)`);
    await t.rejects(node.store.apply('create', creationOf('v2')), StoreFailed);
    await t.rejects(node.store.tidy({ step: 'touch' }), { cause: { message: said } });
    t.equal((await query('select id from interactions')).length, 1);
    await t.rejects(Promise.resolve(node.store.settings()), StoreReadFailed);
    await t.rejects(node.store.claim('expiry', {}), StoreUnusable, 'nor does it any work');
    await t.rejects(openNode(t, url), { name: 'StoreUnusable', message: said });
  });

  t.test(
    'what is being decided when a schema breaks is committed before, or not at all',
    async (t) => {
      const { url, query } = await databases.make(t);
      const nodes = await openNodes(t, url, 3);
      let isDone = false;
      const made: string[] = [];
      const load = nodes.map(async ({ store }, of) => {
        for (let n = 0; !isDone; n += 1) {
          const creation = await store.apply('create', creationOf(`v${of} ${n}`)).catch(() => null);
          if (creation === null) return;
          if ('interaction' in creation) made.push(creation.interaction.id);
        }
      });
      await until(() => made.length > 20);
      await upgrade(url, after('create table more as select id from interactions', true));
      const counted = await query('select id from more');
      isDone = true;
      await Promise.all(load);
      t.equal((await query('select id from interactions')).length, counted.length);
      t.equal(made.length, counted.length, 'and what was answered is what is there');
    },
  );

  t.test(
    'of many that start at once on an empty database each migration is made by one',
    async (t) => {
      const { url, query } = await databases.makeEmpty(t);
      await openNodes(t, url, 8);
      const rows = await query<{ number: string }>('select number from migrations order by number');
      t.strictSame(
        rows.map(({ number }) => Number(number)),
        MIGRATIONS.map(({ number }) => number),
      );
      t.equal((await query('select id from nodes')).length, 8);
    },
  );
}
