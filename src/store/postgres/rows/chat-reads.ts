import {
  type AgentInView,
  HEADS,
  MOST_NEEDS,
  type Person,
  type ReadyAgent,
  type Routing,
  type RoutingRequest,
  type Said,
  type SaidRequest,
} from '../../../decisions/context.js';
import type { LastAgent, LastAgentOf, StaffMember } from '../../../decisions/question.js';
import type { Settings } from '../../../decisions/settings.js';
import type { AgentStatus } from '../../../domain/agents/agent.js';
import { presenceEnd } from '../../../domain/agents/transition.js';
import type { Chat } from '../../../domain/chats/chat.js';
import { CHAT_CLOCKS } from '../../../domain/chats/vocabulary.js';
import { dueWhenStoredBy } from '../../../domain/clocks.js';
import type { Moment } from '../../../domain/interactions/interaction.js';
import type { Need } from '../../lists.js';
import { type AgentRow, statusOf } from '../../rows/agents.js';
import {
  type ChatRow,
  CLOCK_COLUMNS,
  chatOf,
  type MessageRow,
  messageOfRow,
  SELECT_CHATS,
} from '../../rows/chats.js';
import { plucked, type Sql } from '../sql.js';
import { OF_PERSON } from './interactions.js';

/** How every read of messages starts. */
export const SELECT_MESSAGES = 'select sequence, side, client_id, text, at from chat_messages';

/** Messages of both sides that are looked at for how much one says. */
const LATELY = 150;

/** A chat by its id. */
export async function readChat(sql: Sql, id: string): Promise<Chat | null> {
  const row = await sql.one<ChatRow>(`${SELECT_CHATS} where chats.id = ?`, id);
  return row ? chatOf(row) : null;
}

/** The chat of a visit that goes on. */
export async function readOpenChat(sql: Sql, visitId: string): Promise<Chat | null> {
  const row = await sql.one<ChatRow>(
    `${SELECT_CHATS} where open_visit = ? order by chats.n limit 1`,
    visitId,
  );
  return row ? chatOf(row) : null;
}

/** An agent with the chats that take their room. */
export async function readAgent(sql: Sql, name: string): Promise<AgentInView | null> {
  const [row, chats] = await Promise.all([
    sql.one<AgentRow>('select * from agents where name = ?', name),
    sql.all<ChatRow>(`${SELECT_CHATS} where held_by = ? order by chats.n`, name),
  ]);
  return row ? { status: statusOf(row), chats: chats.map(chatOf) } : null;
}

/** Agents with how many chats they hold; the condition says which. */
async function agentsWhere(sql: Sql, condition: string): Promise<readonly ReadyAgent[]> {
  const rows = await sql.all<AgentRow & { readonly held: number }>(
    `select agents.*, (select count(*) from chats where held_by = agents.name) as held
     from agents where ${condition} order by n`,
  );
  return rows.map(({ held, ...row }) => ({ status: statusOf(row), held }));
}

/** Every agent who is not logged out, or has chats. */
export const readStaff = (sql: Sql): Promise<readonly StaffMember[]> =>
  agentsWhere(
    sql,
    `state in ('Ready', 'NotReady')
     or name in (select held_by from chats where held_by is not null)`,
  );

/** Every agent, wherever they stand. */
export const readStandings = (sql: Sql): Promise<readonly StaffMember[]> =>
  agentsWhere(sql, 'true');

/** Needs after one, by their names, each with the chat that is its first: one look at the index each. */
export const readNeeds = (
  sql: Sql,
  queue: string,
  after: string,
  limit: number,
): Promise<readonly Need[]> =>
  sql.all<Need>(
    `with recursive found as (
       (select need, queued_at, id, 1 as count from chats where waits_in = ? and need > ?
        order by need, queued_at, id limit 1)
       union all
       select next.need, next.queued_at, next.id, found.count + 1 from found, lateral (
         select need, queued_at, id from chats where waits_in = ? and need > found.need
         order by need, queued_at, id limit 1) next
       where found.count < ?)
     select need, queued_at as "queuedAt", id from found where ? > 0`,
    queue,
    after,
    queue,
    limit,
    limit,
  );

/** The first chats of each need; null when there are too many needs. */
async function headsIn(
  sql: Sql,
  { queue, among }: RoutingRequest,
): Promise<readonly Chat[] | null> {
  const of = among ?? (await readNeeds(sql, queue, '', MOST_NEEDS + 1)).map(({ need }) => need);
  if (of.length > MOST_NEEDS) return null;
  if (of.length === 0) return [];
  const rows = await sql.all<ChatRow>(
    `select head.* from unnest(?::text[]) with ordinality wanted(need, place), lateral (
       ${SELECT_CHATS} where waits_in = ? and chats.need = wanted.need collate "C"
       order by queued_at, chats.id limit ?) head
     order by place, head.queued_at, head.id`,
    of,
    queue,
    HEADS,
  );
  return rows.map(chatOf);
}

/** All that decides who gets which of the chats of a queue, but for who loses something. */
export async function readRouting(
  sql: Sql,
  request: RoutingRequest,
): Promise<Omit<Routing, 'losing'>> {
  const [ready, unrouted] = await Promise.all([
    agentsWhere(sql, "state = 'Ready'"),
    sql.all<ChatRow>(
      `${SELECT_CHATS} where unrouted_in = ? order by chats.n limit ?`,
      request.queue,
      HEADS,
    ),
  ]);
  // Nobody to offer anything to: nothing has to be looked at.
  const heads = ready.length > 0 ? await headsIn(sql, request) : [];
  return { unrouted: unrouted.map(chatOf), heads: heads ?? [], isCut: heads === null, ready };
}

const countWhere = async (sql: Sql, condition: string, value: string): Promise<number> =>
  (await plucked(
    sql.one<{ value: number }>(`select count(*) as value from chats where ${condition}`, value),
  )) ?? 0;

/** How many chats wait in a queue, those that ring included. */
export const readWaitingIn = (sql: Sql, queue: string): Promise<number> =>
  countWhere(sql, 'waits_in = ?', queue);

/** How many open chats have an agent group as their target. */
export async function readChatsFor(sql: Sql, group: string): Promise<number> {
  const counts = await Promise.all([
    countWhere(sql, 'waits_for = ?', group),
    countWhere(
      sql,
      "held_by is not null and state = 'Active' and route::json ->> 'group' = ?",
      group,
    ),
  ]);
  return counts[0] + counts[1];
}

/** Who talked the last chat of a visit, or of its visitor where that is proven. */
export async function readLastAgent(
  sql: Sql,
  { visitId, visitorId }: LastAgentOf,
): Promise<LastAgent | null> {
  const last = (condition: string, id: string) =>
    sql.one<LastAgent>(
      `select agent, ended_at as "endedAt" from chats where ${condition}
         and accepted_at is not null and ended_at is not null order by n desc limit 1`,
      id,
    );
  const [ofVisit, ofVisitor] = await Promise.all([
    last('visit_id = ?', visitId),
    visitorId === null ? undefined : last('visitor_id = ? and visitor_claimed = 0', visitorId),
  ]);
  return ofVisit ?? ofVisitor ?? null;
}

/** What was said under a name, and how much lately. */
export async function readSaid(
  sql: Sql,
  { chatId, side, clientId, withinMs }: SaidRequest,
  now: Moment,
): Promise<Said> {
  const [row, lately] = await Promise.all([
    clientId === null
      ? undefined
      : sql.one<MessageRow>(
          `${SELECT_MESSAGES} where chat = (select n from chats where id = ?)
             and side = ? and client_id = ?`,
          chatId,
          side,
          clientId,
        ),
    plucked(
      sql.one<{ value: number }>(
        `select count(*) as value from chats
         join chat_messages m on m.chat = chats.n and m.sequence > chats.messages - ?
         where chats.id = ? and m.side = ? and m.at > ?`,
        LATELY,
        chatId,
        side,
        now - withinMs,
      ),
    ),
  ]);
  return { before: row ? messageOfRow(row) : null, lately: lately ?? 0 };
}

/** Chats of a person, oldest first. */
export async function readChatsOfPerson(
  sql: Sql,
  { kind, id }: Person,
  limit: number,
): Promise<readonly Chat[]> {
  const rows = await sql.all<ChatRow>(
    `${SELECT_CHATS} where ${OF_PERSON[kind]} and erased_at is null order by chats.n limit ?`,
    id,
    limit,
  );
  return rows.map(chatOf);
}

/**
 * The status of an agent of whom nothing is due at a moment, nor of any chat that they hold; null
 * for others. What is said in one chat then needs none of the others.
 */
export async function readCalm(
  sql: Sql,
  name: string,
  { timeline, servingSince }: Settings,
  now: Moment,
): Promise<AgentStatus | null> {
  const starts = CHAT_CLOCKS.map((clock) => dueWhenStoredBy(clock, timeline, servingSince, now));
  const isDue = CHAT_CLOCKS.map((clock) => `${CLOCK_COLUMNS[clock]} <= ?`).join(' or ');
  const [row, due] = await Promise.all([
    sql.one<AgentRow>('select * from agents where name = ?', name),
    sql.one(`select 1 from chats where held_by = ? and (${isDue}) limit 1`, name, ...starts),
  ]);
  if (row === undefined) return null;
  const status = statusOf(row);
  const end = presenceEnd(status, timeline, servingSince);
  if (end !== null && end.at <= now) return null;
  return due === undefined ? status : null;
}
