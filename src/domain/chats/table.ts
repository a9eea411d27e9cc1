import type { ChatEventType, ChatNoteType, ChatRefusal, ChatState, Outcome } from './vocabulary.js';

/** Named conditions a rule may depend on; `guards.ts` evaluates them. */
export type ChatGuard =
  /** It rings at, or is talked by, the agent who says so. */
  | 'isHis'
  /** He rejected it before. */
  | 'rejectedBefore'
  /** His offer has expired. */
  | 'hadExpired'
  | 'transferredBefore'
  | 'byOps'
  | 'isConnected'
  | 'sameEnd'
  | 'isErased';

/** Moves the chat; `wrap` leads to Wrapping where there is wrap-up time, otherwise to Ended. */
export type ChatBranch =
  | { readonly to: 'Queued' | 'Offered' | 'Active' }
  | { readonly end: Outcome }
  | { readonly wrap: true }
  | { readonly close: true }
  | { readonly note: ChatNoteType }
  /** What is personal goes; nothing is told. */
  | { readonly forget: true }
  | { readonly same: true }
  | { readonly refuse: ChatRefusal };

interface Guarded {
  readonly when: ChatGuard;
  readonly outcome: ChatBranch;
}
/** Tried from the top; the last one is unconditional. */
export type ChatRule = ChatBranch | readonly [Guarded, ...Guarded[], ChatBranch];

const same = { same: true } as const;
const notOffered = { refuse: 'not_offered' } as const;
const alreadyEnded = { refuse: 'already_ended' } as const;
const offerExpired = { when: 'hadExpired', outcome: { refuse: 'offer_expired' } } as const;
const rejectedBefore = { when: 'rejectedBefore', outcome: same } as const;
const transferredBefore = { when: 'transferredBefore', outcome: same } as const;

const back = [{ when: 'isConnected', outcome: same }, { note: 'visitor.reconnected' }] as const;

/** What waits, and rings. */
const waiting = {
  leave: { end: 'abandoned' },
  visitorLost: { end: 'abandoned' },
  visitorBack: back,
  waitExpired: { end: 'unanswered' },
  endByStrategy: { end: 'ended_by_strategy' },
  silent: same,
  end: notOffered,
  done: notOffered,
  transfer: [{ when: 'byOps', outcome: { to: 'Queued' } }, transferredBefore, notOffered],
  agentLost: same,
  wrapUpExpired: same,
  clean: { end: 'cleaned' },
  stop: { end: 'cleaned' },
  erase: { end: 'erased' },
} as const satisfies Partial<Record<ChatEventType, ChatRule>>;

const again = [{ when: 'sameEnd', outcome: same }, alreadyEnded] as const;

/**
 * The life of a chat: for every state and every event, what happens. Total by type: a missing cell
 * does not compile (`docs/decisions/0090-agents-and-chats.md`).
 */
export const CHAT_TABLE = {
  Queued: {
    ...waiting,
    offer: { to: 'Offered' },
    accept: [offerExpired, notOffered],
    reject: [rejectedBefore, offerExpired, notOffered],
    offerExpired: same,
    withdraw: same,
  },
  Offered: {
    ...waiting,
    offer: same,
    accept: [{ when: 'isHis', outcome: { to: 'Active' } }, offerExpired, notOffered],
    reject: [
      { when: 'isHis', outcome: { to: 'Queued' } },
      rejectedBefore,
      offerExpired,
      notOffered,
    ],
    offerExpired: { to: 'Queued' },
    withdraw: { to: 'Queued' },
  },
  Active: {
    offer: same,
    accept: [{ when: 'isHis', outcome: same }, offerExpired, notOffered],
    reject: [rejectedBefore, offerExpired, notOffered],
    offerExpired: same,
    withdraw: same,
    leave: { wrap: true },
    visitorLost: [{ when: 'isConnected', outcome: { note: 'visitor.disconnected' } }, same],
    visitorBack: back,
    waitExpired: same,
    endByStrategy: { refuse: 'not_allowed' },
    end: [{ when: 'isHis', outcome: { wrap: true } }, notOffered],
    silent: { wrap: true },
    transfer: [
      { when: 'byOps', outcome: { to: 'Queued' } },
      { when: 'isHis', outcome: { to: 'Queued' } },
      transferredBefore,
      notOffered,
    ],
    agentLost: { to: 'Queued' },
    done: [{ when: 'isHis', outcome: { refuse: 'not_allowed' } }, notOffered],
    wrapUpExpired: same,
    clean: { end: 'cleaned' },
    stop: { end: 'cleaned' },
    erase: { end: 'erased' },
  },
  Wrapping: {
    offer: same,
    accept: alreadyEnded,
    reject: alreadyEnded,
    offerExpired: same,
    withdraw: same,
    leave: same,
    visitorLost: same,
    visitorBack: same,
    waitExpired: same,
    endByStrategy: alreadyEnded,
    end: [{ when: 'isHis', outcome: same }, alreadyEnded],
    silent: same,
    transfer: alreadyEnded,
    agentLost: { close: true },
    done: [{ when: 'isHis', outcome: { close: true } }, notOffered],
    wrapUpExpired: { close: true },
    clean: { close: true },
    stop: { close: true },
    erase: { end: 'erased' },
  },
  Ended: {
    offer: same,
    accept: [offerExpired, alreadyEnded],
    reject: [rejectedBefore, offerExpired, alreadyEnded],
    offerExpired: same,
    withdraw: same,
    leave: again,
    visitorLost: same,
    visitorBack: same,
    waitExpired: same,
    endByStrategy: again,
    end: again,
    silent: same,
    transfer: alreadyEnded,
    agentLost: same,
    done: again,
    wrapUpExpired: same,
    clean: again,
    stop: again,
    erase: [{ when: 'isErased', outcome: same }, { forget: true }],
  },
} as const satisfies Record<ChatState, Record<ChatEventType, ChatRule>>;

/** The branches of a rule, the unconditional one last. */
export function chatBranchesOf(rule: ChatRule): readonly ChatBranch[] {
  return 'length' in rule ? rule.map((step) => ('when' in step ? step.outcome : step)) : [rule];
}

/** How each end came to be, so that the same again is the same. */
export const ENDED_BY: Readonly<Record<Outcome, readonly ChatEventType[]>> = {
  processed: ['leave', 'end', 'done'],
  abandoned: ['leave'],
  unanswered: [],
  ended_by_strategy: ['endByStrategy'],
  cleaned: ['clean', 'stop'],
  erased: [],
};
