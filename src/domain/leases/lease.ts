import { deadline } from '../interactions/clocks.js';
import type { Hold, Interaction, Moment } from '../interactions/interaction.js';
import type { Timeline } from '../options/timeline.js';

/** One handing-out of an interaction; what became of it stands in the interaction. */
export interface Lease {
  readonly id: string;
  readonly interactionId: string;
  /** The view it was pulled through. */
  readonly view: string;
  /** The API key that pulled it, and that alone may extend it or give it back. */
  readonly keyId: string;
  /** How often the interaction was handed out by then, from 1. */
  readonly delivery: number;
  readonly leasedAt: Moment;
}

/** Whether something keeps an interaction from being handed out: a lease, or the pause after one. */
export function isHeld(hold: Hold | null, now: Moment): boolean {
  return hold !== null && now < hold.until;
}

/** Whether somebody has it on lease: cleaning by views passes over it. */
export function isLeased(hold: Hold | null, now: Moment): boolean {
  return hold?.lease != null && now < hold.until;
}

/** When a lease that would last until `until` ends: never later than what the domain has to say. */
export function leaseEnd(until: Moment, interaction: Interaction, timeline: Timeline): Moment {
  return Math.min(until, deadline(interaction, timeline)?.at ?? until);
}
