import type { Settings } from '../decisions/settings.js';
import type { Moment } from '../domain/interactions/interaction.js';
import { inForce } from '../domain/options/timeline.js';
import type { Store } from '../store/store.js';
import { serviceLevelOf } from './queue-reports.js';
import { servedToday } from './served.js';

/**
 * Percent of chats taken in time today, by queue; null where there were none. Rejects as the reads of
 * the store do.
 */
export async function serviceLevels(
  store: Pick<Store, 'read'>,
  settings: Settings,
  now: Moment,
): Promise<ReadonlyMap<string, number | null>> {
  const options = inForce(settings.timeline);
  const { rows } = await servedToday(store, settings, now);
  const levelOf = (name: string) =>
    serviceLevelOf(
      rows.filter(({ queue }) => queue === name),
      options,
    );
  return new Map([...new Set(rows.map(({ queue }) => queue))].map((name) => [name, levelOf(name)]));
}
