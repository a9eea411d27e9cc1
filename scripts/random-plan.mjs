// What the commands share that try random cases: their flags, and making the tests ready.

import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { compileTests, StepFailed, setup } from './setup.mjs';

/** `--seed` (random), `--runs`, `--path`, `--only` and `--nodes` of the command line. */
export function readPlan({ runs }) {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string', default: String(randomInt(2 ** 31)) },
      runs: { type: 'string', default: String(runs) },
      path: { type: 'string' },
      only: { type: 'string' },
      nodes: { type: 'boolean', default: false },
    },
  });
  const { path, only, nodes } = values;
  const plan = { seed: Number(values.seed), runs: Number(values.runs), path, only, nodes };
  if (!Number.isSafeInteger(plan.seed) || !Number.isSafeInteger(plan.runs) || plan.runs < 1) {
    console.error('--seed and --runs take whole numbers.');
    process.exit(2);
  }
  return plan;
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
