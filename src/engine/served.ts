import type { TallyRow } from '../decisions/change.js';
import { readService, SERVICE } from '../decisions/chat-service.js';
import { FUNNEL, QUARTER } from '../decisions/funnel.js';
import type { Settings } from '../decisions/settings.js';
import type { Served } from '../domain/chats/service.js';
import type { Moment } from '../domain/interactions/interaction.js';
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

/** How many of some kinds. */
export const numberOf = (rows: Rows, ...what: readonly Served[]): number =>
  rows.reduce((sum, row) => (what.includes(row.what) ? sum + row.count : sum), 0);

/** Counters since midnight. */
export async function servedToday(
  store: Pick<Store, 'read'>,
  settings: Settings,
  now: Moment,
): Promise<Covered & { readonly rows: Rows }> {
  const from = midnightBefore(inForce(settings.timeline).timeZone, now);
  const since = settings.countedSeries.get(FUNNEL.quarters)?.since ?? 0;
  const first = Math.floor(from / MINUTE_MS / QUARTER) * QUARTER;
  const to = Math.floor(now / MINUTE_MS) + 1;
  const rows = await store.read('tallies', { series: SERVICE, from: first, to });
  const read = rows.map((row) => ({ ...row, ...readService(row.label) }));
  return { from, to: now, since, rows: read };
}
