/** A strategy as it is brought: documents, and what they include. Plain data. */
export interface Bundle {
  /** The path of the document that a session begins with; a key of `files`. */
  readonly main: string;
  /** Texts by path: relative, with `/`; found without regard to case. */
  readonly files: Readonly<Record<string, string>>;
}

/** Something in a bundle that is wrong (an error), or that is hardly meant (a warning). */
export interface Fault {
  /** A path of the bundle as it was brought. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
  /** A sentence for the author of the document. */
  readonly detail: string;
}
