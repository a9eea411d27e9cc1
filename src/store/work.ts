import type { Moment } from '../domain/interactions/interaction.js';

/**
 * Background work that one process does at a time. A claim is void when its process is gone, or when
 * it was not renewed in time; claiming again renews it.
 */
export interface Work {
  /** Sending to one endpoint. */
  readonly endpoint: {
    readonly request: EndpointRequest;
    readonly claimed: EndpointClaim;
    readonly result: readonly FinishedAttempt[];
    readonly finished: FailingChange;
  };
  /** Asking a strategy: each thing that it is asked about is one process's. */
  readonly questions: {
    readonly request: QuestionsRequest;
    readonly claimed: ClaimedQuestions;
    readonly result: null;
    readonly finished: null;
  };
  /** Ending clocks at their deadline. */
  readonly expiry: Singleton<'expiry'>;
  /** Cleaning by the clean views. */
  readonly views: Singleton<'views'>;
  /** Housekeeping: what is past its retention. */
  readonly upkeep: Singleton<'upkeep'>;
}
export type WorkName = keyof Work;

/** Work of which there is one for the whole service. */
export const SINGLETONS = ['expiry', 'views', 'upkeep'] as const satisfies readonly WorkName[];
export type SingletonName = (typeof SINGLETONS)[number];

interface Singleton<Name extends string> {
  readonly request: Readonly<Record<string, never>>;
  readonly claimed: { readonly work: Name; readonly epoch: string };
  readonly result: null;
  readonly finished: null;
}

export interface QuestionsRequest {
  readonly noun: 'interaction' | 'chat';
  readonly ids: readonly string[];
}

/** Claimed until two minutes after it was claimed last, or until the process is gone. */
export interface ClaimedQuestions {
  readonly work: 'questions';
  readonly epoch: string;
  /** Those of the request that are the claimant's by now. */
  readonly ids: readonly string[];
}

export interface EndpointRequest {
  readonly endpointId: string;
  /** Others get nothing for the endpoint until so long after the last claim, in milliseconds. */
  readonly leaseMs: number;
  /** Deliveries at most. */
  readonly limit: number;
  /** What the endpoint subscribed to: types, `prefix.*` and `*`. */
  readonly eventTypes: readonly string[];
  /** Deliveries that the claimant is still working on. */
  readonly held: readonly string[];
}

/** Deliveries that are the claimant's to attempt, until its claim on the endpoint lapses. */
export interface EndpointClaim {
  readonly work: 'endpoint';
  readonly epoch: string;
  readonly endpointId: string;
  readonly deliveries: readonly ClaimedDelivery[];
  /** Whether there may be more to claim at once. */
  readonly more: boolean;
  /** When the next attempt is due; null when none is planned. */
  readonly nextAttemptAt: Moment | null;
}

/** A delivery to be attempted. */
export interface ClaimedDelivery {
  /** Names it in the result. */
  readonly delivery: string;
  readonly messageId: string;
  readonly body: string;
  /** What it is about, of which others go out in their order; null when that is nothing. */
  readonly subject: string | null;
  /** Which attempt of the schedule this is: 1 for the first. */
  readonly step: number;
  /** Which attempt it is of all that are ever made: 1 for the first, and never again. */
  readonly number: number;
}

/** How one attempt of a claimed delivery ended. */
export interface FinishedAttempt {
  readonly delivery: string;
  /** Which one it was. What is on record by that number is not recorded again, whatever came of it. */
  readonly number: number;
  readonly at: Moment;
  readonly status: number | null;
  readonly error: string | null;
  readonly durationMs: number;
  readonly excerpt: string | null;
  /** The delivery from now on; a moment when it is tried again. */
  readonly next: 'succeeded' | 'failed' | Moment;
}

/** Since when an endpoint has only failed, before attempts were recorded and after; null when not. */
export interface FailingChange {
  readonly before: Moment | null;
  readonly since: Moment | null;
}

/** One short step of housekeeping: too short to be felt by a caller. */
export type TidyStep =
  /**
   * Removes interactions that were stopped at or before a moment, earliest first, with their history
   * and with identities that nothing else is bound to; never one on which a clock runs (a pending
   * form). `entered` counts stay.
   */
  | { readonly step: 'purge'; readonly stoppedBy: Moment }
  /** Removes chats that ended at or before a moment, earliest first, with all that was said. */
  | { readonly step: 'purge_chats'; readonly closedBy: Moment }
  /**
   * Forgets some refusals and marks of erased visitors of a moment or before: refusals name visits,
   * and no token that carries a marked visitor lives as long as anything is kept.
   */
  | { readonly step: 'forget'; readonly madeBy: Moment }
  /** Forgets some of what was counted in a minute or before. */
  | { readonly step: 'tallies'; readonly minute: number }
  /** Removes a little of what was sent and is no longer needed; nothing for its age without `ages`. */
  | { readonly step: 'messages'; readonly ages: TidyAges | null; readonly limit: number }
  /** Gives some unused space back, keeping a tenth of what is used to write into. */
  | { readonly step: 'shrink' }
  /** Sees to it that no file holds what was removed before; more while somebody reads the files. */
  | { readonly step: 'scrub' }
  /** Writes something to disk and nothing to see: rejects when that is not possible. */
  | { readonly step: 'touch' };

/** By what the age of messages and counters is judged. */
export interface TidyAges {
  readonly now: Moment;
  /** Messages of no interaction that were written before this are removed. */
  readonly purgeBefore: Moment;
}
