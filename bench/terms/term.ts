/** How the bench was asked to measure. */
export interface Settings {
  /** In short: for a look, not for a page. */
  readonly quick: boolean;
  /** Slices of each of those that are compared by turns. */
  readonly rounds: number;
  /** Length of a slice. */
  readonly seconds: number;
  /** Seconds of load before the first slice. */
  readonly warmup: number;
  /** How many connections creations come on, for each time that they are measured. */
  readonly connections: readonly number[];
  /** Where data directories are made. */
  readonly directory: string;
  /** `main.js` of another build, to compare with in place of the bare fastify. */
  readonly against: string | null;
  /** Send only a visitId. */
  readonly minimal: boolean;
  /** Measure with ten million stored interactions, too. */
  readonly tenMillion: boolean;
  readonly key: string;
}

/** What can be said of something that was measured; whatever was not is left out. */
export interface Measures {
  readonly perSecond?: number;
  /** To what the row says in `also`. */
  readonly ratio?: number;
  /** Of what the row names, in milliseconds. */
  readonly p50?: number;
  readonly p99?: number;
  readonly max?: number;
  /** Delay of the event loop of the service, in milliseconds. */
  readonly loopP50?: number;
  readonly loopP99?: number;
  /** Processor time of each, by thread of the service, in microseconds. */
  readonly mainMicros?: number;
  readonly writerMicros?: number;
  readonly othersMicros?: number;
  /** Processor time of each: of all processes of the service, and of all of the database. */
  readonly nodeMicros?: number;
  readonly databaseMicros?: number;
  /** Changes in one transaction. */
  readonly batch?: number;
  /** Bytes that each wrote into the log of the database. */
  readonly logBytes?: number;
  readonly seconds?: number;
  /** Resident memory of the process, in millions of bytes. */
  readonly residentMB?: number;
}

/** A line of the table. */
export interface Row {
  readonly what: string;
  readonly measures: Measures;
  /** What the numbers do not say. */
  readonly also?: string;
}

/** What a table is about. */
export interface Subject {
  readonly name: string;
  readonly title: string;
  /** What the rows mean, and under which conditions, in a sentence or two for the page. */
  readonly says: string;
}

/** One subject that the bench measures. */
export interface Term extends Subject {
  rows(settings: Settings): Promise<readonly Row[]>;
}
