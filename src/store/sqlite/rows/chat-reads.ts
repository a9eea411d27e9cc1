import type { Database } from 'better-sqlite3';
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
import type { Chat } from '../../../domain/chats/chat.js';
import { CHAT_CLOCKS, type Side } from '../../../domain/chats/vocabulary.js';
import type { Moment } from '../../../domain/interactions/interaction.js';
import type { Need, WaitingInQueue } from '../../lists.js';
import { pageOf, rowAfter } from '../../pages.js';
import type { Answers } from '../../queries.js';
import { type AgentRow, statusOf } from '../../rows/agents.js';
import {
  type ChatFactRow,
  type ChatRow,
  CLOCK_COLUMNS,
  chatFactOf,
  chatOf,
  type MessageRow,
  messageOfRow,
  SELECT_CHATS,
} from '../../rows/chats.js';

const FACT = 'sequence, type, at, actor, from_state, to_state, agent, agent_group, outcome, detail';

/** Statements of the hot path; a test asserts that each is answered by its index alone. */
export const CHAT_STATEMENTS = {
  chat: `${SELECT_CHATS} where chats.id = ?`,
  chatHistory: `select ${FACT} from chat_history
    where chat = (select n from chats where id = ?) order by sequence`,
  chatMessages: `select sequence, side, client_id, text, at from chat_messages
    where chat = (select n from chats where id = ?) and sequence > ? order by sequence limit 0 + ?`,
  openChat: `${SELECT_CHATS} where open_visit = ? order by chats.n limit 1`,
  heldBy: `${SELECT_CHATS} where held_by = ? order by chats.n`,
  // In the order of the clocks; the index of one of them would find all that is due, of anybody.
  anyDue: `select 1 from chats indexed by chats_held where held_by = ?
    and (${CHAT_CLOCKS.map((clock) => `${CLOCK_COLUMNS[clock]} <= ?`).join(' or ')}) limit 1`,
  agentByName: 'select * from agents where name = ?',
  agentsReady: "select * from agents where state = 'Ready'",
  agentsThere: `select * from agents where state in ('Ready', 'NotReady')
    or name in (select held_by from chats where held_by is not null)`,
  heldCounts: `select held_by as name, count(*) as held from chats
    where held_by is not null group by held_by`,
  // The needs there are, one look at the index for each.
  firstNeed: `select need, queued_at as queuedAt, id from chats
    where waits_in = ? and need > ? order by need, queued_at, id limit 1`,
  headsOfNeed: `${SELECT_CHATS} where waits_in = ? and need = ?
    order by queued_at, chats.id limit 0 + ?`,
  unrouted: `${SELECT_CHATS} where unrouted_in = ? order by chats.n limit 0 + ?`,
  unroutedAfter: `select id, n from chats where unrouted_in = ? and n > ? order by n limit 0 + ?`,
  queuesWaiting: 'select distinct waits_in from chats where waits_in is not null',
  countsWaiting: `select waits_in as queue, count(*) as waiting from chats
    where waits_in is not null group by waits_in`,
  longestWaiting: `select id, waiting_since as since from chats where waits_in = ?
    order by waiting_since limit 1`,
  waitingIn: 'select count(*) from chats where waits_in = ?',
  waitsFor: 'select count(*) from chats where waits_for = ?',
  ahead: `select count(*) from chats
    where waits_for = ? and (-priority, queued_at, id) < (-?, ?, ?)`,
  lastOfVisit: `select agent, ended_at as endedAt from chats
    where visit_id = ? and accepted_at is not null and ended_at is not null order by n desc limit 1`,
  lastOfVisitor: `select agent, ended_at as endedAt from chats
    where visitor_id = ? and visitor_claimed = 0 and accepted_at is not null
      and ended_at is not null order by n desc limit 1`,
  messageByClient: `select sequence, side, client_id, text, at from chat_messages
    where chat = (select n from chats where id = ?) and side = ? and client_id = ?`,
  saidLately: `select count(*) from chats
    join chat_messages m on m.chat = chats.n and m.sequence > chats.messages - ?
    where chats.id = ? and m.side = ? and m.at > ?`,
  chatsOfVisitor: `${SELECT_CHATS} where visitor_id = ? and visitor_claimed = 0 and erased_at is null
    order by chats.n limit 0 + ?`,
  chatsOfClaimedVisitor: `${SELECT_CHATS} where visitor_id = ? and visitor_claimed = 1
    and erased_at is null order by chats.n limit 0 + ?`,
  chatsOfIdentity: `${SELECT_CHATS} where identity_id = ? and erased_at is null
    order by chats.n limit 0 + ?`,
} as const;

/** What decisions ask of agents and chats. */
export interface ChatReads {
  chat(id: string): Chat | null;
  openChat(visitId: string): Chat | null;
  agentInView(name: string): AgentInView | null;
  staff(): readonly StaffMember[];
  routing(request: RoutingRequest): Omit<Routing, 'losing'>;
  /** Needs after one, by their names, each with the chat that is its first. */
  needs(queue: string, after: string, limit: number): readonly Need[];
  waitingIn(queue: string): number;
  chatsFor(group: string): number;
  lastAgent(of: LastAgentOf): LastAgent | null;
  said(request: SaidRequest, now: number): Said;
  chatsOfPerson(person: Person, limit: number): readonly Chat[];
}

/** Messages of both sides that are looked at for how much one says. */
const LATELY = 150;

export function createChatReads(database: Database): ChatReads {
  const sql = CHAT_STATEMENTS;
  const chat = database.prepare<[string], ChatRow>(sql.chat);
  const openChat = database.prepare<[string], ChatRow>(sql.openChat);
  const heldBy = database.prepare<[string], ChatRow>(sql.heldBy);
  const agent = database.prepare<[string], AgentRow>(sql.agentByName);
  const ready = database.prepare<[], AgentRow>(sql.agentsReady);
  const there = database.prepare<[], AgentRow>(sql.agentsThere);
  const held = database.prepare<[], { name: string; held: number }>(sql.heldCounts);
  const firstNeed = database.prepare<[string, string], Need>(sql.firstNeed);
  const heads = database.prepare<[string, string, number], ChatRow>(sql.headsOfNeed);
  const unrouted = database.prepare<[string, number], ChatRow>(sql.unrouted);
  const waitingIn = database.prepare<[string], number>(sql.waitingIn).pluck();
  const waitsFor = database.prepare<[string], number>(sql.waitsFor).pluck();
  // Of chats that are talked there are only as many as agents take; it is asked when a group goes.
  const talkedFor = database
    .prepare<[string], number>(
      `select count(*) from chats
       where held_by is not null and state = 'Active' and route ->> '$.group' = ?`,
    )
    .pluck();
  const lastOfVisit = database.prepare<[string], LastAgent>(sql.lastOfVisit);
  const lastOfVisitor = database.prepare<[string], LastAgent>(sql.lastOfVisitor);
  const byClient = database.prepare<[string, string, string], MessageRow>(sql.messageByClient);
  const saidLately = database
    .prepare<[number, string, Side, Moment], number>(sql.saidLately)
    .pluck();
  const ofPerson = {
    visitor: database.prepare<[string, number], ChatRow>(sql.chatsOfVisitor),
    claimed_visitor: database.prepare<[string, number], ChatRow>(sql.chatsOfClaimedVisitor),
    identity: database.prepare<[string, number], ChatRow>(sql.chatsOfIdentity),
  };
  const one = (row: ChatRow | undefined): Chat | null => (row ? chatOf(row) : null);

  function withHeld(rows: readonly AgentRow[]): readonly ReadyAgent[] {
    if (rows.length === 0) return [];
    const counts = new Map(held.all().map((row) => [row.name, row.held]));
    return rows.map((row) => ({ status: statusOf(row), held: counts.get(row.name) ?? 0 }));
  }

  function needs(queue: string, after: string, limit: number): readonly Need[] {
    const found: Need[] = [];
    while (found.length < limit) {
      const next = firstNeed.get(queue, found.at(-1)?.need ?? after);
      if (next === undefined) break;
      found.push(next);
    }
    return found;
  }

  /** The first chats of each need; null when there are too many needs. */
  function headsIn({ queue, among }: RoutingRequest): readonly Chat[] | null {
    const of = among ?? needs(queue, '', MOST_NEEDS + 1).map(({ need }) => need);
    if (of.length > MOST_NEEDS) return null;
    return of.flatMap((need) => heads.all(queue, need, HEADS).map(chatOf));
  }

  return {
    chat: (id) => one(chat.get(id)),
    openChat: (visitId) => one(openChat.get(visitId)),
    agentInView(name) {
      const row = agent.get(name);
      return row ? { status: statusOf(row), chats: heldBy.all(name).map(chatOf) } : null;
    },
    staff: () => withHeld(there.all()),
    needs,
    routing(request) {
      const agents = withHeld(ready.all());
      // Nobody to offer anything to: nothing has to be looked at.
      const found = agents.length > 0 ? headsIn(request) : [];
      return {
        unrouted: unrouted.all(request.queue, HEADS).map(chatOf),
        heads: found ?? [],
        isCut: found === null,
        ready: agents,
      };
    },
    waitingIn: (queue) => waitingIn.get(queue) ?? 0,
    chatsFor: (group) => (waitsFor.get(group) ?? 0) + (talkedFor.get(group) ?? 0),
    lastAgent: ({ visitId, visitorId }) =>
      lastOfVisit.get(visitId) ??
      (visitorId === null ? null : (lastOfVisitor.get(visitorId) ?? null)),
    said({ chatId, side, clientId, withinMs }, now) {
      const row = clientId === null ? undefined : byClient.get(chatId, side, clientId);
      const lately = saidLately.get(LATELY, chatId, side, now - withinMs) ?? 0;
      return { before: row ? messageOfRow(row) : null, lately };
    },
    chatsOfPerson: ({ kind, id }, limit) => ofPerson[kind].all(id, limit).map(chatOf),
  };
}

/** Questions of agents and chats that an index answers. */
export function createChatQueries(
  database: Database,
  reads: ChatReads,
): Answers<
  | 'chat'
  | 'chatHistory'
  | 'chatMessages'
  | 'openChat'
  | 'agent'
  | 'staff'
  | 'waitingQueues'
  | 'chatsWaiting'
  | 'unroutedChats'
  | 'chatsAhead'
  | 'needs'
  | 'handling'
> {
  const sql = CHAT_STATEMENTS;
  const history = database.prepare<[string], ChatFactRow>(sql.chatHistory);
  const messages = database.prepare<[string, number, number], MessageRow>(sql.chatMessages);
  const queues = database.prepare<[], string>(sql.queuesWaiting).pluck();
  const unrouted = database.prepare<[string, number, number], { id: string; n: number }>(
    sql.unroutedAfter,
  );
  const counts = database.prepare<[], { queue: string; waiting: number }>(sql.countsWaiting);
  const longest = database.prepare<[string], WaitingInQueue['longest']>(sql.longestWaiting);
  // Of those that agents hold: only as many as they take.
  const ringing = database.prepare<[], { queue: string; ringing: number }>(
    `select queue, count(*) as ringing from chats indexed by chats_held
     where held_by is not null and state = 'Offered' group by queue`,
  );
  const ahead = database.prepare<[string, number, number, string], number>(sql.ahead).pluck();
  const handling = database.prepare<[string, number], { count: number; total: number | null }>(
    `select count(*) as count, sum(duration_ms) as total from (
       select duration_ms from handlings where agent_group = ? order by n desc limit 0 + ?)`,
  );
  return {
    chat: reads.chat,
    chatHistory: (id) => history.all(id).map(chatFactOf),
    chatMessages: (id, after, limit) => messages.all(id, after, limit).map(messageOfRow),
    openChat: reads.openChat,
    needs: reads.needs,
    agent: reads.agentInView,
    staff: reads.staff,
    waitingQueues: () => queues.all(),
    chatsWaiting() {
      const waiting = counts.all();
      if (waiting.length === 0) return [];
      const ringingIn = new Map(ringing.all().map((each) => [each.queue, each.ringing]));
      return waiting.flatMap((each) => {
        const found = longest.get(each.queue);
        if (found === undefined) return [];
        return [{ ...each, ringing: ringingIn.get(each.queue) ?? 0, longest: found }];
      });
    },
    unroutedChats: (queue, page) =>
      pageOf(
        unrouted.all(queue, rowAfter(page, 0), page.size + 1),
        page.size,
        () => 0,
        ({ id }) => id,
      ),
    chatsAhead: ({ group, priority, queuedAt, id }) =>
      ahead.get(group, priority, queuedAt, id) ?? 0,
    handling(group, limit) {
      const { count = 0, total = 0 } = handling.get(group, limit) ?? {};
      return { count, totalMs: total ?? 0 };
    },
  };
}
