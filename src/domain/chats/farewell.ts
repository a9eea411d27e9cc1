import type { Chat, ChatFact } from './chat.js';

/** Why a chat is not an agent's any more. */
export const FAREWELLS = [
  'ended_by_you',
  /** The visitor left. */
  'left',
  /** Nobody wrote for `chat.inactivityTime`. */
  'inactive',
  'transferred_by_you',
  'transferred_by_ops',
  /** The connection was lost for longer than `chat.agentLostTime`. */
  'lost',
  'logged_out',
  /** Ended by ops. */
  'cleaned',
  'erased',
  /** It rang, and was not taken. */
  'not_taken',
] as const;
export type Farewell = (typeof FAREWELLS)[number];

/** How it ended while the agent had it. */
function endOf({ outcome, by }: ChatFact): Farewell {
  if (outcome === 'erased' || outcome === 'cleaned') return outcome;
  if (by === 'agent') return 'ended_by_you';
  return by === 'clock' ? 'inactive' : 'left';
}

/**
 * What took a chat from an agent last, by its history; null for who never had it, and while they
 * have it.
 */
export function farewellTo(
  agent: string,
  { erasedAt }: Pick<Chat, 'erasedAt'>,
  history: readonly ChatFact[],
): Farewell | null {
  const theirs = history.filter((fact) => fact.agent === agent);
  const last = theirs.findLast(({ type }) =>
    ['chat.offered', 'chat.accepted', 'chat.transferred', 'chat.requeued', 'chat.ended'].includes(
      type,
    ),
  );
  const closed = theirs.findLast(({ type }) => type === 'chat.wrapped_up');
  if (last === undefined) return null;
  switch (last.type) {
    case 'chat.ended':
      // What ops end while the agent finishes.
      if (closed?.by === 'ops') return erasedAt === null ? 'cleaned' : 'erased';
      return closed === undefined && last.to === 'Wrapping' ? null : endOf(last);
    case 'chat.transferred':
      return last.by === 'ops' ? 'transferred_by_ops' : 'transferred_by_you';
    case 'chat.requeued':
      if (last.detail !== 'agent_lost') return 'not_taken';
      return last.by === 'clock' ? 'lost' : 'logged_out';
    default:
      return null;
  }
}
