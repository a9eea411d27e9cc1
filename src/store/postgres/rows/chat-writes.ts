import type { Chat } from '../../../domain/chats/chat.js';
import { LIMITS } from '../../../domain/limits.js';
import { REACTIVE_MS } from '../../../domain/pacing/estimates.js';
import { hashOf } from '../../../domain/pacing/probability.js';
import { chatRowOf } from '../../rows/chats.js';
import { columnsOf, insertInto, setAll, type WritersOf, type Writing } from '../writing.js';
import { bindIdentity, moveVisit } from './interaction-writes.js';

/** Handlings of one group that are kept: more than any average looks at. */
const HANDLINGS = 1000;

const ROW = '(select n from chats where id = ?)';

/** Takes out what is personal about a chat that was erased. */
function erase(writing: Writing, { id }: Chat): void {
  writing.run(`delete from chat_messages where chat = ${ROW}`, id);
  writing.run(
    `update deliveries set status = 'failed', next_attempt_at = null
     where status = 'pending' and message in (select n from messages where chat = ${ROW})`,
    id,
  );
  writing.run(`update messages set body = null where chat = ${ROW}`, id);
  writing.run(
    `update chat_history set detail = null where chat = ${ROW} and type like 'strategy.%'`,
    id,
  );
  writing.run('delete from kept_answers where interaction_id = ?', id);
}

export const CHAT_WRITERS: WritersOf<
  'chat' | 'chat_message' | 'handling' | 'chat_lease' | 'reactive_request'
> = {
  chat(writing, { before, after, facts }, { now, unbind }) {
    if (after.identity && after.identity.id !== before?.identity?.id)
      bindIdentity(writing, after.identity);
    const { names, values } = columnsOf(chatRowOf(after));
    if (before === undefined) writing.run(insertInto('chats', names), ...values);
    else
      writing.must(
        `chat ${after.id} is no longer at version ${before.version}`,
        `update chats set ${setAll(names)} where id = ? and version = ? and sequence = ?`,
        ...values,
        before.id,
        before.version,
        before.sequence,
      );
    // Who has none, and who is with an agent, decides what else may be made for the visit.
    if (after.visitId !== null) moveVisit(writing, after.visitId, now);
    if (before && after.erasedAt !== before.erasedAt) erase(writing, before);
    if (before?.identity && before.identity.id !== after.identity?.id) unbind(before.identity.id);
    for (const { sequence, type, at, by, from, to, agent, group, outcome, detail } of facts)
      writing.run(
        `insert into chat_history (chat, sequence, type, at, actor, from_state, to_state, agent,
           agent_group, outcome, detail)
         values (${ROW}, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        ...[after.id, sequence, type, at, by, from, to, agent, group, outcome, detail],
      );
  },
  chat_message(writing, { chatId, message: { sequence, from, clientId, text, at } }) {
    writing.run(
      `insert into chat_messages (chat, sequence, side, client_id, text, at)
       values (${ROW}, ?, ?, ?, ?, ?)`,
      ...[chatId, sequence, from, clientId, text, at],
    );
  },
  handling(writing, { group, durationMs, at }) {
    writing.run(
      'insert into handlings (agent_group, duration_ms, at) values (?, ?, ?)',
      ...[group, durationMs, at],
    );
    writing.run(
      `delete from handlings where agent_group = ? and n <= (
         select n from handlings where agent_group = ? order by n desc limit 1 offset ?)`,
      ...[group, group, HANDLINGS],
    );
  },
  chat_lease(writing, { lease: { id, chatId, delivery, view, keyId, leasedAt } }) {
    writing.run(
      `insert into chat_leases (id, chat, delivery, view, key_id, leased_at)
       values (?, ${ROW}, ?, ?, ?, ?)`,
      ...[id, chatId, delivery, view, keyId, leasedAt],
    );
    if (delivery > LIMITS.leases.most)
      writing.run(
        `delete from chat_leases where chat = ${ROW} and delivery <= ?`,
        chatId,
        delivery - LIMITS.leases.most,
      );
  },
  reactive_request(writing, { group, visitId, at }) {
    writing.run(
      'delete from reactive_requests where agent_group = ? and at <= ?',
      group,
      at - REACTIVE_MS,
    );
    // Of several within the time, the first counts.
    writing.run(
      `insert into reactive_requests (agent_group, visit, at) values (?, ?, ?)
       on conflict (agent_group, visit) do nothing`,
      ...[group, hashOf(visitId), at],
    );
  },
};
