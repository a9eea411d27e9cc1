import type { RefusalReason } from '../decisions/change.js';
import type { Moment } from '../domain/interactions/interaction.js';
import type { Actor, FactType, NoteType } from '../domain/interactions/vocabulary.js';

/**
 * Says "look again", never "this is what happened": it may come late, twice, for several commits at
 * once, and from any process. Whoever must not miss anything asks at its start, and every second.
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
  /** Whether something was handed out, or given back. */
  readonly leases: boolean;
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
  /** Handed out, and of those before noticed that they had run out before anybody decided. */
  readonly leases: { readonly handedOut: number; readonly expired: number };
}
