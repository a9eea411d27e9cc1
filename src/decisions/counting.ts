import type { Change, TallyRow } from './change.js';
import type { Context } from './context.js';
import type { Counter } from './counter.js';

/** Everything that is counted with the facts it is made of. */
const COUNTERS: readonly Counter[] = [];

/** What the changes of one decision add to the counters. */
export const tallyOf = (changes: readonly Change[], context: Context): readonly TallyRow[] =>
  COUNTERS.flatMap((counter) => counter(changes, context));
