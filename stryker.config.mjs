// Mutation testing: `npm run mutate`. Each mutant is one small fault in the pure core; one that no
// test notices is a rule that nothing holds. The score: bench/mutation.md.

/** What is mutated, and the tests that hold it, the quickest first. */
export const GROUPS = {
  lifecycle: {
    mutate: [
      'src/domain/interactions/{clocks,guards,identity,interaction,remarks,step,table,transition,vocabulary}.ts',
    ],
    tests: ['lifecycle', 'interaction', 'instructions', 'identity', 'clocks', 'deadlines'],
  },
  options: {
    mutate: ['src/domain/options/*.ts'],
    tests: ['options'],
  },
  decisions: {
    mutate: ['src/decisions/{erasure,interactions,once,question,settings}.ts'],
    tests: [
      'interaction-decisions',
      'store/plain',
      'store/sqlite-seam',
      'cleaning',
      'claimed-visitors',
      'expiry',
      'option-changes',
      'idempotency',
      'persons',
    ],
  },
  webhooks: {
    mutate: [
      'src/webhooks/{failing,lane,retry}.ts',
      'src/calls/address.ts',
      'src/domain/event-types.ts',
    ],
    tests: ['webhook-rules', 'lane', 'webhook-failing'],
  },
};

const group = process.env.MUTATE ?? 'lifecycle';
const { mutate, tests } = GROUPS[group];

/** @type {import('@stryker-mutator/api/core').PartialStrykerOptions} */
export default {
  mutate,
  // The words of remarks and problems are for people, who may change them.
  mutator: { excludedMutations: ['StringLiteral'] },
  buildCommand: 'tsc --incremental false',
  testRunner: 'tap',
  tap: { testFiles: tests.map((name) => `.out/test/${name}.test.js`) },
  coverageAnalysis: 'perTest',
  concurrency: 2,
  timeoutMS: 20_000,
  timeoutFactor: 4,
  ignorePatterns: ['/coverage', '/data', '/docs', '/.tap', '/src/web', '/bench'],
  tempDirName: `.out/mutate-${group}`,
  reporters: ['progress', 'json'],
  jsonReporter: { fileName: `.out/mutation-${group}.json` },
};
