import type { RefusalReason } from '../decisions/change.js';
import type { Outcome } from '../domain/chats/vocabulary.js';
import type { Moment } from '../domain/interactions/interaction.js';
import type {
  Actor,
  FactType,
  NoteType,
  Reason,
  State,
} from '../domain/interactions/vocabulary.js';
import type { Place } from './page.js';

/**
 * Says "look again", never "this is what happened": it may come late, twice, for several commits at
 * once, and from any process, or be lost. Whoever must not miss anything asks at its start, and every
 * second: `undecided`, `changesSince`, `due`, and whether `lastSettings` are others.
 */
export interface Signal {
  /** Visits of which an interaction changed. */
  readonly visits: readonly string[];
  /** Interactions that are new. */
  readonly created: readonly string[];
  /** Chats that changed. */
  readonly chats: readonly string[];
  /** Agents of whom something changed: where they stand, or a chat of theirs. */
  readonly agents: readonly string[];
  /** Whether a chat may have become somebody's to take. */
  readonly routing: boolean;
  /** A clock was started that ends at this moment, or another later; null when none was. */
  readonly dueFrom: Moment | null;
  /** Whether there is something to send. */
  readonly messages: boolean;
  /** Whether anything changed that operators set. */
  readonly settings: boolean;
  /** Whether something was handed out, or given back. */
  readonly leases: boolean;
  /** Of this process's own commits only, exactly once and in their order: for counting. */
  readonly tally?: Tally;
}

/** What is measured of what happens; a word's comment says from when to when. */
export const DURATIONS = [
  /** From creation until the invitation was displayed. */
  'display',
  /** From its display until the visitor answered. */
  'answer',
  /** From a chat's first placement until an agent first took it. */
  'agent',
  /** From an agent's accepting a chat until its room was free again. */
  'handling',
  /** From a deadline until what follows from it was known to be on disk. */
  'lateness',
] as const;

export interface Measured {
  readonly of: (typeof DURATIONS)[number];
  readonly ms: number;
}

/** An interaction that came to a state; `from` is null for a new one. */
export interface Move {
  readonly from: State | null;
  readonly to: State;
  readonly reason: Reason | null;
}

/** Something of which one commit may have many alike. */
export type Counted<T> = T & { readonly count: number };

/** What one commit adds up to. */
export interface Tally {
  /** Changes of interactions. */
  readonly changes: number;
  readonly facts: readonly Counted<{ readonly type: FactType | NoteType; readonly by: Actor }>[];
  readonly moves: readonly Counted<Move>[];
  /** Of chats and agents, by their types. */
  readonly chatFacts: readonly string[];
  /** Of chats that ended. */
  readonly outcomes: readonly Outcome[];
  readonly durations: readonly Measured[];
  /** Of new interactions. */
  readonly categories: readonly string[];
  readonly refusals: readonly RefusalReason[];
  /** Interactions that were removed altogether. */
  readonly removed: number;
  /** Handed out, and of those before noticed that they had run out before anybody decided. */
  readonly leases: { readonly handedOut: number; readonly expired: number };
}

/** What was committed since a place, by whichever process: a signal that was lost is found by it. */
export interface Changes {
  /** The end, from which the next look goes on. */
  readonly place: Place;
  /** In their order; one for several changes will do. Null when it is not known any more. */
  readonly interactions: readonly ChangedInteraction[] | null;
  /** Whether something may have been written that is to be sent. */
  readonly messages: boolean;
}

export interface ChangedInteraction {
  readonly id: string;
  /** The one it is of, or was until it was erased. */
  readonly visitId: string;
  readonly sequence: number;
}
