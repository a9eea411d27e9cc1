import type { AgentStatus } from '../domain/agents/agent.js';
import type { Chat } from '../domain/chats/chat.js';
import { foldIdentityValue, type IdentityClaim } from '../domain/interactions/identity.js';
import type { Attempt, Identity, Interaction, Moment } from '../domain/interactions/interaction.js';
import type { Room } from '../domain/pacing/pace.js';
import type { AgentInView } from './context.js';
import type { VisitorMark } from './credentials.js';

/** What a decision may ask for beside what its target names, and what it is told. */
export interface Questions {
  /** The contact that is known under a claim. */
  readonly identity: { readonly of: IdentityClaim; readonly answer: Identity | null };
  /** The newest attempts, at most a thousand, at the same visitor (else the same visit). */
  readonly attempts: { readonly of: Attempted; readonly answer: readonly Attempt[] };
  /** How many interactions are in a queue, stopped ones included. */
  readonly held: { readonly of: string; readonly answer: number };
  /** An agent by name. */
  readonly agent: { readonly of: string; readonly answer: AgentInView | null };
  /** Every agent who is not logged out or has chats, by any name that asks. */
  readonly staff: { readonly of: 'all'; readonly answer: readonly StaffMember[] };
  /** The chat of a visit that goes on. */
  readonly openChat: { readonly of: string; readonly answer: Chat | null };
  /** How many chats wait in a queue, those that ring included. */
  readonly waitingIn: { readonly of: string; readonly answer: number };
  /** How many open chats have an agent group as their target. */
  readonly chatsFor: { readonly of: string; readonly answer: number };
  /** Who waits for a group, and which invitations to a chat are under way. */
  readonly invitations: { readonly of: InvitationsOf; readonly answer: Invited };
  /** Who talked the last chat of a visit, or of its visitor where that is proven. */
  readonly lastAgent: { readonly of: LastAgentOf; readonly answer: LastAgent | null };
  /** Whether the visitor of a token was erased after it was signed. */
  readonly erased: { readonly of: VisitorMark; readonly answer: boolean };
}
export type QuestionKind = keyof Questions;

/** Somebody who is there, or has chats to end. */
export interface StaffMember {
  readonly status: AgentStatus;
  /** Chats that take room. */
  readonly held: number;
}

/** A group, and after which start each clock of an invitation still runs. */
export interface InvitationsOf {
  readonly group: string;
  readonly engagementAfter: Moment;
  readonly abandonedAfter: Moment;
  readonly formAfter: Moment;
}

export type Invited = Pick<Room, 'waiting' | 'forms' | 'outstanding'>;

export interface LastAgentOf {
  readonly visitId: string;
  readonly visitorId: string | null;
}

export interface LastAgent {
  readonly agent: string;
  readonly endedAt: Moment;
}

/** At whom attempts are counted, and the one that does not count. */
export type Attempted = Pick<Interaction, 'id' | 'visitId' | 'visitorId' | 'visitorIdClaimed'>;

/** A question, plain. */
export type Question = {
  readonly [K in QuestionKind]: { readonly kind: K; readonly of: Questions[K]['of'] };
}[QuestionKind];

/** A question with its answer. */
export type Answered = {
  readonly [K in QuestionKind]: {
    readonly kind: K;
    readonly of: Questions[K]['of'];
    readonly answer: Questions[K]['answer'];
  };
}[QuestionKind];

/** A row whose version guards an answer: the write fails when it moved since. */
export interface Guard {
  readonly row: 'identity' | 'visit' | 'visitor' | 'queue' | 'signing_key' | 'agent' | 'group';
  readonly key: string;
}

/**
 * By which row each answer is guarded. A driver that answers inside the transaction which writes
 * needs none; one that reads before it checks them in its write. The row of a group moves with the
 * chats that wait for it, that of `pacing.connector.chatGroup` with each invitation to a chat too.
 */
export const ANSWER_GUARDS: { readonly [K in QuestionKind]: (of: Questions[K]['of']) => Guard } = {
  identity: ({ key, value }) => ({ row: 'identity', key: `${key} ${foldIdentityValue(value)}` }),
  attempts: ({ visitId, visitorId, visitorIdClaimed }) =>
    visitorId !== null && !visitorIdClaimed
      ? { row: 'visitor', key: visitorId }
      : { row: 'visit', key: visitId ?? '' },
  held: (queue) => ({ row: 'queue', key: queue }),
  agent: (name) => ({ row: 'agent', key: name }),
  staff: () => ({ row: 'agent', key: '' }),
  openChat: (visitId) => ({ row: 'visit', key: visitId }),
  waitingIn: (queue) => ({ row: 'queue', key: queue }),
  chatsFor: (group) => ({ row: 'group', key: group }),
  invitations: ({ group }) => ({ row: 'group', key: group }),
  lastAgent: ({ visitId }) => ({ row: 'visit', key: visitId }),
  erased: ({ signingKeyId }) => ({ row: 'signing_key', key: signingKeyId }),
};

/** Whether two questions of one kind ask the same: each asks with a text, or with flat members. */
function isSame(a: Question['of'], b: Question['of']): boolean {
  if (typeof a === 'string' || typeof b === 'string') return a === b;
  const other: Readonly<Record<string, unknown>> = { ...b };
  return Object.entries(a).every(([name, value]) => other[name] === value);
}

/** The answer to a question among those that were given; undefined when it was not asked yet. */
export function answerAmong<K extends QuestionKind>(
  answers: readonly Answered[],
  kind: K,
  of: Questions[K]['of'],
): Questions[K]['answer'] | undefined {
  return answers.find((each) => each.kind === kind && isSame(each.of, of))?.answer as
    | Questions[K]['answer']
    | undefined;
}
