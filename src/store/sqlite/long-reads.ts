import type { Database } from 'better-sqlite3';
import type { Interaction, Moment } from '../../lifecycle/interaction.js';
import type {
  AuditEntry,
  InteractionFilter,
  Page,
  PageRequest,
  Person,
  PersonalRecord,
} from '../store.js';
import {
  type FactRow,
  factOf,
  type InteractionRow,
  interactionOf,
  SELECT_INTERACTIONS,
} from './interaction-rows.js';
import { createOutboxLists, type OutboxLists } from './outbox-lists.js';
import { charactersOf, NEWEST, pageOf } from './page.js';
import { createRefusalList, type RefusalList } from './refusal-rows.js';
import { createVersionLists, type VersionLists } from './version-lists.js';

/** Statements that take as long as the rows they look at; never run on the event loop. */
export const LONG_STATEMENTS = {
  countActive: `select count(*) as total from interactions
    where queue = ? and stopped_at is null and placed_at <= ?`,
  audit: 'select * from audit where n < ? order by n desc limit ?',
  ofVisitor: `${SELECT_INTERACTIONS} where visitor_id = ? and n < ? order by n desc limit ?`,
  ofIdentity: `${SELECT_INTERACTIONS} where identity_id = ? and n < ? order by n desc limit ?`,
  facts: `select sequence, type, at, actor, from_state, to_state, queue, reason from history
    where interaction = ? order by sequence`,
} as const;

/** Reads that may take long, as the reader's thread answers them: plain arguments, plain answers. */
export interface LongReads extends OutboxLists, RefusalList, VersionLists {
  list(filter: InteractionFilter, page: PageRequest): Page<Interaction>;
  audit(page: PageRequest): Page<AuditEntry>;
  countActiveInQueue(queue: string, placedBy: Moment): number;
  recordsOf(person: Person, page: PageRequest): Page<PersonalRecord>;
}

interface AuditRow {
  readonly n: number;
  readonly at: number;
  readonly key_id: string;
  readonly key_name: string;
  readonly action: string;
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

/** The conditions of a filter with the values they bind. */
function conditionsOf(filter: InteractionFilter): { sql: string[]; values: unknown[] } {
  const sql: string[] = [];
  const values: unknown[] = [];
  const add = (condition: string, value: unknown): void => {
    if (value === undefined) return;
    sql.push(condition);
    values.push(value);
  };
  add('state = ?', filter.state);
  add('queue = ?', filter.queue);
  add('visit_id = ?', filter.visitId);
  add('visitor_id = ?', filter.visitorId);
  add('reason = ?', filter.reason);
  add('created_at > ?', filter.createdAfter);
  add('created_at < ?', filter.createdBefore);
  if (filter.status) sql.push(`stopped_at is ${filter.status === 'active' ? '' : 'not '}null`);
  return { sql, values };
}

const interactionCharacters = (row: InteractionRow): number =>
  charactersOf(row.user_data, row.form_fields, row.invitation, row.case_data, row.page_url);

/** Prepares the long reads on a connection; each answers from one snapshot. */
export function createLongReads(database: Database): LongReads {
  const count = database.prepare<[string, number], { total: number }>(LONG_STATEMENTS.countActive);
  const audit = database.prepare<[number, number], AuditRow>(LONG_STATEMENTS.audit);
  const facts = database.prepare<[number], FactRow>(LONG_STATEMENTS.facts);
  const ofPerson = {
    visitor: database.prepare<[string, number, number], InteractionRow>(LONG_STATEMENTS.ofVisitor),
    identity: database.prepare<[string, number, number], InteractionRow>(
      LONG_STATEMENTS.ofIdentity,
    ),
  };

  const recordsOf = database.transaction(
    (person: Person, { size, after = NEWEST }: PageRequest): Page<PersonalRecord> => {
      const rows = ofPerson[person.kind].iterate(person.id, after, size + 1);
      return pageOf(rows, size, interactionCharacters, (row) => ({
        interaction: interactionOf(row),
        history: facts.all(row.n).map(factOf),
      }));
    },
  );

  return {
    ...createOutboxLists(database),
    ...createRefusalList(database),
    ...createVersionLists(database),
    list(filter, { size, after }) {
      const { sql, values } = conditionsOf(filter);
      if (after !== undefined) {
        sql.push('n < ?');
        values.push(after);
      }
      const where = sql.length > 0 ? `where ${sql.join(' and ')}` : '';
      const rows = database
        .prepare<unknown[], InteractionRow>(
          `${SELECT_INTERACTIONS} ${where} order by n desc limit ?`,
        )
        .iterate(...values, size + 1);
      return pageOf(rows, size, interactionCharacters, interactionOf);
    },
    audit: ({ size, after = NEWEST }) =>
      pageOf(
        audit.iterate(after, size + 1),
        size,
        (row) => charactersOf(row.before, row.after),
        auditOf,
      ),
    countActiveInQueue: (queue, placedBy) => count.get(queue, placedBy)?.total ?? 0,
    recordsOf,
  };
}
