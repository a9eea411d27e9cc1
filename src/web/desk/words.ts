import type { Farewell } from '../../domain/chats/farewell.js';
import type { Chat, Standing } from './wire.js';
import { Refused, Unreachable } from './wire.js';

/** Key-values that the service writes into a chat begin so. */
export const OURS = 'WebEngagement.';

/** Reasons that most desks know; others are the agent's own words. */
export const REASONS = ['Break', 'Lunch', 'Meeting', 'Paperwork', 'Technical trouble'] as const;

/** Names as forms have them, in the order in which they say who somebody is. */
const NAMES = ['FirstName', 'LastName', 'Name'] as const;

/** Who a visitor is, in the best words there are. */
export function nameOf({ identity, userData, visitorId, id }: Chat): string {
  const name = NAMES.map((key) => userData[key])
    .filter(Boolean)
    .join(' ');
  return name || identity?.value || visitorId || `Visitor ${id.slice(-4)}`;
}

/** Why the chat is here. */
export function reasonOf({ category, interactionId }: Chat): string {
  if (category) return category;
  return interactionId ? 'Accepted an invitation' : 'Asked for a chat';
}

/** An address without what everybody knows, for a line. */
export function shortAddress(address: string): string {
  return address.replace(/^https?:\/\//i, '');
}

/** The address if it leads to a page: callers fill it, and a link runs what it is given. */
export const linkOf = (address: string): string | undefined =>
  /^https?:\/\//i.test(address) ? address : undefined;

const REASON_WORDS: Readonly<Record<string, string>> = {
  not_responding: 'a chat rang and nobody answered',
  connection_lost: 'the connection was lost',
};

const STATE_WORDS = {
  LoggedOut: 'Logged out',
  NotReady: 'Not ready',
  Ready: 'Ready',
} as const satisfies Record<Standing['state'], string>;

/** Where the agent stands, in two words. */
export function stateOf({ state, held, capacity }: Standing): string {
  if (state === 'Ready' && held >= capacity) return 'Ready, all places taken';
  if (state === 'NotReady' && held > 0) return 'Not ready, finishing';
  return STATE_WORDS[state];
}

/** Who brought the agent there, and why; nothing where they know it themselves. */
export function becauseOf({ state, reason, by }: Standing): string {
  const words = reason ? (REASON_WORDS[reason] ?? reason) : '';
  if (by === 'ops') return words ? `set by an operator: ${words}` : 'set by an operator';
  if (by === 'clock') return `set by the service: ${words}`;
  return state === 'Ready' ? '' : words;
}

/** Why a conversation is not the agent's any more. */
export const FAREWELL_WORDS = {
  ended_by_you: 'You ended it.',
  left: 'The visitor left.',
  inactive: 'It ended because nobody wrote for a long time.',
  transferred_by_you: 'You handed it on.',
  transferred_by_ops: 'An operator handed it on to somebody else.',
  lost: 'Your connection was lost for too long: it went back to the queue.',
  logged_out: 'You were logged out: it went back to the queue.',
  cleaned: 'An operator ended it.',
  erased: 'The visitor asked to be forgotten: it was ended, and what was said is gone.',
  not_taken: 'It rang for too long, and is offered to others.',
} as const satisfies Record<Farewell, string>;

const REFUSALS: Readonly<Record<string, string>> = {
  offer_expired: 'It rang for too long, and is offered to others.',
  not_offered: 'It is not with you any more.',
  already_ended: 'It has ended already.',
  agent_logged_out: 'You are logged out. Log in first.',
  agent_not_ready: 'That agent is not ready now. Choose another, or a group.',
  at_capacity: 'That agent has no free place now. Choose another, or a group.',
  not_allowed: 'That is not possible now.',
  too_many_requests: 'Too many messages in a minute. Wait a little, then try again.',
};

/** What went wrong, and what to do. */
export function wordsFor(error: unknown): string {
  if (error instanceof Refused) return REFUSALS[error.code] ?? error.message;
  if (error instanceof Unreachable) return 'The service cannot be reached. Try again in a moment.';
  throw error;
}

/** What there is to say of a sign-in that failed. */
export function signInWords(error: unknown, isCode: boolean): string {
  if (!(error instanceof Refused)) return wordsFor(error);
  if (isCode)
    return 'The link is not good any more: it works once, for a minute. Go back to the playground for another.';
  if (error.status === 401 || error.status === 422)
    return "This is not an agent's key, or it was replaced. It begins with wak_; whoever set you up can give you a new one.";
  return error.message;
}
