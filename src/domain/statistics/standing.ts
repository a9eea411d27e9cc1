import { type Chat, type ChatFact, type Handling, isHeld } from '../chats/chat.js';
import type { Fact, Interaction, Moment } from '../interactions/interaction.js';

/** Where an interaction or a chat stands between its facts: what has begun and not ended. */
export interface Standing {
  readonly queue: string;
  /** Since when it waits there. */
  readonly waits: Moment | null;
  /** Since when it rings at the agent. */
  readonly rings: Moment | null;
  /** Since when the agent handles it. */
  readonly handled: Moment | null;
  readonly agent: string | null;
  /** The group that it is for; null where nobody has said. */
  readonly group: string | null;
  /** Who has handled it, and for which group: counted once. */
  readonly handledBy: readonly Handling[];
  /** Whether an agent ever took it. */
  readonly isAccepted: boolean;
  /** Why it ended. */
  readonly reason: string | null;
}

const NOWHERE: Standing = {
  queue: '',
  waits: null,
  rings: null,
  handled: null,
  agent: null,
  group: null,
  handledBy: [],
  isAccepted: false,
  reason: null,
};

/** Where an interaction stands, by its row; undefined for one that is not there yet. */
export function standingOf(interaction: Interaction | undefined): Standing {
  if (interaction === undefined) return NOWHERE;
  const { queue, reason, stoppedAt, disposedAt, engagedAt, createdAt } = interaction;
  const waits = stoppedAt === null ? (disposedAt ?? engagedAt ?? createdAt) : null;
  return { ...NOWHERE, queue, reason, waits };
}

/** Where a chat stands, by its row; undefined for one that is not there yet. */
export function standingOfChat(chat: Chat | undefined): Standing {
  if (chat === undefined) return NOWHERE;
  const { state, queue, waitingSince, offeredAt, activeAt, route, handledBy, outcome } = chat;
  const isWaiting = state === 'Queued' || state === 'Offered';
  return {
    queue,
    waits: isWaiting ? waitingSince : null,
    rings: state === 'Offered' ? offeredAt : null,
    handled: state === 'Active' || state === 'Wrapping' ? activeAt : null,
    agent: isHeld(chat) ? chat.agent : null,
    group: route?.group ?? null,
    handledBy,
    isAccepted: chat.acceptedAt !== null,
    reason: outcome,
  };
}

/** A fact of either kind, as far as it is counted. */
export interface Happening {
  readonly type: Fact['type'] | ChatFact['type'];
  readonly at: Moment;
  readonly to: string;
  readonly queue: string;
  readonly agent: string | null;
  readonly group: string | null;
  readonly reason: string | null;
}

/** What happened to an interaction. */
export const happeningOf = ({ type, at, to, queue, reason }: Fact): Happening => ({
  type,
  at,
  to,
  queue,
  agent: null,
  group: null,
  reason,
});

/** What happened to a chat, which stays in its queue. */
export const happeningOfChat =
  (queue: string) =>
  ({ type, at, to, agent, group, outcome }: ChatFact): Happening => ({
    type,
    at,
    to,
    queue,
    agent,
    group,
    reason: outcome,
  });
