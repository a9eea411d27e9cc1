import { existsSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { Command, InvalidArgumentError } from 'commander';
import { type Conditions, createContender } from './contender.js';
import { topFunctions } from './profile.js';
import { type Run, type Runs, reportOf, tableOf } from './report.js';
import { BARE, MAIN, type Strategy, service } from './server.js';

interface Settings {
  readonly rounds: number;
  readonly seconds: number;
  readonly warmup: number;
  readonly connections: number;
  readonly directory: string;
  readonly against?: string;
  readonly minimal?: true;
  readonly json?: true;
  readonly profile?: true;
  readonly decide?: true;
}

const KEY = 'bench-key-of-at-least-32-characters';
const PROFILE_FILE = fileURLToPath(new URL('./service.cpuprofile', import.meta.url));
const TOP = 30;
const PROFILE_SLICES = 5;

function positive(text: string): number {
  const value = Number(text);
  if (!(value > 0)) throw new InvalidArgumentError('It must be a number above 0.');
  return value;
}

const command = new Command('npm run bench --')
  .description(
    'Creates interactions in the real service, durable, and in a bare fastify with the same schemas\n' +
      'and answers that stores nothing, by turns in short slices of time; and in the service with the\n' +
      'built-in strategy, where a slice ends when all it created is decided on.\n' +
      'Fails unless every request is answered 201 and what is stored equals what was acknowledged.',
  )
  .option('--rounds <n>', 'slices of each', positive, 12)
  .option('--seconds <n>', 'length of a slice', positive, 1)
  .option('--warmup <n>', 'seconds of load before the first slice', positive, 2)
  .option('--connections <n>', 'connections, one request at a time on each', positive, 64)
  .option('--directory <path>', 'where data directories are made; a real disk', tmpdir())
  .option('--against <main.js>', 'compare with another build of the service, not the bare fastify')
  .option('--minimal', 'send only a visitId, without page and user data')
  .option('--json', 'print JSON: medians, ratio and every slice')
  .option('--profile', 'load only the service, and print where its time goes')
  .option('--decide', 'with --profile: the built-in strategy decides')
  .parse();
const settings = command.opts<Settings>();

const conditions: Conditions = { ...settings, key: KEY, minimal: settings.minimal ?? false };
const durable =
  (main: string, strategy: Strategy = 'none') =>
  (directory: string) =>
    service(main, strategy, directory, KEY);

/** One long slice of the service alone. */
async function profile(): Promise<void> {
  const contender = await createContender(durable(MAIN, settings.decide ? 'builtin' : 'none'), {
    ...conditions,
    seconds: settings.seconds * PROFILE_SLICES,
  });
  const { perSecond } = await contender.measure(PROFILE_FILE);
  await contender.close();
  console.log(topFunctions(PROFILE_FILE, TOP));
  console.log(`${perSecond.toFixed(0)} creates/s while profiled; ${PROFILE_FILE} opens in Chrome`);
}

/** What `npm run mutate` found last, in one line; none before it has run. */
function mutationScore(): readonly string[] {
  const file = new URL('../../bench/mutation.md', import.meta.url);
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n', 1)
    .map((heading) => heading.replace('# ', ''));
}

/** Slices of all by turns: what slows the machine for a while slows all. */
async function compare(): Promise<void> {
  const { against } = settings;
  const contenders = [
    ['yardstick', await createContender(against ? durable(against) : () => BARE, conditions)],
    ['service', await createContender(durable(MAIN), conditions)],
    ['decided', await createContender(durable(MAIN, 'builtin'), conditions)],
  ] as const;
  const runs: Record<keyof Runs, Run[]> = { yardstick: [], service: [], decided: [] };
  for (let round = 1; round <= settings.rounds; round += 1) {
    const order = round % 2 === 0 ? contenders : [...contenders].reverse();
    for (const [name, contender] of order) runs[name].push(await contender.measure());
  }
  for (const [, contender] of contenders) await contender.close();
  const report = reportOf(runs);
  console.log(
    settings.json
      ? JSON.stringify({ settings, ...report, runs }, null, 2)
      : [tableOf(report, against ?? 'bare fastify, stores nothing'), ...mutationScore()].join('\n'),
  );
}

await (settings.profile ? profile() : compare());
