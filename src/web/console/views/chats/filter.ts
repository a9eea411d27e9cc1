import { CHAT_STATES, OUTCOMES } from '../../../../domain/chats/vocabulary.js';
import type { ChangedChat } from '../../live.js';

/** Every filter of `GET /v1/admin/chats`, by its name there and in the address of the page. */
export const CHAT_FILTERS = {
  state: CHAT_STATES,
  outcome: OUTCOMES,
  queue: null,
  agent: null,
  visitId: null,
  interactionId: null,
  createdAfter: null,
  createdBefore: null,
} as const satisfies Readonly<Record<string, readonly string[] | null>>;

export type ChatFilterName = keyof typeof CHAT_FILTERS;
export type ChatFilter = Readonly<Partial<Record<ChatFilterName, string>>>;

/** What of an address filters chats. */
export function chatFilterOf(query: URLSearchParams): ChatFilter {
  const names = Object.keys(CHAT_FILTERS);
  return Object.fromEntries(
    names.map((name) => [name, query.get(name) ?? ''] as const).filter(([, value]) => value !== ''),
  );
}

/**
 * Whether a chat that changed may be in a list that is filtered so: of what nothing is known it may.
 * One that has changed since it came is new when its id is later than that of the newest row.
 */
export function isChatPerhapsIn(filter: ChatFilter, brief: ChangedChat, newest: string): boolean {
  const { createdAfter: _after, createdBefore, ...known } = filter;
  const isNew = brief.version <= 1 || brief.id > newest || Object.keys(known).length > 0;
  const isSame = ([name, value]: [string, string]): boolean =>
    brief[name as keyof typeof known] === value;
  return isNew && createdBefore === undefined && Object.entries(known).every(isSame);
}
