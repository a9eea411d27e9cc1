import type { RunningClock } from '../domain/interactions/clocks.js';
import type { IdentityClaim } from '../domain/interactions/identity.js';
import type { Fact, Identity, Interaction, Moment } from '../domain/interactions/interaction.js';
import type { ClockName, Reason, State } from '../domain/interactions/vocabulary.js';
import type { AnyObject, ObjectChange } from '../domain/objects/kinds.js';
import type { KnownObjects } from '../domain/objects/known.js';
import type { Timeline } from '../domain/options/timeline.js';
import type { AuditEntry, AuditFilter } from './audit.js';
import type { ApiKey, PublishableKey, SigningKey, VisitorMark } from './credentials.js';
import type { Message, Outbox, WebhookEndpoint, WebhookEndpointChange } from './outbox.js';
import type { StrategyChanges, StrategyContext, StrategyReads } from './strategy.js';
import type { Upkeep } from './upkeep.js';

/**
 * The store: one write, and reads. A change, its history, its audit line and whatever else belongs
 * to it are one transaction; a promise of `apply` is kept once that transaction is on disk.
 */
export interface Store
  extends InteractionReads,
    OptionReads,
    ObjectReads,
    AdminReads,
    StrategyReads,
    LongReads,
    Upkeep {
  /**
   * The one write. Reads what `target` names, hands it to `decide`, and commits the changes it
   * returns; resolves with its result once they are durable, whether or not there were any.
   * `decide` is pure and synchronous, sees everything committed or decided before it, and may run
   * more than once. Rejects with `StoreOverloaded` before queueing, with `StoreFailed` when the
   * transaction could not be committed (it says what is known of it), or with what `decide` threw.
   */
  apply<R>(target: Target, decide: (context: Context) => Decision<R>): Promise<R>;
  /** Calls `listener` after every commit; returns what ends that. */
  onCommit(listener: (commit: Commit) => void): () => void;
  /** Changes waiting to be committed, now. */
  pending(): number;
  /** Writes something to disk and nothing to see; rejects when that is not possible. */
  touch(): Promise<void>;
  /** Messages to subscribers. */
  readonly outbox: Outbox;
  /** The number of the newest migration. */
  readonly schemaVersion: number;
  /** Flushes what is queued, then closes. Later calls reject. */
  close(): Promise<void>;
}

/** What a decision wants to have read for it. */
export interface Target {
  readonly interaction?: string;
  readonly visit?: string;
  /** A person, with how many of their interactions at most. */
  readonly person?: { readonly of: Person; readonly limit: number };
  /** The kept answer of an idempotent request. */
  readonly answer?: { readonly scope: string; readonly key: string } | undefined;
}

/** What a decision may look at. */
export interface Context extends StrategyContext {
  /** Read once for this decision; never earlier than any stored moment. */
  readonly now: Moment;
  readonly timeline: Timeline;
  /** Every provisioned object, in the order in which they were made. */
  readonly objects: readonly AnyObject[];
  /** The names among them that decisions look up. */
  readonly known: KnownObjects;
  /** The interaction named by the target, if there is one. */
  readonly current: Interaction | undefined;
  /**
   * Interactions of the target's visit on which a clock runs, oldest first: all of a few; of many
   * the first to end, and of those with the same clock the last to end.
   */
  readonly liveAttempts: readonly Interaction[];
  /** Interactions of the target's person, oldest first. */
  readonly ofPerson: readonly Interaction[];
  /** What was answered to the same request before, unless that is 24 hours ago. */
  readonly keptAnswer: KeptAnswer | undefined;
  /** Where messages go, the disabled ones included. */
  readonly endpoints: readonly WebhookEndpoint[];
  identityOf(claim: IdentityClaim): Identity | undefined;
  /** Whether the visitor of a token was erased after it was signed. */
  wasErased(mark: VisitorMark): boolean;
  /** The last change of an option, by its full name. */
  lastChange(name: string): OptionChange | undefined;
  /** How many interactions are in a queue, stopped ones included. */
  heldIn(queue: string): number;
}

export interface Decision<R> {
  readonly changes?: Changes;
  readonly result: R;
}

/** Everything one decision writes. An identity that nothing is bound to any more goes by itself. */
export interface Changes extends StrategyChanges {
  readonly interactions?: readonly InteractionChange[];
  readonly option?: OptionChange;
  readonly objects?: readonly ObjectChange[];
  readonly apiKey?: ApiKey;
  readonly publishableKey?: PublishableKey;
  readonly keptAnswer?: KeptAnswer;
  readonly signingKey?: SigningKey;
  /** Ids; what was marked with them goes too. */
  readonly removedSigningKeys?: readonly string[];
  /** Ids; a mark is kept of each, by which tokens are known that carry one. */
  readonly erasedVisitors?: readonly string[];
  readonly webhookEndpoint?: WebhookEndpointChange;
  /** A delivery, by its id, that starts its schedule again. */
  readonly resend?: string;
  /** Whether there is something new to dispatch besides. */
  readonly webhooks?: true;
  /** Written with what they tell of. */
  readonly messages?: readonly Message[];
  readonly audit?: AuditEntry | readonly AuditEntry[];
}

export interface InteractionChange {
  /** Undefined for a new interaction. */
  readonly before: Interaction | undefined;
  readonly after: Interaction;
  readonly facts: readonly Fact[];
  readonly clock: RunningClock | null;
}

/** One version of an option. Version 1 is the shipped default and is not stored. */
export interface OptionChange {
  readonly name: string;
  readonly version: number;
  /** The text form; empty for not set. */
  readonly value: string;
  readonly at: Moment;
  /** The name of the key that made the change. */
  readonly by: string;
}

/** How an idempotent request was answered: with an interaction, or a refusal. */
export interface KeptAnswer {
  /** The credential and the operation. */
  readonly scope: string;
  readonly key: string;
  /** Of the payload; the same key with another payload is refused. */
  readonly fingerprint: string;
  readonly at: Moment;
  /** The id of what was made or changed; null for a refusal. */
  readonly subjectId: string | null;
  /** Anonymous: no personal data. */
  readonly refusal: unknown;
}

/** What listeners are told of a commit. */
export interface Commit {
  readonly interactions: readonly InteractionChange[];
  readonly options: readonly OptionChange[];
  readonly objects: readonly ObjectChange[];
  /** How many messages were written. */
  readonly messages: number;
  /** Whether an endpoint was changed, or a delivery is to be sent again. */
  readonly webhooks: boolean;
  /** Whether a key was made or revoked. */
  readonly credentials: boolean;
}

export interface InteractionFilter {
  readonly state?: State | undefined;
  readonly queue?: string | undefined;
  readonly status?: 'active' | 'stopped' | undefined;
  readonly visitId?: string | undefined;
  readonly visitorId?: string | undefined;
  readonly visitorIdClaimed?: boolean | undefined;
  readonly reason?: Reason | undefined;
  readonly createdAfter?: Moment | undefined;
  readonly createdBefore?: Moment | undefined;
}

/** A page of a list, newest first; `next` continues after it, null at the end. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly next: number | null;
}

export interface PageRequest {
  readonly size: number;
  /** The `next` of the page before. */
  readonly after?: number | undefined;
}

export interface QueueCounts {
  readonly queue: string;
  readonly active: number;
  readonly stopped: number;
  /** Ever placed in it; outlives the purge. */
  readonly entered: number;
  readonly oldestActiveAt: Moment | null;
}

export interface InteractionReads {
  get(id: string): Promise<Interaction | undefined>;
  history(id: string): Promise<readonly Fact[]>;
  /** The same as `Context.liveAttempts`. */
  liveAttempts(visitId: string): Promise<readonly Interaction[]>;
  /** Ids on which `clock` started at or before `startedBy`, earliest first. */
  due(clock: ClockName, startedBy: Moment, limit: number): Promise<readonly string[]>;
  /** When the earliest running clock of that name started. */
  earliest(clock: ClockName): Promise<Moment | undefined>;
  queueCounts(): Promise<readonly QueueCounts[]>;
  /** Ids of active interactions placed in a queue at or before a moment, earliest first. */
  activeInQueue(queue: string, placedBy: Moment, limit: number): Promise<readonly string[]>;
  /** Ids of active interactions of one state, placed in a queue at or before a moment. */
  activeOfState(
    queue: string,
    state: State,
    placedBy: Moment,
    limit: number,
  ): Promise<readonly string[]>;
}

/**
 * Reads that may look at every row. They are answered off the event loop, one after another, and
 * see everything committed before they were asked. They reject with `StoreOverloaded` when too many
 * wait already, and with `StoreReadFailed` when they could not be finished.
 */
export interface LongReads {
  /** Resolves when they can be answered, without waiting for one that is under way. */
  probe(): Promise<void>;
  /** A page may end before its size when what it holds is large. */
  list(filter: InteractionFilter, page: PageRequest): Promise<Page<Interaction>>;
  audit(filter: AuditFilter, page: PageRequest): Promise<Page<AuditEntry>>;
  /** Every stored version of an option, newest first. */
  optionHistory(name: string, page: PageRequest): Promise<Page<OptionChange>>;
  /** How many active interactions were placed in a queue at or before a moment. */
  countActiveInQueue(queue: string, placedBy: Moment): Promise<number>;
  /**
   * Everything kept of a person, newest first, in parts of bounded size. Each part is a read of its
   * own, made when it is asked for; only the first may be refused with `StoreOverloaded`.
   */
  recordsOf(person: Person): AsyncIterableIterator<readonly PersonalRecord[]>;
}

/**
 * Somebody whose data is kept: a visitor as the site knows them, whoever a browser said it was
 * under such an id, or a contact by its identity.
 */
export interface Person {
  readonly kind: 'visitor' | 'claimed_visitor' | 'identity';
  readonly id: string;
}

/** One interaction of a person, with every line of its history. */
export interface PersonalRecord {
  readonly interaction: Interaction;
  readonly history: readonly Fact[];
}

export interface OptionReads {
  /** The option values in force and the earlier ones that still matter to a running clock. */
  timeline(): Timeline;
  /** The last change of every option that was ever changed. */
  lastChanges(): ReadonlyMap<string, OptionChange>;
  /** A stored version of an option; undefined for one that was never made, and for the default. */
  optionVersion(name: string, version: number): Promise<OptionChange | undefined>;
}

export interface ObjectReads {
  /** Every provisioned object, in the order in which they were made. */
  objects(): readonly AnyObject[];
  /** The names among them that decisions look up. */
  known(): KnownObjects;
}

export interface AdminReads {
  /** Every key, newest first. */
  apiKeys(): Promise<readonly ApiKey[]>;
  /** Every key, newest first. */
  publishableKeys(): Promise<readonly PublishableKey[]>;
  /** Newest first. */
  signingKeys(): Promise<readonly SigningKey[]>;
  /** Whether the visitor of a token was erased after it was signed. */
  wasErased(mark: VisitorMark): Promise<boolean>;
  /** Names of the provisioned Interaction Queues, in the order of provisioning. */
  queueNames(): Promise<readonly string[]>;
}

export * from './audit.js';
export * from './credentials.js';
export * from './failures.js';
