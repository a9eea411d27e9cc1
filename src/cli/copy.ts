import { performance } from 'node:perf_hooks';
import { Command } from 'commander';
import { SETTINGS } from '../config/settings.js';
import type { CopyMessage } from '../store/postgres/copying.js';
import { Failure } from './exit.js';
import { createProgressLine } from './progress-line.js';

interface CopyFlags {
  readonly from?: string;
  readonly to?: string;
}

const DESCRIPTION =
  'Copy everything of a data directory into an empty PostgreSQL database, with no service running on either: whole and checked, or nothing of it. The directory is left as it is.';

/** `copy`: from the SQLite database of one process to a PostgreSQL database of several. */
export function copy(): Command {
  return new Command('copy')
    .description(DESCRIPTION)
    .option('--from <path>', 'The data directory. When absent: DATA_DIR of the environment.')
    .option(
      '--to <url>',
      `The database, ${SETTINGS.DATABASE_URL.valid}. When absent: DATABASE_URL of the environment, where other users of the machine do not see its password.`,
    )
    .action(async (flags: CopyFlags) => {
      const { from, to } = placesOf(flags);
      const [
        { explainDamage, openDatabase },
        { explainUnfit },
        { readAll },
        postgres,
        { createClock },
      ] = await Promise.all([
        import('../store/sqlite/open.js'),
        import('../store/sqlite/loss.js'),
        import('../store/sqlite/copying.js'),
        import('../store/postgres/open-store.js'),
        import('../clock.js'),
      ]);
      // One that is not there would be made.
      const unfit = explainUnfit(from);
      if (unfit !== undefined) throw new Failure(unfit.replace('DATA_DIR', '--from'), 'refused');
      const opened = openDatabase(from);
      const line = createProgressLine();
      const startedAt = performance.now();
      try {
        const source = readAll(opened.database);
        const { rows, replaced } = await postgres.copyToPostgres(
          to,
          source,
          createClock().now,
          (message) => line.show(describe(message, source.count)),
        );
        line.clear();
        const all = [...rows.values()].reduce((sum, each) => sum + each, 0);
        const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
        say(`copied ${all} rows of ${rows.size} tables in ${seconds} s; counts and digests agree`);
        if (replaced > 0)
          say(`${replaced} characters U+0000, which PostgreSQL cannot hold, are U+FFFD there`);
        say(NEXT);
      } catch (error) {
        throw explainDamage(error, opened.file);
      } finally {
        line.clear();
        opened.close();
      }
    });
}

const NEXT = `all keys go on working, the one in admin.key too; a database has no such file: keep the key, or give another one as ADMIN_KEY
serve from the database with DATABASE_URL and without DATA_DIR; do not serve from the directory any more`;

const say = (line: string): boolean => process.stdout.write(`${line}\n`);

/** From where to where; what is not given is as the environment says. */
function placesOf({ from, to }: CopyFlags): { readonly from: string; readonly to: string } {
  const { DATA_DIR, DATABASE_URL } = SETTINGS;
  const directory = DATA_DIR.parse(from || process.env.DATA_DIR || DATA_DIR.default);
  const text = to || process.env.DATABASE_URL || '';
  const url = DATABASE_URL.parse(text);
  if (directory === undefined) throw new Failure(`--from must be ${DATA_DIR.valid}`, 'refused');
  if (url === undefined)
    throw new Failure(
      `--to, or DATABASE_URL, must be ${DATABASE_URL.valid}; ${text.length} characters were given (not shown)`,
      'refused',
    );
  return { from: directory, to: url };
}

function describe(message: CopyMessage, count: (table: string) => number): string {
  if (message.type === 'finishing') return 'finishing';
  const { type, table, rows } = message;
  return `${type} ${table}: ${rows} of ${count(table)} rows`;
}
