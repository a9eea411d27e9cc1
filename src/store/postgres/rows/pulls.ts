import type { PulledRequest, WaitingChat, WaitingPart } from '../../../decisions/context.js';
import type { ChatLease } from '../../../domain/chats/sight.js';
import type { Moment } from '../../../domain/interactions/interaction.js';
import { isHeld, type Lease } from '../../../domain/leases/lease.js';
import { type Look, lookThrough } from '../../../domain/leases/look.js';
import { type AnyObject, find } from '../../../domain/objects/kinds.js';
import type { Looking } from '../../lists.js';
import type { Page, PageRequest } from '../../page.js';
import { type ChatRow, chatOf, SELECT_CHATS } from '../../rows/chats.js';
import {
  type InteractionRow,
  interactionOf,
  SELECT_INTERACTIONS,
} from '../../rows/interactions.js';
import type { Sql } from '../sql.js';
import { SIGHTS } from './leases.js';

/** What a decision is given that pulls nothing. */
export const NOTHING_PULLED: WaitingPart<never> = { waiting: [], next: null };

type Seen = (look: Look, looking: Looking, page: PageRequest) => Promise<Page<string>>;

/** Ids that a pull looks at: those that it names, or a part of what its view shows. */
async function idsToPull(
  { view, limit, after, among }: PulledRequest,
  objects: readonly AnyObject[],
  now: Moment,
  seen: Seen,
): Promise<Page<string>> {
  if (among) return { items: among, next: null };
  const through = find(objects, 'interaction-queue-views', view);
  if (through === undefined) return { items: [], next: null };
  return seen(lookThrough(through, null, now), { now, forCleaning: false }, { size: limit, after });
}

/** Rows in the order of their ids; what is not there is left out. */
function inOrder<Row extends { readonly id: string }>(
  ids: readonly string[],
  rows: readonly Row[],
): readonly Row[] {
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}

export const readLease = (sql: Sql, id: string): Promise<Lease | undefined> =>
  sql.one<Lease>(
    `select leases.id, interactions.id as "interactionId", view, key_id as "keyId", delivery,
       leased_at as "leasedAt"
     from leases join interactions on interactions.n = leases.interaction where leases.id = ?`,
    id,
  );

export const readChatLease = (sql: Sql, id: string): Promise<ChatLease | undefined> =>
  sql.one<ChatLease>(
    `select chat_leases.id, chats.id as "chatId", view, key_id as "keyId", delivery,
       leased_at as "leasedAt"
     from chat_leases join chats on chats.n = chat_leases.chat where chat_leases.id = ?`,
    id,
  );

type Delivered = { readonly deliveries: number | null };

/** Those that may be handed out; nothing through a view that is not there. */
export async function readPulled(
  sql: Sql,
  request: PulledRequest,
  objects: readonly AnyObject[],
  now: Moment,
): Promise<WaitingPart> {
  const { items, next } = await idsToPull(request, objects, now, (...args) =>
    SIGHTS.seen(sql, ...args),
  );
  const rows = await sql.all<InteractionRow & Delivered>(
    `select found.*, (select max(delivery) from leases where interaction = found.n) as deliveries
     from (${SELECT_INTERACTIONS} where interactions.id = any(?::text[])) found`,
    items,
  );
  const waiting = inOrder(items, rows)
    .map((row) => ({ interaction: interactionOf(row), deliveries: row.deliveries ?? 0 }))
    .filter(({ interaction: { hold } }) => !isHeld(hold, now));
  return { waiting, next };
}

/** The same of chats. */
export async function readPulledChats(
  sql: Sql,
  request: PulledRequest,
  objects: readonly AnyObject[],
  now: Moment,
): Promise<WaitingPart<WaitingChat>> {
  const { items, next } = await idsToPull(request, objects, now, (...args) =>
    SIGHTS.chatsSeen(sql, ...args),
  );
  const rows = await sql.all<ChatRow & Delivered>(
    `select found.*, (select max(delivery) from chat_leases where chat = found.n) as deliveries
     from (${SELECT_CHATS} where chats.id = any(?::text[])) found`,
    items,
  );
  const waiting = inOrder(items, rows).map((row) => ({
    chat: chatOf(row),
    deliveries: row.deliveries ?? 0,
  }));
  return { waiting, next };
}
