import type { StoredSettings } from '../../decisions/settings.js';
import type { StrategySummary, StrategyVersion } from '../../domain/strategies/version.js';

export type SummaryRow = Omit<StrategySummary, 'warnings'> & { readonly warnings: string };
export type VersionRow = SummaryRow & { readonly texts: string };

/** A name as it is kept: its newest number, and the text of that unless the strategy was deleted. */
export interface NameRow {
  readonly name: string;
  readonly version: number;
  readonly sha256: string | null;
}

const SUMMARY = `v.name, v.version, v.sha256, v.main, v.files, v.bytes, v.warnings, v.at,
  v.actor as "by"`;

/** What both drivers ask; the values are question marks. */
export const STRATEGY_STATEMENTS = {
  newest: `select ${SUMMARY} from strategies
    join strategy_versions v on v.name = strategies.name and v.version = strategies.version
    where strategies.sha256 is not null order by strategies.name`,
  one: `select ${SUMMARY}, b.files as texts from strategy_versions v
    join strategy_bundles b on b.sha256 = v.sha256 where v.name = ? and v.version = ?`,
  versions: `select v.version as n, ${SUMMARY} from strategy_versions v
    where v.name = ? and v.version < ? order by v.version desc limit 0 + ?`,
  putName: `insert into strategies (name, version, sha256) values (?, ?, ?)
    on conflict (name) do update set version = excluded.version, sha256 = excluded.sha256`,
  putBundle:
    'insert into strategy_bundles (sha256, main, files) values (?, ?, ?) on conflict do nothing',
  putVersion: `insert into strategy_versions
      (name, version, sha256, main, files, bytes, warnings, at, actor)
    values (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  takeAway: 'update strategies set sha256 = null where name = ?',
  forget: 'delete from strategy_versions where name = ?',
  sweep: `delete from strategy_bundles where not exists (
    select 1 from strategy_versions v where v.sha256 = strategy_bundles.sha256)`,
} as const;

/** What a row tells of a version without its text. */
export const summaryOf = ({ warnings, ...row }: SummaryRow): StrategySummary => ({
  ...row,
  warnings: JSON.parse(warnings) as StrategySummary['warnings'],
});

/** A version with its text. */
export function versionOf({ texts, ...row }: VersionRow): StrategyVersion {
  const { main } = row;
  return {
    ...summaryOf(row),
    bundle: { main, files: JSON.parse(texts) as Record<string, string> },
  };
}

/** The names of strategies with their newest versions, of rows in the order of their making. */
export const strategiesOf = (rows: readonly NameRow[]): Pick<StoredSettings, 'strategies'> => ({
  strategies: new Map(rows.map(({ name, ...known }) => [name, known])),
});

/** The values of a version's row, in the order of `putVersion`. */
export const versionValues = (version: StrategyVersion): readonly (string | number)[] => [
  version.name,
  version.version,
  version.sha256,
  version.main,
  version.files,
  version.bytes,
  JSON.stringify(version.warnings),
  version.at,
  version.by,
];
