/** What an invitation goes through until somebody was talked to, in this order. */
export const FUNNEL_STEPS = [
  'qualified',
  'engaged',
  'displayed',
  'accepted',
  'form_completed',
  'chat_queued',
  'chat_accepted',
  'processed',
] as const;
export type FunnelStep = (typeof FUNNEL_STEPS)[number];

/**
 * Why something that came to one step did not come to the next. Counters hold the place in this
 * list: new ones go to its end, and none is taken out.
 */
export const FUNNEL_LOSSES = [
  // No interaction was made.
  'engagement_in_progress',
  'chat_in_progress',
  'unknown_category',
  // A strategy or a clock decided.
  'not_engaged',
  'no_capacity',
  'engagement_expired',
  'missed',
  // The visitor did, or did not.
  'rejected',
  'timeout',
  'abandoned',
  'form_expired',
  // The form was completed, and yet no chat began.
  'chat_endpoint_missing',
  'chat_closed',
  'no_agents',
  'queue_full',
  'reactive_limited',
  // Nobody took the chat.
  'unanswered',
  'ended_by_strategy',
  // Anywhere.
  'cleaned',
  'erased',
  'other',
] as const;
export type FunnelLoss = (typeof FUNNEL_LOSSES)[number];

/** By what the funnel is told apart. */
export const FUNNEL_GROUPINGS = ['category', 'channel', 'rule'] as const;
export type FunnelGrouping = (typeof FUNNEL_GROUPINGS)[number];

/** What something that goes through the funnel is counted under; null where there is none. */
export type FunnelLabel = { readonly [By in FunnelGrouping]: string | null };

/** A step that was come to, or the one that was not. */
export type Passage =
  | {
      readonly step: FunnelStep;
      readonly at: number;
      /** Since the step before; null for the first. */
      readonly ms: number | null;
    }
  | { readonly step: FunnelStep; readonly at: number; readonly lost: FunnelLoss };
