import { Command } from 'commander';
import { configure, type NewDatabaseFlags, withNewDatabase, withSettings } from './flags.js';

/** `migrate`: brings the database to the newest schema, with no service running on it. */
export function migrate(): Command {
  const command = new Command('migrate').description(
    'Bring the database to the newest schema and end; serve does the same when it starts.',
  );
  const withFlags = withNewDatabase(withSettings(command, ['DATA_DIR', 'DATABASE_URL']));
  return withFlags.action(async ({ newDatabase, ...flags }: NewDatabaseFlags) => {
    const { dataDir, databaseUrl } = await configure(flags);
    if (databaseUrl !== undefined) {
      const [{ migratePostgres }, { createClock }] = await Promise.all([
        import('../store/postgres/open-store.js'),
        import('../clock.js'),
      ]);
      tell(await migratePostgres(databaseUrl, createClock().now));
      return;
    }
    const [{ explainDamage, openDatabase }, { migrate }, { createClock }] = await Promise.all([
      import('../store/sqlite/open.js'),
      import('../store/sqlite/migrate.js'),
      import('../clock.js'),
    ]);
    const opened = openDatabase(dataDir, { isNew: newDatabase });
    try {
      const applied = migrate(opened.database, createClock().now);
      opened.completed();
      tell(applied);
    } catch (error) {
      throw explainDamage(error, opened.file);
    } finally {
      opened.close();
    }
  });
}

function tell(applied: readonly { readonly number: number; readonly name: string }[]): void {
  const lines = applied.map(
    ({ number, name }) => `applied ${String(number).padStart(4, '0')}-${name}`,
  );
  process.stdout.write(`${lines.join('\n') || 'up to date'}\n`);
}
