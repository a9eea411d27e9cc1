// Plays random histories against the rules of the lifecycle, and of agents and chats, as
// test/simulation.test.ts, simulation-chats.test.ts and nodes-simulation.test.ts do with the same ones every time.
//
//   npm run simulate                            10,000 histories of a random seed, 1,000 of chats,
//                                               and 200 dealt out over three processes on PostgreSQL
//   npm run simulate -- --only chats            those of agents and chats alone; nodes: those of processes;
//                                               interactions: the others
//   npm run simulate -- --seed 7 --runs 500     500 histories of seed 7
//   npm run simulate -- --seed 7 --path 42:1:0  only the counterexample that a report names
//   npm run simulate -- --help                  this
//
// Prints the seed, and the shortest history that breaks a rule; then it ends with exit code 1.

import { prepare, readPlan } from './random-plan.mjs';

const plan = readPlan(import.meta.url, {
  takes: ['seed', 'runs', 'path', 'only'],
  kinds: ['interactions', 'chats', 'nodes'],
  runs: 10_000,
});
await prepare();

// Imported late: they are there only once they are compiled.
const { simulate } = await import('../.out/test/support/simulation-run.js');
const { simulateChats } = await import('../.out/test/support/chat-simulation-run.js');
const { simulateNodes } = await import('../.out/test/support/nodes-simulation.js');
const { NO_POSTGRES } = await import('../.out/test/support/postgres.js');
const KINDS = [
  ['interactions', simulate, plan.runs],
  // Each of them is some forty steps of a whole house.
  ['chats', simulateChats, Math.ceil(plan.runs / 10)],
  // Each waits for a server at every step.
  ['nodes', simulateNodes, Math.ceil(plan.runs / 50)],
];
let isBroken = false;
for (const [kind, play, runs] of KINDS) {
  if (plan.only !== undefined && plan.only !== kind) continue;
  if (kind === 'nodes' && NO_POSTGRES !== undefined) {
    console.log(`${kind}: skipped, ${NO_POSTGRES}`);
    continue;
  }
  console.log(`${kind}: seed ${plan.seed}, ${runs} histories`);
  const { failed, report } = await play({ ...plan, runs });
  console.log(failed ? report : 'No history broke a rule.');
  isBroken ||= failed;
}
// What a broken rule left running must not hold the process.
process.exit(isBroken ? 1 : 0);
