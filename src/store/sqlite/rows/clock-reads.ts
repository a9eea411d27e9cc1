import type { Database } from 'better-sqlite3';
import { MOST_LOSING } from '../../../decisions/context.js';
import type { Settings } from '../../../decisions/settings.js';
import {
  type AnyClock,
  CLOCK_NOUNS,
  dueWhenStoredBy,
  RESTING_CLOCKS,
  type Starts,
} from '../../../domain/clocks.js';
import type { Moment } from '../../../domain/interactions/interaction.js';
import type { ClockName } from '../../../domain/interactions/vocabulary.js';
import type { Answers } from '../../queries.js';
import { CLOCK_COLUMNS } from '../../rows/chats.js';

/** The clock of every noun but interactions: where it is kept, and by what the noun is known. */
const COLUMNS: readonly (readonly [clock: AnyClock, column: string, table: string, key: string])[] =
  [
    ['presence', 'seen_at', 'agents', 'name'],
    ...Object.entries(CLOCK_COLUMNS).map(
      ([clock, column]) => [clock as AnyClock, column, 'chats', 'id'] as const,
    ),
  ];

const dueIn = (column: string, table: string, key: string): string =>
  `select ${key} from ${table} where ${column} <= ? order by ${column} limit 0 + ?`;
const earliestIn = (column: string, table: string): string =>
  `select ${column} as moment from ${table} where ${column} is not null order by ${column} limit 1`;

/** Clocks that run on chats at nobody, too: only of one that rings do they take it from somebody. */
const WHILE_WAITING: ReadonlySet<AnyClock> = new Set(['wait', 'visitor']);

/** Who loses something by a clock that is due; the plus keeps SQLite with the index of the clock. */
const losingIn = ([clock, column, table]: (typeof COLUMNS)[number]): string =>
  table === 'agents'
    ? dueIn(column, table, 'name')
    : `select held_by from chats where ${column} <= ?
        and +${WHILE_WAITING.has(clock) ? 'offer_clock' : 'held_by'} is not null
       order by ${column} limit 0 + ?`;

/** Those of the hot path; a test asserts that each is answered by its index alone. */
export const CLOCK_STATEMENTS = {
  due: `select id from interactions where clock = ? and clock_started_at <= ?
    order by clock_started_at limit 0 + ?`,
  earliest: `select clock_started_at as moment from interactions where clock = ?
    order by clock_started_at limit 1`,
  ...Object.fromEntries(
    COLUMNS.flatMap((of) => {
      const [clock, column, table, key] = of;
      return [
        [`due ${clock}`, dueIn(column, table, key)],
        [`earliest ${clock}`, earliestIn(column, table)],
        [`losing ${clock}`, losingIn(of)],
      ];
    }),
  ),
};

type MomentRow = { readonly moment: number };

/** How what is due is found by each clock, and what is due next. */
export function createClockReads(
  database: Database,
  servingSince: Moment,
): Answers<'due' | 'earliest'> {
  const due = database.prepare<[ClockName, number, number], string>(CLOCK_STATEMENTS.due).pluck();
  const earliest = database.prepare<[ClockName], MomentRow>(CLOCK_STATEMENTS.earliest);
  const others = new Map(
    COLUMNS.map(([clock, column, table, key]) => [
      clock,
      {
        due: database.prepare<[number, number], string>(dueIn(column, table, key)).pluck(),
        earliest: database.prepare<[], MomentRow>(earliestIn(column, table)),
      },
    ]),
  );
  const rests = (clock: AnyClock): Moment => (RESTING_CLOCKS.has(clock) ? servingSince : 0);
  return {
    due(clock: AnyClock, startedBy: Moment, limit: number): readonly string[] {
      if (CLOCK_NOUNS[clock] === 'interaction')
        return due.all(clock as ClockName, startedBy, limit);
      if (startedBy < rests(clock)) return [];
      return others.get(clock)?.due.all(startedBy, limit) ?? [];
    },
    earliest(clock: AnyClock): Moment | null {
      const moment =
        CLOCK_NOUNS[clock] === 'interaction'
          ? earliest.get(clock as ClockName)?.moment
          : others.get(clock)?.earliest.get()?.moment;
      return moment === undefined ? null : Math.max(moment, rests(clock));
    },
  };
}

/**
 * Some of the agents who lose something by a clock that is due. Each of them does when they are
 * settled, since what is due here is due of the chat: so none stays before those who are not read.
 */
export function createLosingRead(
  database: Database,
): (settings: Settings, now: Moment) => readonly string[] {
  const reads = COLUMNS.map((of) => {
    const losing = database.prepare<[number, number], string>(losingIn(of)).pluck();
    return [of[0], losing] as const;
  });
  return ({ timeline, servingSince }, now) => {
    const names = reads.flatMap(([clock, losing]) =>
      losing.all(dueWhenStoredBy(clock, timeline, servingSince, now), MOST_LOSING),
    );
    return [...new Set(names)].slice(0, MOST_LOSING);
  };
}

/** How many clocks run: every row of a table may have one. */
export function createClockCount(database: Database): Answers<'countRunning'> {
  const ofInteractions = database
    .prepare<[ClockName, number, number], number>(
      `select count(*) from interactions
      where clock = ? and clock_started_at > ? and clock_started_at <= ?`,
    )
    .pluck();
  const others = new Map(
    COLUMNS.map(([clock, column, table]) => [
      clock,
      database
        .prepare<[number, number], number>(
          `select count(*) from ${table} where ${column} > ? and ${column} <= ?`,
        )
        .pluck(),
    ]),
  );
  return {
    countRunning: (clock: AnyClock, { after, by }: Starts) =>
      (CLOCK_NOUNS[clock] === 'interaction'
        ? ofInteractions.get(clock as ClockName, after, by)
        : others.get(clock)?.get(after, by)) ?? 0,
  };
}
