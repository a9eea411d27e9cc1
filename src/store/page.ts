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
