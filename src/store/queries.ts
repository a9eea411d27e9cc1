import type { AuditEntry } from '../decisions/audit.js';
import type { OptionChange, TallyRow } from '../decisions/change.js';
import type { AgentInView, Person } from '../decisions/context.js';
import type { VisitorMark } from '../decisions/credentials.js';
import type { StaffMember } from '../decisions/question.js';
import type { Ruled, RulesVersion } from '../decisions/rules.js';
import type { Chat, ChatFact, ChatMessage } from '../domain/chats/chat.js';
import type { ChatState } from '../domain/chats/vocabulary.js';
import type { AnyClock, Starts } from '../domain/clocks.js';
import type { FunnelLine, FunnelWish } from '../domain/funnel/report.js';
import type { Fact, Interaction, Moment } from '../domain/interactions/interaction.js';
import type { State } from '../domain/interactions/vocabulary.js';
import type { Measured } from '../domain/pacing/estimates.js';
import type {
  AuditFilter,
  Backlog,
  ChatFilter,
  Delivery,
  DeliveryFilter,
  DeliveryState,
  EndpointStatistics,
  EventFilter,
  FailingEndpoint,
  Histories,
  HistoryRange,
  InteractionFilter,
  ListedRefusal,
  Measuring,
  Need,
  OutboxEvent,
  PersonalChat,
  PersonalRecords,
  QueueCounts,
  RankedChat,
  RefusalCount,
  RefusalFilter,
  StateCount,
  TallyRange,
  Took,
  WaitingInQueue,
} from './lists.js';
import type { NodeQueries } from './node-queries.js';
import type { Page, PageRequest, Place } from './page.js';
import type { Changes } from './signal.js';
import type { StrategyQueries } from './strategy-queries.js';
import type { ViewQueries } from './view-queries.js';

/** A list, page by page. */
interface List<Filter, Item> {
  readonly args: [filter: Filter, page: PageRequest];
  readonly answer: Page<Item>;
}

/** Every question that the store answers, with its arguments and its answer: plain data. */
export interface Queries extends ViewQueries, StrategyQueries, NodeQueries {
  readonly interaction: { readonly args: [id: string]; readonly answer: Interaction | null };
  /** Every line of its history, oldest first. */
  readonly history: { readonly args: [id: string]; readonly answer: readonly Fact[] };
  /** The same as `Context.liveAttempts`. */
  readonly liveAttempts: {
    readonly args: [visitId: string];
    readonly answer: readonly Interaction[];
  };
  /**
   * Ids of interactions or chats, or names of agents, on which the clock started at or before a
   * moment, earliest first.
   */
  readonly due: {
    readonly args: [clock: AnyClock, startedBy: Moment, limit: number];
    readonly answer: readonly string[];
  };
  /** When the earliest running clock of that name started. */
  readonly earliest: { readonly args: [clock: AnyClock]; readonly answer: Moment | null };
  /** When the interaction that is to be purged first was stopped. */
  readonly earliestStopped: { readonly args: []; readonly answer: Moment | null };
  readonly queueCounts: { readonly args: []; readonly answer: readonly QueueCounts[] };
  /** Ids of interactions that wait for a decision, oldest first. */
  readonly undecided: { readonly args: [page: PageRequest]; readonly answer: Page<string> };
  /** What was committed since that place; without one only the place is known. */
  readonly changesSince: { readonly args: [since: Place | null]; readonly answer: Changes };
  /** A stored version of an option; null for one that was never made, and for the default. */
  readonly optionVersion: {
    readonly args: [name: string, version: number];
    readonly answer: OptionChange | null;
  };
  /** A stored version of rules; null for one that was never made, and for the shipped one. */
  readonly rulesVersion: {
    readonly args: [of: Ruled, version: number];
    readonly answer: RulesVersion | null;
  };
  /** Whether the visitor of a token was erased after it was signed. */
  readonly wasErased: { readonly args: [mark: VisitorMark]; readonly answer: boolean };
  /** Newest first; only the newest are kept. */
  readonly refusalsOfVisit: {
    readonly args: [visitId: string, page: PageRequest];
    readonly answer: Page<ListedRefusal>;
  };
  /** Most frequent first: all there ever were, or those of a visit that are kept. */
  readonly refusalCounts: {
    readonly args: [visitId: string | null];
    readonly answer: readonly RefusalCount[];
  };
  readonly chat: { readonly args: [id: string]; readonly answer: Chat | null };
  /** Every line of its history, oldest first. */
  readonly chatHistory: { readonly args: [id: string]; readonly answer: readonly ChatFact[] };
  /** Those after a number, oldest first. */
  readonly chatMessages: {
    readonly args: [id: string, after: number, limit: number];
    readonly answer: readonly ChatMessage[];
  };
  /** The chat of a visit that goes on. */
  readonly openChat: { readonly args: [visitId: string]; readonly answer: Chat | null };
  readonly agent: { readonly args: [name: string]; readonly answer: AgentInView | null };
  /** Every agent who is not logged out, or has chats. */
  readonly staff: { readonly args: []; readonly answer: readonly StaffMember[] };
  /** Queues in which chats wait. */
  readonly waitingQueues: { readonly args: []; readonly answer: readonly string[] };
  /** How many chats wait in each of them, those that ring included. */
  readonly chatsWaiting: { readonly args: []; readonly answer: readonly WaitingInQueue[] };
  /** Ids of chats in a queue that no strategy has said anything of, oldest first. */
  readonly unroutedChats: {
    readonly args: [queue: string, page: PageRequest];
    readonly answer: Page<string>;
  };
  /** How many chats are served before one, among those that wait for a group. */
  readonly chatsAhead: { readonly args: [chat: RankedChat]; readonly answer: number };
  /** Needs of a queue's waiting chats after one (''), in the order of their names, each with its first. */
  readonly needs: {
    readonly args: [queue: string, after: string, limit: number];
    readonly answer: readonly Need[];
  };
  /** Of the last chats of a group: how long they took an agent's place, and how many there are. */
  readonly handling: { readonly args: [group: string, limit: number]; readonly answer: Took };
  /** What was counted lately of invitations, and of chats of a group. */
  readonly measured: { readonly args: [group: string, by: Measuring]; readonly answer: Measured };
  readonly delivery: { readonly args: [id: string]; readonly answer: Delivery | null };
  /** The endpoints that fail, the longest first. */
  readonly failingEndpoints: { readonly args: []; readonly answer: readonly FailingEndpoint[] };
  /** The place of a message in the order of `events`. */
  readonly placeOf: { readonly args: [messageId: string]; readonly answer: Place | null };
  /** The place before the first message written at that moment or later. */
  readonly placeBefore: { readonly args: [moment: Moment]; readonly answer: Place };

  /** Newest first, as are the next ones. A page may end before its size when what it holds is large. */
  readonly interactions: List<InteractionFilter, Interaction>;
  readonly audit: List<AuditFilter, AuditEntry>;
  /** Every stored version of an option; the place after a version is its number. */
  readonly optionHistory: {
    readonly args: [name: string, page: PageRequest];
    readonly answer: Page<OptionChange>;
  };
  /** Every stored version of rules; the place after a version is its number. */
  readonly rulesHistory: {
    readonly args: [of: Ruled, page: PageRequest];
    readonly answer: Page<RulesVersion>;
  };
  readonly chats: List<ChatFilter, Chat>;
  /** How many interactions a filter finds, by state; stopped ones apart. */
  readonly countInteractions: {
    readonly args: [filter: InteractionFilter];
    readonly answer: readonly (StateCount<State> & { readonly isStopped: boolean })[];
  };
  readonly countChats: {
    readonly args: [filter: ChatFilter];
    readonly answer: readonly StateCount<ChatState>[];
  };
  readonly countDeliveries: {
    readonly args: [filter: DeliveryFilter];
    readonly answer: readonly StateCount<DeliveryState>[];
  };
  /** Every chat kept of a person, with all that was said. */
  readonly chatRecords: {
    readonly args: [person: Person, page: PageRequest];
    readonly answer: Page<PersonalChat>;
  };
  /** Only the newest are kept. */
  readonly refusals: List<RefusalFilter, ListedRefusal>;
  readonly deliveries: List<DeliveryFilter, Delivery>;
  /** Oldest first. */
  readonly events: List<EventFilter, OutboxEvent>;
  /** Everything kept of a person; a part that goes on is not refused for how many wait. */
  readonly records: {
    readonly args: [person: Person, page: PageRequest];
    readonly answer: PersonalRecords;
  };
  /** How many clocks of that name run that started then. */
  readonly countRunning: {
    readonly args: [clock: AnyClock, started: Starts];
    readonly answer: number;
  };
  readonly endpointStatistics: {
    readonly args: [endpointId: string];
    readonly answer: EndpointStatistics;
  };
  readonly backlog: { readonly args: []; readonly answer: Backlog };
  /** In the order of their making. */
  readonly histories: { readonly args: [HistoryRange, PageRequest]; readonly answer: Histories };
  /** What was counted, by label, step and bucket; a row has the first minute of its step. */
  readonly tallies: { readonly args: [range: TallyRange]; readonly answer: readonly TallyRow[] };
  /** Every agent, wherever they stand. */
  readonly standings: { readonly args: []; readonly answer: readonly StaffMember[] };
  /** The lines of the funnel, added up from ranges that do not overlap. */
  readonly funnel: {
    readonly args: [ranges: readonly TallyRange[], wish: FunnelWish];
    readonly answer: readonly FunnelLine[];
  };
}
export type QueryName = keyof Queries;

/**
 * What each question costs: `key` is answered by an index, on the spot; `scan` may look at every row,
 * so that it is answered off the event loop.
 */
export const QUERIES = {
  interaction: 'key',
  history: 'key',
  liveAttempts: 'key',
  due: 'key',
  earliest: 'key',
  earliestStopped: 'key',
  queueCounts: 'key',
  activeInQueue: 'key',
  seen: 'key',
  nextSeen: 'key',
  chatsSeen: 'key',
  nextChatSeen: 'key',
  openLeases: 'key',
  undecided: 'key',
  changesSince: 'key',
  optionVersion: 'key',
  rulesVersion: 'key',
  strategies: 'key',
  strategyVersion: 'key',
  wasErased: 'key',
  refusalsOfVisit: 'key',
  refusalCounts: 'key',
  chat: 'key',
  chatHistory: 'key',
  chatMessages: 'key',
  openChat: 'key',
  agent: 'key',
  staff: 'key',
  waitingQueues: 'key',
  chatsWaiting: 'key',
  unroutedChats: 'key',
  chatsAhead: 'key',
  needs: 'key',
  handling: 'key',
  measured: 'key',
  delivery: 'key',
  failingEndpoints: 'key',
  placeOf: 'key',
  placeBefore: 'key',
  nodes: 'key',
  orphanedChats: 'key',
  interactions: 'scan',
  audit: 'scan',
  optionHistory: 'scan',
  rulesHistory: 'scan',
  strategyHistory: 'scan',
  chats: 'scan',
  countInteractions: 'scan',
  countChats: 'scan',
  countDeliveries: 'scan',
  chatRecords: 'scan',
  refusals: 'scan',
  deliveries: 'scan',
  events: 'scan',
  records: 'scan',
  leases: 'scan',
  seenByCreation: 'scan',
  countActiveInQueue: 'scan',
  countRunning: 'scan',
  chatsSeenBy: 'scan',
  countChatsInQueue: 'scan',
  endpointStatistics: 'scan',
  backlog: 'scan',
  histories: 'scan',
  tallies: 'scan',
  funnel: 'scan',
  standings: 'scan',
} as const satisfies { readonly [Q in QueryName]: 'key' | 'scan' };

/** The questions of one cost. */
export type QueryOf<Cost extends 'key' | 'scan'> = {
  [Q in QueryName]: (typeof QUERIES)[Q] extends Cost ? Q : never;
}[QueryName];

/** How a driver answers some of them. */
export type Answers<Q extends QueryName> = {
  readonly [Name in Q]: (...args: Queries[Name]['args']) => Queries[Name]['answer'];
};
