import type { Chat } from '../chats/chat.js';
import type { Interaction, UserData } from '../interactions/interaction.js';
import { matchesGlob } from '../rules/glob.js';
import type { Action } from './actions.js';
import type { Field, Filter } from './filter.js';
import type { MediaType } from './words.js';

/** What a filter looks at beside the action. */
export interface Subject {
  readonly mediaType: MediaType;
  readonly category: string | null;
  readonly channel: string | null;
  readonly userData: UserData;
}

/** The user data key by which a chat is known that an engagement led to. */
const ENGAGED_KEY = 'WebEngagement.InteractionId';

/** An interaction as filters see it. */
export const subjectOf = ({ category, channel, userData }: Interaction): Subject => ({
  mediaType: 'webengagement',
  category,
  channel,
  userData,
});

/** A chat as filters see it: what led to it is what did, whatever its data say. */
export function subjectOfChat({ category, interactionId, userData }: Chat): Subject {
  const { [ENGAGED_KEY]: _said, ...others } = userData;
  return {
    mediaType: 'chat',
    category,
    channel: interactionId === null ? null : 'proactiveChat',
    userData: interactionId === null ? others : { ...others, [ENGAGED_KEY]: interactionId },
  };
}

type Judged = Pick<Action, 'queue' | 'reason'>;

const VALUES: Readonly<
  Record<Field, (subject: Subject, action: Judged, tenant: string) => string | null>
> = {
  MediaType: ({ mediaType }) => mediaType,
  ThisQueue: (_, { queue }) => queue,
  TenantID: (_, __, tenant) => tenant,
  Category: ({ category }) => category,
  Channel: ({ channel }) => channel,
  Reason: (_, { reason }) => reason,
};

/** Whether a filter lets an action through. Total; `*` stands for any text. */
export function passes(filter: Filter, subject: Subject, action: Judged, tenant: string): boolean {
  if ('any' in filter) return filter.any.some((each) => passes(each, subject, action, tenant));
  if ('all' in filter) return filter.all.every((each) => passes(each, subject, action, tenant));
  if ('not' in filter) return !passes(filter.not, subject, action, tenant);
  if ('field' in filter) {
    const value = VALUES[filter.field](subject, action, tenant);
    return value !== null && matchesGlob(filter.value, value);
  }
  const [key, value] = filter.pair;
  return Object.entries(subject.userData).some(
    ([name, text]) => matchesGlob(key, name) && matchesGlob(value, text),
  );
}
