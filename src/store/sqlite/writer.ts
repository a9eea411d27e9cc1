import type { Change } from '../../decisions/change.js';
import type { Moment } from '../../domain/interactions/interaction.js';

/** When changes are written. */
export interface WrittenAt {
  readonly now: Moment;
  /** Kept answers from before go on the way. */
  readonly forgetBefore: Moment;
}

/** What writes one kind of change; throws when a guard or a check of the schema does not hold. */
export type Writer<K extends Change['kind']> = (
  change: Extract<Change, { readonly kind: K }>,
  at: WrittenAt,
) => void;

/** Writers of some kinds. */
export type WritersOf<K extends Change['kind']> = { readonly [Kind in K]: Writer<Kind> };
