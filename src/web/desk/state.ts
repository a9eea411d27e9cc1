import type { Chat, Message, Offer, Standing } from './wire.js';

/** What the agent has written and the service has not confirmed. */
export interface Unsent {
  readonly clientId: string;
  readonly text: string;
  /** Null while it is under way. */
  readonly failure: string | null;
  /** Whether it goes out by itself once the service is there again. */
  readonly isWaiting: boolean;
}

/** A chat of the agent, with what was said. */
export interface Conversation {
  readonly chat: Chat;
  /** In order and without gaps, from the first. */
  readonly messages: readonly Message[];
  readonly unsent: readonly Unsent[];
  readonly draft: string;
  /** The last message that was on screen. */
  readonly readTo: number;
  /** Until when the visitor counts as writing, by the clock of the page. */
  readonly typingUntil: number;
  /** Why it is not the agent's any more; null while it is. */
  readonly gone: string | null;
}

/** What is said of it until it is known why. */
const GONE = 'It is not with you any more.';

/** Something to be told once, in words. */
export interface Notice {
  readonly id: number;
  readonly text: string;
}

export type Dialog =
  | { readonly kind: 'notReady' }
  | { readonly kind: 'keys' }
  | { readonly kind: 'signOut' }
  | { readonly kind: 'end' | 'transfer'; readonly chatId: string };

/** The panes of a narrow screen, of which it shows one. */
export type Pane = 'list' | 'chat' | 'details';

/** Everything that the page shows. */
export interface DeskState {
  readonly phase: 'opening' | 'signedOut' | 'signedIn';
  /** Why somebody has to sign in, or could not. */
  readonly signInWords: string;
  readonly standing: Standing | null;
  readonly offers: readonly Offer[];
  readonly conversations: readonly Conversation[];
  readonly selected: string | null;
  readonly pane: Pane;
  readonly dialog: Dialog | null;
  readonly notices: readonly Notice[];
  /** For screen readers: what was last said, and what rings. */
  readonly announced: string;
  readonly alarm: string;
  /** Since when nothing is heard of the service, by its clock; null while it is. */
  readonly staleSince: number | null;
  /** What the agent has asked for and is not answered yet: a button is pressed once. */
  readonly busy: ReadonlySet<string>;
}

export const NOTHING: DeskState = {
  phase: 'opening',
  signInWords: '',
  standing: null,
  offers: [],
  conversations: [],
  selected: null,
  pane: 'list',
  dialog: null,
  notices: [],
  announced: '',
  alarm: '',
  staleSince: null,
  busy: new Set(),
};

/** The messages with those that follow them; what is known already changes nothing. */
function joined(known: readonly Message[], more: readonly Message[]): readonly Message[] {
  const messages = [...known];
  for (const message of more) if (message.sequence === messages.length + 1) messages.push(message);
  return messages.length === known.length ? known : messages;
}

/** The conversation with messages that have come; what was confirmed is no longer unsent. */
export function heard(conversation: Conversation, more: readonly Message[]): Conversation {
  const messages = joined(conversation.messages, more);
  if (messages === conversation.messages) return conversation;
  const confirmed = new Set(more.map(({ clientId }) => clientId));
  return {
    ...conversation,
    messages,
    unsent: conversation.unsent.filter(({ clientId }) => !confirmed.has(clientId)),
    typingUntil: more.some(({ from }) => from === 'visitor') ? 0 : conversation.typingUntil,
  };
}

/** How many messages of the visitor were not on screen yet. */
export const unreadOf = ({ messages, readTo }: Conversation): number =>
  messages.filter(({ sequence, from }) => sequence > readTo && from === 'visitor').length;

/** Since when the visitor waits for a word of the agent; null when it is the visitor's turn. */
export function waitsSince({ chat, messages }: Conversation): number | null {
  if (chat.state !== 'Active') return null;
  const last = messages.findLastIndex(({ from }) => from === 'agent');
  const first = messages.slice(last + 1).find(({ from }) => from === 'visitor');
  return first ? Date.parse(first.at) : null;
}

const begin = (chat: Chat, { readTo, draftOf }: Remembered): Conversation => ({
  chat,
  messages: [],
  unsent: [],
  draft: draftOf(chat.id),
  readTo: readTo(chat.id),
  typingUntil: 0,
  gone: null,
});

/** What is remembered of chats beyond the page. */
export interface Remembered {
  readTo(chatId: string): number;
  draftOf(chatId: string): string;
}

/**
 * What is so now, in the place of what was. A conversation that is gone stays while it is looked at;
 * one that is not goes.
 */
export function withStanding(
  state: DeskState,
  standing: Standing,
  remembered: Remembered,
): DeskState {
  const stayed = state.conversations.flatMap((known): Conversation[] => {
    const chat = standing.chats.find(({ id }) => id === known.chat.id);
    if (chat) return [{ ...known, gone: null, chat: newer(known.chat, chat) }];
    if (known.gone !== null) return [known];
    return known.chat.id === state.selected ? [{ ...known, gone: GONE }] : [];
  });
  const added = standing.chats
    .filter(({ id }) => !stayed.some(({ chat }) => chat.id === id))
    .map((chat) => begin(chat, remembered));
  return {
    ...state,
    standing,
    offers: standing.offers,
    conversations: [...stayed, ...added],
  };
}

/** The state in which it is told why a conversation is gone; as it was, when it is not. */
export const withFarewell = (state: DeskState, id: string, words: string): DeskState =>
  withConversation(state, id, (each) => (each.gone === null ? each : { ...each, gone: words }));

const newer = (a: Chat, b: Chat): Chat => (a.version > b.version ? a : b);

/** The state with one conversation changed. */
export function withConversation(
  state: DeskState,
  id: string,
  change: (conversation: Conversation) => Conversation,
): DeskState {
  return {
    ...state,
    conversations: state.conversations.map((each) => (each.chat.id === id ? change(each) : each)),
  };
}
