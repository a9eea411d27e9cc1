import { charactersOf, NEWEST, pageOf, rowAfter } from '../../pages.js';
import {
  STRATEGY_STATEMENTS,
  type SummaryRow,
  summaryOf,
  type VersionRow,
  versionOf,
  versionValues,
} from '../../rows/strategies.js';
import type { SqlAnswers } from '../sql.js';
import type { WritersOf } from '../writing.js';

/** Strategies by name and number. */
export const STRATEGY_READS: SqlAnswers<'strategies' | 'strategyVersion'> = {
  strategies: async (sql) => (await sql.all<SummaryRow>(STRATEGY_STATEMENTS.newest)).map(summaryOf),
  async strategyVersion(sql, name, version) {
    const row = await sql.one<VersionRow>(STRATEGY_STATEMENTS.one, name, version);
    return row ? versionOf(row) : null;
  },
};

/** The versions of one strategy, newest first. */
export const STRATEGY_LISTS: SqlAnswers<'strategyHistory'> = {
  async strategyHistory(sql, name, page) {
    const rows = await sql.all<SummaryRow & { n: number }>(
      STRATEGY_STATEMENTS.versions,
      name,
      rowAfter(page, NEWEST),
      page.size + 1,
    );
    return pageOf(
      rows,
      page.size,
      ({ warnings }) => charactersOf(warnings),
      ({ n: _n, ...row }) => summaryOf(row),
    );
  },
};

export const STRATEGY_WRITERS: WritersOf<'strategy' | 'strategy_removal'> = {
  strategy(writing, { version }) {
    const { name, sha256, bundle } = version;
    writing.run(STRATEGY_STATEMENTS.putName, name, version.version, sha256);
    writing.run(STRATEGY_STATEMENTS.putBundle, sha256, bundle.main, JSON.stringify(bundle.files));
    writing.run(STRATEGY_STATEMENTS.putVersion, ...versionValues(version));
  },
  strategy_removal(writing, { name }) {
    writing.run(STRATEGY_STATEMENTS.takeAway, name);
    writing.run(STRATEGY_STATEMENTS.forget, name);
    writing.run(STRATEGY_STATEMENTS.sweep);
  },
};
