import type { Place } from './commands.js';
import type { Fact, Interaction } from './service.js';

/** What can be read and done next, with a page of the guides. */
export interface NextStep {
  readonly text: string;
  readonly page: string;
  readonly address: string;
}

/** How something stands, and what comes next. */
interface Words {
  readonly situation: string;
  readonly next: NextStep;
}

const words = (situation: string, text: string, page: string, address: string): Words => ({
  situation,
  next: { text, page, address: `/docs/${address}` },
});

const REASONS: Readonly<Record<string, Words>> = {
  not_engaged: words(
    'The strategy decided against it.',
    'Offer help again, or decide by a rule.',
    'Why was it not offered?',
    'strategies#why-was-it-not-offered',
  ),
  engagement_expired: words(
    'The invitation was not on screen in time.',
    'Offer help again. An option can have such ones in a queue of their own, Missed.',
    'Clocks',
    'lifecycle#clocks',
  ),
  abandoned: words(
    'The invitation was never answered.',
    'The visit is free again: offer help.',
    'Clocks',
    'lifecycle#clocks',
  ),
  cleaned: words(
    'It was taken out of its queue.',
    'The visit is free again: offer help.',
    'Cleaning',
    'provisioning',
  ),
  erased: words(
    'The person asked to be forgotten.',
    'Reload the page for a new visit.',
    "A person's data",
    'personal-data',
  ),
};

const FORMS: Readonly<Record<string, Words>> = {
  pending: words(
    'The visitor said yes. The form is open.',
    'Fill it in, or see what comes of “Not now”.',
    'The form',
    'widget#settings',
  ),
  completed: words(
    'The visitor said yes, and the form is in.',
    'Your chat or callback takes over with the hand-over below. The visit is free for another offer.',
    'Hand-over',
    'widget#hand-over',
  ),
  expired: words(
    'The visitor said yes; the form was not sent in time.',
    'It can still be sent, late. The visit is free for another offer.',
    'Accepted',
    'lifecycle#accepted',
  ),
  completed_late: words(
    'The visitor said yes; the form came late, and counts.',
    'The hand-over below says so, by isLate. The visit is free for another offer.',
    'Hand-over',
    'widget#hand-over',
  ),
};

/** The form is in, and a chat of this service began with it. */
const TALKING = words(
  'The visitor said yes, and a chat began.',
  'It rings at the desk, or is talked there and in the card. The visit gets no other offer until it ends.',
  'Chats',
  'chats',
);

const STATES: Readonly<Record<string, Words>> = {
  Qualified: words(
    'A strategy decides whether to invite.',
    'Be the strategy, or let a rule decide.',
    'Strategies',
    'strategies',
  ),
  Rejected: words(
    'The visitor said no.',
    'Offer help again; a rule can see to it that a no is heard.',
    'Rules',
    'strategies#1-the-built-in-rules',
  ),
  Timeout: words(
    'The visitor let it pass.',
    'Offer help again. The tag says how long an invitation stays: data-display-seconds.',
    'Settings',
    'widget#settings',
  ),
  Missed: words(
    'It ended before anybody saw it.',
    'Offer help again. Missed ones can be called back later: a webhook tells of them.',
    'Webhooks',
    'webhooks',
  ),
};

const BEGIN = words(
  'A rule of the site finds a visit worth an offer. Here you are the rule:',
  'Whatever is done here concerns this visit alone.',
  'Start here',
  'start',
);
const ENDED = words('It has ended.', 'Offer help again.', 'Lifecycle', 'lifecycle');
const INVITED = words(
  'Invited. The page shows it next.',
  'Nothing to see? It waits for a page of the visit that somebody looks at.',
  'How it behaves',
  'widget#how-it-behaves',
);
const NOT_NOW = words(
  'The visitor said yes, and closed the form.',
  'It can still be sent, by a form of yours. Until that, or until its time ends, the visit gets no other offer.',
  'Accepted',
  'lifecycle#accepted',
);
const ON_SCREEN = words(
  'On screen. The visitor answers.',
  'Be the visitor: say yes, or no, or let it pass.',
  'The widget',
  'widget',
);

/** Where an interaction stands, and what comes next; `isClosed` when its form was closed here. */
export function wordsOf(interaction: Interaction | null, isClosed: boolean): Words {
  if (interaction === null) return BEGIN;
  const { state, reason, displayedAt, registrationForm, chatId } = interaction;
  if (state === 'Engaged') return displayedAt ? ON_SCREEN : INVITED;
  if (isClosed && registrationForm?.status === 'pending') return NOT_NOW;
  if (chatId) return TALKING;
  return STATES[state] ?? FORMS[registrationForm?.status ?? ''] ?? REASONS[reason ?? ''] ?? ENDED;
}

/** A running clock: what it waits for, and since when. */
export interface Clock {
  readonly label: string;
  /** Both by the time of the service, in milliseconds since the epoch. */
  readonly startedAt: number;
  readonly endsAt: number;
}

/** The clock that will end what an interaction waits for, if one runs; `now` by the service's time. */
export function clockOf(
  { deadlineAt, createdAt, displayedAt, disposedAt }: Interaction,
  { displayMs }: Place,
  now: number,
): Clock | null {
  if (deadlineAt === null) return null;
  const startedAt = Date.parse(disposedAt ?? displayedAt ?? createdAt);
  const endsAt = Date.parse(deadlineAt);
  if (disposedAt) return { label: 'To send the form, then it is late', startedAt, endsAt };
  if (!displayedAt) return { label: 'To be on screen, or it has failed', startedAt, endsAt };
  // The page itself lets an invitation pass before the service gives up on the page.
  const passesAt = startedAt + displayMs;
  return displayMs > 0 && now < passesAt && passesAt < endsAt
    ? { label: 'To answer, then it is a timeout', startedAt, endsAt: passesAt }
    : { label: 'To answer, or it has failed', startedAt, endsAt };
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
