import { MOST_LOSING } from '../../../decisions/context.js';
import type { Settings } from '../../../decisions/settings.js';
import {
  type AnyClock,
  CLOCK_NOUNS,
  CLOCKS,
  dueWhenStoredBy,
  type EarliestStarts,
  RESTING_CLOCKS,
} from '../../../domain/clocks.js';
import type { Moment } from '../../../domain/interactions/interaction.js';
import { CLOCK_COLUMNS } from '../../rows/chats.js';
import { plucked, type Sql, type SqlAnswers } from '../sql.js';

interface ClockPlace {
  readonly column: string;
  readonly table: string;
  /** By what the noun is known. */
  readonly key: string;
}

/** Where the clock of every noun but interactions is kept. */
const PLACES = new Map<AnyClock, ClockPlace>([
  ['presence', { column: 'seen_at', table: 'agents', key: 'name' }],
  ...Object.entries(CLOCK_COLUMNS).map(
    ([clock, column]) => [clock as AnyClock, { column, table: 'chats', key: 'id' }] as const,
  ),
]);

/** Clocks that run on chats at nobody, too: only of one that rings do they take it from somebody. */
const WHILE_WAITING: ReadonlySet<AnyClock> = new Set(['wait', 'visitor']);

/** How what is due is found by each clock, and what is due next; `rests`: since when anybody serves. */
export function createClockReads(servingSince: () => Moment): SqlAnswers<'due' | 'earliest'> {
  const rests = (clock: AnyClock): Moment => (RESTING_CLOCKS.has(clock) ? servingSince() : 0);
  return {
    async due(sql, clock, startedBy, limit) {
      const place = PLACES.get(clock);
      if (place !== undefined && startedBy < rests(clock)) return [];
      const rows = await (place === undefined
        ? sql.all<{ value: string }>(
            `select id as value from interactions where clock = ? and clock_started_at <= ?
             order by clock_started_at limit ?`,
            clock,
            startedBy,
            limit,
          )
        : sql.all<{ value: string }>(
            `select ${place.key} as value from ${place.table} where ${place.column} <= ?
             order by ${place.column} limit ?`,
            startedBy,
            limit,
          ));
      return rows.map(({ value }) => value);
    },
    async earliest(sql, clock) {
      const place = PLACES.get(clock);
      const moment = await plucked(
        place === undefined
          ? sql.one<{ value: Moment }>(
              `select clock_started_at as value from interactions where clock = ?
               order by clock_started_at limit 1`,
              clock,
            )
          : sql.one<{ value: Moment }>(
              `select ${place.column} as value from ${place.table}
               where ${place.column} is not null order by ${place.column} limit 1`,
            ),
      );
      return moment === undefined ? null : Math.max(moment, rests(clock));
    },
  };
}

/** When the earliest running clock of each name started. */
export async function earliestStarts(
  sql: Sql,
  { earliest }: SqlAnswers<'earliest'>,
): Promise<EarliestStarts> {
  const starts = await Promise.all(CLOCKS.map((name) => earliest(sql, name)));
  return Object.fromEntries(CLOCKS.map((name, index) => [name, starts[index] ?? undefined]));
}

/**
 * Some of the agents who lose something by a clock that is due. Each of them does when they are
 * settled, since what is due here is due of the chat: so none stays before those who are not read.
 */
export async function losingBy(
  sql: Sql,
  { timeline, servingSince }: Settings,
  now: Moment,
): Promise<readonly string[]> {
  const parts = await Promise.all(
    [...PLACES].map(([clock, { column, table, key }]) => {
      const by = dueWhenStoredBy(clock, timeline, servingSince, now);
      const held = WHILE_WAITING.has(clock) ? 'offer_clock' : 'held_by';
      return table === 'agents'
        ? sql.all<{ value: string }>(
            `select ${key} as value from agents where ${column} <= ? order by ${column} limit ?`,
            by,
            MOST_LOSING,
          )
        : sql.all<{ value: string }>(
            `select held_by as value from chats where ${column} <= ? and ${held} is not null
             order by ${column} limit ?`,
            by,
            MOST_LOSING,
          );
    }),
  );
  const names = parts.flat().map(({ value }) => value);
  return [...new Set(names)].slice(0, MOST_LOSING);
}

/** How many clocks run: every row of a table may have one. */
export const CLOCK_COUNT: SqlAnswers<'countRunning'> = {
  async countRunning(sql, clock, { after, by }) {
    const place = PLACES.get(clock);
    const count = await plucked(
      CLOCK_NOUNS[clock] === 'interaction' || place === undefined
        ? sql.one<{ value: number }>(
            `select count(*) as value from interactions
             where clock = ? and clock_started_at > ? and clock_started_at <= ?`,
            clock,
            after,
            by,
          )
        : sql.one<{ value: number }>(
            `select count(*) as value from ${place.table}
             where ${place.column} > ? and ${place.column} <= ?`,
            after,
            by,
          ),
    );
    return count ?? 0;
  },
};
