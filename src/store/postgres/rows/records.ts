import type { OptionChange } from '../../../decisions/change.js';
import { LIMITS } from '../../../domain/limits.js';
import type { AuditFilter, RefusalCount } from '../../lists.js';
import { charactersOf, NEWEST, pageOf, rowAfter } from '../../pages.js';
import { type AuditRow, auditOf } from '../../rows/audit.js';
import { type RefusalRow, refusalOf } from '../../rows/refusals.js';
import { RULES_TABLES, type RulesRow, rulesOf } from '../../rows/versions.js';
import type { SqlAnswers, Value } from '../sql.js';

/** Refusals with what the strategy said, as long as their interaction has it. */
const SELECT_REFUSALS = `select refusals.*, interactions.reason_detail as detail from refusals
  left join interactions on interactions.id = refusals.interaction_id`;

/** Of options, rules and refusals what an index answers. */
export const RECORD_READS: SqlAnswers<
  'optionVersion' | 'rulesVersion' | 'refusalsOfVisit' | 'refusalCounts' | 'wasErased'
> = {
  async optionVersion(sql, name, version) {
    const found = await sql.one<OptionChange>(
      `select name, version, value, at, actor as "by" from option_changes
       where name = ? and version = ?`,
      name,
      version,
    );
    return found ?? null;
  },
  async rulesVersion(sql, of, version) {
    const row = await sql.one<RulesRow>(
      `select * from ${RULES_TABLES[of]} where version = ?`,
      version,
    );
    return row ? rulesOf(row) : null;
  },
  async refusalsOfVisit(sql, visitId, page) {
    const rows = await sql.all<RefusalRow>(
      `${SELECT_REFUSALS} where refusals.visit_id = ? and refusals.n < ?
       order by refusals.n desc limit ?`,
      visitId,
      rowAfter(page, NEWEST),
      page.size + 1,
    );
    return pageOf(rows, page.size, () => 0, refusalOf);
  },
  refusalCounts: (sql, visitId) =>
    visitId === null
      ? sql.all<RefusalCount>(
          `select reason, nullif(rule, '') as rule, total from refusal_counts
           order by total desc, reason, refusal_counts.rule`,
        )
      : sql.all<RefusalCount>(
          `select reason, rule, count(*) as total from (
             select reason, rule from refusals where visit_id = ? order by n desc limit ?) newest
           group by reason, rule order by total desc, reason, rule`,
          visitId,
          LIMITS.refusalsPerVisit.most,
        ),
  async wasErased(sql, { signingKeyId, mark, issuedAt }) {
    const found = await sql.one(
      'select 1 from erased_visitors where signing_key = ? and mark = ? and erased_at >= ?',
      signingKeyId,
      mark,
      issuedAt,
    );
    return found !== undefined;
  },
};

/** What is asked of a line of the audit, with the value that it is held against. */
const AUDIT_CONDITIONS: Readonly<Record<keyof AuditFilter, string>> = {
  action: 'action = ?',
  target: "?::text in (target, substr(target, strpos(target, '/') + 1))",
  key: '?::text in (key_id, key_name)',
  after: 'at > ?',
  before: 'at < ?',
};

/** Lists of what was recorded: they may look at every line. */
export const RECORD_LISTS: SqlAnswers<'optionHistory' | 'rulesHistory' | 'refusals' | 'audit'> = {
  async optionHistory(sql, name, page) {
    const rows = await sql.all<OptionChange & { n: number }>(
      `select version as n, name, version, value, at, actor as "by" from option_changes
       where name = ? and version < ? order by version desc limit ?`,
      name,
      rowAfter(page, NEWEST),
      page.size + 1,
    );
    return pageOf(
      rows,
      page.size,
      () => 0,
      ({ n: _n, ...change }) => change,
    );
  },
  async rulesHistory(sql, of, page) {
    const rows = await sql.all<RulesRow & { n: number }>(
      `select version as n, * from ${RULES_TABLES[of]} where version < ?
       order by version desc limit ?`,
      rowAfter(page, NEWEST),
      page.size + 1,
    );
    return pageOf(rows, page.size, ({ rules }) => charactersOf(rules), rulesOf);
  },
  async refusals(sql, { reason, rule, visitId }, page) {
    const conditions = (
      [
        ['refusals.visit_id = ?', visitId],
        ['refusals.reason = ?', reason],
        ['refusals.rule = ?', rule],
        ['refusals.n < ?', rowAfter(page, NEWEST)],
      ] as const
    ).flatMap(([text, value]) => (value === undefined ? [] : [{ text, value }]));
    const rows = await sql.all<RefusalRow>(
      `${SELECT_REFUSALS} where ${conditions.map(({ text }) => text).join(' and ')}
       order by refusals.n desc limit ?`,
      ...conditions.map(({ value }) => value),
      page.size + 1,
    );
    return pageOf(rows, page.size, () => 0, refusalOf);
  },
  async audit(sql, filter, page) {
    const names = Object.keys(AUDIT_CONDITIONS) as (keyof AuditFilter)[];
    const given = names.filter((name) => filter[name] !== undefined);
    const rows = await sql.all<AuditRow>(
      `select * from audit where ${[...given.map((name) => AUDIT_CONDITIONS[name]), 'n < ?'].join(' and ')}
       order by n desc limit ?`,
      ...given.map((name) => filter[name] as Value),
      rowAfter(page, NEWEST),
      page.size + 1,
    );
    return pageOf(rows, page.size, ({ before, after }) => charactersOf(before, after), auditOf);
  },
};
