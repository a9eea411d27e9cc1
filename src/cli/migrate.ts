import { Command } from 'commander';
import type { CompactMessage } from '../store/sqlite/compact.js';
import type { OpenDatabase } from '../store/sqlite/open.js';
import { Failure } from './exit.js';
import { configure, type NewDatabaseFlags, withNewDatabase, withSettings } from './flags.js';
import { createProgressLine } from './progress-line.js';

interface MigrateFlags extends NewDatabaseFlags {
  readonly compact?: true;
}

/** `migrate`: brings the database to the newest schema, with no service running on it. */
export function migrate(): Command {
  const command = new Command('migrate').description(
    'Bring the database to the newest schema and end; serve does the same when it starts.',
  );
  const withFlags = withNewDatabase(withSettings(command, ['DATA_DIR', 'DATABASE_URL'])).option(
    '--compact',
    'Then rewrite the database of DATA_DIR whole, with the small pages that new ones have, and give free space back to the disk. Takes as much disk again until it is done, and says so first. Checked before and after; the service must not run.',
  );
  return withFlags.action(async ({ newDatabase, compact, ...flags }: MigrateFlags) => {
    const { dataDir, databaseUrl } = await configure(flags);
    if (databaseUrl !== undefined) {
      if (compact)
        throw new Failure(
          '--compact is for the SQLite database of DATA_DIR; PostgreSQL frees space by itself (autovacuum)',
          'refused',
        );
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
      if (compact) await rewrite(opened);
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

async function rewrite(opened: OpenDatabase): Promise<void> {
  const [{ compact }, { megabytes }] = await Promise.all([
    import('../store/sqlite/compact.js'),
    import('../store/room.js'),
  ]);
  const line = createProgressLine();
  const onMessage = (message: CompactMessage): void => {
    if (message.type !== 'needs') line.show(message.type);
    else
      process.stdout.write(
        `needs up to ${megabytes(message.bytes)} of disk until it is done; ${megabytes(message.free)} are free\n`,
      );
  };
  try {
    const { before, after } = compact(opened, onMessage);
    line.clear();
    process.stdout.write(
      `${opened.file}: ${before.bytes} bytes in pages of ${before.pageBytes} before, ${after.bytes} in pages of ${after.pageBytes} now, checked\n`,
    );
  } finally {
    line.clear();
  }
}
