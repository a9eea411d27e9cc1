/** What the service says of an interaction, as far as a page needs it. Answers may say more. */
export interface Interaction {
  readonly id: string;
  readonly state: string;
  readonly visitId: string;
  readonly caseData: Readonly<Record<string, string>>;
  readonly channel: 'proactiveChat' | 'proactiveCallback' | null;
  readonly category: string | null;
  readonly dispositionCode: string | null;
  readonly displayedAt: string | null;
  readonly deadlineAt: string | null;
  readonly serverTime: string;
  readonly registrationForm: { readonly status: string } | null;
  /** The chat that it led to. */
  readonly chatId: string | null;
  /** Rises by one with each change. */
  readonly version: number;
}

/** An event of the stream: the interaction, with what only events tell. */
export interface VisitEvent extends Interaction {
  /** The strategy's texts; with an invitation only. */
  readonly invitation?: Readonly<Record<string, string>>;
  /** The user data keys of the visitor's identifier and phone number, as configured now. */
  readonly formKeys: { readonly userIdentifier: string; readonly phoneNumber: string };
}

/** The names of events, as the stream has them. */
export const EVENT_NAMES = ['invitation', 'revoke', 'update'] as const;
export type EventName = (typeof EVENT_NAMES)[number];

/** The visitor's answers. */
export type Code = 'acceptCall' | 'reject' | 'timeout';

/** The DOM event that tells of the end of an invitation, by the state it ended in. */
export const ENDINGS: Readonly<Record<string, string>> = {
  Accepted: 'accepted',
  Rejected: 'rejected',
  Timeout: 'timeout',
};
