import type { Database } from 'better-sqlite3';
import type { OptionChange } from '../../decisions/change.js';
import type { LogicVersion } from '../../decisions/logic.js';
import type { Rules } from '../../domain/rules/schema.js';
import type { Page, PageRequest } from '../page.js';
import { charactersOf, NEWEST, pageOf } from './page.js';

export interface LogicRow {
  readonly version: number;
  readonly rules: string;
  readonly at: number;
  readonly actor: string;
}

/** The version of the rules that a row holds. */
export function logicOf({ version, rules, at, actor }: LogicRow): LogicVersion {
  return { version, rules: JSON.parse(rules) as Rules, at, by: actor };
}

/** Earlier versions of what ops change: as many as there were changes. */
export interface VersionLists {
  optionHistory(name: string, page: PageRequest): Page<OptionChange>;
  engagementLogicHistory(page: PageRequest): Page<LogicVersion>;
}

export function createVersionLists(database: Database): VersionLists {
  const ofOption = database.prepare<[string, number, number], OptionChange & { n: number }>(
    `select version as n, name, version, value, at, actor as "by" from option_changes
     where name = ? and version < ? order by version desc limit ?`,
  );
  const ofLogic = database.prepare<[number, number], LogicRow & { n: number }>(
    'select version as n, * from engagement_logic where version < ? order by version desc limit ?',
  );
  return {
    optionHistory: (name, { size, after = NEWEST }) =>
      pageOf(
        ofOption.iterate(name, after, size + 1),
        size,
        () => 0,
        ({ n: _n, ...change }) => change,
      ),
    engagementLogicHistory: ({ size, after = NEWEST }) =>
      pageOf(ofLogic.iterate(after, size + 1), size, ({ rules }) => charactersOf(rules), logicOf),
  };
}
