import type { Database } from 'better-sqlite3';
import type { Answers } from '../../queries.js';
import type { WritersOf } from '../writer.js';

/** Reads of messages by key. */
export function createMessageReads(database: Database): Answers<'placeOf' | 'placeBefore'> {
  const place = database.prepare<[string], number>('select n from messages where id = ?').pluck();
  const newest = database.prepare<[], number | null>('select max(n) from messages').pluck();
  const writtenAfter = database
    .prepare<[number], number>('select created_at from messages where n > ? order by n limit 1')
    .pluck();
  return {
    placeOf(messageId) {
      const n = place.get(messageId);
      return n === undefined ? null : String(n);
    },
    placeBefore(moment) {
      let [low, high] = [0, newest.get() ?? 0];
      // Moments never decrease with the number.
      while (low < high) {
        const middle = Math.floor((low + high) / 2);
        if ((writtenAfter.get(middle) ?? moment) >= moment) high = middle;
        else low = middle + 1;
      }
      return String(low);
    },
  };
}

export function createMessageWriters(
  database: Database,
): WritersOf<'message' | 'delivery' | 'redelivery'> {
  const insert = database.prepare(
    `insert into messages (id, type, created_at, interaction, chat, sequence, endpoint, body)
     values (?, ?, ?, (select n from interactions where id = ?),
       (select n from chats where id = ?), ?, ?, ?)`,
  );
  const deliver = database.prepare(
    `insert into deliveries (id, endpoint, message, status, next_attempt_at, step, attempts)
     select ?, e.n, m.n, 'pending', ?, 0, 0 from messages m, webhook_endpoints e
     where m.id = ? and e.id = ? on conflict (message, endpoint) do nothing`,
  );
  const again = database.prepare(
    "update deliveries set status = 'pending', next_attempt_at = ?, step = 0 where id = ?",
  );
  return {
    message({
      message: { id, type, createdAt, interactionId, chatId, sequence, endpointId, body },
    }) {
      insert.run(id, type, createdAt, interactionId, chatId ?? null, sequence, endpointId, body);
    },
    delivery({ id, messageId, endpointId }, { now }) {
      deliver.run(id, now, messageId, endpointId);
    },
    redelivery({ id }, { now }) {
      again.run(now, id);
    },
  };
}

/** Takes everything personal out of what was written about the interaction with a number. */
export function createForgetMessages(database: Database): (interaction: number | bigint) => void {
  const forget = [
    `update delivery_attempts set response_excerpt = null where delivery in (
       select d.n from messages m join deliveries d on d.message = m.n where m.interaction = ?)`,
    `update deliveries set status = 'failed', next_attempt_at = null
     where status = 'pending' and message in (select n from messages where interaction = ?)`,
    'update messages set body = null where interaction = ?',
  ].map((sql) => database.prepare<[number | bigint]>(sql));
  return (interaction) => {
    for (const statement of forget) statement.run(interaction);
  };
}
