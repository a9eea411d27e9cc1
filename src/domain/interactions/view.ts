import type { Interaction, Moment } from './interaction.js';

const iso = (moment: Moment): string => new Date(moment).toISOString();

/** A moment on the wire, null staying null. */
export function isoOrNull(moment: Moment | null): string | null {
  return moment === null ? null : iso(moment);
}

/** Members that nobody is shown as they are: the form has a name of its own on the wire. */
type Unseen = 'form' | 'invitation' | 'erasedAt' | 'hold' | 'sequence';

/** Every member on the wire: one that is forgotten, or that nobody described, does not compile. */
type Members = {
  readonly [Name in
    | Exclude<keyof Interaction, Unseen>
    | 'status'
    | 'deadlineAt'
    | 'serverTime'
    | 'registrationForm']: unknown;
};

/** An interaction on the wire, with everything that a back end may see of it. */
export function viewInteraction(interaction: Interaction, deadlineAt: Moment | null, now: Moment) {
  const { form } = interaction;
  return {
    id: interaction.id,
    state: interaction.state,
    queue: interaction.queue,
    status: interaction.stoppedAt === null ? ('active' as const) : ('stopped' as const),
    visitId: interaction.visitId,
    visitorId: interaction.visitorId,
    visitorIdClaimed: interaction.visitorIdClaimed,
    channel: interaction.channel,
    category: interaction.category,
    pageId: interaction.pageId,
    pageUrl: interaction.pageUrl,
    dispositionCode: interaction.dispositionCode,
    reason: interaction.reason,
    reasonDetail: interaction.reasonDetail,
    engagementRule: interaction.engagementRule,
    createdAt: iso(interaction.createdAt),
    engagedAt: isoOrNull(interaction.engagedAt),
    displayedAt: isoOrNull(interaction.displayedAt),
    disposedAt: isoOrNull(interaction.disposedAt),
    stoppedAt: isoOrNull(interaction.stoppedAt),
    deadlineAt: isoOrNull(deadlineAt),
    serverTime: iso(now),
    registrationForm: form && { ...form, completedAt: isoOrNull(form.completedAt) },
    identity: interaction.identity,
    chatId: interaction.chatId,
    caseData: interaction.caseData,
    userData: interaction.userData,
    version: interaction.version,
  } satisfies Members;
}

/** An interaction as it goes over the wire. */
export type ViewedInteraction = ReturnType<typeof viewInteraction>;

/** Members that browsers do not see: a back end may have put customer data into them. */
type Ours = 'reasonDetail' | 'engagementRule' | 'identity' | 'userData';

/** What a browser sees of it. */
export function viewOfBrowser(view: ViewedInteraction): Omit<ViewedInteraction, Ours> {
  const { reasonDetail, engagementRule, identity, userData, ...shared } = view;
  return shared;
}
