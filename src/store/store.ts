import type { AuditEntry } from '../decisions/audit.js';
import type { InteractionChange, OptionChange } from '../decisions/change.js';
import type { Context, Decision, Person, Target } from '../decisions/context.js';
import type { ApiKey, PublishableKey, SigningKey, VisitorMark } from '../decisions/credentials.js';
import type { Fact, Interaction, Moment } from '../domain/interactions/interaction.js';
import type { ClockName, State } from '../domain/interactions/vocabulary.js';
import type { AnyObject, ObjectChange } from '../domain/objects/kinds.js';
import type { KnownObjects } from '../domain/objects/known.js';
import type { Timeline } from '../domain/options/timeline.js';
import type { Outbox } from './outbox.js';
import type { Page, PageRequest } from './page.js';
import type { AuditFilter, InteractionFilter, PersonalRecord, QueueCounts } from './queries.js';
import type { StrategyReads } from './strategy.js';
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
