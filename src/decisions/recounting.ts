import type { Moment } from '../domain/interactions/interaction.js';
import type { Operator } from './audit.js';
import type { CountedSeries, TallyRow } from './change.js';
import type { Decided } from './context.js';
import { type Deciding, decision, NOTHING_READ } from './decision.js';
import type { Settings } from './settings.js';
import { nextSeries, type StatisticInForce } from './statistics.js';

/** Begins to count a statistic in a series of its own; what was before is added to that. */
export interface RecountBegin {
  readonly statistic: string;
  readonly operator: Operator;
}

/** A part of what was before. */
export interface RecountAddition {
  readonly counted: CountedSeries;
  readonly rows: readonly TallyRow[];
}

/** That everything since a moment was added. */
export interface RecountEnd {
  readonly counted: CountedSeries;
  readonly since: Moment;
}

const find = ({ statistics }: Settings, name: string): StatisticInForce | undefined =>
  statistics.all.find((each) => each.name === name);

/** Whether it is still this series in which the statistic is counted. */
const isCurrent = ({ settings }: Deciding, { statistic, series }: CountedSeries): boolean =>
  find(settings, statistic)?.series === series;

function decideBegin(
  { statistic: name, operator }: RecountBegin,
  { settings, now }: Deciding,
): Decided<CountedSeries | null> {
  const statistic = find(settings, name);
  if (statistic === undefined) return { result: null };
  // Facts of this very millisecond are before: they are read, not counted.
  const counted = nextSeries(statistic, now + 1);
  const entry = {
    at: now,
    ...operator,
    action: 'statistic.recounted',
    target: name,
    before: { since: statistic.since },
    after: null,
  } as const;
  return {
    changes: [
      { kind: 'counted_series', counted },
      { kind: 'audit', entry },
    ],
    result: counted,
  };
}

export const RECOUNTING_DECISIONS = {
  beginRecount: decision(NOTHING_READ, decideBegin),
  /** Whether it was still wanted. */
  addRecounted: decision(NOTHING_READ, ({ counted, rows }: RecountAddition, context) =>
    isCurrent(context, counted)
      ? { changes: rows.length > 0 ? [{ kind: 'tally' as const, rows }] : [], result: true }
      : { result: false },
  ),
  endRecount: decision(NOTHING_READ, ({ counted, since }: RecountEnd, context) =>
    isCurrent(context, counted)
      ? {
          changes: [{ kind: 'counted_series' as const, counted: { ...counted, since } }],
          result: true,
        }
      : { result: false },
  ),
};
