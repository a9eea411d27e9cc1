import type { AuditEntry } from '../decisions/audit.js';
import type { OptionChange } from '../decisions/change.js';
import type { Person } from '../decisions/context.js';
import type { VisitorMark } from '../decisions/credentials.js';
import type { LogicVersion } from '../decisions/logic.js';
import type { Fact, Interaction, Moment } from '../domain/interactions/interaction.js';
import type { ClockName, State } from '../domain/interactions/vocabulary.js';
import type {
  AuditFilter,
  Backlog,
  Delivery,
  DeliveryFilter,
  EndpointStatistics,
  EventFilter,
  FailingEndpoint,
  InteractionFilter,
  ListedRefusal,
  OutboxEvent,
  PersonalRecords,
  QueueCounts,
  RefusalCount,
  RefusalFilter,
} from './lists.js';
import type { Page, PageRequest, Place } from './page.js';
import type { Changes } from './signal.js';

/** Every question that the store answers, with its arguments and its answer: plain data. */
export interface Queries {
  readonly interaction: { readonly args: [id: string]; readonly answer: Interaction | null };
  /** Every line of its history, oldest first. */
  readonly history: { readonly args: [id: string]; readonly answer: readonly Fact[] };
  /** The same as `Context.liveAttempts`. */
  readonly liveAttempts: {
    readonly args: [visitId: string];
    readonly answer: readonly Interaction[];
  };
  /** Ids on which the clock started at or before a moment, earliest first. */
  readonly due: {
    readonly args: [clock: ClockName, startedBy: Moment, limit: number];
    readonly answer: readonly string[];
  };
  /** When the earliest running clock of that name started. */
  readonly earliest: { readonly args: [clock: ClockName]; readonly answer: Moment | null };
  /** When the interaction that is to be purged first was stopped. */
  readonly earliestStopped: { readonly args: []; readonly answer: Moment | null };
  readonly queueCounts: { readonly args: []; readonly answer: readonly QueueCounts[] };
  /** Ids of active interactions placed in a queue at or before a moment, earliest first. */
  readonly activeInQueue: {
    readonly args: [queue: string, placedBy: Moment, limit: number];
    readonly answer: readonly string[];
  };
  /** The same of one state. */
  readonly activeOfState: {
    readonly args: [queue: string, state: State, placedBy: Moment, limit: number];
    readonly answer: readonly string[];
  };
  /** Ids of interactions that wait for a decision, oldest first. */
  readonly undecided: { readonly args: [page: PageRequest]; readonly answer: Page<string> };
  /** What was committed since that place; without one only the place is known. */
  readonly changesSince: { readonly args: [since: Place | null]; readonly answer: Changes };
  /** A stored version of an option; null for one that was never made, and for the default. */
  readonly optionVersion: {
    readonly args: [name: string, version: number];
    readonly answer: OptionChange | null;
  };
  /** A stored version of the rules; null for one that was never made, and for the shipped one. */
  readonly logicVersion: { readonly args: [version: number]; readonly answer: LogicVersion | null };
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
  readonly delivery: { readonly args: [id: string]; readonly answer: Delivery | null };
  /** The endpoints that fail, the longest first. */
  readonly failingEndpoints: { readonly args: []; readonly answer: readonly FailingEndpoint[] };
  /** The place of a message in the order of `events`. */
  readonly placeOf: { readonly args: [messageId: string]; readonly answer: Place | null };
  /** The place before the first message written at that moment or later. */
  readonly placeBefore: { readonly args: [moment: Moment]; readonly answer: Place };

  /** Newest first, as are the next ones. A page may end before its size when what it holds is large. */
  readonly interactions: {
    readonly args: [filter: InteractionFilter, page: PageRequest];
    readonly answer: Page<Interaction>;
  };
  readonly audit: {
    readonly args: [filter: AuditFilter, page: PageRequest];
    readonly answer: Page<AuditEntry>;
  };
  /** Every stored version of an option; the place after a version is its number. */
  readonly optionHistory: {
    readonly args: [name: string, page: PageRequest];
    readonly answer: Page<OptionChange>;
  };
  /** Every stored version of the rules; the place after a version is its number. */
  readonly logicHistory: {
    readonly args: [page: PageRequest];
    readonly answer: Page<LogicVersion>;
  };
  /** Only the newest are kept. */
  readonly refusals: {
    readonly args: [filter: RefusalFilter, page: PageRequest];
    readonly answer: Page<ListedRefusal>;
  };
  readonly deliveries: {
    readonly args: [filter: DeliveryFilter, page: PageRequest];
    readonly answer: Page<Delivery>;
  };
  /** Oldest first. */
  readonly events: {
    readonly args: [filter: EventFilter, page: PageRequest];
    readonly answer: Page<OutboxEvent>;
  };
  /** Everything kept of a person; a part that goes on is not refused for how many wait. */
  readonly records: {
    readonly args: [person: Person, page: PageRequest];
    readonly answer: PersonalRecords;
  };
  /** How many active interactions were placed in a queue at or before a moment. */
  readonly countActiveInQueue: {
    readonly args: [queue: string, placedBy: Moment];
    readonly answer: number;
  };
  readonly endpointStatistics: {
    readonly args: [endpointId: string];
    readonly answer: EndpointStatistics;
  };
  readonly backlog: { readonly args: []; readonly answer: Backlog };
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
  activeOfState: 'key',
  undecided: 'key',
  changesSince: 'key',
  optionVersion: 'key',
  logicVersion: 'key',
  wasErased: 'key',
  refusalsOfVisit: 'key',
  refusalCounts: 'key',
  delivery: 'key',
  failingEndpoints: 'key',
  placeOf: 'key',
  placeBefore: 'key',
  interactions: 'scan',
  audit: 'scan',
  optionHistory: 'scan',
  logicHistory: 'scan',
  refusals: 'scan',
  deliveries: 'scan',
  events: 'scan',
  records: 'scan',
  countActiveInQueue: 'scan',
  endpointStatistics: 'scan',
  backlog: 'scan',
} as const satisfies { readonly [Q in QueryName]: 'key' | 'scan' };

/** The questions of one cost. */
export type QueryOf<Cost extends 'key' | 'scan'> = {
  [Q in QueryName]: (typeof QUERIES)[Q] extends Cost ? Q : never;
}[QueryName];

/** How a driver answers some of them. */
export type Answers<Q extends QueryName> = {
  readonly [Name in Q]: (...args: Queries[Name]['args']) => Queries[Name]['answer'];
};
