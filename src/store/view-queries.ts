import type { Moment } from '../domain/interactions/interaction.js';
import type { Look } from '../domain/leases/look.js';
import type { LeaseFilter, ListedLease, Looking } from './lists.js';
import type { Page, PageRequest } from './page.js';

/** What is asked of queues and what views show of them, for whoever pulls or cleans; part of `Queries`. */
export interface ViewQueries {
  /** Ids of active interactions placed in a queue at or before a moment, earliest first. */
  readonly activeInQueue: {
    readonly args: [queue: string, placedBy: Moment, limit: number];
    readonly answer: readonly string[];
  };
  /** Ids of what is seen through a view and nothing keeps back, in the order of placement. */
  readonly seen: {
    readonly args: [look: Look, looking: Looking, page: PageRequest];
    readonly answer: Page<string>;
  };
  /** The same of chats, in the order of the wait. */
  readonly chatsSeen: {
    readonly args: [look: Look, looking: Looking, page: PageRequest];
    readonly answer: Page<string>;
  };
  readonly nextChatSeen: {
    readonly args: [look: Look, now: Moment];
    readonly answer: Moment | null;
  };
  /** When more may be seen, unless something comes before: by its age, or because it is let go. */
  readonly nextSeen: { readonly args: [look: Look, now: Moment]; readonly answer: Moment | null };
  /** Leases that have not ended by then. */
  readonly openLeases: { readonly args: [now: Moment]; readonly answer: number };
  /** Leases that somebody has. */
  readonly leases: {
    readonly args: [filter: LeaseFilter, page: PageRequest];
    readonly answer: Page<ListedLease>;
  };
  /** The same as `seen` for who pulls, in the order of creation. */
  readonly seenByCreation: {
    readonly args: [look: Look, now: Moment, limit: number];
    readonly answer: readonly string[];
  };
  /** The same as `chatsSeen` for who pulls, in another order. */
  readonly chatsSeenBy: {
    readonly args: [orderBy: 'createdAt' | 'priority', look: Look, now: Moment, limit: number];
    readonly answer: readonly string[];
  };
  /** How many chats in a queue have waited since a moment or longer, and nobody has on lease. */
  readonly countChatsInQueue: {
    readonly args: [queue: string, placedBy: Moment, now: Moment];
    readonly answer: number;
  };
  /** How many active interactions were placed in a queue at or before a moment. */
  readonly countActiveInQueue: {
    readonly args: [queue: string, placedBy: Moment];
    readonly answer: number;
  };
}
