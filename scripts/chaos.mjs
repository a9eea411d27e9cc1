// Kills a loaded service again and again, and looks after each kill whether everything that was acknowledged
// is there: the tests of kills, as often as one likes. With `--nodes` instead what can befall several
// processes on one PostgreSQL database, in the long form of its tests.
//
//   npm run chaos                  100 kills under load, and those of deliveries and leases beside
//   npm run chaos -- --runs 1000   as many as that
//   npm run chaos -- --nodes       faults of nodes and of their database, and poolers before it, once:
//                                  it takes minutes, and needs PostgreSQL's programs
//   npm run chaos -- --help        this
//
// Prints what each test file found, and ends with exit code 1 when anything was not as it must be. What
// is done to nodes, and what holds then: docs/decisions/0116-what-befalls-nodes.md.

import { join } from 'node:path';
import { prepare, readPlan } from './random-plan.mjs';
import { runFiles } from './run-files.mjs';

/** The tests, and how often each kills. */
const TESTS = { durability: 3, 'webhook-crash': 1, 'leases-crash': 1, 'statistics-crash': 1 };

/** Those of nodes: files of every day that are longer here, and such as are run here alone. */
const OF_NODES = [
  ...['nodes-killed', 'nodes-lives'].map((name) => `${name}.test`),
  ...['failing-nodes', 'failing-servers', 'long-reads', 'pooled'].map(
    (name) => `chaos/${name}.chaos`,
  ),
];

const filesOf = (names) => names.map((name) => join('.out', 'test', `${name}.js`));

const { runs, nodes } = readPlan(import.meta.url, { takes: ['runs', 'nodes'], runs: 100 });
await prepare();
process.exitCode = (await (nodes ? failNodes() : killAgain(runs))) > 0 ? 1 : 0;

async function failNodes() {
  process.env.LONG_FAULTS = '1';
  const { passed, failed } = await runFiles(filesOf(OF_NODES));
  console.log(`${passed} passed, ${failed} failed`);
  return failed;
}

async function killAgain(kills) {
  const each = Object.values(TESTS).reduce((sum, times) => sum + times);
  const total = { passed: 0, failed: 0 };
  for (let killed = 0; killed < kills; killed += each) {
    const { passed, failed } = await runFiles(
      filesOf(Object.keys(TESTS).map((name) => `${name}.test`)),
    );
    total.passed += passed;
    total.failed += failed;
    console.log(`${killed + each} kills: ${total.passed} passed, ${total.failed} failed`);
  }
  return total.failed;
}
