import type { Hold, Moment } from '../interactions/interaction.js';
import { isHeld, isLeased, type Lease } from '../leases/lease.js';
import { isSeen, type Look } from '../leases/look.js';
import type { Chat } from './chat.js';
import { inOrder } from './order.js';

/** One handing-out of a chat; what became of it stands in the chat. */
export interface ChatLease extends Omit<Lease, 'interactionId'> {
  readonly chatId: string;
}

/** What keeps a chat from being seen: cleaning minds leases alone; who pulls, the pause after one too. */
const isKept = (hold: Hold | null, now: Moment, forCleaning: boolean): boolean =>
  forCleaning ? isLeased(hold, now) : isHeld(hold, now);

/** What a look asks of a chat. */
export type SeenChat = Pick<
  Chat,
  'state' | 'queue' | 'category' | 'waitingSince' | 'interactionId' | 'hold'
>;

/** Whether a chat waits, held by nobody, and is among what a view shows by its wait. */
export function isChatSeen(chat: SeenChat, look: Look, now: Moment, forCleaning: boolean): boolean {
  const { state, queue, category, waitingSince, interactionId, hold } = chat;
  const channel = interactionId === null ? null : ('proactiveChat' as const);
  const asked = { ...look, states: null };
  // Its states are not those of interactions: what is seen is what is queued.
  const seen = { state: 'Qualified' as const, category, channel, placedAt: waitingSince };
  return (
    state === 'Queued' &&
    queue === look.queue &&
    !isKept(hold, now, forCleaning) &&
    isSeen(asked, seen)
  );
}

/** In which order a view shows chats that is not in the order of the wait. */
export function inOrderOf(
  orderBy: 'createdAt' | 'priority',
  order: Look['order'],
): (a: Chat, b: Chat) => number {
  const least = {
    createdAt: (a: Chat, b: Chat) => a.queuedAt - b.queuedAt || inOrder(a, b),
    priority: inOrder,
  }[orderBy];
  return order === 'newest_first' ? (a, b) => least(b, a) : least;
}
