import type { RefusalReason } from '../decisions/change.js';
import type { Moment } from '../domain/interactions/interaction.js';
import type { Actor, FactType, NoteType } from '../domain/interactions/vocabulary.js';
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
  /** A clock was started that ends at this moment, or another later; null when none was. */
  readonly dueFrom: Moment | null;
  /** Whether there is something to send. */
  readonly messages: boolean;
  /** Whether anything changed that operators set. */
  readonly settings: boolean;
  /** Of this process's own commits only, exactly once and in their order: for counting. */
  readonly tally?: Tally;
}

/** What one commit adds up to. */
export interface Tally {
  /** Changes of interactions. */
  readonly changes: number;
  readonly facts: readonly { readonly type: FactType | NoteType; readonly by: Actor }[];
  /** From creation until the invitation was displayed, in milliseconds. */
  readonly displayDelaysMs: readonly number[];
  /** Of new interactions. */
  readonly categories: readonly string[];
  readonly refusals: readonly RefusalReason[];
  /** Interactions that were removed altogether. */
  readonly removed: number;
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
