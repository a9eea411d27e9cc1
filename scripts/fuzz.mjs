// Sends random requests, drawn from the schemas of the API, to a service of its own, as
// test/fuzz.test.ts does with the same ones every time.
//
//   npm run fuzz                            50,000 requests of a random seed
//   npm run fuzz -- --seed 7 --runs 500     500 requests of seed 7
//   npm run fuzz -- --seed 7 --path 42:1:0  only the request that a report names
//   npm run fuzz -- --help                  this
//
// Prints the seed, how the requests were answered, and the smallest one answered wrongly; then it ends
// with exit code 1.

import { prepare, readPlan } from './random-plan.mjs';

const plan = readPlan(import.meta.url, { takes: ['seed', 'runs', 'path'], runs: 50_000 });
await prepare();

// Imported late: it is there only once it is compiled.
const { fuzz } = await import('../.out/test/support/fuzz-run.js');
console.log(`seed ${plan.seed}, ${plan.runs} requests`);
const { failed, report, answers } = await fuzz(plan);
console.log(failed ? report : 'Every request was answered as it must be:');
for (const [status, times] of Object.entries(answers)) console.log(`${status}  ${times} times`);
// What a wrong answer left running must not hold the process.
process.exit(failed ? 1 : 0);
