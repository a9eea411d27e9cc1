import type { Moment } from '../interactions/interaction.js';
import type { Chat, Route } from './chat.js';

/** What rules and strategies may say at most: transfers and lost agents come before. */
export const MOST_PRIORITY = 80;

/** How urgent a chat is in this wait; the higher is served first. */
export const priorityOf = ({ route, raisedTo }: Pick<Chat, 'route' | 'raisedTo'>): number =>
  Math.max(route?.priority ?? 0, raisedTo);

/** What decides which of two waiting chats is served first. */
export interface Ranked {
  readonly id: string;
  readonly queuedAt: Moment;
  readonly route: Route | null;
  readonly raisedTo: number;
}

/** The order in which chats are served: the urgent first, then who came first. */
export function inOrder(a: Ranked, b: Ranked): number {
  return (
    priorityOf(b) - priorityOf(a) ||
    a.queuedAt - b.queuedAt ||
    (a.id < b.id ? -1 : Number(a.id > b.id))
  );
}

/** How urgent chats of a need are. */
export function priorityIn(need: string): number {
  const [, , , priority] = JSON.parse(need) as readonly [string, unknown, unknown, number];
  return priority;
}

/**
 * What a waiting chat needs, as a text: of two with the same text, an agent may take both or neither,
 * so that only the first of each has to be looked at. Who declined it makes a chat one of its
 * own, and so does a wait that began anew where others help after a while.
 */
export function needOf(chat: Chat): string | null {
  const { route } = chat;
  if (chat.state !== 'Queued' || route === null) return null;
  const { overflow } = route;
  const isAlike =
    chat.hold === null &&
    chat.declines.length === 0 &&
    (overflow === null || chat.waitingSince === chat.queuedAt);
  const skills = Object.entries(route.skills).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([
    route.group,
    skills,
    overflow && [overflow.group, overflow.afterSeconds],
    priorityOf(chat),
    chat.named,
    chat.notAgent,
    isAlike ? 0 : chat.id,
  ]);
}
