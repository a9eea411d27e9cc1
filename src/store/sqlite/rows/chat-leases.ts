import type { Database } from 'better-sqlite3';
import type { WaitingChat } from '../../../decisions/context.js';
import { type ChatLease, isChatSeen } from '../../../domain/chats/sight.js';
import type { Moment } from '../../../domain/interactions/interaction.js';
import { LIMITS } from '../../../domain/limits.js';
import { type AnyObject, find } from '../../../domain/objects/kinds.js';
import type { Answers } from '../../queries.js';
import type { WritersOf } from '../writer.js';
import { type ChatRow, chatOf, SELECT_CHATS } from './chats.js';

/** Those of the hot path of pulling chats; part of `HOT_STATEMENTS`. */
export const CHAT_LEASE_STATEMENTS = {
  // As many as may wait in a queue at all.
  chatsQueued: `${SELECT_CHATS} where waits_in = ? and state = 'Queued'
    order by waiting_since, chats.n`,
  oldestChat: `select waiting_since as moment from chats where waits_in = ?
    order by waiting_since limit 1`,
  nextChatPlaced: `select waiting_since as moment from chats
    where waits_in = ? and waiting_since > ? order by waiting_since limit 1`,
  nextChatLetGo: `select held_until as moment from chats
    where held_until > ? and queue = ? order by held_until limit 1`,
  chatLease: `select chat_leases.id, chats.id as chatId, view, key_id as keyId, delivery,
      leased_at as leasedAt
    from chat_leases join chats on chats.n = chat_leases.chat where chat_leases.id = ?`,
  chatDeliveries: `select delivery from chat_leases where chat = (
    select n from chats where id = ?) order by delivery desc limit 1`,
} as const;

/** What decisions on leases of chats look at. */
export interface ChatLeaseReads {
  chatLease(id: string): ChatLease | null;
  /** What waits in the queue of a view, held or not. */
  pulledChats(view: string, objects: readonly AnyObject[]): readonly WaitingChat[];
}

export function createChatLeaseReads(database: Database): ChatLeaseReads {
  const lease = database.prepare<[string], ChatLease>(CHAT_LEASE_STATEMENTS.chatLease);
  const deliveries = database
    .prepare<[string], number>(CHAT_LEASE_STATEMENTS.chatDeliveries)
    .pluck();
  const queued = database.prepare<[string], ChatRow>(CHAT_LEASE_STATEMENTS.chatsQueued);
  return {
    chatLease: (id) => lease.get(id) ?? null,
    pulledChats(view, objects) {
      const queue = find(objects, 'interaction-queue-views', view)?.properties.queue;
      if (queue === undefined) return [];
      return queued
        .all(queue)
        .map((row) => ({ chat: chatOf(row), deliveries: deliveries.get(row.id) ?? 0 }));
    },
  };
}

/** What a view shows of chats, and when it may show more. */
export function createChatSights(database: Database): Answers<'chatsSeen' | 'nextChatSeen'> {
  const queued = database.prepare<[string], ChatRow>(CHAT_LEASE_STATEMENTS.chatsQueued);
  const nextPlaced = database
    .prepare<[string, number], number>(CHAT_LEASE_STATEMENTS.nextChatPlaced)
    .pluck();
  const nextLetGo = database
    .prepare<[number, string], number>(CHAT_LEASE_STATEMENTS.nextChatLetGo)
    .pluck();
  return {
    chatsSeen(look, { now, forCleaning }, limit) {
      const ids: string[] = [];
      for (const row of queued.iterate(look.queue)) {
        if (ids.length === limit) break;
        if (isChatSeen(chatOf(row), look, now, forCleaning)) ids.push(row.id);
      }
      return ids;
    },
    nextChatSeen({ queue, placedBy }, now: Moment) {
      const placed = nextPlaced.get(queue, placedBy);
      const shown = placed === undefined ? Number.POSITIVE_INFINITY : placed + now - placedBy;
      const next = Math.min(shown, nextLetGo.get(now, queue) ?? Number.POSITIVE_INFINITY);
      return Number.isFinite(next) ? next : null;
    },
  };
}

export function createChatLeaseWriter(database: Database): WritersOf<'chat_lease'> {
  const insert = database.prepare(
    `insert into chat_leases (id, chat, delivery, view, key_id, leased_at)
     values (?, (select n from chats where id = ?), ?, ?, ?, ?)`,
  );
  const forget = database.prepare(
    `delete from chat_leases where chat = (select n from chats where id = ?) and delivery <= ?`,
  );
  return {
    chat_lease({ lease: { id, chatId, delivery, view, keyId, leasedAt } }) {
      insert.run(id, chatId, delivery, view, keyId, leasedAt);
      if (delivery > LIMITS.leases.most) forget.run(chatId, delivery - LIMITS.leases.most);
    },
  };
}
