import type { Change } from './change.js';
import { countService } from './chat-service.js';
import type { Context } from './context.js';
import type { Counter } from './counter.js';
import { begunFunnel, countFunnel } from './funnel.js';
import { begunSeries, countStatistics } from './statistics.js';

/** Everything that is counted with the facts it is made of. */
const COUNTERS: readonly Counter[] = [countStatistics, countFunnel, countService];

/** What the changes of one decision add to the counters. */
export function countedWith(changes: readonly Change[], context: Context): readonly Change[] {
  if (changes.length === 0) return [];
  const rows = COUNTERS.flatMap((counter) => counter(changes, context));
  const begun = [
    ...begunSeries(changes, context.settings, context.now),
    ...begunFunnel(changes, context.settings, context.now),
  ];
  return rows.length === 0 ? begun : [...begun, { kind: 'tally', rows }];
}
