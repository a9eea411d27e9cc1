import { actionsOf, type Names } from '../statistics/actions.js';
import { happeningOfChat, standingOfChat } from '../statistics/standing.js';
import type { Chat, ChatFact } from './chat.js';
import type { Outcome } from './vocabulary.js';

/** What of chats is counted for the reports on queues and agents. */
export const SERVED = [
  'entered',
  'offered',
  'accepted',
  'rejected',
  /** An offer that was shown, and expired. */
  'missed',
  /** Taken care of by an agent, until the place was free; once for each agent. */
  'handled',
] as const;
export type Served = (typeof SERVED)[number] | Outcome;

/** Something that happened to a chat in its queue. */
export interface Service {
  readonly what: Served;
  readonly at: number;
  readonly agent: string | null;
  /** Whole seconds of waiting, of a first accept or an end before it; null for all others. */
  readonly waitedSeconds: number | null;
  /** How long an agent took care of it. */
  readonly ms: number;
  /** Whether the agent has taken care of it before: only the time counts. */
  readonly isAgain: boolean;
}

/** What the facts of a chat are for the reports, whose row stood like that before. Pure. */
export function serviceOf(
  before: Chat | undefined,
  after: Chat,
  facts: readonly ChatFact[],
  names: Names,
): readonly Service[] {
  const services: Service[] = [];
  let { acceptedAt } = before ?? { acceptedAt: null };
  const add = (what: Served, at: number, more: Partial<Service> = {}): void => {
    services.push({ what, at, agent: null, waitedSeconds: null, ms: 0, isAgain: false, ...more });
  };
  for (const { type, at, agent, from, by, outcome } of facts) {
    const waitedSeconds =
      acceptedAt === null ? Math.floor(Math.max(0, at - after.queuedAt) / 1000) : null;
    const wasShown = before?.offerSeenAt != null && before.agent === agent;
    if (type === 'chat.queued' || type === 'chat.transferred') add('entered', at);
    else if (type === 'chat.offered') add('offered', at, { agent });
    else if (type === 'chat.accepted') {
      add('accepted', at, { agent, waitedSeconds });
      acceptedAt ??= at;
    } else if (type === 'chat.rejected') add('rejected', at, { agent });
    else if (type === 'chat.requeued' && from === 'Offered' && by === 'clock' && wasShown)
      add('missed', at, { agent });
    else if (type === 'chat.ended' && outcome) add(outcome, at, { waitedSeconds });
  }
  const happenings = facts.map(happeningOfChat(after.queue));
  for (const { name, at, ms, objects } of actionsOf(standingOfChat(before), happenings, names)
    .actions)
    for (const { type, name: agent, isAgain } of objects)
      if (name === 'HandlingInbound' && type === 'Agent')
        add('handled', at, { agent, ms, isAgain });
  return services;
}
