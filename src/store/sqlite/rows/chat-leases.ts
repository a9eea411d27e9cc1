import type { Database } from 'better-sqlite3';
import type { PulledRequest, WaitingChat, WaitingPart } from '../../../decisions/context.js';
import type { Chat } from '../../../domain/chats/chat.js';
import { type ChatLease, inOrderOf, isChatSeen } from '../../../domain/chats/sight.js';
import type { Moment } from '../../../domain/interactions/interaction.js';
import type { Look } from '../../../domain/leases/look.js';
import { LIMITS } from '../../../domain/limits.js';
import type { AnyObject } from '../../../domain/objects/kinds.js';
import type { Looking } from '../../lists.js';
import { NEWEST, numbersOf } from '../../pages.js';
import type { Answers } from '../../queries.js';
import { type ChatRow, chatOf, SELECT_CHATS } from '../../rows/chats.js';
import type { WritersOf } from '../writer.js';
import { idsToPull, LOOKED_AT } from './leases.js';

const SEEN = `n, id, state, queue, category, interaction_id as interactionId,
  waiting_since as waitingSince, held_until as heldUntil, lease`;

/** Those of the hot path of pulling chats; part of `HOT_STATEMENTS`. */
export const CHAT_LEASE_STATEMENTS = {
  oldestChatsSeen: `select ${SEEN} from chats where waits_in = ? and waiting_since <= ?
    and (waiting_since, n) > (?, ?) order by waiting_since, n limit 0 + ?`,
  newestChatsSeen: `select ${SEEN} from chats where waits_in = ? and waiting_since >= ?
    and (waiting_since, n) < (?, ?) order by waiting_since desc, n desc limit 0 + ?`,
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
  /** Those that may be handed out through a view; nothing through one that is not there. */
  pulledChats(
    request: PulledRequest,
    objects: readonly AnyObject[],
    now: Moment,
  ): WaitingPart<WaitingChat>;
}

export function createChatLeaseReads(
  database: Database,
  queries: Answers<'chat' | 'chatsSeen'>,
): ChatLeaseReads {
  const lease = database.prepare<[string], ChatLease>(CHAT_LEASE_STATEMENTS.chatLease);
  const deliveries = database
    .prepare<[string], number>(CHAT_LEASE_STATEMENTS.chatDeliveries)
    .pluck();

  return {
    chatLease: (id) => lease.get(id) ?? null,
    pulledChats(request, objects, now) {
      const { items, next } = idsToPull(request, objects, now, queries.chatsSeen);
      const found = items.map(queries.chat).filter((each) => each !== null);
      return {
        waiting: found.map((chat) => ({ chat, deliveries: deliveries.get(chat.id) ?? 0 })),
        next,
      };
    },
  };
}

type SeenRow = Pick<Chat, 'id' | 'state' | 'queue' | 'category' | 'waitingSince'> &
  Pick<Chat, 'interactionId'> & {
    readonly n: number;
    readonly heldUntil: Moment | null;
    readonly lease: string | null;
  };

function isShown(look: Look, row: SeenRow, { now, forCleaning }: Looking): boolean {
  const { lease, heldUntil } = row;
  const hold = heldUntil === null ? null : { lease, until: heldUntil };
  return isChatSeen({ ...row, hold }, look, now, forCleaning);
}

/** What a view shows of chats, by the wait; and when it may show more. */
export function createChatSights(database: Database): Answers<'chatsSeen' | 'nextChatSeen'> {
  const oldest = database.prepare<unknown[], SeenRow>(CHAT_LEASE_STATEMENTS.oldestChatsSeen);
  const newest = database.prepare<unknown[], SeenRow>(CHAT_LEASE_STATEMENTS.newestChatsSeen);
  const nextPlaced = database
    .prepare<[string, number], number>(CHAT_LEASE_STATEMENTS.nextChatPlaced)
    .pluck();
  const nextLetGo = database
    .prepare<[number, string], number>(CHAT_LEASE_STATEMENTS.nextChatLetGo)
    .pluck();

  function rowsAfter({ queue, order, placedFrom, placedBy }: Look, after: string | undefined) {
    const [at, n] = after === undefined ? [] : numbersOf(after, 2);
    return order === 'oldest_first'
      ? oldest.iterate(queue, placedBy, at ?? placedFrom, n ?? -1, LOOKED_AT)
      : newest.iterate(queue, placedFrom, at ?? placedBy, n ?? NEWEST, LOOKED_AT);
  }

  return {
    chatsSeen(look, looking, { size, after }) {
      const items: string[] = [];
      let last: SeenRow | undefined;
      let looked = 0;
      for (const row of rowsAfter(look, after)) {
        last = row;
        looked += 1;
        if (isShown(look, row, looking)) items.push(row.id);
        if (items.length === size) break;
      }
      const isAll = looked < LOOKED_AT && items.length < size;
      return { items, next: isAll || !last ? null : `${last.waitingSince}.${last.n}` };
    },
    nextChatSeen({ queue, placedBy }, now: Moment) {
      const placed = nextPlaced.get(queue, placedBy);
      const shown = placed === undefined ? Number.POSITIVE_INFINITY : placed + now - placedBy;
      const next = Math.min(shown, nextLetGo.get(now, queue) ?? Number.POSITIVE_INFINITY);
      return Number.isFinite(next) ? next : null;
    },
  };
}

/** Reads that look at all that waits in a queue. */
export function createChatLooks(database: Database): Answers<'chatsSeenBy' | 'countChatsInQueue'> {
  const waiting = database.prepare<[string], ChatRow>(`${SELECT_CHATS} where waits_in = ?`);
  const count = database
    .prepare<[string, number, number], number>(
      `select count(*) from chats where waits_in = ? and waiting_since <= ? and state = 'Queued'
       and (held_until is null or held_until <= ? or lease is null)`,
    )
    .pluck();
  return {
    chatsSeenBy: (orderBy, look, now, limit) =>
      waiting
        .all(look.queue)
        .map(chatOf)
        .filter((chat) => isChatSeen(chat, look, now, false))
        .sort(inOrderOf(orderBy, look.order))
        .slice(0, limit)
        .map(({ id }) => id),
    countChatsInQueue: (queue, placedBy, now) => count.get(queue, placedBy, now) ?? 0,
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
