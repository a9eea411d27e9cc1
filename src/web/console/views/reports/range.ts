import { FUNNEL_STEPS, type FunnelStep } from '../../../../domain/funnel/words.js';

/** How far back a report looks, by name; without a name from midnight on. */
export const RANGES = {
  '24h': { label: 'Last 24 hours', hours: 24, step: '1h' },
  '7d': { label: 'Last 7 days', hours: 7 * 24, step: '6h' },
  '30d': { label: 'Last 30 days', hours: 30 * 24, step: '1d' },
  '90d': { label: 'Last 90 days', hours: 90 * 24, step: '1d' },
} as const;
export type RangeName = keyof typeof RANGES;

/** What of the address bar says what a report is of. */
export interface Wish {
  /** `today`, one of `RANGES`, or `own` with its `from` and `to`. */
  readonly range: 'today' | 'own' | RangeName;
  readonly from: string | null;
  readonly to: string | null;
  /** A step that somebody has chosen; null for the one that goes with the range. */
  readonly step: string | null;
  readonly by: string | null;
  /** Of groups: the step whose numbers are drawn. */
  readonly of: FunnelStep;
  /** In whose time the moments are said: `service`, `browser`, or a zone by its name. */
  readonly zone: string;
}

/** The steps of time that the service tells apart. */
export const STEPS = ['15m', '30m', '1h', '2h', '3h', '6h', '12h', '1d', '7d'] as const;

const UNITS = { m: 'minute', h: 'hour', d: 'day' } as const;

/** A step of time in words. */
export function stepWords(step: string): string {
  const number = Number.parseInt(step, 10);
  const unit = Object.entries(UNITS).find(([letter]) => step.endsWith(letter))?.[1] ?? '';
  return `${number} ${unit}${number === 1 ? '' : 's'}`;
}

const TODAY_STEP = '1h';
const HOUR_MS = 3_600_000;
const QUARTER_MS = 900_000;

const isRange = (name: string | null): name is RangeName =>
  name !== null && Object.hasOwn(RANGES, name);

/** Reads the wish from an address: what it does not say is as usual. */
export function readWish(query: URLSearchParams): Wish {
  const [from, to, range] = [query.get('from'), query.get('to'), query.get('range')];
  return {
    range: from || to ? 'own' : isRange(range) ? range : 'today',
    from,
    to,
    step: query.get('step'),
    by: query.get('by'),
    of: FUNNEL_STEPS.find((each) => each === query.get('of')) ?? 'qualified',
    zone: query.get('zone') ?? 'service',
  };
}

/** The step that a wish comes with. */
export function stepOf({ range, step, from, to }: Wish): string {
  if (step) return step;
  if (range === 'today') return TODAY_STEP;
  if (range !== 'own') return RANGES[range].step;
  const hours = (Date.parse(to ?? '') - Date.parse(from ?? '')) / HOUR_MS;
  if (Number.isNaN(hours)) return TODAY_STEP;
  return hours <= 48 ? '1h' : hours <= 14 * 24 ? '6h' : '1d';
}

/**
 * The query of the report for a wish at a moment. By whole quarters of an hour, as the service counts,
 * so that the same is asked for as long as it would be answered the same.
 */
export function queryOf(wish: Wish, now: number, step: string | null): string {
  const query = new URLSearchParams();
  const { range, from, to, by } = wish;
  if (range === 'own') {
    if (from) query.set('from', from);
    if (to) query.set('to', to);
  } else if (range !== 'today') {
    const begin = Math.floor((now - RANGES[range].hours * HOUR_MS) / QUARTER_MS) * QUARTER_MS;
    query.set('from', new Date(begin).toISOString());
  }
  if (step) query.set('step', step);
  if (by) query.set('by', by);
  return query.toString();
}

/** The zone by its name in which moments are said. */
export function zoneOf(zone: string, ofService: string): string {
  const browser = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const named = zone === 'service' ? ofService : zone === 'browser' ? browser : zone;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: named }).resolvedOptions().timeZone;
  } catch {
    return ofService;
  }
}
