// What the commands share that try random cases: their flags, and making the tests ready.

import { randomInt } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { compileTests, StepFailed, setup } from './setup.mjs';

/** Every flag that one of the commands takes. */
const FLAGS = {
  seed: { type: 'string', default: () => String(randomInt(2 ** 31)) },
  runs: { type: 'string' },
  path: { type: 'string' },
  only: { type: 'string' },
  nodes: { type: 'boolean', default: () => false },
};

/** What `parseArgs` says of a command line that cannot be read. */
const MISREAD = /^ERR_PARSE_ARGS_/;

/**
 * The flags that the script at a URL was given, of those it takes: `seed` is random and `runs` as many
 * as told unless given. With `--help` it prints what the script's first comment says, and ends; with what
 * the script does not know it ends with exit code 2.
 */
export function readPlan(url, { takes, runs, kinds = [] }) {
  const file = fileURLToPath(url);
  const name = basename(file, '.mjs');
  const refuse = (sentence) => {
    console.error(`${sentence} \`npm run ${name} -- --help\` tells what there is.`);
    process.exit(2);
  };
  const { values } = read(takes, refuse);
  if (values.help) {
    console.log(commentOf(file));
    process.exit(0);
  }
  const given = { ...defaultsOf(takes), runs: String(runs), ...values };
  const plan = { ...given, seed: Number(given.seed ?? 0), runs: Number(given.runs) };
  if (!Number.isSafeInteger(plan.seed) || !Number.isSafeInteger(plan.runs) || plan.runs < 1)
    refuse(`${takes.includes('seed') ? '--seed and --runs take' : '--runs takes'} whole numbers.`);
  if (plan.only !== undefined && !kinds.includes(plan.only))
    refuse(`--only takes one of ${kinds.join(', ')}.`);
  return plan;
}

function read(takes, refuse) {
  const options = { help: { type: 'boolean', short: 'h' } };
  for (const flag of takes) options[flag] = { type: FLAGS[flag].type };
  try {
    return parseArgs({ options });
  } catch (error) {
    if (!MISREAD.test(error.code)) throw error;
    // Further sentences are about command lines in general.
    return refuse(`${error.message.split(/[.\n]/)[0]}.`);
  }
}

const defaultsOf = (takes) =>
  Object.fromEntries(takes.map((flag) => [flag, FLAGS[flag].default?.()]));

/** The comment that a script begins with. */
function commentOf(file) {
  const lines = readFileSync(file, 'utf8').split('\n');
  const end = lines.findIndex((line) => !line.startsWith('//'));
  return lines
    .slice(0, end)
    .map((line) => line.replace(/^\/\/ ?/, ''))
    .join('\n');
}

export async function prepare() {
  try {
    await setup();
    await compileTests();
  } catch (error) {
    if (!(error instanceof StepFailed)) throw error;
    console.error(error.message);
    process.exit(error.exitCode);
  }
}
