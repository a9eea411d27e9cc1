import type { Database } from 'better-sqlite3';
import type { OptionChange } from '../../../decisions/change.js';
import {
  type Ruled,
  type RulesInForce,
  type RulesVersion,
  SHIPPED_RULES,
} from '../../../decisions/rules.js';
import { charactersOf, NEWEST, pageOf, rowAfter } from '../../pages.js';
import type { Answers } from '../../queries.js';
import { type RulesRow, rulesOf, RULES_TABLES as TABLES } from '../../rows/versions.js';
import type { WritersOf } from '../writer.js';

/** Something of each sort of rules, made with the name of its table. */
function ofEach<T>(make: (table: string) => T): Readonly<Record<Ruled, T>> {
  const { engagementLogic, chatRouting } = TABLES;
  return { engagementLogic: make(engagementLogic), chatRouting: make(chatRouting) };
}

/** Earlier versions of what ops change: as many as there were changes. */
export function createVersionLists(database: Database): Answers<'optionHistory' | 'rulesHistory'> {
  const ofOption = database.prepare<[string, number, number], OptionChange & { n: number }>(
    `select version as n, name, version, value, at, actor as "by" from option_changes
     where name = ? and version < ? order by version desc limit 0 + ?`,
  );
  const ofRules = ofEach((table) =>
    database.prepare<[number, number], RulesRow & { n: number }>(
      `select version as n, * from ${table} where version < ? order by version desc limit 0 + ?`,
    ),
  );
  return {
    optionHistory: (name, page) =>
      pageOf(
        ofOption.iterate(name, rowAfter(page, NEWEST), page.size + 1),
        page.size,
        () => 0,
        ({ n: _n, ...change }) => change,
      ),
    rulesHistory: (of, page) =>
      pageOf(
        ofRules[of].iterate(rowAfter(page, NEWEST), page.size + 1),
        page.size,
        ({ rules }) => charactersOf(rules),
        rulesOf,
      ),
  };
}

/** One version by its number. */
export function createVersionReads(database: Database): Answers<'optionVersion' | 'rulesVersion'> {
  const ofOption = database.prepare<[string, number], OptionChange>(
    'select name, version, value, at, actor as "by" from option_changes where name = ? and version = ?',
  );
  const ofRules = ofEach((table) =>
    database.prepare<[number], RulesRow>(`select * from ${table} where version = ?`),
  );
  return {
    optionVersion: (name, version) => ofOption.get(name, version) ?? null,
    rulesVersion(of, version) {
      const row = ofRules[of].get(version);
      return row ? rulesOf(row) : null;
    },
  };
}

/** The rules in force. */
export function loadRules(database: Database): RulesInForce {
  const newest = <R extends Ruled>(of: R): RulesVersion<R> => {
    const row = database
      .prepare<[], RulesRow>(`select * from ${TABLES[of]} order by version desc limit 1`)
      .get();
    return row ? rulesOf(row) : SHIPPED_RULES;
  };
  return { engagementLogic: newest('engagementLogic'), chatRouting: newest('chatRouting') };
}

export function createVersionWriters(database: Database): WritersOf<'option' | 'rules'> {
  const insertOption = database.prepare(
    'insert into option_changes (name, version, value, at, actor) values (?, ?, ?, ?, ?)',
  );
  const insertRules = ofEach((table) =>
    database.prepare(`insert into ${table} (version, rules, at, actor) values (?, ?, ?, ?)`),
  );
  return {
    option({ option: { name, version, value, at, by } }) {
      insertOption.run(name, version, value, at, by);
    },
    rules({ of, version: { version, rules, at, by } }) {
      insertRules[of].run(version, JSON.stringify(rules), at, by);
    },
  };
}
