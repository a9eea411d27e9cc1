import type { Database } from 'better-sqlite3';
import type { Person } from '../../decisions/context.js';
import type { Interaction, Moment } from '../../domain/interactions/interaction.js';
import type { Page, PageRequest } from '../page.js';
import type { InteractionFilter, PersonalRecord } from '../queries.js';
import { type AuditList, createAuditList } from './audit-rows.js';
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
  ofVisitor: `${SELECT_INTERACTIONS} where visitor_id = ? and visitor_claimed = 0 and n < ?
    order by n desc limit ?`,
  ofClaimedVisitor: `${SELECT_INTERACTIONS} where visitor_id = ? and visitor_claimed = 1 and n < ?
    order by n desc limit ?`,
  ofIdentity: `${SELECT_INTERACTIONS} where identity_id = ? and n < ? order by n desc limit ?`,
  facts: `select sequence, type, at, actor, from_state, to_state, queue, reason, detail from history
    where interaction = ? order by sequence`,
} as const;

/** Reads that may take long, as the reader's thread answers them: plain arguments, plain answers. */
export interface LongReads extends AuditList, OutboxLists, RefusalList, VersionLists {
  list(filter: InteractionFilter, page: PageRequest): Page<Interaction>;
  countActiveInQueue(queue: string, placedBy: Moment): number;
  recordsOf(person: Person, page: PageRequest): Page<PersonalRecord>;
  /** Reads something, in no time. */
  probe(): void;
}

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
  if (filter.visitorIdClaimed !== undefined)
    sql.push(`visitor_claimed = ${filter.visitorIdClaimed ? 1 : 0}`);
  if (filter.status) sql.push(`stopped_at is ${filter.status === 'active' ? '' : 'not '}null`);
  return { sql, values };
}

const interactionCharacters = (row: InteractionRow): number =>
  charactersOf(row.user_data, row.form_fields, row.invitation, row.case_data, row.page_url);

/** Prepares the long reads on a connection; each answers from one snapshot. */
export function createLongReads(database: Database): LongReads {
  const count = database.prepare<[string, number], { total: number }>(LONG_STATEMENTS.countActive);
  const facts = database.prepare<[number], FactRow>(LONG_STATEMENTS.facts);
  const probe = database.prepare('select newest_moment from service');
  const ofPerson = {
    visitor: database.prepare<[string, number, number], InteractionRow>(LONG_STATEMENTS.ofVisitor),
    claimed_visitor: database.prepare<[string, number, number], InteractionRow>(
      LONG_STATEMENTS.ofClaimedVisitor,
    ),
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
    ...createAuditList(database),
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
    countActiveInQueue: (queue, placedBy) => count.get(queue, placedBy)?.total ?? 0,
    recordsOf,
    probe() {
      probe.get();
    },
  };
}
