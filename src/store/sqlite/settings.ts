import type { Database } from 'better-sqlite3';
import type { OptionChange } from '../../decisions/change.js';
import {
  type Settings,
  type StoredSettings,
  settingsOf,
  textsOf,
} from '../../decisions/settings.js';
import { CLOCKS, type EarliestStarts, forgetSettled } from '../../domain/clocks.js';
import type { Moment } from '../../domain/interactions/interaction.js';
import { parseOptions } from '../../domain/options/catalogue.js';
import type { Snapshot, Timeline } from '../../domain/options/timeline.js';
import { loadAgents } from './rows/agents.js';
import { loadCredentials } from './rows/credentials.js';
import { loadEndpoints } from './rows/endpoints.js';
import { loadObjects } from './rows/objects.js';
import { loadSessions } from './rows/sessions.js';
import { loadStrategies } from './rows/strategies.js';
import { loadRules } from './rows/versions.js';
import { loadSeries } from './tallies.js';

/** The options as they changed, as far as that still matters to a clock that runs. */
function loadOptions(
  database: Database,
  earliest: EarliestStarts,
): Pick<StoredSettings, 'timeline' | 'lastChanges'> {
  const oldest = Math.min(...CLOCKS.map((name) => earliest[name] ?? Number.POSITIVE_INFINITY));
  const lastChanges = new Map<string, OptionChange>();
  const timeline: Snapshot[] = [];
  let since = 0;
  const take = (): unknown => timeline.push({ since, values: parseOptions(textsOf(lastChanges)) });
  const changes = database.prepare<[], OptionChange>(
    'select name, version, value, at, actor as "by" from option_changes order by n',
  );
  for (const change of changes.iterate()) {
    // Of what was changed before the oldest open clock started, only the outcome counts.
    if (timeline.length === 0 && change.at >= oldest) take();
    lastChanges.set(change.name, change);
    since = change.at;
    if (timeline.length > 0) take();
  }
  if (timeline.length === 0) take();
  return { lastChanges, timeline: forgetSettled(timeline as unknown as Timeline, earliest) };
}

/** Everything that operators set, as it is stored. */
export function loadSettings(
  database: Database,
  earliest: EarliestStarts,
  servingSince: Moment,
): Settings {
  const stored: StoredSettings = {
    ...loadOptions(database, earliest),
    ...loadCredentials(database),
    objects: loadObjects(database),
    ...loadRules(database),
    ...loadStrategies(database),
    agents: loadAgents(database),
    endpoints: loadEndpoints(database),
    ...loadSeries(database),
    sessions: loadSessions(database),
  };
  return settingsOf(stored, servingSince);
}
