import type { Fact, Interaction } from './service.js';

const REASONS: Readonly<Record<string, string>> = {
  not_engaged: 'The strategy decided against it.',
  engagement_expired: 'The invitation was not on screen in time.',
  abandoned: 'The invitation was never answered.',
  cleaned: 'It was taken out of its queue.',
  erased: 'The person asked to be forgotten.',
};

const FORMS: Readonly<Record<string, string>> = {
  pending: 'The visitor said yes. The form is open.',
  completed: 'The visitor said yes, and the form is in.',
  expired: 'The visitor said yes; the form was not sent in time.',
  completed_late: 'The visitor said yes; the form came late, and counts.',
};

/** Where an interaction stands, in a sentence. */
export function situation({ state, reason, displayedAt, registrationForm }: Interaction): string {
  if (state === 'Qualified') return 'A strategy decides whether to invite.';
  if (state === 'Engaged')
    return displayedAt ? 'On screen. The visitor answers.' : 'Invited. The page shows it next.';
  if (state === 'Rejected') return 'The visitor said no.';
  if (state === 'Timeout') return 'The visitor let it pass.';
  return FORMS[registrationForm?.status ?? ''] ?? REASONS[reason ?? ''] ?? 'It has ended.';
}

/** A running clock: what it waits for, and since when. */
export interface Clock {
  readonly label: string;
  readonly startedAt: string;
  readonly deadlineAt: string;
}

/** The clock that runs on an interaction, if one does. */
export function clockOf(interaction: Interaction): Clock | null {
  const { deadlineAt, createdAt, displayedAt, disposedAt } = interaction;
  if (deadlineAt === null) return null;
  if (disposedAt) return { label: 'Form to be sent', startedAt: disposedAt, deadlineAt };
  return displayedAt
    ? { label: 'Invitation to be answered', startedAt: displayedAt, deadlineAt }
    : { label: 'Invitation to be on screen', startedAt: createdAt, deadlineAt };
}

/** A fact in words: `registration_form.completed` is "Registration form completed". */
export function factWords({ type, reason }: Fact): string {
  const text = type.replace('interaction.', '').replace(/[._]/g, ' ');
  return (
    text.charAt(0).toUpperCase() +
    text.slice(1) +
    (reason ? `: ${reason.replaceAll('_', ' ')}` : '')
  );
}
