import type { Database } from 'better-sqlite3';
import type { Changes } from '../../decisions/change.js';
import { createEndpointWrite } from './endpoint-rows.js';

/** What a change writes for subscribers, in its transaction. */
export interface MessageWrites {
  writeWebhooks(changes: Changes, now: number): void;
  /** Takes everything personal out of what was written about the interaction with this number. */
  forgetMessages(interaction: number | bigint): void;
}

export function createMessageWrites(database: Database): MessageWrites {
  const writeEndpoint = createEndpointWrite(database);
  const insert = database.prepare(
    `insert into messages (id, type, created_at, interaction, sequence, endpoint, body)
     values (?, ?, ?, (select n from interactions where id = ?), ?, ?, ?)`,
  );
  const resend = database.prepare(
    "update deliveries set status = 'pending', next_attempt_at = ?, step = 0 where id = ?",
  );
  const forget = [
    `update delivery_attempts set response_excerpt = null where delivery in (
       select d.n from messages m join deliveries d on d.message = m.n where m.interaction = ?)`,
    `update deliveries set status = 'failed', next_attempt_at = null
     where status = 'pending' and message in (select n from messages where interaction = ?)`,
    'update messages set body = null where interaction = ?',
  ].map((sql) => database.prepare<[number | bigint]>(sql));

  return {
    writeWebhooks({ messages = [], webhookEndpoint, resend: delivery }, now) {
      if (webhookEndpoint) writeEndpoint(webhookEndpoint, now);
      for (const message of messages) {
        const { id, type, createdAt, interactionId, sequence, endpointId, body } = message;
        insert.run(id, type, createdAt, interactionId, sequence, endpointId, body);
      }
      if (delivery !== undefined) resend.run(now, delivery);
    },
    forgetMessages(interaction) {
      for (const statement of forget) statement.run(interaction);
    },
  };
}
