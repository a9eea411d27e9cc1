import type { Chat, ChatEvent } from '#src/domain/chats/chat.js';
import { afterEvents, chatOf } from './chats.js';
import { always, freeze, T0 } from './lifecycle.js';

/** With time to finish, so that a chat that ends has something to come. */
export const TIMELINE = always({ wrapUpTime: 60 });
export const toGroup = { target: { group: 'Sales' }, note: 'wants a refund' } as const;

const offer: ChatEvent = { type: 'offer', agent: 'ann' };
const accept: ChatEvent = { type: 'accept', agent: 'ann' };
const talkedBy = (agent: string): readonly ChatEvent[] => [
  { type: 'offer', agent },
  { type: 'accept', agent },
];
const talked = talkedBy('ann');

/** What happened to a chat before; `more` is what no event says. */
export const SITUATIONS = {
  Queued: { events: [] },
  Offered: { events: [offer] },
  Rejected: { events: [offer, { type: 'reject', agent: 'ann' }] },
  Expired: { events: [offer, { type: 'offerExpired' }] },
  Active: { events: talked },
  Away: { events: [...talked, { type: 'visitorLost' }] },
  Lost: { events: talked, more: { agentLostAt: T0 } },
  // Bob has it, whom it was offered to after Ann.
  Declined: { events: [offer, { type: 'reject', agent: 'ann' }, ...talkedBy('bob')] },
  Missed: { events: [offer, { type: 'offerExpired' }, ...talkedBy('bob')] },
  Passed: { events: [...talked, { type: 'transfer', agent: 'ann', ...toGroup }] },
  Wrapping: { events: [...talked, { type: 'leave' }] },
  processed: { events: [...talked, { type: 'leave' }, { type: 'done', agent: 'ann' }] },
  abandoned: { events: [{ type: 'leave' }] },
  unanswered: { events: [{ type: 'waitExpired' }] },
  // Ended, with an offer before that led to nothing.
  Refused: { events: [offer, { type: 'reject', agent: 'ann' }, { type: 'leave' }] },
  Late: { events: [offer, { type: 'offerExpired' }, { type: 'waitExpired' }] },
  strategy: { events: [{ type: 'endByStrategy' }] },
  cleaned: { events: [{ type: 'clean' }] },
  erased: { events: [{ type: 'erase' }] },
} as const satisfies Record<
  string,
  { readonly events: readonly ChatEvent[]; readonly more?: Partial<Chat> }
>;
export type Situation = keyof typeof SITUATIONS;

/** A chat in that situation. */
export const made = (situation: Situation): Chat => {
  const { events, ...given } = SITUATIONS[situation];
  const { chat } = afterEvents(
    chatOf({ visitorId: 'p1', userData: { a: 'b' } }),
    events,
    T0,
    TIMELINE,
  );
  return freeze({ ...chat, ...('more' in given && given.more) });
};

/** Everything that can happen to it. */
export const EVENTS: Readonly<Record<string, ChatEvent>> = {
  offer: { type: 'offer', agent: 'bob' },
  accept,
  'accept of another': { type: 'accept', agent: 'bob' },
  reject: { type: 'reject', agent: 'ann' },
  'reject of another': { type: 'reject', agent: 'bob' },
  offerExpired: { type: 'offerExpired' },
  withdraw: { type: 'withdraw' },
  leave: { type: 'leave' },
  visitorLost: { type: 'visitorLost' },
  visitorBack: { type: 'visitorBack' },
  waitExpired: { type: 'waitExpired' },
  endByStrategy: { type: 'endByStrategy' },
  end: { type: 'end', agent: 'ann' },
  'end of another': { type: 'end', agent: 'bob' },
  silent: { type: 'silent' },
  transfer: { type: 'transfer', agent: 'ann', ...toGroup },
  'transfer of another': { type: 'transfer', agent: 'bob', ...toGroup },
  'transfer by ops': { type: 'transfer', ...toGroup },
  agentLost: { type: 'agentLost' },
  done: { type: 'done', agent: 'ann' },
  'done of another': { type: 'done', agent: 'bob' },
  wrapUpExpired: { type: 'wrapUpExpired' },
  clean: { type: 'clean' },
  stop: { type: 'stop' },
  erase: { type: 'erase' },
};
