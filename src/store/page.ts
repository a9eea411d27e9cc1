/** Where a list goes on: made by a driver, and read by nobody else. */
export type Place = string;

/** A page of a list; `next` continues after it, null at the end. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly next: Place | null;
}

export interface PageRequest {
  readonly size: number;
  /** The `next` of the page before. */
  readonly after?: Place | undefined;
}
