import type { Moment } from '../domain/interactions/interaction.js';

/** What a code is good for: signing the console in, being the playground's agent, deciding there oneself. */
export type CodePurpose = 'console' | 'playground agent' | 'playground visit';

/** Codes that somebody is given, for a while. */
export interface Codes {
  /** Makes a code good for so many milliseconds. */
  keep(purpose: CodePurpose, code: string, ms: number): Promise<void>;
  /** Whether a code is good. */
  has(purpose: CodePurpose, code: string): Promise<boolean>;
  /** Uses a code up: whether it was good. Of several who have it, one does. */
  use(purpose: CodePurpose, code: string): Promise<boolean>;
}

/** The page of an invitation that said it leaves. */
export interface LeavingPage {
  readonly visitId: string;
  readonly interactionId: string;
  readonly at: Moment;
}

/** Pages that said they leave, one of a visit: they are there after a crash, too. */
export interface Leavings {
  /** A later one of the visit takes the place of an earlier one. */
  put(page: LeavingPage): Promise<void>;
  /** A page of the visit is there after all. */
  drop(visitId: string): Promise<void>;
  /** What became of one is stored. */
  end(page: LeavingPage): Promise<void>;
  /** The oldest, so many at most. */
  list(limit: number): Promise<readonly LeavingPage[]>;
}

/** How often somebody has called within a window of time. */
export interface Called {
  readonly count: number;
  /** Milliseconds until the window ends. */
  readonly msLeft: number;
}

/** One side of a chat writes just now. */
export interface WritingHint {
  readonly chatId: string;
  readonly side: 'visitor' | 'agent';
}

/** What the processes on one database share beside its data; a process alone remembers it by itself. */
export interface Shared {
  readonly codes: Codes;
  readonly leavings: Leavings;
  /** Adds calls to what all have counted, by name, in windows that begin with the first; what that is then. */
  count(calls: ReadonlyMap<string, number>, windowMs: number): Promise<ReadonlyMap<string, Called>>;
  /** Tells the others; a hint that is lost does no harm. */
  hint(hint: WritingHint): void;
  /** Calls `listener` with hints of the others; returns what ends that. */
  onHint(listener: (hint: WritingHint) => void): () => void;
}

/** Codes of each purpose that are good at a time: the oldest are void then. */
export const MOST_CODES: Readonly<Record<CodePurpose, number>> = {
  console: 1,
  'playground agent': 10,
  'playground visit': 100,
};

/** Codes that this process remembers. */
export function createCodes(clock: { now(): Moment }): Codes {
  /** Of each purpose, until when each is good, the oldest first. */
  const all = new Map<CodePurpose, Map<string, Moment>>();

  function codesOf(purpose: CodePurpose): Map<string, Moment> {
    const codes = all.get(purpose) ?? new Map<string, Moment>();
    all.set(purpose, codes);
    return codes;
  }

  const isGood = (purpose: CodePurpose, code: string): boolean =>
    clock.now() < (codesOf(purpose).get(code) ?? 0);

  return {
    async keep(purpose, code, ms) {
      const codes = codesOf(purpose);
      codes.delete(code);
      codes.set(code, clock.now() + ms);
      for (const oldest of codes.keys()) if (codes.size > MOST_CODES[purpose]) codes.delete(oldest);
    },
    has: async (purpose, code) => isGood(purpose, code),
    async use(purpose, code) {
      const wasGood = isGood(purpose, code);
      codesOf(purpose).delete(code);
      return wasGood;
    },
  };
}
