import type { Moment } from '../../domain/interactions/interaction.js';
import type { Changed } from '../failures.js';
import type { BatchLimits } from './batch.js';
import type { Command } from './command.js';
import type { Committed, Taken } from './writing.js';

/** What the writer's thread is given. */
export interface WriterData {
  readonly file: string;
  /** The memory of the service's clock. */
  readonly clock: SharedArrayBuffer;
  readonly epoch: string;
  readonly servingSince: Moment;
  readonly limits: BatchLimits | undefined;
}

/** What the thread is told. */
export type ToWriter =
  /** What was asked for in a turn, each under a number of its own; `more`: the turn is not over. */
  | {
      readonly type: 'run';
      readonly commands: readonly (readonly [number, Command])[];
      readonly more: boolean;
    }
  /** No long read is under way, until `release`. */
  | { readonly type: 'held' }
  | { readonly type: 'ping' }
  | { readonly type: 'close' };

/** What came of commands, and of the transaction that they were in. */
export interface Outcomes {
  readonly type: 'outcomes';
  readonly answers: readonly (readonly [number, unknown])[];
  readonly failures: readonly (readonly [number, ToldFailure])[];
  /** Null when nothing was committed. */
  readonly committed: Committed | null;
  readonly taken: readonly Taken[];
  readonly logBytes: number;
}

/** What the thread tells. */
export type FromWriter =
  | Outcomes
  /** Asks for a rest of the long reads, and ends it. */
  | { readonly type: 'hold' | 'release' }
  | { readonly type: 'pong' }
  /** What happened to the files; null when they are back. */
  | { readonly type: 'lost'; readonly words: string | null }
  | { readonly type: 'log_failure'; readonly message: string }
  | { readonly type: 'closed' };

/** An error on its way between threads, which keep no classes. */
export interface ToldFailure {
  readonly name: string;
  readonly message: string;
  readonly stack: string | undefined;
  readonly changed: Changed | null;
  readonly cause: ToldCause | null;
}

export interface ToldCause {
  readonly name: string;
  readonly message: string;
  readonly stack?: string | undefined;
  readonly code?: string;
}
