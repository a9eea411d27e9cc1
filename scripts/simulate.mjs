// Plays random histories against the rules of the lifecycle, as test/simulation.test.ts does with
// the same ones every time.
//
//   npm run simulate                            10,000 histories of a random seed
//   npm run simulate -- --seed 7 --runs 500     500 histories of seed 7
//   npm run simulate -- --seed 7 --path 42:1:0  only the counterexample that a report names
//
// Prints the seed, and the shortest history that breaks a rule.

import { prepare, readPlan } from './random-plan.mjs';

const plan = readPlan({ runs: 10_000 });
await prepare();

// Imported late: it is there only once it is compiled.
const { simulate } = await import('../.out/test/support/simulation-run.js');
console.log(`seed ${plan.seed}, ${plan.runs} histories`);
const { failed, report } = await simulate(plan);
console.log(failed ? report : 'No history broke a rule.');
// What a broken rule left running must not hold the process.
process.exit(failed ? 1 : 0);
