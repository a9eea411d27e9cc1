import { clockEnd, type Deadline, RESTING_CLOCKS, type RunningClock } from '../clocks.js';
import type { Moment } from '../interactions/interaction.js';
import type { Timeline } from '../options/timeline.js';
import type { Chat, ChatEvent } from './chat.js';
import type { ChatClock } from './vocabulary.js';

/** What happens when each clock runs out. */
export const CHAT_CLOCK_EVENTS = {
  wait: 'waitExpired',
  offer: 'offerExpired',
  visitor: 'visitorLost',
  silence: 'silent',
  agentLost: 'agentLost',
  wrapUp: 'wrapUpExpired',
} as const satisfies Record<ChatClock, ChatEvent['type']>;

/** Since when each clock runs on a chat, as it is stored; absent where it does not run. */
export function chatClocks(chat: Chat): Readonly<Partial<Record<ChatClock, Moment>>> {
  const { state, offeredAt, seenAt, activeAt, lastMessageAt, agentLostAt, endedAt } = chat;
  const visitor = seenAt !== null && chat.visitorConnected ? { visitor: seenAt } : {};
  switch (state) {
    case 'Queued':
      return { wait: chat.waitingSince, ...visitor };
    case 'Offered':
      return { wait: chat.waitingSince, offer: offeredAt ?? chat.waitingSince, ...visitor };
    case 'Active':
      return {
        silence: Math.max(activeAt ?? 0, lastMessageAt ?? 0),
        ...(agentLostAt !== null && { agentLost: agentLostAt }),
        ...visitor,
      };
    case 'Wrapping':
      return { wrapUp: endedAt ?? 0 };
    case 'Ended':
      return {};
  }
}

/** The clocks that run on a chat; some begin anew when the service does. */
export function runningChatClocks(
  chat: Chat,
  servingSince: Moment,
): readonly RunningClock<ChatClock>[] {
  return Object.entries(chatClocks(chat)).map(([name, startedAt]) => ({
    name: name as ChatClock,
    startedAt: RESTING_CLOCKS.has(name as ChatClock)
      ? Math.max(startedAt, servingSince)
      : startedAt,
  }));
}

/** The next clock that applies to a chat, or null. */
export function chatDeadline(
  chat: Chat,
  timeline: Timeline,
  servingSince: Moment,
): Deadline<ChatClock> | null {
  let next: Deadline<ChatClock> | null = null;
  for (const clock of runningChatClocks(chat, servingSince)) {
    const end = clockEnd(clock, timeline);
    if (Number.isFinite(end.at) && (next === null || end.at < next.at)) next = end;
  }
  return next;
}

/** When an offer ends; null while it does not ring. */
export function offerEnd(chat: Chat, timeline: Timeline, servingSince: Moment): Moment | null {
  if (chat.state !== 'Offered' || chat.offeredAt === null) return null;
  const startedAt = Math.max(chat.offeredAt, servingSince);
  return clockEnd({ name: 'offer', startedAt }, timeline).at;
}
