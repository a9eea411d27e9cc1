import type { Clock } from '../clock.js';
import { DAY, FUNNEL, HOUR, QUARTER } from '../decisions/funnel.js';
import type { Settings } from '../decisions/settings.js';
import type { FunnelLine } from '../domain/funnel/report.js';
import type { FunnelGrouping } from '../domain/funnel/words.js';
import type { Moment } from '../domain/interactions/interaction.js';
import { LIMITS } from '../domain/limits.js';
import { inForce } from '../domain/options/timeline.js';
import { intervalsOf } from '../domain/statistics/intervals.js';
import { midnightBefore } from '../domain/statistics/midnight.js';
import type { TallyRange } from '../store/lists.js';
import type { Store } from '../store/store.js';

const MINUTE_MS = 60_000;
const QUARTER_MS = QUARTER * MINUTE_MS;
const DAY_MS = DAY * MINUTE_MS;

/** What the funnel is asked for. */
export interface FunnelRequest {
  /** Midnight of the day of `to` when left out. */
  readonly from?: Moment | undefined;
  /** Exclusive; now when left out. */
  readonly to?: Moment | undefined;
  /** Minutes; one interval when left out. */
  readonly step?: number | undefined;
  readonly by: FunnelGrouping | null;
}

export interface FunnelReport {
  readonly ok: true;
  /** By whole quarters of an hour. */
  readonly from: Moment;
  readonly to: Moment;
  /** Everything since then is counted. */
  readonly since: Moment;
  readonly timeZone: string;
  /** Where each interval begins. */
  readonly starts: readonly Moment[];
  readonly lines: readonly FunnelLine[];
}

export type FunnelOutcome =
  | FunnelReport
  | { readonly ok: false; readonly code: 'empty'; readonly from: Moment; readonly to: Moment }
  | { readonly ok: false; readonly code: 'too_many_steps' };

/** The funnel over some time. Rejects as the reads of the store do. */
export type FunnelReports = (settings: Settings, request: FunnelRequest) => Promise<FunnelOutcome>;

/** The counters there are, the coarsest first; the last cover everything. */
const LENGTHS = [
  { series: FUNNEL.days, length: DAY },
  { series: FUNNEL.hours, length: HOUR },
  { series: FUNNEL.quarters, length: QUARTER },
] as const;

/** The counters that cover an interval: days where it has whole ones, around them hours, then quarters. */
function piecesOf(from: number, to: number, at = 0): readonly TallyRange[] {
  const counters = LENGTHS[at];
  if (counters === undefined || from >= to) return [];
  const { series, length } = counters;
  const first = Math.ceil(from / length) * length;
  const last = Math.floor(to / length) * length;
  if (first >= last) return piecesOf(from, to, at + 1);
  return [
    ...piecesOf(from, first, at + 1),
    { series, from: first, to: last },
    ...piecesOf(last, to, at + 1),
  ];
}

/**
 * Until when counters are read for a report that ends then: nothing is counted yet of what is to come, so
 * that today is read as a whole day, not as what there is of its quarters.
 */
const readTo = (to: Moment, now: Moment): Moment =>
  to > now ? Math.ceil(to / DAY_MS) * DAY_MS : to;

/** The fewest reads that tell intervals apart: as long as they follow each other and are as long. */
export function rangesOf(starts: readonly number[], to: number): readonly TallyRange[] {
  const ranges: TallyRange[] = [];
  for (const [at, from] of starts.entries())
    for (const piece of piecesOf(from, starts[at + 1] ?? to)) {
      const step = piece.to - piece.from;
      const last = ranges.at(-1);
      const goesOn = last?.series === piece.series && last.to === piece.from && last.step === step;
      if (goesOn) ranges[ranges.length - 1] = { ...last, to: piece.to };
      else ranges.push({ ...piece, step });
    }
  return ranges;
}

export function createFunnel(store: Pick<Store, 'read'>, clock: Clock): FunnelReports {
  return async (settings, request) => {
    const { timeZone } = inForce(settings.timeline);
    const now = clock.now();
    const { by, step, to: until = now } = request;
    const since = settings.countedSeries.get(FUNNEL.quarters)?.since ?? 0;
    const begin = request.from ?? midnightBefore(timeZone, until - 1);
    if (begin >= until) return { ok: false, code: 'empty', from: begin, to: until };
    const from = Math.floor(begin / QUARTER_MS) * QUARTER_MS;
    const to = Math.ceil(until / QUARTER_MS) * QUARTER_MS;
    const { most } = LIMITS.reportLines;
    const starts = step === undefined ? [from] : intervalsOf(from, to, step, timeZone, most);
    if (starts === null) return { ok: false, code: 'too_many_steps' };
    const minutes = starts.map((start) => start / MINUTE_MS);
    const ranges = rangesOf(minutes, readTo(to, now) / MINUTE_MS);
    const lines = await store.read('funnel', [...ranges], { starts: minutes, by, most });
    return {
      ok: true,
      from,
      to: Math.min(to, Math.max(now, until)),
      since,
      timeZone,
      starts,
      lines,
    };
  };
}
