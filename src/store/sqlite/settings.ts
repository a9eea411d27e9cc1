import type { Database } from 'better-sqlite3';
import type { OptionChange } from '../../decisions/change.js';
import { type Settings, type StoredSettings, settingsOf } from '../../decisions/settings.js';
import type { EarliestStarts } from '../../domain/clocks.js';
import type { Moment } from '../../domain/interactions/interaction.js';
import { optionsOf, SELECT_OPTION_CHANGES } from '../rows/options.js';
import { loadAgents } from './rows/agents.js';
import { loadCredentials } from './rows/credentials.js';
import { loadEndpoints } from './rows/endpoints.js';
import { loadObjects } from './rows/objects.js';
import { loadSessions } from './rows/sessions.js';
import { loadStrategies } from './rows/strategies.js';
import { loadRules } from './rows/versions.js';
import { loadSeries } from './tallies.js';

/** Everything that operators set, as it is stored. */
export function loadSettings(
  database: Database,
  earliest: EarliestStarts,
  servingSince: Moment,
): Settings {
  const stored: StoredSettings = {
    ...optionsOf(database.prepare<[], OptionChange>(SELECT_OPTION_CHANGES).iterate(), earliest),
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
