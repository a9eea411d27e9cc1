import type { TallyRow } from '../../../decisions/change.js';
import { type FunnelCount, foldFunnel } from '../../../domain/funnel/report.js';
import type { SqlAnswers } from '../sql.js';

/** The first minute of the step that a row is of; bound: from, step, step, from. */
const STEP = '(minute - ?::bigint) / ?::bigint * ?::bigint + ?::bigint';

/** Answers from the counters; of a series as long as its labels and minutes are many. */
export const TALLY_READS: SqlAnswers<'tallies' | 'funnel'> = {
  tallies(sql, { series, label, from, to, step = Math.max(1, to - from) }) {
    return sql.all<TallyRow>(
      `select series, label, minute, bucket, sum(count)::bigint as count,
         sum(total_ms)::bigint as "totalMs", min(min_ms) as "minMs", max(max_ms) as "maxMs"
       from (
         select series, label, ${STEP} as minute, bucket, count, total_ms, min_ms, max_ms
         from tallies where series = ? and (?::text is null or label = ?)
           and minute >= ? and minute < ?) counted
       group by series, label, minute, bucket order by label, minute, bucket`,
      ...[from, step, step, from, series, label ?? null, label ?? null, from, to],
    );
  },
  /** Adds the funnel up: what nobody tells apart is not told apart here. */
  async funnel(sql, ranges, wish) {
    const label = wish.by === null ? "'[]'" : 'label';
    const parts = await Promise.all(
      ranges.map(({ series, from, to, step = to - from }) =>
        sql.all<FunnelCount>(
          `select label, minute, bucket, sum(count)::bigint as count, min(min_ms) as "minMs",
             max(max_ms) as "maxMs"
           from (
             select ${label} as label, ${STEP} as minute, bucket, count, min_ms, max_ms
             from tallies where series = ? and minute >= ? and minute < ?) counted
           group by label, minute, bucket`,
          ...[from, Math.max(1, step), Math.max(1, step), from, series, from, to],
        ),
      ),
    );
    return foldFunnel(parts.flat(), wish);
  },
};
