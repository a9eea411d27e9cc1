import type { Database } from 'better-sqlite3';
import type { Context, Person, Said, Target } from '../../decisions/context.js';
import type { Answered, Question } from '../../decisions/question.js';
import type { Settings } from '../../decisions/settings.js';
import type { AgentStatus } from '../../domain/agents/agent.js';
import { type Chat, isHeld } from '../../domain/chats/chat.js';
import { claimIdentity, foldIdentityValue } from '../../domain/interactions/identity.js';
import type {
  Identity,
  Interaction,
  Moment,
  UserData,
} from '../../domain/interactions/interaction.js';
import { inForce } from '../../domain/options/timeline.js';
import type { ServiceTime } from '../../service-time.js';
import { type InteractionRow, interactionOf } from '../rows/interactions.js';
import { NOTHING_MISSED } from '../rows/lanes.js';
import type { Lanes } from './lanes.js';
import { type createQueries, HOT_STATEMENTS } from './queries.js';
import { createAnswerRead } from './rows/answers.js';
import { createAttemptReads } from './rows/attempts.js';
import { createCalmRead } from './rows/calm.js';
import { createChatLeaseReads } from './rows/chat-leases.js';
import { createLosingRead } from './rows/clock-reads.js';
import { createLeaseReads, NOTHING_PULLED } from './rows/leases.js';
import { createInvitedRead } from './rows/pacing.js';
import { ANSWER_LIFETIME_MS, type Writes } from './writes.js';

/** What decisions look at, read inside the transaction that writes what they come to. */
export interface ContextReads {
  /** Reads what a target names. */
  contextOf(target: Target, settings: Settings): Context;
  answer(question: Question): Answered;
}

export interface ContextDependencies {
  readonly queries: ReturnType<typeof createQueries>;
  readonly lanes: Lanes;
  readonly writes: Writes;
  readonly clock: ServiceTime;
}

const NOTHING_SAID: Said = { before: null, lately: 0 };

export function createContextReads(
  database: Database,
  { queries, lanes, writes, clock }: ContextDependencies,
): ContextReads {
  const attemptsOf = createAttemptReads(database);
  const chats = queries.reads;
  const keptAnswer = createAnswerRead(database);
  const leases = createLeaseReads(database, queries);
  const chatLeases = createChatLeaseReads(database, queries);
  const invited = createInvitedRead(database);
  const calmAgent = createCalmRead(database);
  const losingBy = createLosingRead(database);
  const identity = database.prepare<[string, string], Identity>(HOT_STATEMENTS.identity);
  const ofPerson = {
    visitor: database.prepare<[string, number], InteractionRow>(HOT_STATEMENTS.ofVisitor),
    claimed_visitor: database.prepare<[string, number], InteractionRow>(
      HOT_STATEMENTS.ofClaimedVisitor,
    ),
    identity: database.prepare<[string, number], InteractionRow>(HOT_STATEMENTS.ofIdentity),
  };
  const interactionsOf = ({ kind, id }: Person, limit: number): readonly Interaction[] =>
    ofPerson[kind].all(id, limit).map(interactionOf);

  function answer(question: Question): Answered {
    switch (question.kind) {
      case 'identity': {
        const { key, value } = question.of;
        return { ...question, answer: identity.get(key, foldIdentityValue(value)) ?? null };
      }
      case 'attempts':
        return { ...question, answer: attemptsOf(question.of) };
      case 'held':
        return { ...question, answer: writes.heldIn(question.of) };
      case 'agent':
        return { ...question, answer: chats.agentInView(question.of) };
      case 'staff':
        return { ...question, answer: chats.staff() };
      case 'openChat':
        return { ...question, answer: chats.openChat(question.of) };
      case 'waitingIn':
        return { ...question, answer: chats.waitingIn(question.of) };
      case 'chatsFor':
        return { ...question, answer: chats.chatsFor(question.of) };
      case 'invitations':
        return { ...question, answer: invited(question.of) };
      case 'lastAgent':
        return { ...question, answer: chats.lastAgent(question.of) };
      case 'erased':
        return { ...question, answer: queries.wasErased(question.of) };
    }
  }

  /** The contact that data names, if it does, as the answer to who that is. */
  function contactIn(userData: UserData, { timeline }: Settings): readonly Answered[] {
    const claim = claimIdentity(userData, inForce(timeline));
    return claim === null ? [] : [answer({ kind: 'identity', of: claim })];
  }

  const holderOf = (chat: Chat | null): readonly string[] =>
    chat !== null && isHeld(chat) && chat.agent !== null ? [chat.agent] : [];

  /** Agents beside a chat: it is settled with them, and most decisions run once. */
  function beside(names: readonly string[], settings: Settings, now: Moment) {
    const calm: AgentStatus[] = [];
    const agents: Answered[] = [];
    for (const name of new Set(names)) {
      const status = calmAgent(name, settings, now);
      if (status === null) agents.push(answer({ kind: 'agent', of: name }));
      else calm.push(status);
    }
    return { calm, agents };
  }

  /** What a target names of agents and chats. */
  function chatsOf(target: Target, settings: Settings, now: Moment) {
    const { visit, agent, routing, said, person, pulledChats } = target;
    const chatLease =
      target.chatLease === undefined ? null : chatLeases.chatLease(target.chatLease);
    const id = target.chat ?? chatLease?.chatId;
    const chat = id === undefined ? null : chats.chat(id);
    const openChat = visit === undefined ? null : chats.openChat(visit);
    const isBeside = id !== undefined && agent !== undefined;
    const losing = routing === undefined ? [] : losingBy(settings, now);
    const names = [
      ...(isBeside ? [agent] : []),
      ...holderOf(chat),
      ...holderOf(openChat),
      ...losing,
    ];
    return {
      chatLease,
      pulledChats: pulledChats
        ? chatLeases.pulledChats(pulledChats, settings.objects, now)
        : NOTHING_PULLED,
      chat,
      openChat,
      agent: agent === undefined || isBeside ? null : chats.agentInView(agent),
      ...beside(names, settings, now),
      routing: routing === undefined ? null : { ...chats.routing(routing), losing },
      said: said ? chats.said(said, now) : NOTHING_SAID,
      chatsOfPerson: person ? chats.chatsOfPerson(person.of, person.limit) : [],
    };
  }

  return {
    contextOf(target, settings) {
      const { interaction, visit, person, answer, missed, userData, pulled, lease } = target;
      const now = clock.now();
      const leased = lease === undefined ? null : leases.lease(lease);
      const current = interaction ?? leased?.interactionId;
      const { agents, ...ofChats } = chatsOf(target, settings, now);
      return {
        now,
        ageTime: clock.agePause() === null ? clock.ageTime() : null,
        settings,
        current: current === undefined ? null : queries.interaction(current),
        liveAttempts: visit === undefined ? [] : queries.liveAttempts(visit),
        ofPerson: person ? interactionsOf(person.of, person.limit) : [],
        keptAnswer: answer
          ? keptAnswer(answer.scope, answer.key, clock.ageTime() - ANSWER_LIFETIME_MS)
          : null,
        missed: missed ? lanes.missed(missed) : NOTHING_MISSED,
        pulled: pulled ? leases.pulled(pulled, settings.objects, now) : NOTHING_PULLED,
        lease: leased,
        ...ofChats,
        answers: [...(userData ? contactIn(userData, settings) : []), ...agents],
      };
    },
    answer,
  };
}
