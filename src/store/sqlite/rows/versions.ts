import type { Database } from 'better-sqlite3';
import type { OptionChange } from '../../../decisions/change.js';
import { type ChatRoutingVersion, SHIPPED_CHAT_ROUTING } from '../../../decisions/chat-routing.js';
import { type LogicVersion, SHIPPED_LOGIC } from '../../../decisions/logic.js';
import type { ChatRoutingRules } from '../../../domain/rules/chat-routing.js';
import type { Rules } from '../../../domain/rules/schema.js';
import type { Answers } from '../../queries.js';
import { charactersOf, NEWEST, pageOf, rowAfter } from '../page.js';
import type { WritersOf } from '../writer.js';

export interface LogicRow {
  readonly version: number;
  readonly rules: string;
  readonly at: number;
  readonly actor: string;
}

/** The version of the rules that a row holds. */
function logicOf({ version, rules, at, actor }: LogicRow): LogicVersion {
  return { version, rules: JSON.parse(rules) as Rules, at, by: actor };
}

const routingOf = ({ version, rules, at, actor }: LogicRow): ChatRoutingVersion => ({
  version,
  rules: JSON.parse(rules) as ChatRoutingRules,
  at,
  by: actor,
});

/** Earlier versions of what ops change: as many as there were changes. */
export function createVersionLists(
  database: Database,
): Answers<'optionHistory' | 'logicHistory' | 'chatRoutingHistory'> {
  const ofOption = database.prepare<[string, number, number], OptionChange & { n: number }>(
    `select version as n, name, version, value, at, actor as "by" from option_changes
     where name = ? and version < ? order by version desc limit 0 + ?`,
  );
  const ofLogic = database.prepare<[number, number], LogicRow & { n: number }>(
    'select version as n, * from engagement_logic where version < ? order by version desc limit 0 + ?',
  );
  const ofRouting = database.prepare<[number, number], LogicRow & { n: number }>(
    'select version as n, * from chat_routing where version < ? order by version desc limit 0 + ?',
  );
  return {
    chatRoutingHistory: (page) =>
      pageOf(
        ofRouting.iterate(rowAfter(page, NEWEST), page.size + 1),
        page.size,
        ({ rules }) => charactersOf(rules),
        routingOf,
      ),
    optionHistory: (name, page) =>
      pageOf(
        ofOption.iterate(name, rowAfter(page, NEWEST), page.size + 1),
        page.size,
        () => 0,
        ({ n: _n, ...change }) => change,
      ),
    logicHistory: (page) =>
      pageOf(
        ofLogic.iterate(rowAfter(page, NEWEST), page.size + 1),
        page.size,
        ({ rules }) => charactersOf(rules),
        logicOf,
      ),
  };
}

/** One version by its number; the newest of the rules. */
export function createVersionReads(
  database: Database,
): Answers<'optionVersion' | 'logicVersion' | 'chatRoutingVersion'> {
  const ofOption = database.prepare<[string, number], OptionChange>(
    'select name, version, value, at, actor as "by" from option_changes where name = ? and version = ?',
  );
  const ofLogic = database.prepare<[number], LogicRow>(
    'select * from engagement_logic where version = ?',
  );
  const ofRouting = database.prepare<[number], LogicRow>(
    'select * from chat_routing where version = ?',
  );
  return {
    chatRoutingVersion(version) {
      const row = ofRouting.get(version);
      return row ? routingOf(row) : null;
    },
    optionVersion: (name, version) => ofOption.get(name, version) ?? null,
    logicVersion(version) {
      const row = ofLogic.get(version);
      return row ? logicOf(row) : null;
    },
  };
}

/** The rules in force. */
export function loadLogic(database: Database): LogicVersion {
  const row = database
    .prepare<[], LogicRow>('select * from engagement_logic order by version desc limit 1')
    .get();
  return row ? logicOf(row) : SHIPPED_LOGIC;
}

/** The rules of Chat Routing in force. */
export function loadChatRouting(database: Database): ChatRoutingVersion {
  const row = database
    .prepare<[], LogicRow>('select * from chat_routing order by version desc limit 1')
    .get();
  return row ? routingOf(row) : SHIPPED_CHAT_ROUTING;
}

export function createVersionWriters(
  database: Database,
): WritersOf<'option' | 'engagement_logic' | 'chat_routing'> {
  const insertOption = database.prepare(
    'insert into option_changes (name, version, value, at, actor) values (?, ?, ?, ?, ?)',
  );
  const insertLogic = database.prepare(
    'insert into engagement_logic (version, rules, at, actor) values (?, ?, ?, ?)',
  );
  const insertRouting = database.prepare(
    'insert into chat_routing (version, rules, at, actor) values (?, ?, ?, ?)',
  );
  return {
    chat_routing({ routing: { version, rules, at, by } }) {
      insertRouting.run(version, JSON.stringify(rules), at, by);
    },
    option({ option: { name, version, value, at, by } }) {
      insertOption.run(name, version, value, at, by);
    },
    engagement_logic({ logic: { version, rules, at, by } }) {
      insertLogic.run(version, JSON.stringify(rules), at, by);
    },
  };
}
