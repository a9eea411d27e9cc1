import type { Database } from 'better-sqlite3';
import type { Person } from '../../../decisions/context.js';
import type { ChatState } from '../../../domain/chats/vocabulary.js';
import type { ChatFilter, StateCount } from '../../lists.js';
import { charactersOf, NEWEST, pageOf, rowAfter } from '../../pages.js';
import type { Answers } from '../../queries.js';
import {
  type ChatFactRow,
  type ChatRow,
  chatFactOf,
  chatOf,
  type MessageRow,
  messageOfRow,
  SELECT_CHATS,
} from '../../rows/chats.js';

/** Whose chats they are. */
const OF_PERSON: Readonly<Record<Person['kind'], string>> = {
  visitor: 'visitor_id = ? and visitor_claimed = 0',
  claimed_visitor: 'visitor_id = ? and visitor_claimed = 1',
  identity: 'identity_id = ?',
};

const charactersOfChat = ({
  user_data,
  visitor_data,
  page_url,
  route,
  declines,
}: ChatRow): number => charactersOf(user_data, visitor_data, page_url, route, declines);

/** The conditions of a filter with the values that they bind. */
function conditionsOf(filter: ChatFilter) {
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
  const given = conditions.filter(([, value]) => value !== undefined);
  return { sql: given.map(([sql]) => sql), values: given.map(([, value]) => value) };
}

/** The statement of a list of chats, each filter answered by an index where there is one. */
export function chatsWhere(filter: ChatFilter) {
  const { sql, values } = conditionsOf(filter);
  const where = [...sql, 'chats.n < ?'].join(' and ');
  return {
    sql: `${SELECT_CHATS} where ${where} order by chats.n desc limit 0 + ?`,
    values,
  };
}

/** Lists of chats: they may look at every one. */
export function createChatLists(
  database: Database,
): Answers<'chats' | 'countChats' | 'chatRecords'> {
  const facts = database.prepare<[number], ChatFactRow>(
    'select * from chat_history where chat = ? order by sequence',
  );
  const messages = database.prepare<[number], MessageRow>(
    'select * from chat_messages where chat = ? order by sequence',
  );
  return {
    chats(filter, page) {
      const { sql, values } = chatsWhere(filter);
      const rows = database
        .prepare<unknown[], ChatRow>(sql)
        .iterate(...values, rowAfter(page, NEWEST), page.size + 1);
      return pageOf(rows, page.size, charactersOfChat, chatOf);
    },
    countChats(filter) {
      const { sql, values } = conditionsOf(filter);
      const where = sql.length > 0 ? `where ${sql.join(' and ')}` : '';
      return database
        .prepare<unknown[], StateCount<ChatState>>(
          `select state, count(*) as count from chats ${where} group by state`,
        )
        .all(...values);
    },
    chatRecords({ kind, id }, page) {
      const rows = database
        .prepare<[string, number, number], ChatRow>(
          `${SELECT_CHATS} where ${OF_PERSON[kind]} and chats.n < ?
           order by chats.n desc limit 0 + ?`,
        )
        .iterate(id, rowAfter(page, NEWEST), page.size + 1);
      return pageOf(
        rows,
        page.size,
        (row, { messages: said }) =>
          charactersOfChat(row) + said.reduce((sum, { text }) => sum + text.length, 0),
        (row) => ({
          chat: chatOf(row),
          history: facts.all(row.n).map(chatFactOf),
          messages: messages
            .all(row.n)
            .map(({ sequence, side, client_id, text, at }) =>
              messageOfRow({ sequence, side, client_id, text, at }),
            ),
        }),
      );
    },
  };
}
