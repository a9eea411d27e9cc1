import type { Database } from 'better-sqlite3';
import type { Chat } from '../../../domain/chats/chat.js';
import { foldIdentityValue } from '../../../domain/interactions/identity.js';
import { chatRowOf, type WrittenChat } from '../../rows/chats.js';
import type { Counters } from '../counters.js';
import type { WritersOf } from '../writer.js';
import { createDifferenceUpdate, createInsert } from './columns.js';

/** Handlings of one group that are kept: more than any average looks at. */
const HANDLINGS = 1000;

/** Takes out what is personal about a chat that was erased. */
function createEraser(database: Database): (n: number, chat: Chat) => void {
  const statements = [
    'delete from chat_messages where chat = ?',
    `update deliveries set status = 'failed', next_attempt_at = null
     where status = 'pending' and message in (select n from messages where chat = ?)`,
    'update messages set body = null where chat = ?',
    `update chat_history set detail = null where chat = ? and type like 'strategy.%'`,
  ].map((sql) => database.prepare<[number]>(sql));
  const eraseAnswers = database.prepare('delete from kept_answers where interaction_id = ?');
  return (n, { id }) => {
    for (const statement of statements) statement.run(n);
    eraseAnswers.run(id);
  };
}

export function createChatWriters(
  database: Database,
  counters: Pick<Counters, 'unbind'>,
): WritersOf<'chat' | 'chat_message' | 'handling'> {
  let insert: ((row: WrittenChat) => number | bigint) | undefined;
  let update: ((before: WrittenChat, after: WrittenChat) => number | undefined) | undefined;
  const erase = createEraser(database);
  const insertFact = database.prepare(
    `insert into chat_history
       (chat, sequence, type, at, actor, from_state, to_state, agent, agent_group, outcome, detail)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const insertIdentity = database.prepare(
    `insert into identities (id, key, value, folded) values (?, ?, ?, ?)
     on conflict (id) do nothing`,
  );
  const insertMessage = database.prepare(
    `insert into chat_messages (chat, sequence, side, client_id, text, at)
     values ((select n from chats where id = ?), ?, ?, ?, ?, ?)`,
  );
  const insertHandling = database.prepare(
    'insert into handlings (agent_group, duration_ms, at) values (?, ?, ?)',
  );
  const forgetHandlings = database.prepare(
    `delete from handlings where agent_group = ? and n <= (
       select n from handlings where agent_group = ? order by n desc limit 1 offset ?)`,
  );

  function put(before: Chat | undefined, row: WrittenChat): number {
    const columns = Object.keys(row) as (keyof WrittenChat & string)[];
    insert ??= createInsert<WrittenChat>(database, 'chats', columns);
    update ??= createDifferenceUpdate<WrittenChat>(database, 'chats', columns, [
      'id',
      'version',
      'sequence',
    ]);
    const n = before === undefined ? insert(row) : update(chatRowOf(before), row);
    if (n === undefined)
      throw new Error(`chat ${row.id} is no longer at version ${before?.version}`);
    return Number(n);
  }

  return {
    chat({ before, after, facts }) {
      if (after.identity && after.identity.id !== before?.identity?.id) {
        const { id, key, value } = after.identity;
        insertIdentity.run(id, key, value, foldIdentityValue(value));
      }
      const n = put(before, chatRowOf(after));
      if (before && after.erasedAt !== before.erasedAt) erase(n, before);
      if (before?.identity && before.identity.id !== after.identity?.id)
        counters.unbind(before.identity.id);
      for (const { sequence, type, at, by, from, to, agent, group, outcome, detail } of facts)
        insertFact.run(n, sequence, type, at, by, from, to, agent, group, outcome, detail);
    },
    chat_message({ chatId, message: { sequence, from, clientId, text, at } }) {
      insertMessage.run(chatId, sequence, from, clientId, text, at);
    },
    handling({ group, durationMs, at }) {
      insertHandling.run(group, durationMs, at);
      forgetHandlings.run(group, group, HANDLINGS);
    },
  };
}
