// Kills a loaded service again and again, and looks after each kill whether everything that was acknowledged
// is there: the tests of kills, as often as one likes.
//
//   npm run chaos                  100 kills under load, and those of deliveries and leases beside
//   npm run chaos -- --runs 1000   as many as that

import { join } from 'node:path';
import { prepare, readPlan } from './random-plan.mjs';
import { runFiles } from './run-files.mjs';

/** The tests, and how often each kills. */
const TESTS = { durability: 3, 'webhook-crash': 1, 'leases-crash': 1, 'statistics-crash': 1 };

const { runs: kills } = readPlan({ runs: 100 });
await prepare();
const each = Object.values(TESTS).reduce((sum, times) => sum + times);
const total = { passed: 0, failed: 0 };
for (let killed = 0; killed < kills; killed += each) {
  const files = Object.keys(TESTS).map((name) => join('.out', 'test', `${name}.test.js`));
  const { passed, failed } = await runFiles(files);
  total.passed += passed;
  total.failed += failed;
  console.log(`${killed + each} kills: ${total.passed} passed, ${total.failed} failed`);
}
process.exitCode = total.failed > 0 ? 1 : 0;
