import { Command } from 'commander';
import type { Flags } from '../config.js';
import { configure, withSettings } from './flags.js';

/** `migrate`: brings the database to the newest schema, with no service running on it. */
export function migrate(): Command {
  const command = new Command('migrate').description(
    'Bring the database to the newest schema and end; serve does the same when it starts.',
  );
  return withSettings(command, ['DATA_DIR']).action(async (flags: Flags) => {
    const { dataDir } = await configure(flags);
    const [{ explainDamage, openDatabase }, { migrate }, { createClock }] = await Promise.all([
      import('../store/sqlite/open.js'),
      import('../store/sqlite/migrate.js'),
      import('../clock.js'),
    ]);
    const opened = openDatabase(dataDir);
    try {
      const applied = migrate(opened.database, createClock().now);
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
