import type { ProblemDefinition } from '../problem-definition.js';

/** Problems of statistics and filters; part of the catalogue. */
export const STATISTICS_PROBLEMS = {
  statistic_not_supported: {
    status: 422,
    title: 'The statistic cannot be evaluated here',
    help: '`word` is what its body says and nobody evaluates here; `docs/statistics.md` lists what can be said.',
  },
  filter_invalid: {
    status: 422,
    title: 'The filter does not parse',
    help: '`column` says where, counted from 1; `docs/statistics.md` has the grammar.',
  },
} as const satisfies Record<string, ProblemDefinition>;
