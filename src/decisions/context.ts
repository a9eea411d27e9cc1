import type { IdentityClaim } from '../domain/interactions/identity.js';
import type { Attempt, Identity, Interaction, Moment } from '../domain/interactions/interaction.js';
import type { AnyObject } from '../domain/objects/kinds.js';
import type { KnownObjects } from '../domain/objects/known.js';
import type { Timeline } from '../domain/options/timeline.js';
import type { Changes, KeptAnswer, OptionChange } from './change.js';
import type { VisitorMark } from './credentials.js';
import type { WebhookEndpoint } from './endpoint.js';
import type { LogicVersion } from './logic.js';
/** What a decision wants to have read for it. */
export interface Target {
  readonly interaction?: string;
  readonly visit?: string;
  /** A person, with how many of their interactions at most. */
  readonly person?: { readonly of: Person; readonly limit: number };
  /** The kept answer of an idempotent request. */
  readonly answer?: { readonly scope: string; readonly key: string } | undefined;
}

/** What a decision may look at. */
export interface Context extends StrategyContext {
  /** Read once for this decision; never earlier than any stored moment. */
  readonly now: Moment;
  readonly timeline: Timeline;
  /** Every provisioned object, in the order in which they were made. */
  readonly objects: readonly AnyObject[];
  /** The names among them that decisions look up. */
  readonly known: KnownObjects;
  /** The interaction named by the target, if there is one. */
  readonly current: Interaction | undefined;
  /**
   * Interactions of the target's visit on which a clock runs, oldest first: all of a few; of many
   * the first to end, and of those with the same clock the last to end.
   */
  readonly liveAttempts: readonly Interaction[];
  /** Interactions of the target's person, oldest first. */
  readonly ofPerson: readonly Interaction[];
  /** What was answered to the same request before, unless that is 24 hours ago. */
  readonly keptAnswer: KeptAnswer | undefined;
  /** Where messages go, the disabled ones included. */
  readonly endpoints: readonly WebhookEndpoint[];
  identityOf(claim: IdentityClaim): Identity | undefined;
  /** Whether the visitor of a token was erased after it was signed. */
  wasErased(mark: VisitorMark): boolean;
  /** The last change of an option, by its full name. */
  lastChange(name: string): OptionChange | undefined;
  /** How many interactions are in a queue, stopped ones included. */
  heldIn(queue: string): number;
}

export interface Decision<R> {
  readonly changes?: Changes;
  readonly result: R;
}

/**
 * Somebody whose data is kept: a visitor as the site knows them, whoever a browser said it was
 * under such an id, or a contact by its identity.
 */
export interface Person {
  readonly kind: 'visitor' | 'claimed_visitor' | 'identity';
  readonly id: string;
}

/** What decisions of strategies look at. */
export interface StrategyContext {
  readonly engagementLogic: LogicVersion;
  /** The newest attempts, at most a thousand, at the same visitor (else the same visit). */
  attemptsOf(interaction: Interaction): readonly Attempt[];
}
