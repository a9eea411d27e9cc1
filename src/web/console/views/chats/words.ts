import type { ViewedChat, viewMessage } from '../../../../domain/chats/view.js';
import type {
  ChatActor,
  ChatFactType,
  ChatNoteType,
  Outcome,
} from '../../../../domain/chats/vocabulary.js';

export type Chat = ViewedChat;
export type Message = ReturnType<typeof viewMessage>;

/** A line of a chat's history. */
export interface ChatLine {
  readonly sequence: number;
  readonly type: ChatFactType | ChatNoteType;
  readonly at: string;
  readonly by: ChatActor;
  readonly from: Chat['state'] | null;
  readonly to: Chat['state'];
  readonly agent: string | null;
  readonly group: string | null;
  readonly outcome: Outcome | null;
  readonly detail: string | null;
}

export const OUTCOME_WORDS = {
  processed: 'Talked',
  abandoned: 'Visitor gave up',
  unanswered: 'Nobody took it',
  ended_by_strategy: 'Ended by the strategy',
  cleaned: 'Cleaned',
  erased: 'Erased',
} as const satisfies Record<Outcome, string>;

export const CHAT_ACTOR_WORDS = {
  site: 'the site',
  browser: "the visitor's browser",
  agent: 'the agent',
  strategy: 'the strategy',
  clock: 'a clock',
  ops: 'an operator',
  system: 'the service',
} as const satisfies Record<ChatActor, string>;

export const CHAT_LINE_WORDS = {
  'chat.queued': 'Asked for',
  'chat.offered': 'Rang at an agent',
  'chat.rejected': 'Declined',
  'chat.requeued': 'Back in the queue',
  'chat.accepted': 'Taken',
  'chat.transferred': 'Handed on',
  'chat.ended': 'Over for the visitor',
  'visitor.disconnected': 'Visitor away from the page',
  'visitor.reconnected': 'Visitor back on the page',
  'chat.routed': 'Routed',
  'chat.wrapped_up': 'Finished by the agent',
  'strategy.requested': 'Strategy asked',
  'strategy.answered': 'Strategy answered',
  'strategy.failed': 'Strategy did not answer',
  'strategy.refused': 'Strategy refused',
} as const satisfies Record<ChatLine['type'], string>;

const NAMES = ['FirstName', 'LastName', 'Name'] as const;

/** Who a visitor is, in the best words there are. */
export function nameOf({ identity, userData, visitorId }: Chat): string {
  const name = NAMES.map((key) => userData[key])
    .filter(Boolean)
    .join(' ');
  return name || identity?.value || visitorId || '';
}

export const isOver = ({ state }: Pick<Chat, 'state'>): boolean =>
  state === 'Wrapping' || state === 'Ended';
