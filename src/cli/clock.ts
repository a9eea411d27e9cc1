import { Command } from 'commander';
import type { Flags } from '../config/config.js';
import { configureFiles, withSettings } from './flags.js';

interface ClockFlags extends Flags {
  readonly setBack?: boolean;
}

const DESCRIPTION = `Hold the newest stored moment against the wall clock, with no service running on the database.
Moments in the future come from a wall clock that was wrong; --set-back moves them back to now.`;

/** `clock`: the way back from stored moments that lie in the future. */
export function clock(): Command {
  const command = new Command('clock')
    .description(DESCRIPTION)
    .option('--set-back', 'Move every stored moment that lies in the future back to now.');
  return withSettings(command, ['DATA_DIR']).action(async ({ setBack, ...flags }: ClockFlags) => {
    const { dataDir } = await configureFiles(flags, 'its time is that of the server');
    const [opening, stored, { migrate }, back, { createClock }] = await Promise.all([
      import('../store/sqlite/open.js'),
      import('../store/sqlite/sqlite.js'),
      import('../store/sqlite/migrate.js'),
      import('../store/sqlite/set-back.js'),
      import('../clock.js'),
    ]);
    const opened = opening.openDatabase(dataDir);
    try {
      const now = createClock().now();
      migrate(opened.database, () => now);
      if (setBack) say(describeChanges(back.setBack(opened.database, now)));
      say(describe(stored.newestMoment(opened.database), now));
    } catch (error) {
      throw opening.explainDamage(error, opened.file);
    } finally {
      opened.close();
    }
  });
}

const say = (line: string): boolean => process.stdout.write(`${line}\n`);

function describeChanges(changes: ReadonlyMap<string, number>): string {
  if (changes.size === 0) return 'nothing is stored that lies in the future';
  return `set back: ${[...changes].map(([table, rows]) => `${table} ${rows}`).join(', ')}`;
}

function describe(newest: number, now: number): string {
  if (newest === 0) return 'nothing is stored yet';
  const seconds = Math.round(Math.abs(newest - now) / 1000);
  const where = newest > now ? 'in the future' : 'ago';
  const advice = newest > now + 1000 ? '; --set-back moves it to now' : '';
  return `the newest stored moment is ${new Date(newest).toISOString()}, ${seconds} s ${where}${advice}`;
}
