import { Command } from 'commander';
import { configure, type NewDatabaseFlags, withNewDatabase, withSettings } from './flags.js';

/** `migrate`: brings the database to the newest schema, with no service running on it. */
export function migrate(): Command {
  const command = new Command('migrate').description(
    'Bring the database to the newest schema and end; serve does the same when it starts.',
  );
  const withFlags = withNewDatabase(withSettings(command, ['DATA_DIR']));
  return withFlags.action(async ({ newDatabase, ...flags }: NewDatabaseFlags) => {
    const { dataDir } = await configure(flags);
    const [{ explainDamage, openDatabase }, { migrate }, { createClock }] = await Promise.all([
      import('../store/sqlite/open.js'),
      import('../store/sqlite/migrate.js'),
      import('../clock.js'),
    ]);
    const opened = openDatabase(dataDir, { isNew: newDatabase });
    try {
      const applied = migrate(opened.database, createClock().now);
      opened.completed();
      const lines = applied.map(
        ({ number, name }) => `applied ${String(number).padStart(4, '0')}-${name}`,
      );
      process.stdout.write(`${lines.join('\n') || 'up to date'}\n`);
    } catch (error) {
      throw explainDamage(error, opened.file);
    } finally {
      opened.close();
    }
  });
}
