import type { Clock } from '../../clock.js';
import type { Context, Missed, MissedRequest, Said, Target } from '../../decisions/context.js';
import type { Answered, Question } from '../../decisions/question.js';
import type { Settings } from '../../decisions/settings.js';
import type { AgentStatus } from '../../domain/agents/agent.js';
import { type Chat, isHeld } from '../../domain/chats/chat.js';
import { claimIdentity, foldIdentityValue } from '../../domain/interactions/identity.js';
import type { Identity, Moment, UserData } from '../../domain/interactions/interaction.js';
import { inForce } from '../../domain/options/timeline.js';
import { type AnswerRow, answerOf } from '../rows/answers.js';
import { type MissedRow, missedOf, NOTHING_MISSED } from '../rows/lanes.js';
import { attemptsOf } from './rows/attempts.js';
import {
  readAgent,
  readCalm,
  readChat,
  readChatsFor,
  readChatsOfPerson,
  readLastAgent,
  readOpenChat,
  readRouting,
  readSaid,
  readStaff,
  readWaitingIn,
} from './rows/chat-reads.js';
import { losingBy } from './rows/clock-reads.js';
import { INTERACTION_READS, interactionsOf } from './rows/interactions.js';
import { readInvited } from './rows/pacing.js';
import {
  NOTHING_PULLED,
  readChatLease,
  readLease,
  readPulled,
  readPulledChats,
} from './rows/pulls.js';
import { RECORD_READS } from './rows/records.js';
import type { Sql } from './sql.js';
import { ANSWER_LIFETIME_MS } from './writes.js';

/** A context for which nothing was read. */
export const NOTHING_FOUND = {
  current: null,
  liveAttempts: [],
  ofPerson: [],
  keptAnswer: null,
  missed: NOTHING_MISSED,
  pulled: NOTHING_PULLED,
  lease: null,
  chatLease: null,
  pulledChats: NOTHING_PULLED,
  chat: null,
  openChat: null,
  agent: null,
  calm: [],
  routing: null,
  said: { before: null, lately: 0 },
  chatsOfPerson: [],
  answers: [],
} as const satisfies Partial<Context>;

const NOTHING_SAID: Said = NOTHING_FOUND.said;

/** Within what a decision is read for. */
export interface Reading {
  readonly sql: Sql;
  readonly settings: Settings;
  readonly clock: Clock;
  /** Never earlier than any moment that was shown. */
  readonly now: Moment;
  /** Interactions in a queue, those of the transaction under way included. */
  heldIn(queue: string): Promise<number>;
}

/** What an endpoint has passed, with what became of it. */
async function readMissed(sql: Sql, { endpointId, after, limit }: MissedRequest): Promise<Missed> {
  const endpoint = await sql.one<{ n: number; cursor: number; enabled: number }>(
    'select n, cursor, enabled from webhook_endpoints where id = ? and deleted_at is null',
    endpointId,
  );
  if (endpoint?.enabled !== 1) return NOTHING_MISSED;
  // What is beyond the cursor comes anyway.
  const rows = await sql.all<MissedRow>(
    `select m.n, m.id, m.type, m.endpoint, (m.body is not null)::int as sendable,
       d.id as delivery, d.status
     from messages m left join deliveries d on d.message = m.n and d.endpoint = ?
     where m.n > ? and m.n <= ? order by m.n limit ?`,
    ...[endpoint.n, Number(after), endpoint.cursor, limit],
  );
  return missedOf(rows, limit);
}

async function readAnswer(sql: Sql, scope: string, key: string, after: Moment) {
  const row = await sql.one<AnswerRow>(
    'select * from kept_answers where scope = ? and idempotency_key = ? and at > ?',
    ...[scope, key, after],
  );
  return row ? answerOf(row) : null;
}

/** What a decision is told that asks. */
export async function answer(
  { sql, heldIn }: Pick<Reading, 'sql' | 'heldIn'>,
  question: Question,
): Promise<Answered> {
  switch (question.kind) {
    case 'identity': {
      const { key, value } = question.of;
      const found = await sql.one<Identity>(
        'select id, key, value from identities where key = ? and folded = ?',
        ...[key, foldIdentityValue(value)],
      );
      return { ...question, answer: found ?? null };
    }
    case 'attempts':
      return { ...question, answer: await attemptsOf(sql, question.of) };
    case 'held':
      return { ...question, answer: await heldIn(question.of) };
    case 'agent':
      return { ...question, answer: await readAgent(sql, question.of) };
    case 'staff':
      return { ...question, answer: await readStaff(sql) };
    case 'openChat':
      return { ...question, answer: await readOpenChat(sql, question.of) };
    case 'waitingIn':
      return { ...question, answer: await readWaitingIn(sql, question.of) };
    case 'chatsFor':
      return { ...question, answer: await readChatsFor(sql, question.of) };
    case 'invitations':
      return { ...question, answer: await readInvited(sql, question.of) };
    case 'lastAgent':
      return { ...question, answer: await readLastAgent(sql, question.of) };
    case 'erased':
      return { ...question, answer: await RECORD_READS.wasErased(sql, question.of) };
  }
}

/** The contact that data names, if it does, as the answer to who that is. */
async function contactIn(reading: Reading, userData: UserData): Promise<readonly Answered[]> {
  const claim = claimIdentity(userData, inForce(reading.settings.timeline));
  return claim === null ? [] : [await answer(reading, { kind: 'identity', of: claim })];
}

const holderOf = (chat: Chat | null): readonly string[] =>
  chat !== null && isHeld(chat) && chat.agent !== null ? [chat.agent] : [];

/** Agents beside a chat: it is settled with them, and most decisions run once. */
async function beside(reading: Reading, names: readonly string[]) {
  const { sql, settings, now } = reading;
  const read = await Promise.all(
    [...new Set(names)].map(async (name): Promise<AgentStatus | Answered> => {
      const status = await readCalm(sql, name, settings, now);
      return status ?? answer(reading, { kind: 'agent', of: name });
    }),
  );
  const isCalm = (each: AgentStatus | Answered): each is AgentStatus => !('kind' in each);
  return {
    calm: read.filter(isCalm),
    agents: read.filter((each): each is Answered => !isCalm(each)),
  };
}

/** What a target names of agents and chats. */
async function chatsOf(reading: Reading, target: Target) {
  const { sql, settings, now } = reading;
  const { visit, agent, routing, said, person, pulledChats } = target;
  const chatLease =
    target.chatLease === undefined ? null : ((await readChatLease(sql, target.chatLease)) ?? null);
  const id = target.chat ?? chatLease?.chatId;
  const isBeside = id !== undefined && agent !== undefined;
  const [chat, openChat, losing, pulled, agentInView, routed, saidBefore, chatsOfPerson] =
    await Promise.all([
      id === undefined ? null : readChat(sql, id),
      visit === undefined ? null : readOpenChat(sql, visit),
      routing === undefined ? [] : losingBy(sql, settings, now),
      pulledChats ? readPulledChats(sql, pulledChats, settings.objects, now) : NOTHING_PULLED,
      agent === undefined || isBeside ? null : readAgent(sql, agent),
      routing === undefined ? null : readRouting(sql, routing),
      said ? readSaid(sql, said, now) : NOTHING_SAID,
      person ? readChatsOfPerson(sql, person.of, person.limit) : [],
    ]);
  const names = [...(isBeside ? [agent] : []), ...holderOf(chat), ...holderOf(openChat), ...losing];
  return {
    chatLease,
    pulledChats: pulled,
    chat,
    openChat,
    agent: agentInView,
    ...(await beside(reading, names)),
    routing: routed === null ? null : { ...routed, losing },
    said: saidBefore,
    chatsOfPerson,
  };
}

/** Reads what a target names. */
export async function contextOf(reading: Reading, target: Target): Promise<Context> {
  const { sql, settings, clock, now } = reading;
  const { interaction, visit, person, answer: kept, missed, userData, pulled, lease } = target;
  const leased = lease === undefined ? null : ((await readLease(sql, lease)) ?? null);
  const id = interaction ?? leased?.interactionId;
  const [current, liveAttempts, ofPerson, keptAnswer, missedOfEndpoint, toPull, contact, ofChats] =
    await Promise.all([
      id === undefined ? null : INTERACTION_READS.interaction(sql, id),
      visit === undefined ? [] : INTERACTION_READS.liveAttempts(sql, visit),
      person ? interactionsOf(sql, person.of, person.limit) : [],
      kept ? readAnswer(sql, kept.scope, kept.key, clock.ageTime() - ANSWER_LIFETIME_MS) : null,
      missed ? readMissed(sql, missed) : NOTHING_MISSED,
      pulled ? readPulled(sql, pulled, settings.objects, now) : NOTHING_PULLED,
      userData ? contactIn(reading, userData) : [],
      chatsOf(reading, target),
    ]);
  const { agents, ...chats } = ofChats;
  return {
    now,
    ageTime: clock.agePause() === null ? clock.ageTime() : null,
    settings,
    current,
    liveAttempts,
    ofPerson,
    keptAnswer,
    missed: missedOfEndpoint,
    pulled: toPull,
    lease: leased,
    ...chats,
    answers: [...contact, ...agents],
  };
}
