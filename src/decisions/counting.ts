import type { Change, TallyRow } from './change.js';
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
  const rows: TallyRow[] = [];
  for (const counter of COUNTERS) for (const row of counter(changes, context)) rows.push(row);
  const counted: readonly Change[] = rows.length === 0 ? [] : [{ kind: 'tally', rows }];
  if (!changes.some(({ kind }) => kind === 'object')) return counted;
  return [
    ...begunSeries(changes, context.settings, context.now),
    ...begunFunnel(changes, context.settings, context.now),
    ...counted,
  ];
}
