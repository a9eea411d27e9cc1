import type { Database } from 'better-sqlite3';
import type { Histories, HistoryRange } from '../../lists.js';
import type { PageRequest } from '../../page.js';
import { charactersOf, pageOf, rowAfter } from '../../pages.js';
import type { Answers } from '../../queries.js';
import {
  type ChatFactRow,
  type ChatRow,
  chatFactOf,
  chatOf,
  SELECT_CHATS,
} from '../../rows/chats.js';
import {
  type FactRow,
  factOf,
  type InteractionRow,
  interactionOf,
  SELECT_INTERACTIONS,
} from '../../rows/interactions.js';

/** Whole histories, for counting them: a scan in the order of the rows. */
export function createHistoryReads(database: Database): Answers<'histories'> {
  const interactions = database.prepare<[number, number, number], InteractionRow>(
    `${SELECT_INTERACTIONS} where n > ? and (stopped_at is null or stopped_at >= ?)
     order by n limit 0 + ?`,
  );
  const facts = database.prepare<[number], FactRow>(
    `select sequence, type, at, actor, from_state, to_state, queue, reason, detail from history
     where interaction = ? order by sequence`,
  );
  const chats = database.prepare<[number, number, number], ChatRow>(
    `${SELECT_CHATS} where chats.n > ? and (closed_at is null or closed_at >= ?)
     order by chats.n limit 0 + ?`,
  );
  const chatFacts = database.prepare<[number], ChatFactRow>(
    'select * from chat_history where chat = ? order by sequence',
  );
  return {
    // One snapshot: what a row says is what its history led to.
    histories: database.transaction(
      ({ of, endedSince }: HistoryRange, page: PageRequest): Histories => {
        const range = [rowAfter(page, 0), endedSince, page.size + 1] as const;
        return of === 'interactions'
          ? pageOf(
              interactions.iterate(...range),
              page.size,
              ({ user_data }) => charactersOf(user_data),
              (row) => ({ interaction: interactionOf(row), facts: facts.all(row.n).map(factOf) }),
            )
          : pageOf(
              chats.iterate(...range),
              page.size,
              ({ user_data }) => charactersOf(user_data),
              (row) => ({ chat: chatOf(row), facts: chatFacts.all(row.n).map(chatFactOf) }),
            );
      },
    ),
  };
}
