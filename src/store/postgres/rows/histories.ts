import { charactersOf, pageOf, rowAfter } from '../../pages.js';
import { type ChatRow, chatFactOf, chatOf, SELECT_CHATS } from '../../rows/chats.js';
import {
  factOf,
  type InteractionRow,
  interactionOf,
  SELECT_INTERACTIONS,
} from '../../rows/interactions.js';
import type { SqlAnswers } from '../sql.js';
import { chatFactsOf } from './chat-queries.js';
import { factsOf } from './interactions.js';

const characters = ({ user_data }: { readonly user_data: string }): number =>
  charactersOf(user_data);

/** Whole histories, for counting them: a scan in the order of the rows. */
export const HISTORY_READS: SqlAnswers<'histories'> = {
  async histories(sql, { of, endedSince }, page) {
    const range = [rowAfter(page, 0), endedSince, page.size + 1] as const;
    if (of === 'interactions') {
      const rows = await sql.all<InteractionRow>(
        `${SELECT_INTERACTIONS} where n > ? and (stopped_at is null or stopped_at >= ?)
         order by n limit ?`,
        ...range,
      );
      const facts = await factsOf(sql, rows);
      return pageOf(rows, page.size, characters, (row) => ({
        interaction: interactionOf(row),
        facts: (facts.get(row.n) ?? []).map(factOf),
      }));
    }
    const rows = await sql.all<ChatRow>(
      `${SELECT_CHATS} where chats.n > ? and (closed_at is null or closed_at >= ?)
       order by chats.n limit ?`,
      ...range,
    );
    const facts = await chatFactsOf(sql, rows);
    return pageOf(rows, page.size, characters, (row) => ({
      chat: chatOf(row),
      facts: (facts.get(row.n) ?? []).map(chatFactOf),
    }));
  },
};
