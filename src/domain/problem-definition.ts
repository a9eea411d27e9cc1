/** What is said of a problem. */
export interface ProblemDefinition {
  readonly status: number;
  readonly title: string;
  /** What the caller can do about it: one sentence, told with the problem and in the guides. */
  readonly help: string;
}
