import type { Database } from 'better-sqlite3';
import type { Person } from '../../decisions/context.js';
import type { Moment } from '../../domain/interactions/interaction.js';
import type { State } from '../../domain/interactions/vocabulary.js';
import type { EndpointStatistics, InteractionFilter, PersonalRecords } from '../lists.js';
import type { PageRequest } from '../page.js';
import { charactersOf, NEWEST, pageOf, rowAfter } from '../pages.js';
import type { Answers, QueryOf } from '../queries.js';
import {
  type FactRow,
  factOf,
  type InteractionRow,
  interactionOf,
  SELECT_INTERACTIONS,
} from '../rows/interactions.js';
import { createStandings } from './rows/agents.js';
import { createAuditList } from './rows/audit.js';
import { createChatLooks } from './rows/chat-leases.js';
import { createChatLists } from './rows/chat-lists.js';
import { createClockCount } from './rows/clock-reads.js';
import { createOutboxLists } from './rows/deliveries.js';
import { createHistoryReads } from './rows/histories.js';
import { createLeaseLists } from './rows/leases.js';
import { createRefusalList } from './rows/refusals.js';
import { createStrategyLists } from './rows/strategies.js';
import { createVersionLists } from './rows/versions.js';
import { createTallyReads } from './tallies.js';

/** Statements that take as long as the rows they look at; never run on the event loop. */
const LONG_STATEMENTS = {
  countActive: `select count(*) as total from interactions
    where queue = ? and stopped_at is null and placed_at <= ?`,
  ofVisitor: `${SELECT_INTERACTIONS} where visitor_id = ? and visitor_claimed = 0 and n < ?
    order by n desc limit 0 + ?`,
  ofClaimedVisitor: `${SELECT_INTERACTIONS} where visitor_id = ? and visitor_claimed = 1 and n < ?
    order by n desc limit 0 + ?`,
  ofIdentity: `${SELECT_INTERACTIONS} where identity_id = ? and n < ? order by n desc limit 0 + ?`,
  countOfVisitor: `select count(*) from interactions
    where visitor_id = ? and visitor_claimed = 0 and n < ?`,
  countOfClaimedVisitor: `select count(*) from interactions
    where visitor_id = ? and visitor_claimed = 1 and n < ?`,
  countOfIdentity: 'select count(*) from interactions where identity_id = ? and n < ?',
  oldestOfVisitor: `select id from interactions
    where visitor_id = ? and visitor_claimed = 0 and n < ? order by n limit 1`,
  oldestOfClaimedVisitor: `select id from interactions
    where visitor_id = ? and visitor_claimed = 1 and n < ? order by n limit 1`,
  oldestOfIdentity: `select id from interactions where identity_id = ? and n < ?
    order by n limit 1`,
  facts: `select sequence, type, at, actor, from_state, to_state, queue, reason, detail from history
    where interaction = ? order by sequence`,
} as const;

/** The questions that may take long, as the reader's thread answers them. */
export type LongQueries = Omit<Answers<QueryOf<'scan'>>, 'endpointStatistics'> & {
  /** `now` is service time, which the thread does not know. */
  endpointStatistics(endpointId: string, now: Moment): EndpointStatistics;
  /** Reads something, in no time. */
  probe(): null;
};

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
export function createLongQueries(database: Database): LongQueries {
  const count = database.prepare<[string, number], { total: number }>(LONG_STATEMENTS.countActive);
  const counting = (sql: string) => database.prepare<[string, number], number>(sql).pluck();
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

  const countOfPerson = {
    visitor: counting(LONG_STATEMENTS.countOfVisitor),
    claimed_visitor: counting(LONG_STATEMENTS.countOfClaimedVisitor),
    identity: counting(LONG_STATEMENTS.countOfIdentity),
  };
  const oldest = (sql: string) => database.prepare<[string, number], string>(sql).pluck();
  const oldestOfPerson = {
    visitor: oldest(LONG_STATEMENTS.oldestOfVisitor),
    claimed_visitor: oldest(LONG_STATEMENTS.oldestOfClaimedVisitor),
    identity: oldest(LONG_STATEMENTS.oldestOfIdentity),
  };
  const records = database.transaction((person: Person, page: PageRequest): PersonalRecords => {
    const rows = ofPerson[person.kind].iterate(person.id, rowAfter(page, NEWEST), page.size + 1);
    const part = pageOf(rows, page.size, interactionCharacters, (row) => ({
      interaction: interactionOf(row),
      history: facts.all(row.n).map(factOf),
    }));
    if (part.next === null) return { ...part, older: 0, oldest: null };
    const before = [person.id, Number(part.next)] as const;
    return {
      ...part,
      older: countOfPerson[person.kind].get(...before) ?? 0,
      oldest: oldestOfPerson[person.kind].get(...before) ?? null,
    };
  });

  return {
    ...createAuditList(database),
    ...createOutboxLists(database),
    ...createLeaseLists(database),
    ...createChatLooks(database),
    ...createRefusalList(database),
    ...createVersionLists(database),
    ...createStrategyLists(database),
    ...createChatLists(database),
    ...createHistoryReads(database),
    ...createTallyReads(database),
    ...createClockCount(database),
    ...createStandings(database),
    interactions(filter, page) {
      const { size } = page;
      const { sql, values } = conditionsOf(filter);
      if (page.after !== undefined) {
        sql.push('n < ?');
        values.push(rowAfter(page, NEWEST));
      }
      const where = sql.length > 0 ? `where ${sql.join(' and ')}` : '';
      const rows = database
        .prepare<unknown[], InteractionRow>(
          `${SELECT_INTERACTIONS} ${where} order by n desc limit 0 + ?`,
        )
        .iterate(...values, size + 1);
      return pageOf(rows, size, interactionCharacters, interactionOf);
    },
    countInteractions(filter) {
      const { sql, values } = conditionsOf(filter);
      const where = sql.length > 0 ? `where ${sql.join(' and ')}` : '';
      return database
        .prepare<unknown[], { state: State; stopped: 0 | 1; count: number }>(
          `select state, stopped_at is not null as stopped, count(*) as count
           from interactions ${where} group by 1, 2`,
        )
        .all(...values)
        .map(({ stopped, ...counted }) => ({ ...counted, isStopped: stopped === 1 }));
    },
    countActiveInQueue: (queue, placedBy) => count.get(queue, placedBy)?.total ?? 0,
    records,
    probe() {
      probe.get();
      return null;
    },
  };
}
