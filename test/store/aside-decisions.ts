import type { DecisionName, Decisions } from '#src/decisions/decisions.js';
import { seed } from './seed.js';

/** Decisions on interactions that nobody waits for, with what each comes to. */
export const ASIDE_TRIED = {
  expire: [
    { seed: seed(62), id: 'expire', event: null },
    { interaction: { state: 'Qualified' }, applied: false },
  ],
  clean: [
    { seed: seed(63), id: 'clean', event: { type: 'clean', by: 'system' } },
    { interaction: { state: 'Failed' }, applied: true },
  ],
} as const satisfies {
  readonly [D in DecisionName]?: readonly [args: Decisions[D]['args'], result: unknown];
};
