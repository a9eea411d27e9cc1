import type { ProblemDefinition } from '../problem-definition.js';

/** Problems of SCXML strategies; part of the catalogue. */
export const STRATEGY_PROBLEMS = {
  invalid_strategy: {
    status: 422,
    title: 'The strategy cannot be run',
    help: '`errors` has every place that is wrong, with file, line and column; nothing was stored.',
  },
  too_many_strategies: {
    status: 409,
    title: 'There are as many strategies as there can be',
    help: 'Delete one that nothing routes to any more.',
  },
} as const satisfies Record<string, ProblemDefinition>;
