import type { Database } from 'better-sqlite3';
import type { PulledRequest, WaitingPart } from '../../../decisions/context.js';
import type { Interaction, Moment } from '../../../domain/interactions/interaction.js';
import { isHeld, type Lease } from '../../../domain/leases/lease.js';
import { isSeen, type Look, lookThrough } from '../../../domain/leases/look.js';
import { LIMITS } from '../../../domain/limits.js';
import { type AnyObject, find } from '../../../domain/objects/kinds.js';
import type { Looking } from '../../lists.js';
import type { Page } from '../../page.js';
import { NEWEST, pageOf, rowAfter } from '../../pages.js';
import type { Answers } from '../../queries.js';
import type { InteractionRow } from '../../rows/interactions.js';
import { type LeaseRow, leaseOf } from '../../rows/leases.js';
import type { WritersOf } from '../writer.js';

/** Rows that are looked at in one turn, at most: of many, most may not be shown. */
export const LOOKED_AT = 1000;

const SEEN = 'n, id, state, category, channel, placed_at';

/** What nothing holds; the second value has what is only paused. Of what is held an index knows all. */
const LET_GO = '(held_until is null or held_until <= ? or (? and held_by is null))';

/** Those of the hot path of pulling; part of `HOT_STATEMENTS`. */
export const LEASE_STATEMENTS = {
  oldestSeen: `select ${SEEN} from interactions
    where queue = ? and stopped_at is null and placed_at <= ? and (placed_at, n) > (?, ?)
      and ${LET_GO} order by placed_at, n limit 0 + ?`,
  newestSeen: `select ${SEEN} from interactions
    where queue = ? and stopped_at is null and placed_at >= ? and (placed_at, n) < (?, ?)
      and ${LET_GO} order by placed_at desc, n desc limit 0 + ?`,
  nextPlaced: `select placed_at as moment from interactions
    where queue = ? and stopped_at is null and placed_at > ? order by placed_at limit 1`,
  nextLetGo: `select held_until as moment from interactions
    where held_until > ? and queue = ? order by held_until limit 1`,
  lease: `select leases.id, interactions.id as interactionId, view, key_id as keyId, delivery,
      leased_at as leasedAt
    from leases join interactions on interactions.n = leases.interaction where leases.id = ?`,
  deliveries: `select delivery from leases where interaction = (
    select n from interactions where id = ?) order by delivery desc limit 1`,
  openLeases: `select count(*) from interactions where held_until > ? and held_by is not null`,
  openChatLeases: `select count(*) from chats where held_until > ? and lease is not null`,
} as const;

type SeenRow = Pick<InteractionRow, 'n' | 'id' | 'state' | 'category' | 'channel' | 'placed_at'>;

const isShown = (look: Look, row: SeenRow): boolean =>
  isSeen(look, { ...row, placedAt: row.placed_at });

/** What a view shows, by the placement; and when it may show more. */
export function createSights(database: Database): Answers<'seen' | 'nextSeen' | 'openLeases'> {
  const oldest = database.prepare<unknown[], SeenRow>(LEASE_STATEMENTS.oldestSeen);
  const newest = database.prepare<unknown[], SeenRow>(LEASE_STATEMENTS.newestSeen);
  const nextPlaced = database.prepare<[string, number], number>(LEASE_STATEMENTS.nextPlaced);
  const nextLetGo = database.prepare<[number, string], number>(LEASE_STATEMENTS.nextLetGo);
  const open = database.prepare<[number], number>(LEASE_STATEMENTS.openLeases).pluck();
  const ofChats = database.prepare<[number], number>(LEASE_STATEMENTS.openChatLeases).pluck();
  nextPlaced.pluck();
  nextLetGo.pluck();

  function rowsAfter(
    { queue, order, placedFrom, placedBy }: Look,
    { now, forCleaning }: Looking,
    after: string | undefined,
  ) {
    const [at, n] = after?.split('.').map(Number) ?? [];
    const rest = [now, forCleaning ? 1 : 0, LOOKED_AT];
    return order === 'oldest_first'
      ? oldest.iterate(queue, placedBy, at ?? placedFrom, n ?? -1, ...rest)
      : newest.iterate(queue, placedFrom, at ?? placedBy, n ?? NEWEST, ...rest);
  }

  return {
    seen(look, looking, { size, after }) {
      const items: string[] = [];
      let last: SeenRow | undefined;
      let looked = 0;
      for (const row of rowsAfter(look, looking, after)) {
        last = row;
        looked += 1;
        if (isShown(look, row)) items.push(row.id);
        if (items.length === size) break;
      }
      const isAll = looked < LOOKED_AT && items.length < size;
      return { items, next: isAll || !last ? null : `${last.placed_at}.${last.n}` };
    },
    nextSeen({ queue, placedBy }, now) {
      const placed = nextPlaced.get(queue, placedBy);
      const shown = placed === undefined ? Number.POSITIVE_INFINITY : placed + now - placedBy;
      const next = Math.min(shown, nextLetGo.get(now, queue) ?? Number.POSITIVE_INFINITY);
      return Number.isFinite(next) ? next : null;
    },
    openLeases: (now) => (open.get(now) ?? 0) + (ofChats.get(now) ?? 0),
  };
}

/** What a decision is given that pulls nothing. */
export const NOTHING_PULLED: WaitingPart<never> = { waiting: [], next: null };

/** What decisions on leases look at. */
export interface LeaseReads {
  lease(id: string): Lease | null;
  /** Those that may be handed out through a view; nothing through one that is not there. */
  pulled(request: PulledRequest, objects: readonly AnyObject[], now: Moment): WaitingPart;
}

/** Ids that a pull looks at: those that it names, or a part of what its view shows. */
export function idsToPull(
  { view, limit, after, among }: PulledRequest,
  objects: readonly AnyObject[],
  now: Moment,
  seen: Answers<'seen'>['seen'],
): Page<string> {
  if (among) return { items: among, next: null };
  const through = find(objects, 'interaction-queue-views', view);
  if (through === undefined) return { items: [], next: null };
  const look = lookThrough(through, null, now);
  return seen(look, { now, forCleaning: false }, { size: limit, after });
}

export function createLeaseReads(
  database: Database,
  queries: Answers<'interaction' | 'seen'>,
): LeaseReads {
  const lease = database.prepare<[string], Lease>(LEASE_STATEMENTS.lease);
  const deliveries = database.prepare<[string], number>(LEASE_STATEMENTS.deliveries).pluck();

  return {
    lease: (id) => lease.get(id) ?? null,
    pulled(request, objects, now) {
      const { items, next } = idsToPull(request, objects, now, queries.seen);
      const found = items.map(queries.interaction).filter((each) => each !== null);
      const waiting = found
        .filter(({ hold }: Interaction) => !isHeld(hold, now))
        .map((interaction) => ({ interaction, deliveries: deliveries.get(interaction.id) ?? 0 }));
      return { waiting, next };
    },
  };
}

/** Of interactions and of chats; numbered by the moment, so that the newest come first. */
const EVERY_LEASE = `with every as (
  select leased_at * 1000 + leases.n % 1000 as n, leases.id, interactions.id as interaction_id,
    null as chat_id, view, queue, key_id, delivery, leased_at, held_until, clock, clock_started_at
  from interactions join leases on leases.id = interactions.held_by
  where held_until is not null
  union all
  select leased_at * 1000 + chat_leases.n % 1000, chat_leases.id, null, chats.id, view, queue,
    key_id, delivery, leased_at, held_until, null, null
  from chats join chat_leases on chat_leases.id = chats.lease where held_until is not null)`;

/** Reads that look at all that is held, or at all of a queue. */
export function createLeaseLists(database: Database): Answers<'leases' | 'seenByCreation'> {
  const byCreation = {
    oldest_first: database.prepare<unknown[], SeenRow>(
      `select ${SEEN} from interactions
       where queue = ? and stopped_at is null and placed_at >= ? and placed_at <= ? and ${LET_GO}
       order by created_at, n`,
    ),
    newest_first: database.prepare<unknown[], SeenRow>(
      `select ${SEEN} from interactions
       where queue = ? and stopped_at is null and placed_at >= ? and placed_at <= ? and ${LET_GO}
       order by created_at desc, n desc`,
    ),
  };
  return {
    leases({ now, view, queue, keyId }, page) {
      const conditions = [
        ['held_until > ?', now],
        ['n < ?', rowAfter(page, NEWEST)],
        ['view = ?', view],
        ['queue = ?', queue],
        ['key_id = ?', keyId],
      ].filter(([, value]) => value !== undefined);
      const rows = database
        .prepare<unknown[], LeaseRow>(
          `${EVERY_LEASE} select * from every
           where ${conditions.map(([sql]) => sql).join(' and ')} order by n desc limit 0 + ?`,
        )
        .iterate(...conditions.map(([, value]) => value), page.size + 1);
      return pageOf(rows, page.size, () => 0, leaseOf);
    },
    seenByCreation(look, now, limit) {
      const ids: string[] = [];
      for (const row of byCreation[look.order].iterate(
        look.queue,
        look.placedFrom,
        look.placedBy,
        now,
        0,
      )) {
        if (ids.length === limit) break;
        if (isShown(look, row)) ids.push(row.id);
      }
      return ids;
    },
  };
}

export function createLeaseWriter(database: Database): WritersOf<'lease'> {
  const hold = database.prepare<unknown[], number>(
    `update interactions set held_by = ?, held_until = ?
     where id = ? and held_by is ? and held_until is ? returning n`,
  );
  hold.pluck();
  const insert = database.prepare(
    `insert into leases (id, interaction, delivery, view, key_id, leased_at)
     values (?, ?, ?, ?, ?, ?)`,
  );
  const forget = database.prepare('delete from leases where interaction = ? and delivery <= ?');
  return {
    lease({ lease, before, after }) {
      const { id, interactionId, delivery, view, keyId, leasedAt } = lease;
      const n = hold.get(
        after?.lease ?? null,
        after?.until ?? null,
        interactionId,
        before?.lease ?? null,
        before?.until ?? null,
      );
      if (n === undefined) throw new Error(`interaction ${interactionId} is held otherwise by now`);
      if (after?.lease !== id || before?.lease === id) return;
      insert.run(id, n, delivery, view, keyId, leasedAt);
      if (delivery > LIMITS.leases.most) forget.run(n, delivery - LIMITS.leases.most);
    },
  };
}
