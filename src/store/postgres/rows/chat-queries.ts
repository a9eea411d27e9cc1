import type { Person } from '../../../decisions/context.js';
import type { ChatState } from '../../../domain/chats/vocabulary.js';
import type { ChatFilter, StateCount, WaitingInQueue } from '../../lists.js';
import { charactersOf, NEWEST, pageOf, rowAfter } from '../../pages.js';
import {
  type ChatFactRow,
  type ChatRow,
  chatFactOf,
  chatOf,
  type MessageRow,
  messageOfRow,
  SELECT_CHATS,
} from '../../rows/chats.js';
import { unasked } from '../questions.js';
import { plucked, type Sql, type SqlAnswers, type Value } from '../sql.js';
import {
  readAgent,
  readChat,
  readNeeds,
  readOpenChat,
  readStaff,
  SELECT_MESSAGES,
} from './chat-reads.js';
import { OF_PERSON } from './interactions.js';

const FACT = 'sequence, type, at, actor, from_state, to_state, agent, agent_group, outcome, detail';

/** Chats that no strategy has said anything of, and no other node asks about. */
export const createUnrouted = (node: string): SqlAnswers<'unroutedChats'> => ({
  async unroutedChats(sql, queue, page) {
    const rows = await sql.all<{ id: string; n: number }>(
      `select id, n from chats where unrouted_in = ? and n > ? and ${unasked('chats.id')}
       order by n limit ?`,
      queue,
      rowAfter(page, 0),
      node,
      page.size + 1,
    );
    return pageOf(
      rows,
      page.size,
      () => 0,
      ({ id }) => id,
    );
  },
});

/** Questions of agents and chats that an index answers. */
export const CHAT_QUERIES: SqlAnswers<
  | 'chat'
  | 'chatHistory'
  | 'chatMessages'
  | 'openChat'
  | 'agent'
  | 'staff'
  | 'waitingQueues'
  | 'chatsWaiting'
  | 'chatsAhead'
  | 'needs'
  | 'handling'
> = {
  chat: readChat,
  async chatHistory(sql, id) {
    const rows = await sql.all<ChatFactRow>(
      `select ${FACT} from chat_history where chat = (select n from chats where id = ?)
       order by sequence`,
      id,
    );
    return rows.map(chatFactOf);
  },
  async chatMessages(sql, id, after, limit) {
    const rows = await sql.all<MessageRow>(
      `${SELECT_MESSAGES} where chat = (select n from chats where id = ?) and sequence > ?
       order by sequence limit ?`,
      id,
      after,
      limit,
    );
    return rows.map(messageOfRow);
  },
  openChat: readOpenChat,
  agent: readAgent,
  staff: readStaff,
  needs: readNeeds,
  async waitingQueues(sql) {
    const rows = await sql.all<{ value: string }>(
      'select distinct waits_in as value from chats where waits_in is not null order by 1',
    );
    return rows.map(({ value }) => value);
  },
  async chatsWaiting(sql) {
    const rows = await sql.all<
      Omit<WaitingInQueue, 'longest'> & { readonly id: string; readonly since: number }
    >(
      `select waits_in as queue, count(*) as waiting,
         count(*) filter (where state = 'Offered') as ringing,
         (array_agg(id order by waiting_since, n))[1] as id, min(waiting_since) as since
       from chats where waits_in is not null group by waits_in order by waits_in`,
    );
    return rows.map(({ id, since, ...row }) => ({ ...row, longest: { id, since } }));
  },
  async chatsAhead(sql, { group, priority, queuedAt, id }) {
    const count = await plucked(
      sql.one<{ value: number }>(
        `select count(*) as value from chats
         where waits_for = ? and (-priority, queued_at, id) < (?::bigint, ?, ?)`,
        group,
        -priority,
        queuedAt,
        id,
      ),
    );
    return count ?? 0;
  },
  async handling(sql, group, limit) {
    const found = await sql.one<{ count: number; total: number | null }>(
      `select count(*) as count, sum(duration_ms)::bigint as total from (
         select duration_ms from handlings where agent_group = ? order by n desc limit ?) newest`,
      group,
      limit,
    );
    return { count: found?.count ?? 0, totalMs: found?.total ?? 0 };
  },
};

const charactersOfChat = ({
  user_data,
  visitor_data,
  page_url,
  route,
  declines,
}: ChatRow): number => charactersOf(user_data, visitor_data, page_url, route, declines);

/** The conditions of a filter with the values that they bind. */
function conditionsOf(filter: ChatFilter): { sql: readonly string[]; values: readonly Value[] } {
  const conditions = [
    ['chats.state = ?', filter.state],
    ['chats.queue = ?', filter.queue],
    ['chats.agent = ?', filter.agent],
    ['chats.outcome = ?', filter.outcome],
    ['chats.interaction_id = ?', filter.interactionId],
    ['chats.visit_id = ?', filter.visitId],
    ['chats.queued_at > ?', filter.createdAfter],
    ['chats.queued_at < ?', filter.createdBefore],
  ] as const;
  const given = conditions.flatMap(([sql, value]) => (value === undefined ? [] : [{ sql, value }]));
  return { sql: given.map(({ sql }) => sql), values: given.map(({ value }) => value) };
}

type OfChat<Row> = Row & { readonly chat: number };

/** Rows of some chats, by their numbers. */
async function ofChats<Row>(
  sql: Sql,
  select: string,
  chats: readonly ChatRow[],
): Promise<ReadonlyMap<number, readonly Row[]>> {
  const rows = await sql.all<OfChat<Row>>(
    `${select} where chat = any(?::bigint[]) order by chat, sequence`,
    chats.map(({ n }) => n),
  );
  const byChat = new Map<number, Row[]>();
  for (const row of rows) byChat.set(row.chat, [...(byChat.get(row.chat) ?? []), row]);
  return byChat;
}

/** The histories of some chats, by their numbers. */
export const chatFactsOf = (sql: Sql, chats: readonly ChatRow[]) =>
  ofChats<ChatFactRow>(sql, `select chat, ${FACT} from chat_history`, chats);

/** Lists of chats: they may look at every one. */
export const CHAT_LISTS: SqlAnswers<'chats' | 'countChats' | 'chatRecords'> = {
  async chats(sql, filter, page) {
    const { sql: conditions, values } = conditionsOf(filter);
    const rows = await sql.all<ChatRow>(
      `${SELECT_CHATS} where ${[...conditions, 'chats.n < ?'].join(' and ')}
       order by chats.n desc limit ?`,
      ...values,
      rowAfter(page, NEWEST),
      page.size + 1,
    );
    return pageOf(rows, page.size, charactersOfChat, chatOf);
  },
  countChats(sql, filter) {
    const { sql: conditions, values } = conditionsOf(filter);
    const where = conditions.length > 0 ? `where ${conditions.join(' and ')}` : '';
    return sql.all<StateCount<ChatState>>(
      `select state, count(*) as count from chats ${where} group by state order by state`,
      ...values,
    );
  },
  async chatRecords(sql, { kind, id }: Person, page) {
    const rows = await sql.all<ChatRow>(
      `${SELECT_CHATS} where ${OF_PERSON[kind]} and chats.n < ? order by chats.n desc limit ?`,
      id,
      rowAfter(page, NEWEST),
      page.size + 1,
    );
    const [facts, messages] = await Promise.all([
      chatFactsOf(sql, rows),
      ofChats<MessageRow>(
        sql,
        'select chat, sequence, side, client_id, text, at from chat_messages',
        rows,
      ),
    ]);
    return pageOf(
      rows,
      page.size,
      (row, { messages: said }) =>
        charactersOfChat(row) + said.reduce((sum, { text }) => sum + text.length, 0),
      (row) => ({
        chat: chatOf(row),
        history: (facts.get(row.n) ?? []).map(chatFactOf),
        messages: (messages.get(row.n) ?? []).map(({ sequence, side, client_id, text, at }) =>
          messageOfRow({ sequence, side, client_id, text, at }),
        ),
      }),
    );
  },
};
