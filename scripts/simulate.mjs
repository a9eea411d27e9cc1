// Plays random histories against the rules of the lifecycle, as test/simulation.test.ts does with
// the same ones every time.
//
//   npm run simulate                            10,000 histories of a random seed
//   npm run simulate -- --seed 7 --runs 500     500 histories of seed 7
//   npm run simulate -- --seed 7 --path 42:1:0  only the counterexample that a report names
//
// Prints the seed, and the shortest history that breaks a rule.

import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { compileTests, StepFailed, setup } from './setup.mjs';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: String(randomInt(2 ** 31)) },
    runs: { type: 'string', default: '10000' },
    path: { type: 'string' },
  },
});
const [seed, runs] = [Number(values.seed), Number(values.runs)];
if (!Number.isSafeInteger(seed) || !Number.isSafeInteger(runs) || runs < 1) {
  console.error('--seed and --runs take whole numbers.');
  process.exit(2);
}

try {
  await setup();
  await compileTests();
} catch (error) {
  if (!(error instanceof StepFailed)) throw error;
  console.error(error.message);
  process.exit(error.exitCode);
}

// Imported late: it is there only once it is compiled.
const { simulate } = await import('../.out/test/support/simulation-run.js');
console.log(`seed ${seed}, ${runs} histories`);
const { failed, report } = await simulate({ seed, runs, path: values.path });
console.log(failed ? report : 'No history broke a rule.');
// What a broken rule left running must not hold the process.
process.exit(failed ? 1 : 0);
