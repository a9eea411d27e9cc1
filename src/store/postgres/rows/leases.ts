import type { Chat } from '../../../domain/chats/chat.js';
import { inOrderOf, isChatSeen } from '../../../domain/chats/sight.js';
import type { Moment } from '../../../domain/interactions/interaction.js';
import { isSeen, type Look } from '../../../domain/leases/look.js';
import type { Looking } from '../../lists.js';
import type { Page } from '../../page.js';
import { NEWEST, numbersOf, pageOf, rowAfter } from '../../pages.js';
import { type ChatRow, chatOf, SELECT_CHATS } from '../../rows/chats.js';
import type { InteractionRow } from '../../rows/interactions.js';
import { type LeaseRow, leaseOf } from '../../rows/leases.js';
import { plucked, type Sql, type SqlAnswers } from '../sql.js';

/** Rows that are looked at in one turn, at most: of many, most may not be shown. */
const LOOKED_AT = 1000;

const SEEN = 'n, id, state, category, channel, placed_at';

/** What nothing holds; the second value has what is only paused. */
const LET_GO = '(held_until is null or held_until <= ? or (?::bigint = 1 and held_by is null))';

type SeenRow = Pick<InteractionRow, 'n' | 'id' | 'state' | 'category' | 'channel' | 'placed_at'>;

const isShown = (look: Look, row: SeenRow): boolean =>
  isSeen(look, { ...row, placedAt: row.placed_at });

const SEEN_CHAT = `n, id, state, queue, category, interaction_id as "interactionId",
  waiting_since as "waitingSince", held_until as "heldUntil", lease`;

type SeenChatRow = Pick<Chat, 'id' | 'state' | 'queue' | 'category' | 'waitingSince'> &
  Pick<Chat, 'interactionId'> & {
    readonly n: number;
    readonly heldUntil: Moment | null;
    readonly lease: string | null;
  };

function isChatShown(look: Look, row: SeenChatRow, { now, forCleaning }: Looking): boolean {
  const { lease, heldUntil } = row;
  const hold = heldUntil === null ? null : { lease, until: heldUntil };
  return isChatSeen({ ...row, hold }, look, now, forCleaning);
}

/** A page of what is shown of the rows that were looked at; `placeOf` is where a row stands. */
function shownOf<Row extends { readonly id: string }>(
  rows: readonly Row[],
  size: number,
  isShownRow: (row: Row) => boolean,
  placeOf: (row: Row) => string,
): Page<string> {
  const items: string[] = [];
  let last: Row | undefined;
  let looked = 0;
  for (const row of rows) {
    last = row;
    looked += 1;
    if (isShownRow(row)) items.push(row.id);
    if (items.length === size) break;
  }
  const isAll = looked < LOOKED_AT && items.length < size;
  return { items, next: isAll || !last ? null : placeOf(last) };
}

/** When more may be seen: by its age, or because it is let go. */
const nextOf = (
  placed: Moment | undefined,
  letGo: Moment | undefined,
  placedBy: Moment,
  now: Moment,
): Moment | null => {
  const shown = placed === undefined ? Number.POSITIVE_INFINITY : placed + now - placedBy;
  const next = Math.min(shown, letGo ?? Number.POSITIVE_INFINITY);
  return Number.isFinite(next) ? next : null;
};

const momentOf = (sql: Sql, text: string, ...values: readonly (string | number)[]) =>
  plucked(sql.one<{ value: Moment }>(text, ...values));

/** What a view shows, by the placement; and when it may show more. */
export const SIGHTS: SqlAnswers<'seen' | 'nextSeen' | 'openLeases' | 'chatsSeen' | 'nextChatSeen'> =
  {
    async seen(sql, look, { now, forCleaning }, { size, after }) {
      const { queue, order, placedFrom, placedBy } = look;
      const [at, n] = after === undefined ? [] : numbersOf(after, 2);
      const rest = [now, forCleaning ? 1 : 0, LOOKED_AT] as const;
      const rows = await (order === 'oldest_first'
        ? sql.all<SeenRow>(
            `select ${SEEN} from interactions
           where queue = ? and stopped_at is null and placed_at <= ? and (placed_at, n) > (?, ?)
             and ${LET_GO} order by placed_at, n limit ?`,
            ...[queue, placedBy, at ?? placedFrom, n ?? -1, ...rest],
          )
        : sql.all<SeenRow>(
            `select ${SEEN} from interactions
           where queue = ? and stopped_at is null and placed_at >= ? and (placed_at, n) < (?, ?)
             and ${LET_GO} order by placed_at desc, n desc limit ?`,
            ...[queue, placedFrom, at ?? placedBy, n ?? NEWEST, ...rest],
          ));
      return shownOf(
        rows,
        size,
        (row) => isShown(look, row),
        (row) => `${row.placed_at}.${row.n}`,
      );
    },
    async nextSeen(sql, { queue, placedBy }, now) {
      const [placed, letGo] = await Promise.all([
        momentOf(
          sql,
          `select placed_at as value from interactions
         where queue = ? and stopped_at is null and placed_at > ? order by placed_at limit 1`,
          queue,
          placedBy,
        ),
        momentOf(
          sql,
          `select held_until as value from interactions where held_until > ? and queue = ?
         order by held_until limit 1`,
          now,
          queue,
        ),
      ]);
      return nextOf(placed, letGo, placedBy, now);
    },
    async openLeases(sql, now) {
      const count = await momentOf(
        sql,
        `select (select count(*) from interactions where held_until > ? and held_by is not null)
         + (select count(*) from chats where held_until > ? and lease is not null) as value`,
        now,
        now,
      );
      return count ?? 0;
    },
    async chatsSeen(sql, look, looking, { size, after }) {
      const { queue, order, placedFrom, placedBy } = look;
      const [at, n] = after === undefined ? [] : numbersOf(after, 2);
      const rows = await (order === 'oldest_first'
        ? sql.all<SeenChatRow>(
            `select ${SEEN_CHAT} from chats where waits_in = ? and waiting_since <= ?
             and (waiting_since, n) > (?, ?) order by waiting_since, n limit ?`,
            ...[queue, placedBy, at ?? placedFrom, n ?? -1, LOOKED_AT],
          )
        : sql.all<SeenChatRow>(
            `select ${SEEN_CHAT} from chats where waits_in = ? and waiting_since >= ?
             and (waiting_since, n) < (?, ?) order by waiting_since desc, n desc limit ?`,
            ...[queue, placedFrom, at ?? placedBy, n ?? NEWEST, LOOKED_AT],
          ));
      return shownOf(
        rows,
        size,
        (row) => isChatShown(look, row, looking),
        (row) => `${row.waitingSince}.${row.n}`,
      );
    },
    async nextChatSeen(sql, { queue, placedBy }, now) {
      const [placed, letGo] = await Promise.all([
        momentOf(
          sql,
          `select waiting_since as value from chats where waits_in = ? and waiting_since > ?
         order by waiting_since limit 1`,
          queue,
          placedBy,
        ),
        momentOf(
          sql,
          `select held_until as value from chats where held_until > ? and queue = ?
         order by held_until limit 1`,
          now,
          queue,
        ),
      ]);
      return nextOf(placed, letGo, placedBy, now);
    },
  };

/** Of interactions and of chats; numbered by the moment, so that the newest come first. */
const EVERY_LEASE = `with every_lease as (
  select leased_at * 1000 + leases.n % 1000 as n, leases.id, interactions.id as interaction_id,
    null as chat_id, view, queue, key_id, delivery, leased_at, held_until, clock, clock_started_at
  from interactions join leases on leases.id = interactions.held_by
  where held_until is not null
  union all
  select leased_at * 1000 + chat_leases.n % 1000, chat_leases.id, null, chats.id, view, queue,
    key_id, delivery, leased_at, held_until, null, null
  from chats join chat_leases on chat_leases.id = chats.lease where held_until is not null)`;

/** Reads that look at all that is held, or at all of a queue. */
export const LEASE_LISTS: SqlAnswers<
  'leases' | 'seenByCreation' | 'chatsSeenBy' | 'countChatsInQueue'
> = {
  async leases(sql, { now, view, queue, keyId }, page) {
    const conditions = (
      [
        ['held_until > ?', now],
        ['n < ?', rowAfter(page, NEWEST)],
        ['view = ?', view],
        ['queue = ?', queue],
        ['key_id = ?', keyId],
      ] as const
    ).flatMap(([text, value]) => (value === undefined ? [] : [{ text, value }]));
    const rows = await sql.all<LeaseRow>(
      `${EVERY_LEASE} select * from every_lease
       where ${conditions.map(({ text }) => text).join(' and ')} order by n desc limit ?`,
      ...conditions.map(({ value }) => value),
      page.size + 1,
    );
    return pageOf(rows, page.size, () => 0, leaseOf);
  },
  async seenByCreation(sql, look, now, limit) {
    const order = look.order === 'oldest_first' ? 'created_at, n' : 'created_at desc, n desc';
    const rows = await sql.all<SeenRow>(
      `select ${SEEN} from interactions
       where queue = ? and stopped_at is null and placed_at >= ? and placed_at <= ? and ${LET_GO}
       order by ${order}`,
      ...[look.queue, look.placedFrom, look.placedBy, now, 0],
    );
    return rows
      .filter((row) => isShown(look, row))
      .slice(0, limit)
      .map(({ id }) => id);
  },
  async chatsSeenBy(sql, orderBy, look, now, limit) {
    const rows = await sql.all<ChatRow>(`${SELECT_CHATS} where waits_in = ?`, look.queue);
    return rows
      .map(chatOf)
      .filter((chat) => isChatSeen(chat, look, now, false))
      .sort(inOrderOf(orderBy, look.order))
      .slice(0, limit)
      .map(({ id }) => id);
  },
  async countChatsInQueue(sql, queue, placedBy, now) {
    const count = await momentOf(
      sql,
      `select count(*) as value from chats where waits_in = ? and waiting_since <= ?
         and state = 'Queued' and (held_until is null or held_until <= ? or lease is null)`,
      queue,
      placedBy,
      now,
    );
    return count ?? 0;
  },
};
