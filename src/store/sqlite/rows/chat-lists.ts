import type { Database } from 'better-sqlite3';
import type { Person } from '../../../decisions/context.js';
import type { Answers } from '../../queries.js';
import { charactersOf, NEWEST, pageOf, rowAfter } from '../page.js';
import {
  type ChatFactRow,
  type ChatRow,
  chatFactOf,
  chatOf,
  type MessageRow,
  messageOfRow,
  SELECT_CHATS,
} from './chats.js';

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

/** Lists of chats: they may look at every one. */
export function createChatLists(database: Database): Answers<'chats' | 'chatRecords'> {
  const facts = database.prepare<[number], ChatFactRow>(
    'select * from chat_history where chat = ? order by sequence',
  );
  const messages = database.prepare<[number], MessageRow>(
    'select * from chat_messages where chat = ? order by sequence',
  );
  return {
    chats({ state, queue, agent, outcome }, page) {
      const conditions = [
        ['chats.state = ?', state],
        ['chats.queue = ?', queue],
        ['chats.agent = ?', agent],
        ['chats.outcome = ?', outcome],
        ['chats.n < ?', rowAfter(page, NEWEST)],
      ].filter(([, value]) => value !== undefined);
      const rows = database
        .prepare<unknown[], ChatRow>(
          `${SELECT_CHATS} where ${conditions.map(([sql]) => sql).join(' and ')}
           order by chats.n desc limit 0 + ?`,
        )
        .iterate(...conditions.map(([, value]) => value), page.size + 1);
      return pageOf(rows, page.size, charactersOfChat, chatOf);
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
