import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { Command, InvalidArgumentError } from 'commander';
import { compareNodes, profileNode } from './nodes/comparing.js';
import { findingsOf } from './nodes/rows.js';
import { watchConditions, wordsOf, writePage } from './page.js';
import { topFunctions } from './profile.js';
import { tableOf } from './report.js';

interface Options {
  readonly quick?: true;
  readonly json?: string;
  readonly page?: true;
  readonly rounds?: number;
  readonly seconds?: number;
  readonly lanes: number;
  readonly directory: string;
  readonly profile?: true;
}

const PROFILE_FILE = fileURLToPath(new URL('./node.cpuprofile', import.meta.url));
const TOP = 40;
const ROUNDS = { quick: 2, full: 6 };
const SECONDS = { quick: 1, full: 4 };

function positive(text: string): number {
  const value = Number(text);
  if (!(value > 0)) throw new InvalidArgumentError('It must be a number above 0.');
  return value;
}

const command = new Command('npm run bench:nodes --')
  .description(
    'Measures what a change costs: with a data directory, and by one, two and four\n' +
      'processes on PostgreSQL, in one run, by turns. Without HTTP. It starts a server of\n' +
      'its own. What is stored must equal what was acknowledged, or it fails.',
  )
  .option('--quick', 'fewer and shorter, for a look')
  .option('--json <file>', 'write everything into a file, too')
  .option('--page', 'write the tables into docs/scaling.md')
  .option('--rounds <n>', 'slices of each', positive)
  .option('--seconds <n>', 'length of a slice', positive)
  .option('--lanes <n>', 'changes at a time, over all processes', positive, 128)
  .option('--directory <path>', 'where the data is; a real disk', tmpdir())
  .option('--profile', 'run one process on PostgreSQL, and print where its time goes')
  .parse();
const options = command.opts<Options>();
const scale = options.quick ? 'quick' : 'full';
const settings = {
  rounds: options.rounds ?? ROUNDS[scale],
  seconds: options.seconds ?? SECONDS[scale],
  lanes: options.lanes,
  directory: options.directory,
};

async function measure(): Promise<void> {
  const conditionsNow = watchConditions('bench:nodes');
  const compared = await compareNodes(settings);
  const conditions = conditionsNow();
  const findings = findingsOf(compared, settings);
  console.log([tableOf(findings), wordsOf(conditions)].join('\n'));
  if (options.json) {
    const terms = Object.fromEntries(findings.map(({ term, rows }) => [term.name, rows]));
    const all = { conditions, settings, terms, slices: compared };
    writeFileSync(options.json, `${JSON.stringify(all, null, 2)}\n`);
  }
  if (options.page) writePage(findings, conditions, 'scaling.md');
}

async function profile(): Promise<void> {
  await profileNode(settings, PROFILE_FILE);
  console.log(topFunctions(PROFILE_FILE, TOP));
  console.log(`${PROFILE_FILE} opens in Chrome`);
}

await (options.profile ? profile() : measure());
