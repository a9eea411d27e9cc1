import { Command } from 'commander';
import type { Service } from '../compose.js';
import { type Config, type Flags, readConfig } from '../config/config.js';
import type { Log } from '../log/log.js';
import { Failure } from './exit.js';
import { withSettings } from './flags.js';
import { serveUntilSignal } from './serve.js';

const DEFAULTS = { DATA_DIR: 'data/demo', LOG_LEVEL: 'info' };

interface DemoFlags extends Flags {
  readonly interactions: string;
  readonly seed: string;
}

/** `demo`: the service on a day of made-up traffic that goes on. */
export function demo(): Command {
  const command = new Command('demo').description(
    'Run the service on a database filled with a made-up day, and keep some traffic coming.',
  );
  return withSettings(command)
    .option('--interactions <number>', 'How many the day had, 1 to 1,000,000.', '10000')
    .option('--seed <number>', 'The same seed makes up the same day.', '1')
    .addHelpText(
      'after',
      '\nThe data goes to data/demo unless DATA_DIR is set. A database that has a day\ngoes on from where it ended.',
    )
    .action(async ({ interactions, seed, ...flags }: DemoFlags) => {
      const perDay = wholeNumber('--interactions', interactions, 1_000_000);
      const env = { ...DEFAULTS, ...process.env, STRATEGY: 'none' };
      const strays: string[] = [];
      const config = readConfig(env, flags, (stray) => strays.push(stray));
      const seeded = wholeNumber('--seed', seed, 2 ** 32 - 1);
      await serveUntilSignal(config, strays, (log) => start(config, log, { perDay, seed: seeded }));
    });
}

function wholeNumber(flag: string, text: string, most: number): number {
  const number = Number(text);
  if (/^\d+$/.test(text) && number >= 1 && number <= most) return number;
  throw new Failure(`${flag} must be a whole number from 1 to ${most}`, 'refused');
}

async function start(
  config: Config,
  log: Log,
  { perDay, seed }: { readonly perDay: number; readonly seed: number },
): Promise<Service> {
  const [{ compose }, { createReplayClock }, { createDemo, DAY_MS }] = await Promise.all([
    import('../compose.js'),
    import('../demo/replay-clock.js'),
    import('../demo/demo.js'),
  ]);
  let isNew = true;
  let clock = createReplayClock(DAY_MS, 0);
  const makeClock = (floor: number) => {
    isNew = floor === 0;
    clock = createReplayClock(DAY_MS, floor);
    return clock;
  };
  // A day is told one step after the other: another thread would only be waited for.
  const service = await compose(config, log, makeClock, { writer: 'here' });
  const { engine, store, router, pending } = service;
  // Numbers that were not given out before: those of a later start come after.
  const firstVisit = isNew ? 0 : engine.now();
  const made = createDemo({ engine, store, router, pending, clock, seed, perDay, firstVisit });
  if (isNew) {
    log.info({ interactions: perDay, seed }, 'making up a day');
    await made.fill(clock);
    log.info({ interactions: perDay }, 'the day is made up');
  }
  clock.goLive();
  const stop = made.live(clock);
  return {
    ...service,
    close() {
      stop();
      return service.close();
    },
  };
}
