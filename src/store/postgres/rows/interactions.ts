import type { Person } from '../../../decisions/context.js';
import type { Moment } from '../../../domain/interactions/interaction.js';
import { CLOCKS, type State } from '../../../domain/interactions/vocabulary.js';
import type { InteractionFilter } from '../../lists.js';
import { charactersOf, NEWEST, pageOf, rowAfter } from '../../pages.js';
import {
  type FactRow,
  factOf,
  type InteractionRow,
  interactionOf,
  SELECT_INTERACTIONS,
} from '../../rows/interactions.js';
import { plucked, type Sql, type SqlAnswers, type Value } from '../sql.js';

/** Live attempts of a visit that are read one and all: without strict mode it may have thousands. */
export const FEW_ATTEMPTS = 8;

const FACTS = 'sequence, type, at, actor, from_state, to_state, queue, reason, detail';

/** Whose interactions, or chats, they are. */
export const OF_PERSON: Readonly<Record<Person['kind'], string>> = {
  visitor: 'visitor_id = ? and visitor_claimed = 0',
  claimed_visitor: 'visitor_id = ? and visitor_claimed = 1',
  identity: 'identity_id = ?',
};

/** Interactions of a person, oldest first. */
export async function interactionsOf(sql: Sql, { kind, id }: Person, limit: number) {
  const rows = await sql.all<InteractionRow>(
    `${SELECT_INTERACTIONS} where ${OF_PERSON[kind]} order by n limit ?`,
    id,
    limit,
  );
  return rows.map(interactionOf);
}

/** All of a few; of many the first to end, and of each clock the last. */
async function liveRows(sql: Sql, visitId: string): Promise<readonly InteractionRow[]> {
  const few = await sql.all<InteractionRow>(
    `${SELECT_INTERACTIONS} where visit_id = ? and clock is not null limit ?`,
    visitId,
    FEW_ATTEMPTS + 1,
  );
  if (few.length <= FEW_ATTEMPTS) return few;
  const parts = await Promise.all(
    CLOCKS.flatMap((clock) => [
      sql.all<InteractionRow>(
        `${SELECT_INTERACTIONS} where visit_id = ? and clock = ? order by clock_started_at limit ?`,
        visitId,
        clock,
        FEW_ATTEMPTS,
      ),
      sql.all<InteractionRow>(
        `${SELECT_INTERACTIONS} where visit_id = ? and clock = ?
         order by clock_started_at desc limit 1`,
        visitId,
        clock,
      ),
    ]),
  );
  return [...new Map(parts.flat().map((row) => [row.n, row])).values()];
}

/** Reads of interactions that an index answers. */
export const INTERACTION_READS: SqlAnswers<
  'interaction' | 'history' | 'liveAttempts' | 'activeInQueue' | 'earliestStopped'
> = {
  async interaction(sql, id) {
    const row = await sql.one<InteractionRow>(
      `${SELECT_INTERACTIONS} where interactions.id = ?`,
      id,
    );
    return row ? interactionOf(row) : null;
  },
  async history(sql, id) {
    const rows = await sql.all<FactRow>(
      `select ${FACTS} from history where interaction = (select n from interactions where id = ?)
       order by sequence`,
      id,
    );
    return rows.map(factOf);
  },
  async liveAttempts(sql, visitId) {
    const rows = await liveRows(sql, visitId);
    return [...rows].sort((a, b) => a.n - b.n).map(interactionOf);
  },
  async activeInQueue(sql, queue, placedBy, limit) {
    const rows = await sql.all<{ id: string }>(
      `select id from interactions where queue = ? and stopped_at is null and placed_at <= ?
       order by placed_at limit ?`,
      queue,
      placedBy,
      limit,
    );
    return rows.map(({ id }) => id);
  },
  async earliestStopped(sql) {
    const value = await plucked(
      sql.one<{ value: Moment }>(
        `select stopped_at as value from interactions where stopped_at is not null and clock is null
         order by stopped_at limit 1`,
      ),
    );
    return value ?? null;
  },
};

/** The conditions of a filter with the values they bind. */
function conditionsOf(filter: InteractionFilter): { sql: string[]; values: Value[] } {
  const conditions = [
    ['state = ?', filter.state],
    ['queue = ?', filter.queue],
    ['visit_id = ?', filter.visitId],
    ['visitor_id = ?', filter.visitorId],
    ['reason = ?', filter.reason],
    ['created_at > ?', filter.createdAfter],
    ['created_at < ?', filter.createdBefore],
  ] as const;
  const sql: string[] = [];
  const values: Value[] = [];
  for (const [condition, value] of conditions) {
    if (value === undefined) continue;
    sql.push(condition);
    values.push(value);
  }
  if (filter.visitorIdClaimed !== undefined)
    sql.push(`visitor_claimed = ${filter.visitorIdClaimed ? 1 : 0}`);
  if (filter.status) sql.push(`stopped_at is ${filter.status === 'active' ? '' : 'not '}null`);
  return { sql, values };
}

const whereOf = (conditions: readonly string[]): string =>
  conditions.length > 0 ? `where ${conditions.join(' and ')}` : '';

const characters = (row: InteractionRow): number =>
  charactersOf(row.user_data, row.form_fields, row.invitation, row.case_data, row.page_url);

/** The histories of some rows, by their numbers. */
export async function factsOf(
  sql: Sql,
  rows: readonly { readonly n: number }[],
): Promise<ReadonlyMap<number, readonly FactRow[]>> {
  const facts = await sql.all<FactRow & { interaction: number }>(
    `select interaction, ${FACTS} from history where interaction = any(?::bigint[])
     order by interaction, sequence`,
    rows.map(({ n }) => n),
  );
  const byRow = new Map<number, FactRow[]>();
  for (const { interaction, ...fact } of facts)
    byRow.set(interaction, [...(byRow.get(interaction) ?? []), fact]);
  return byRow;
}

/** Lists of interactions: they may look at every row. */
export const INTERACTION_LISTS: SqlAnswers<
  'interactions' | 'countInteractions' | 'countActiveInQueue' | 'records'
> = {
  async interactions(sql, filter, page) {
    const { sql: conditions, values } = conditionsOf(filter);
    const rows = await sql.all<InteractionRow>(
      `${SELECT_INTERACTIONS} ${whereOf([...conditions, 'n < ?'])} order by n desc limit ?`,
      ...values,
      rowAfter(page, NEWEST),
      page.size + 1,
    );
    return pageOf(rows, page.size, characters, interactionOf);
  },
  async countInteractions(sql, filter) {
    const { sql: conditions, values } = conditionsOf(filter);
    const rows = await sql.all<{ state: State; stopped: boolean; count: number }>(
      `select state, stopped_at is not null as stopped, count(*) as count
       from interactions ${whereOf(conditions)} group by 1, 2 order by 1, 2`,
      ...values,
    );
    return rows.map(({ stopped, ...counted }) => ({ ...counted, isStopped: stopped }));
  },
  async countActiveInQueue(sql, queue, placedBy) {
    const value = await plucked(
      sql.one<{ value: number }>(
        `select count(*) as value from interactions
         where queue = ? and stopped_at is null and placed_at <= ?`,
        queue,
        placedBy,
      ),
    );
    return value ?? 0;
  },
  async records(sql, { kind, id }, page) {
    const of = OF_PERSON[kind];
    const rows = await sql.all<InteractionRow>(
      `${SELECT_INTERACTIONS} where ${of} and n < ? order by n desc limit ?`,
      id,
      rowAfter(page, NEWEST),
      page.size + 1,
    );
    const facts = await factsOf(sql, rows);
    const part = pageOf(rows, page.size, characters, (row) => ({
      interaction: interactionOf(row),
      history: (facts.get(row.n) ?? []).map(factOf),
    }));
    if (part.next === null) return { ...part, older: 0, oldest: null };
    const before = Number(part.next);
    const [count, oldest] = await Promise.all([
      plucked(
        sql.one<{ value: number }>(
          `select count(*) as value from interactions where ${of} and n < ?`,
          id,
          before,
        ),
      ),
      plucked(
        sql.one<{ value: string }>(
          `select id as value from interactions where ${of} and n < ? order by n limit 1`,
          id,
          before,
        ),
      ),
    ]);
    return { ...part, older: count ?? 0, oldest: oldest ?? null };
  },
};
