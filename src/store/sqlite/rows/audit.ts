import type { Database } from 'better-sqlite3';
import type { AuditFilter } from '../../lists.js';
import { charactersOf, NEWEST, pageOf, rowAfter } from '../../pages.js';
import type { Answers } from '../../queries.js';
import { type AuditRow, auditOf, json } from '../../rows/audit.js';
import type { WritersOf } from '../writer.js';

/** What is asked of a row, by the name of the value that it is held against. */
const CONDITIONS: Readonly<Record<keyof AuditFilter, string>> = {
  action: 'action = @action',
  target: "@target in (target, substr(target, instr(target, '/') + 1))",
  key: '@key in (key_id, key_name)',
  after: 'at > @after',
  before: 'at < @before',
};

/** The whole audit, filtered: it may look at every line. */
export function createAuditList(database: Database): Answers<'audit'> {
  return {
    audit(filter, page) {
      const { size } = page;
      const names = Object.keys(CONDITIONS) as (keyof AuditFilter)[];
      const given = names.filter((name) => filter[name] !== undefined);
      const where = [...given.map((name) => CONDITIONS[name]), 'n < @place'].join(' and ');
      const rows = database
        .prepare<[object], AuditRow>(
          `select * from audit where ${where} order by n desc limit 0 + @limit`,
        )
        .iterate({ ...filter, place: rowAfter(page, NEWEST), limit: size + 1 });
      return pageOf(rows, size, ({ before, after }) => charactersOf(before, after), auditOf);
    },
  };
}

export function createAuditWriter(database: Database): WritersOf<'audit'> {
  const insert = database.prepare(
    `insert into audit (at, key_id, key_name, action, target, before, after)
     values (?, ?, ?, ?, ?, ?, ?)`,
  );
  return {
    audit({ entry: { at, keyId, keyName, action, target, before, after } }) {
      insert.run(at, keyId, keyName, action, target, json(before), json(after));
    },
  };
}
