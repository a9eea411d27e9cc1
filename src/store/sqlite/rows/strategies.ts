import type { Database } from 'better-sqlite3';
import type { StoredSettings } from '../../../decisions/settings.js';
import type { StrategySummary, StrategyVersion } from '../../../domain/strategies/version.js';
import type { Answers } from '../../queries.js';
import { charactersOf, NEWEST, pageOf, rowAfter } from '../page.js';
import type { WritersOf } from '../writer.js';

type SummaryRow = Omit<StrategySummary, 'warnings'> & { readonly warnings: string };
type VersionRow = SummaryRow & { readonly texts: string };

const SUMMARY = `v.name, v.version, v.sha256, v.main, v.files, v.bytes, v.warnings, v.at,
  v.actor as "by"`;

const summaryOf = ({ warnings, ...row }: SummaryRow): StrategySummary => ({
  ...row,
  warnings: JSON.parse(warnings) as StrategySummary['warnings'],
});

function versionOf({ texts, ...row }: VersionRow): StrategyVersion {
  const { main } = row;
  return {
    ...summaryOf(row),
    bundle: { main, files: JSON.parse(texts) as Record<string, string> },
  };
}

/** The names of strategies with their newest versions, in the order of their making. */
export function loadStrategies(database: Database): Pick<StoredSettings, 'strategies'> {
  const rows = database
    .prepare<[], { name: string; version: number; sha256: string | null }>(
      'select name, version, sha256 from strategies order by rowid',
    )
    .all();
  return { strategies: new Map(rows.map(({ name, ...known }) => [name, known])) };
}

/** Strategies by name and number. */
export function createStrategyReads(database: Database): Answers<'strategies' | 'strategyVersion'> {
  const newest = database.prepare<[], SummaryRow>(
    `select ${SUMMARY} from strategies s
     join strategy_versions v on v.name = s.name and v.version = s.version
     where s.sha256 is not null order by s.name`,
  );
  const one = database.prepare<[string, number], VersionRow>(
    `select ${SUMMARY}, b.files as texts from strategy_versions v
     join strategy_bundles b on b.sha256 = v.sha256 where v.name = ? and v.version = ?`,
  );
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
    `select v.version as n, ${SUMMARY} from strategy_versions v
     where v.name = ? and v.version < ? order by v.version desc limit 0 + ?`,
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
  const name = database.prepare(
    `insert into strategies (name, version, sha256) values (@name, @version, @sha256)
     on conflict (name) do update set version = excluded.version, sha256 = excluded.sha256`,
  );
  const bundle = database.prepare(
    'insert into strategy_bundles (sha256, main, files) values (?, ?, ?) on conflict do nothing',
  );
  const version = database.prepare(
    `insert into strategy_versions
       (name, version, sha256, main, files, bytes, warnings, at, actor)
     values (@name, @version, @sha256, @main, @files, @bytes, @warnings, @at, @by)`,
  );
  const takeAway = database.prepare('update strategies set sha256 = null where name = ?');
  const forget = database.prepare('delete from strategy_versions where name = ?');
  const sweep = database.prepare(
    `delete from strategy_bundles where not exists (
       select 1 from strategy_versions v where v.sha256 = strategy_bundles.sha256)`,
  );
  return {
    strategy({ version: { bundle: text, warnings, ...row } }) {
      name.run(row);
      bundle.run(row.sha256, text.main, JSON.stringify(text.files));
      version.run({ ...row, warnings: JSON.stringify(warnings) });
    },
    strategy_removal({ name: gone }) {
      takeAway.run(gone);
      forget.run(gone);
      sweep.run();
    },
  };
}
