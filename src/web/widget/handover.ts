import type { Interaction, VisitEvent } from './interaction.js';

/** What a site's own chat or callback takes over with: the `detail` of the hand-over event. */
export interface Handover {
  readonly interactionId: string;
  readonly channel: Interaction['channel'];
  /** The form as it was sent, by user data keys. */
  readonly fields: Readonly<Record<string, string>>;
  /** Who it is: the value of the user data key that identifies visitors. */
  readonly identity: { readonly key: string; readonly value: string } | null;
  readonly phoneNumber: string | null;
  /** Where the visit began and where it was invited, and what else the service knows of the case. */
  readonly caseData: Readonly<Record<string, string>>;
  readonly category: string | null;
  readonly visitId: string;
  readonly visitorId: string | undefined;
  /** Whether the form came after its time. */
  readonly isLate: boolean;
  /** All that a page may know of the interaction, with its form. */
  readonly interaction: Interaction;
}

/** `taken` is the interaction as the service answered to the form. */
export function handoverOf(
  { formKeys }: VisitEvent,
  taken: Interaction,
  fields: Readonly<Record<string, string>>,
  visitorId: string | undefined,
): Handover {
  const { id, channel, category, caseData, visitId, registrationForm } = taken;
  const { userIdentifier: key, phoneNumber } = formKeys;
  const value = fields[key];
  return {
    interactionId: id,
    channel,
    fields,
    identity: value ? { key, value } : null,
    phoneNumber: fields[phoneNumber] ?? null,
    caseData,
    category,
    visitId,
    visitorId,
    isLate: registrationForm?.status === 'completed_late',
    interaction: taken,
  };
}
