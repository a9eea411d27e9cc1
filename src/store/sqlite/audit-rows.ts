import type { Database } from 'better-sqlite3';
import type { AuditAction, AuditEntry } from '../../decisions/audit.js';
import type { Page, PageRequest } from '../page.js';
import type { AuditFilter } from '../queries.js';
import { charactersOf, NEWEST, pageOf } from './page.js';

interface AuditRow {
  readonly n: number;
  readonly at: number;
  readonly key_id: string;
  readonly key_name: string;
  readonly action: AuditAction;
  readonly target: string;
  readonly before: string | null;
  readonly after: string | null;
}

const auditOf = (row: AuditRow): AuditEntry => ({
  at: row.at,
  keyId: row.key_id,
  keyName: row.key_name,
  action: row.action,
  target: row.target,
  before: row.before === null ? null : JSON.parse(row.before),
  after: row.after === null ? null : JSON.parse(row.after),
});

/** The whole audit, filtered: it may look at every line. */
export interface AuditList {
  audit(filter: AuditFilter, page: PageRequest): Page<AuditEntry>;
}

/** What is asked of a row, by the name of the value that it is held against. */
const CONDITIONS: Readonly<Record<keyof AuditFilter, string>> = {
  action: 'action = @action',
  target: "@target in (target, substr(target, instr(target, '/') + 1))",
  key: '@key in (key_id, key_name)',
  after: 'at > @after',
  before: 'at < @before',
};

export function createAuditList(database: Database): AuditList {
  return {
    audit(filter, { size, after: place = NEWEST }) {
      const names = Object.keys(CONDITIONS) as (keyof AuditFilter)[];
      const given = names.filter((name) => filter[name] !== undefined);
      const where = [...given.map((name) => CONDITIONS[name]), 'n < @place'].join(' and ');
      const rows = database
        .prepare<[object], AuditRow>(
          `select * from audit where ${where} order by n desc limit @limit`,
        )
        .iterate({ ...filter, place, limit: size + 1 });
      return pageOf(rows, size, ({ before, after }) => charactersOf(before, after), auditOf);
    },
  };
}
