/**
 * What a session of a strategy may use, by the name under which it is ended when it wants more. A
 * session that runs into one ends as `killed`; nothing else does.
 */
export const SESSION_LIMITS = {
  /** Interrupts of the script engine in one evaluation: about 100 ms of work, however busy the machine is. */
  interrupts: 1_500,
  /** The same in a whole session: about a third of a second. */
  sessionInterrupts: 5_000,
  /** Scripts, expressions and conditions that a session evaluates. */
  evaluations: 10_000,
  /** Milliseconds of the wall clock in one evaluation, for what counts no interrupts. */
  evaluationMs: 1_000,
  /** Milliseconds after which a worker that does not answer is replaced. */
  watchdogMs: 5_000,
  /** Sets of transitions between two events from outside. */
  macrostepMicrosteps: 2_000,
  /** Sets of transitions of a whole session. */
  microsteps: 10_000,
  /** Bytes of the script engine of a session, code and data of its scripts. */
  memoryBytes: 8 * 1024 * 1024,
  /** Bytes of the stack of its scripts. */
  stackBytes: 256 * 1024,
  /** Events that a session has raised, sent or been sent. */
  events: 1_000,
  /** Characters of the data of events that wait, for their turn or for their moment. */
  waitingChars: 2 * 1024 * 1024,
  /** Delayed events that wait at a time. */
  timers: 32,
  /** Fetches of a session. */
  fetches: 8,
  /** Other actions of a session: routing, user data, attaching. */
  actions: 200,
  /** Characters of one action, as JSON. */
  actionChars: 65_536,
  /** Sessions that a session has invoked and that still run, at any depth. */
  children: 4,
} as const;

/** Which limit ended a session. */
export type LimitName = keyof typeof SESSION_LIMITS;

/** What is kept of a session's trace: the first lines, and how much of each text. */
export const TRACE_LINES = 200;
export const TRACE_CHARS = 500;

/** What a bundle may be. */
export const BUNDLE_LIMITS = {
  /** Bytes of one document, as UTF-8. */
  documentBytes: 512 * 1024,
  /** Bytes of all of them together. */
  bundleBytes: 2 * 1024 * 1024,
  files: 200,
  /** Includes within includes. */
  includeDepth: 16,
  /** Elements of a strategy when everything is included, an element that is included twice counted twice. */
  elements: 20_000,
  /** Characters of text and attributes of all that, includes included. */
  chars: 8 * 1024 * 1024,
  /** Characters of the prefix that a `resolveid` gives to ids. */
  prefixChars: 256,
  /** Elements within elements. */
  elementDepth: 200,
  /** Faults that are told; beyond them only how many more there are. */
  faults: 200,
} as const;
