import type { Database } from 'better-sqlite3';
import type { InvitationsOf, Invited } from '../../../decisions/question.js';
import {
  type Measured,
  PROACTIVE_CHATS,
  PROACTIVE_MS,
  REACTIVE_MS,
} from '../../../domain/pacing/estimates.js';
import { hashOf } from '../../../domain/pacing/probability.js';
import type { Answers } from '../../queries.js';
import type { WritersOf } from '../writer.js';

/** Invitations to a chat of which it is known what became of them, as their index has them. */
const KNOWN = `interactions indexed by interactions_known
  where channel = 'proactiveChat' and engaged_at is not null and disposed_at is not null
    and reason is not 'cleaned' and reason is not 'erased'
    and (state <> 'Accepted' or chat_id is not null or form_status = 'expired')`;

/** Statements of the hot path; a test asserts that each is answered by its index alone. */
export const PACING_STATEMENTS = {
  invited: `select count(*) from interactions indexed by interactions_invited
    where channel = 'proactiveChat' and (state = 'Engaged' or state = 'Accepted')
      and state = ? and clock = ? and clock_started_at > ?`,
  queuedFor: `select count(*) from chats indexed by chats_queued_for
    where state = 'Queued' and waits_for = ?`,
  // Unlike `is not null`, a comparison can use the index.
  known: `select chat_id, engaged_at, disposed_at from ${KNOWN} and disposed_at > 0
    order by disposed_at desc limit 0 + ?`,
  reactive: 'select count(*) from reactive_requests where agent_group = ? and at > ?',
  proactive: `select accepted_at is null and outcome = 'abandoned' as abandoned
    from chats indexed by chats_proactive
    where interaction_id is not null and queued_at > ? and route ->> '$.group' = ?
      and (accepted_at is not null or outcome = 'unanswered'
        or (outcome = 'abandoned' and ended_at - queued_at >= ?))
    order by queued_at desc limit 0 + ?`,
} as const;

/** What a decision asks about invitations. */
export function createInvitedRead(database: Database): (of: InvitationsOf) => Invited {
  const sql = PACING_STATEMENTS;
  const invited = database.prepare<[string, string, number], number>(sql.invited).pluck();
  const queued = database.prepare<[string], number>(sql.queuedFor).pluck();
  return ({ group, engagementAfter, abandonedAfter, formAfter }) => ({
    waiting: queued.get(group) ?? 0,
    forms: invited.get('Accepted', 'registrationForm', formAfter) ?? 0,
    outstanding:
      (invited.get('Engaged', 'engagement', engagementAfter) ?? 0) +
      (invited.get('Engaged', 'abandoned', abandonedAfter) ?? 0),
  });
}

/** How invitations and chats went lately. */
export function createPacingReads(
  database: Database,
  handling: Answers<'handling'>['handling'],
): Answers<'measured'> {
  const sql = PACING_STATEMENTS;
  const known = database.prepare<[number], { known: number; chats: number; totalMs: number }>(
    `select count(*) as known, count(chat_id) as chats,
       coalesce(sum(disposed_at - engaged_at), 0) as totalMs from (${sql.known})`,
  );
  const reactive = database.prepare<[string, number], number>(sql.reactive).pluck();
  const proactive = database.prepare<
    [number, string, number, number],
    { chats: number; abandoned: number }
  >(`select count(*) as chats, coalesce(sum(abandoned), 0) as abandoned from (${sql.proactive})`);
  return {
    measured: (group, { historyLength, shortAbandonMs, now }): Measured => ({
      engagements: known.get(historyLength) ?? { known: 0, chats: 0, totalMs: 0 },
      handlings: handling(group, historyLength),
      reactive: reactive.get(group, now - REACTIVE_MS) ?? 0,
      proactive: proactive.get(now - PROACTIVE_MS, group, shortAbandonMs, PROACTIVE_CHATS) ?? {
        chats: 0,
        abandoned: 0,
      },
    }),
  };
}

export function createPacingWriter(database: Database): WritersOf<'reactive_request'> {
  const forget = database.prepare(
    'delete from reactive_requests where agent_group = ? and at <= ?',
  );
  // Of several within the time, the first counts.
  const insert = database.prepare(
    `insert into reactive_requests (agent_group, visit, at) values (?, ?, ?)
     on conflict (agent_group, visit) do nothing`,
  );
  return {
    reactive_request({ group, visitId, at }) {
      forget.run(group, at - REACTIVE_MS);
      insert.run(group, hashOf(visitId), at);
    },
  };
}
