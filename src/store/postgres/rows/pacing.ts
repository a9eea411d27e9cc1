import type { InvitationsOf, Invited } from '../../../decisions/question.js';
import type { Moment } from '../../../domain/interactions/interaction.js';
import { PROACTIVE_CHATS, PROACTIVE_MS, REACTIVE_MS } from '../../../domain/pacing/estimates.js';
import { plucked, type Sql, type SqlAnswers } from '../sql.js';
import { CHAT_QUERIES } from './chat-queries.js';

/** Invitations to a chat of which it is known what became of them, as their index has them. */
const KNOWN = `interactions
  where channel = 'proactiveChat' and engaged_at is not null and disposed_at is not null
    and reason is distinct from 'cleaned' and reason is distinct from 'erased'
    and (state <> 'Accepted' or chat_id is not null or form_status = 'expired')`;

const count = async (
  sql: Sql,
  text: string,
  ...values: readonly (string | number)[]
): Promise<number> => (await plucked(sql.one<{ value: number }>(text, ...values))) ?? 0;

/** What a decision asks about invitations. */
export async function readInvited(
  sql: Sql,
  { group, engagementAfter, abandonedAfter, formAfter }: InvitationsOf,
): Promise<Invited> {
  const invited = (state: string, clock: string, after: Moment) =>
    count(
      sql,
      `select count(*) as value from interactions
       where channel = 'proactiveChat' and (state = 'Engaged' or state = 'Accepted')
         and clock is not null and state = ? and clock = ? and clock_started_at > ?`,
      state,
      clock,
      after,
    );
  const [waiting, forms, engaged, abandoned] = await Promise.all([
    count(
      sql,
      "select count(*) as value from chats where state = 'Queued' and waits_for = ?",
      group,
    ),
    invited('Accepted', 'registrationForm', formAfter),
    invited('Engaged', 'engagement', engagementAfter),
    invited('Engaged', 'abandoned', abandonedAfter),
  ]);
  return { waiting, forms, outstanding: engaged + abandoned };
}

/** How invitations and chats went lately. */
export const PACING_READS: SqlAnswers<'measured'> = {
  async measured(sql, group, { historyLength, shortAbandonMs, now }) {
    const [known, handlings, reactive, proactive] = await Promise.all([
      sql.one<{ known: number; chats: number; totalMs: number }>(
        `select count(*) as known, count(chat_id) as chats,
           coalesce(sum(disposed_at - engaged_at), 0)::bigint as "totalMs"
         from (select chat_id, engaged_at, disposed_at from ${KNOWN}
           order by disposed_at desc limit ?) newest`,
        historyLength,
      ),
      CHAT_QUERIES.handling(sql, group, historyLength),
      count(
        sql,
        'select count(*) as value from reactive_requests where agent_group = ? and at > ?',
        group,
        now - REACTIVE_MS,
      ),
      sql.one<{ chats: number; abandoned: number }>(
        `select count(*) as chats, count(*) filter (where abandoned) as abandoned from (
           select accepted_at is null and outcome = 'abandoned' as abandoned from chats
           where interaction_id is not null and queued_at > ? and route::json ->> 'group' = ?
             and (accepted_at is not null or outcome = 'unanswered'
               or (outcome = 'abandoned' and ended_at - queued_at >= ?))
           order by queued_at desc limit ?) newest`,
        now - PROACTIVE_MS,
        group,
        shortAbandonMs,
        PROACTIVE_CHATS,
      ),
    ]);
    return {
      engagements: known ?? { known: 0, chats: 0, totalMs: 0 },
      handlings,
      reactive,
      proactive: proactive ?? { chats: 0, abandoned: 0 },
    };
  },
};
