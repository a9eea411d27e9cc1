import type { TallyRow } from '../decisions/change.js';
import { readService, SERVICE, waitOf } from '../decisions/chat-service.js';
import { FUNNEL, QUARTER } from '../decisions/funnel.js';
import type { Settings } from '../decisions/settings.js';
import type { Served } from '../domain/chats/service.js';
import type { Moment } from '../domain/interactions/interaction.js';
import type { OptionValues } from '../domain/options/catalogue.js';
import { inForce } from '../domain/options/timeline.js';
import { midnightBefore } from '../domain/statistics/midnight.js';
import type { Store } from '../store/store.js';

const MINUTE_MS = 60_000;

/** The time that a report covers. */
export interface Covered {
  readonly from: Moment;
  readonly to: Moment;
  readonly since: Moment;
}

/** Counters of a queue or of an agent. */
export type Rows = readonly (TallyRow & ReturnType<typeof readService>)[];

/** How many rows of these count. */
export const numberOf = (rows: Rows, ...what: readonly Served[]): number =>
  rows.reduce((sum, row) => (what.includes(row.what) ? sum + row.count : sum), 0);

/** Percent of chats that were taken in time, of all but those who went at once. */
export function serviceLevelOf(rows: Rows, options: OptionValues): number | null {
  let [inTime, all] = [0, 0];
  for (const row of rows) {
    const seconds = waitOf(row);
    const isShort = row.what === 'abandoned' && (seconds ?? 0) < options.shortAbandonTime;
    if (seconds === null || isShort) continue;
    all += row.count;
    if (row.what === 'accepted' && seconds <= options.serviceLevelTime) inTime += row.count;
  }
  return all === 0 ? null : Math.round((1000 * inTime) / all) / 10;
}

/** Reads the counters since midnight. Rejects as the reads of the store do. */
export function createServed(
  store: Pick<Store, 'read'>,
): (settings: Settings, now: Moment) => Promise<Covered & { readonly rows: Rows }> {
  return async (settings, now) => {
    const from = midnightBefore(inForce(settings.timeline).timeZone, now);
    const since = settings.countedSeries.get(FUNNEL.quarters)?.since ?? 0;
    const first = Math.floor(from / MINUTE_MS / QUARTER) * QUARTER;
    const to = Math.floor(now / MINUTE_MS) + 1;
    const rows = await store.read('tallies', { series: SERVICE, from: first, to });
    const read = rows.map((row) => ({ ...row, ...readService(row.label) }));
    return { from, to: now, since, rows: read };
  };
}

/** Percent of chats taken in time today, by queue; null where there were none. Rejects likewise. */
export type ServiceLevels = (
  settings: Settings,
  now: Moment,
) => Promise<ReadonlyMap<string, number | null>>;

export function createServiceLevels(store: Pick<Store, 'read'>): ServiceLevels {
  const served = createServed(store);
  return async (settings, now) => {
    const options = inForce(settings.timeline);
    const { rows } = await served(settings, now);
    const queues = new Set(rows.map(({ queue }) => queue));
    const ofQueue = (name: string): Rows => rows.filter(({ queue }) => queue === name);
    return new Map([...queues].map((name) => [name, serviceLevelOf(ofQueue(name), options)]));
  };
}
