import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { Argument, Command, InvalidArgumentError } from 'commander';
import { createContender } from './contender.js';
import { watchConditions, wordsOf, writePage } from './page.js';
import { topFunctions } from './profile.js';
import { type Finding, tableOf } from './report.js';
import { MAIN, service } from './server.js';
import { cold } from './terms/cold.js';
import { create } from './terms/create.js';
import { due, lateness } from './terms/due.js';
import { life } from './terms/life.js';
import { peers } from './terms/peers.js';
import { reads } from './terms/reads.js';
import { stored } from './terms/stored.js';
import type { Settings, Term } from './terms/term.js';
import { webhooks } from './terms/webhooks.js';

const TERMS: readonly Term[] = [create, life, reads, due, lateness, stored, cold, webhooks, peers];

interface Options {
  readonly quick?: true;
  readonly json?: string;
  readonly page?: true;
  readonly rounds?: number;
  readonly seconds: number;
  readonly warmup?: number;
  readonly connections: readonly number[];
  readonly directory: string;
  readonly against?: string;
  readonly minimal?: true;
  readonly tenMillion?: true;
  readonly profile?: true;
  readonly decide?: true;
}

const KEY = 'bench-key-of-at-least-32-characters';
const PROFILE_FILE = fileURLToPath(new URL('./service.cpuprofile', import.meta.url));
const TOP = 30;
const PROFILE_SLICES = 5;
const ROUNDS = { quick: 3, full: 8 };
const WARMUP = { quick: 1, full: 2 };

function positive(text: string): number {
  const value = Number(text);
  if (!(value > 0)) throw new InvalidArgumentError('It must be a number above 0.');
  return value;
}

const command = new Command('npm run bench --')
  .description(
    'Measures the real service, and says what one machine does, in one table. Every request must be\n' +
      'answered with success, and what is stored equal what was acknowledged, or it fails.\n\n' +
      TERMS.map(({ name, title }) => `${name.padEnd(10)}${title}`).join('\n'),
  )
  .addArgument(
    new Argument('[terms...]', 'what to measure; all of them when none is named').choices(
      TERMS.map(({ name }) => name),
    ),
  )
  .option('--quick', 'fewer and shorter, for a look')
  .option('--json <file>', 'write everything into a file, too')
  .option('--page', 'write the tables into docs/performance.md')
  .option('--rounds <n>', 'slices of each that are compared by turns', positive)
  .option('--seconds <n>', 'length of a slice', positive, 1)
  .option('--warmup <n>', 'seconds of load before the first slice', positive)
  .option(
    '--connections <n,...>',
    'creations come on so many connections',
    (text) => text.split(',').map(positive),
    [64, 256],
  )
  .option('--directory <path>', 'where data directories are made; a real disk', tmpdir())
  .option('--against <main.js>', 'creations: beside another build, not the bare fastify')
  .option('--minimal', 'creations: send only a visitId, without page and user data')
  .option('--ten-million', 'stored: with ten million interactions, too; takes 20 GB and a while')
  .option('--profile', 'create in the service alone, and print where its time goes')
  .option('--decide', 'with --profile: the built-in strategy decides')
  .parse();
const options = command.opts<Options>();
const scale = options.quick ? 'quick' : 'full';
const settings: Settings = {
  quick: options.quick ?? false,
  rounds: options.rounds ?? ROUNDS[scale],
  seconds: options.seconds,
  warmup: options.warmup ?? WARMUP[scale],
  connections: options.connections,
  directory: options.directory,
  against: options.against ?? null,
  minimal: options.minimal ?? false,
  tenMillion: options.tenMillion ?? false,
  key: KEY,
};

/** One long slice of the service alone. */
async function profile(): Promise<void> {
  const [connections = 64] = settings.connections;
  const contender = await createContender(
    (own) => service(MAIN, options.decide ? 'builtin' : 'none', own, KEY),
    { ...settings, connections, seconds: settings.seconds * PROFILE_SLICES },
  );
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

async function measure(): Promise<void> {
  const named = new Set(settings.against === null ? command.args : [create.name]);
  const conditionsNow = watchConditions();
  const findings: Finding[] = [];
  for (const term of TERMS) {
    if (named.size > 0 && !named.has(term.name)) continue;
    console.error(`${term.title} ...`);
    findings.push({ term, rows: await term.rows(settings) });
  }
  const conditions = conditionsNow();
  console.log([tableOf(findings), wordsOf(conditions), ...mutationScore()].join('\n'));
  if (options.json) {
    const terms = Object.fromEntries(findings.map(({ term, rows }) => [term.name, rows]));
    writeFileSync(options.json, `${JSON.stringify({ conditions, settings, terms }, null, 2)}\n`);
  }
  if (options.page) writePage(findings, conditions);
}

await (options.profile ? profile() : measure());
