/**
 * The words of the domain, each written once. Types, database checks, schemas and docs derive
 * from these lists; a word's comment says who moves an interaction out of it, and when.
 */

export const STATES = [
  /** Waits for the strategy's decision. Left by engage, noengage, the engagement clock, or ops cleaning. */
  'Qualified',
  /** Invited. Left by the visitor's disposition code, noengage, the engagement or abandoned clock, or cleaning. */
  'Engaged',
  /** The visitor said yes. Terminal; the registration form may still be pending. */
  'Accepted',
  /** The visitor said no. Terminal. */
  'Rejected',
  /** The browser's own display time ran out. Terminal. (The server's timeout is `Failed`.) */
  'Timeout',
  /** Ended by a clock, the strategy, cleaning or erasure. Terminal. */
  'Failed',
  /** Expired before it was displayed while `engagement.queueMissed` is set. Terminal. */
  'Missed',
] as const;
export type State = (typeof STATES)[number];

/** The visitor's answers, as the browser posts them (`wmsg 1.4, 1.8, 1.9`). */
export const DISPOSITION_CODES = ['acceptCall', 'reject', 'timeout'] as const;
export type DispositionCode = (typeof DISPOSITION_CODES)[number];

export const CHANNELS = ['proactiveChat', 'proactiveCallback'] as const;
export type Channel = (typeof CHANNELS)[number];

/** Everything that can happen to an interaction after its creation. */
export const EVENTS = [
  'engage',
  'noengage',
  'displayed',
  ...DISPOSITION_CODES,
  'engagementExpired',
  'abandoned',
  'formCompleted',
  'formExpired',
  'clean',
  'stop',
  'erase',
] as const;
export type EventType = (typeof EVENTS)[number];

/** Who caused a fact. `system` is auto-stop: a consequence, nobody's decision. */
export const ACTORS = ['site', 'strategy', 'browser', 'clock', 'ops', 'system'] as const;
export type Actor = (typeof ACTORS)[number];

/** Why an interaction ended, when it was not by the visitor's answer. */
export const REASONS = [
  /** The strategy decided against it; its own words are in `reasonDetail`. */
  'not_engaged',
  /** Not displayed within `engagementExpirationTime` of creation. */
  'engagement_expired',
  /** Displayed and never answered within `engagement.abandonedTime`. */
  'abandoned',
  /** Taken out of its queue by ops or a cleaning view. */
  'cleaned',
  /** The person asked to be forgotten. */
  'erased',
] as const;
export type Reason = (typeof REASONS)[number];

/** The lines of a history, in the order in which they can first appear. */
export const FACTS = [
  'interaction.created',
  'interaction.engaged',
  'interaction.displayed',
  'interaction.accepted',
  'interaction.rejected',
  'interaction.timed_out',
  'interaction.failed',
  'interaction.missed',
  'registration_form.completed',
  'registration_form.expired',
  'interaction.stopped',
  'interaction.erased',
  /** Accepted over chat, and yet no chat began; `detail` says why. */
  'chat.not_started',
] as const;
export type FactType = (typeof FACTS)[number];

/**
 * Lines of a history that tell of calls to a remote strategy. They change nothing about the
 * interaction, so they do not raise its version.
 */
export const NOTES = [
  /** The strategy was asked; `detail` says which of its addresses. */
  'strategy.requested',
  /** It answered; `detail` is its instruction, or that it calls back. */
  'strategy.answered',
  /** It did not answer, or not with anything that can be understood; `detail` says why. */
  'strategy.failed',
  /** Its instruction came too late or contradicts what happened; `detail` names the refusal. */
  'strategy.refused',
] as const;
export type NoteType = (typeof NOTES)[number];

/** Why an event changed nothing. Each is also an error code on the wire. */
export const REFUSALS = [
  'engagement_in_progress',
  'engagement_expired',
  'already_disposed',
  'not_allowed',
  'form_already_completed',
  'phone_number_required',
  'chat_in_progress',
] as const;
export type Refusal = (typeof REFUSALS)[number];

export const FORM_STATUSES = ['pending', 'completed', 'expired', 'completed_late'] as const;
export type FormStatus = (typeof FORM_STATUSES)[number];

/** The clocks that can run on an interaction; at most one does at any moment. */
export const CLOCKS = ['engagement', 'abandoned', 'registrationForm'] as const;
export type ClockName = (typeof CLOCKS)[number];
