import type { Database } from 'better-sqlite3';
import type { StoredSettings } from '../../../decisions/settings.js';
import { charactersOf, NEWEST, pageOf, rowAfter } from '../../pages.js';
import type { Answers } from '../../queries.js';
import {
  type NameRow,
  STRATEGY_STATEMENTS,
  type SummaryRow,
  strategiesOf,
  summaryOf,
  type VersionRow,
  versionOf,
  versionValues,
} from '../../rows/strategies.js';
import type { WritersOf } from '../writer.js';

/** The names of strategies with their newest versions, in the order of their making. */
export function loadStrategies(database: Database): Pick<StoredSettings, 'strategies'> {
  return strategiesOf(
    database
      .prepare<[], NameRow>('select name, version, sha256 from strategies order by rowid')
      .all(),
  );
}

/** Strategies by name and number. */
export function createStrategyReads(database: Database): Answers<'strategies' | 'strategyVersion'> {
  const newest = database.prepare<[], SummaryRow>(STRATEGY_STATEMENTS.newest);
  const one = database.prepare<[string, number], VersionRow>(STRATEGY_STATEMENTS.one);
  return {
    strategies: () => newest.all().map(summaryOf),
    strategyVersion(name, version) {
      const row = one.get(name, version);
      return row ? versionOf(row) : null;
    },
  };
}

/** The versions of one strategy, newest first. */
export function createStrategyLists(database: Database): Answers<'strategyHistory'> {
  const versions = database.prepare<[string, number, number], SummaryRow & { n: number }>(
    STRATEGY_STATEMENTS.versions,
  );
  return {
    strategyHistory: (name, page) =>
      pageOf(
        versions.iterate(name, rowAfter(page, NEWEST), page.size + 1),
        page.size,
        ({ warnings }) => charactersOf(warnings),
        ({ n: _n, ...row }) => summaryOf(row),
      ),
  };
}

export function createStrategyWriters(
  database: Database,
): WritersOf<'strategy' | 'strategy_removal'> {
  const { putName, putBundle, putVersion, takeAway, forget, sweep } = STRATEGY_STATEMENTS;
  const name = database.prepare(putName);
  const bundle = database.prepare(putBundle);
  const insert = database.prepare(putVersion);
  const removal = [takeAway, forget].map((text) => database.prepare<[string]>(text));
  const clean = database.prepare(sweep);
  return {
    strategy({ version }) {
      name.run(version.name, version.version, version.sha256);
      bundle.run(version.sha256, version.bundle.main, JSON.stringify(version.bundle.files));
      insert.run(...versionValues(version));
    },
    strategy_removal({ name: gone }) {
      for (const statement of removal) statement.run(gone);
      clean.run();
    },
  };
}
