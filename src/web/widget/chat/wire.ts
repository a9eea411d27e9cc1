/** A chat as the service tells its visitor of it. Answers may say more. */
export interface Chat {
  readonly id: string;
  /** `Ended` as soon as it is over for the visitor. */
  readonly state: 'Queued' | 'Offered' | 'Active' | 'Ended';
  readonly outcome: string | null;
  /** Among those that wait for the same group, from 1; null when it does not wait there. */
  readonly position: number | null;
  /** Up to the next 30 seconds; null when nobody can say. */
  readonly estimatedWaitSeconds: number | null;
  readonly agent: { readonly displayName: string } | null;
  readonly interactionId: string | null;
  /** When an agent first took it. */
  readonly acceptedAt: string | null;
  /** How many there are. */
  readonly messages: number;
  readonly serverTime: string;
}

/** Something that was said. */
export interface Message {
  /** From 1, without gaps. */
  readonly sequence: number;
  readonly from: 'visitor' | 'agent' | 'strategy';
  readonly text: string;
  readonly at: string;
  /** The name that its sender gave it. */
  readonly clientId: string | null;
}

/** What the stream tells of a chat, by the names of its events. */
export interface ChatEvents {
  readonly chat: Chat;
  readonly message: { readonly chatId: string; readonly message: Message };
  /** The agent writes just now. */
  readonly typing: { readonly chatId: string };
}

export const CHAT_EVENT_NAMES = ['chat', 'message', 'typing'] as const;

/** An event of the stream, or what only tabs tell each other: the visitor ended it, or closed what was left. */
export type ChatSignal =
  | {
      readonly [Name in keyof ChatEvents]: { readonly name: Name; readonly data: ChatEvents[Name] };
    }[keyof ChatEvents]
  | { readonly name: 'left' | 'closed'; readonly data: { readonly chatId: string } };

/** What a browser remembers of the visit's chat. */
export interface KeptChat {
  readonly visitId: string;
  readonly id: string;
  /** As the visitor left it last. */
  readonly isCollapsed?: boolean;
  /** The visitor ended it, which the service may not know yet. */
  readonly isLeft?: boolean;
  /** The visitor closed what was left of it. */
  readonly isClosed?: boolean;
  /** The site was told of the end. */
  readonly hasEnded?: boolean;
  /** The last message that was on screen. */
  readonly readTo?: number;
  /** What was being written when the page went. */
  readonly draft?: string;
}

/** The chat that a signal is of. */
export const chatIdOf = (signal: ChatSignal): string =>
  signal.name === 'chat' ? signal.data.id : signal.data.chatId;
