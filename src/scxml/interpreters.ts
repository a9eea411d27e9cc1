import type { Bundle, Fault } from '../domain/strategies/bundle.js';
import type { Ended, Host, Opening } from './host.js';

/** A strategy of which there is one text for all times. */
export interface Version {
  /** Of the bundle; what is compiled is kept by it. */
  readonly sha256: string;
  readonly bundle: Bundle;
}

/** Figures for gauges. */
export interface InterpreterStats {
  /** Sessions that hold a script engine. */
  readonly running: number;
  /** Sessions that wait for one. */
  readonly waiting: number;
  /** Since the start. */
  readonly ended: Readonly<Record<Ended['how'], number>>;
  /** Threads that were replaced, since the start. */
  readonly replaced: number;
}

/** What a check says. */
export interface Findings {
  readonly errors: readonly Fault[];
  readonly warnings: readonly Fault[];
}

/** Where sessions of strategies run: a thread without input or output. */
export interface Interpreters {
  /** Errors and warnings of a bundle, scripts included, found in the thread: never throws for what is in it. */
  check(bundle: Bundle): Promise<Findings>;
  /**
   * Runs a session to its end. Never rejects; `signal` ends it as `stopped`. A session whose thread is
   * lost, or held up by another session, runs again from its start, once: its actions have the same
   * ordinals, and are asked again.
   */
  run(version: Version, opening: Opening, host: Host, signal?: AbortSignal): Promise<Ended>;
  stats(): InterpreterStats;
  /** Ends what runs as `stopped`, and the thread. */
  close(): Promise<void>;
}
