import type { DecisionName, Decisions } from '../decisions/decisions.js';
import type { Settings } from '../decisions/settings.js';
import type { Moment } from '../domain/interactions/interaction.js';
import type { Queries, QueryName } from './queries.js';
import type { Signal } from './signal.js';
import type { TidyStep, Work, WorkName } from './work.js';

/**
 * What every driver implements, and nothing else: one write, one read, one snapshot of what operators
 * set, one claim for background work. What a driver promises besides stands in `test/store`.
 */
export interface Store {
  /**
   * The one write, by the name of a decision. Plain data in, plain data out; resolves once everything
   * it changed is durable, whether or not it changed anything. Rejects with `StoreOverloaded` before
   * queueing, with `StoreFailed` when it could not be committed (it says what is known of it).
   */
  apply<D extends DecisionName>(
    name: D,
    args: Decisions[D]['args'],
  ): Promise<Decisions[D]['result']>;
  /** Settings not older than this call: what a request is judged by, once, at its arrival. */
  settings(): Settings | Promise<Settings>;
  /** The newest known here: for timers, metrics, and what may be a little late. */
  lastSettings(): Settings;
  /**
   * The one read. A question that may look at many rows is answered off the event loop: it rejects
   * with `StoreOverloaded` when too many wait already, with `StoreReadFailed` when it was not finished.
   */
  read<Q extends QueryName>(name: Q, ...args: Queries[Q]['args']): Promise<Queries[Q]['answer']>;
  /** Takes background work or keeps it, or says until when somebody else has it. Rejects as `apply`. */
  claim<W extends WorkName>(
    work: W,
    request: Work[W]['request'],
  ): Promise<{ readonly held: Work[W]['claimed'] } | { readonly until: Moment }>;
  /**
   * Ends claimed work, or gives it back; null when the claim had lapsed and nothing was written.
   * Rejects as `apply`.
   */
  finish<W extends WorkName>(
    claim: Work[W]['claimed'] & { readonly work: W },
    result: Work[W]['result'] | 'release',
  ): Promise<Work[W]['finished'] | null>;
  /** One short step of housekeeping; whether there may be more. Rejects as `apply`. */
  tidy(step: TidyStep): Promise<boolean>;
  /**
   * Calls `listener` after commits; returns what ends that. A listener that throws fails alone.
   */
  watch(listener: (signal: Signal) => void): () => void;
  health(): Promise<StoreHealth>;
  /** Flushes what is queued, then closes. Later calls reject. */
  close(): Promise<void>;
}

/** How a store does, as it is observed. */
export interface StoreHealth {
  /** Changes waiting to be committed. */
  readonly pendingChanges: number;
  /** The number of the newest migration. */
  readonly schemaVersion: number;
  /** Bytes of the write-ahead log. It grows while another process reads from it. */
  readonly logBytes: number;
  /** Bytes that the disk has left for the service; infinite while nobody can tell. */
  readonly roomBytes: number;
  /** Why long reads are not answered; null while they are. */
  readonly readFailure: Error | null;
}
