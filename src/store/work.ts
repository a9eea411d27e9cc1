import type { Moment } from '../domain/interactions/interaction.js';
/** A delivery that is the caller's to attempt, until its lease on the endpoint ends. */
export interface Claim {
  /** Names the delivery to `finish`. */
  readonly delivery: number;
  readonly messageId: string;
  readonly body: string;
  /** Of the message's interaction; null when it has none. */
  readonly interaction: number | null;
  /** Which attempt of the schedule this is: 1 for the first. */
  readonly step: number;
  /** Whether nothing was attempted before. */
  readonly isFirst: boolean;
}

/** What a claim brought. */
export interface Claims {
  readonly claims: readonly Claim[];
  /** Whether there may be more to claim at once. */
  readonly more: boolean;
  /** When the next attempt is due; null when none is planned. */
  readonly nextAttemptAt: Moment | null;
}

export interface ClaimRequest {
  readonly endpointId: string;
  /** Who claims; others get nothing until `leaseMs` have passed. */
  readonly owner: string;
  readonly leaseMs: number;
  readonly limit: number;
  /** Whether the endpoint subscribed to events of that type. */
  readonly wants: (type: string) => boolean;
  /** Deliveries that the owner is still working on. */
  readonly held: ReadonlySet<number>;
}

/** Of at most `limit` messages after the place `after`; goes on with `next` until it is null. */
export interface RecoverRequest {
  readonly endpointId: string;
  readonly wants: (type: string) => boolean;
  readonly after: number;
  readonly limit: number;
}

/** How one attempt of a claimed delivery ended. */
export interface FinishedAttempt {
  readonly delivery: number;
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

/** By what the age of messages and counters is judged. */
export interface TidyAges {
  readonly now: Moment;
  /** Messages of no interaction that were written before this are removed. */
  readonly purgeBefore: Moment;
}
