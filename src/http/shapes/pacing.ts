import { PACING_OFF } from '../../decisions/pacing.js';
import { ALGORITHMS, BECAUSE, TARGETS } from '../../domain/pacing/vocabulary.js';
import { Type } from '../../domain/typebox.js';
import { oneOf } from './schemas.js';

const count = (description: string) => Type.Integer({ description });
const real = (description: string) => Type.Number({ description });

/** How many more may be invited, and why no more. */
export const PACED = {
  limit: count('How many invitations to a chat may be outstanding.'),
  outstanding: count('How many are: Engaged over proactiveChat.'),
  allowed: count('How many more may be.'),
  because: oneOf(BECAUSE, 'What the limit follows from.'),
};

/** The room of a group. */
const ROOM = {
  group: Type.String({ description: 'The agent group.' }),
  slots: count('Chats at a time of its ready agents, and the open ones of those who only finish.'),
  free: count('Chats that its agents would take now.'),
  waiting: count('Queued chats that wait for it.'),
};

/** Everything that only the group has to which invitations lead. */
const NUMBERS = {
  enabled: Type.Boolean({ description: 'Whether the built-in strategy keeps to the limit.' }),
  off: Type.Unsafe<(typeof PACING_OFF)[number] | null>({
    type: ['string', 'null'],
    enum: [...PACING_OFF, null],
    description: 'Why it does not: disabled, no agent exists, or a default channel is set.',
  }),
  algorithm: oneOf(ALGORITHMS),
  optimizationTarget: oneOf(TARGETS),
  optimizationGoal: count('Percent.'),
  proactiveRatio: Type.Unsafe<number | null>({
    type: ['integer', 'null'],
    description: 'Percent of the load that is kept for invitations; null when not set.',
  }),
  ...PACED,
  reactiveState: real('The share of reactive chats that are let through; 1 unless dual.'),
  channelCapacity: count('The same as `free`.'),
  readyAgents: count('Agents who are ready.'),
  forms: count('Accepted invitations whose form is not completed.'),
  hitRate: real('The share of invitations that become chats.'),
  handlingSeconds: real('From accepting a chat until its place is free again.'),
  invitationSeconds: real('From an engagement to the end of its invitation.'),
  reactivePerSecond: real('Chats that visitors ask for by themselves, a second.'),
  reactiveLoad: real('Chats at a time that come of them.'),
  largestLoad: Type.Unsafe<number | null>({
    type: ['number', 'null'],
    description:
      'Chats at a time that the slots bear at the goal; null unless PREDICTIVE_B or dual.',
  }),
  abandonmentRate: real('The share of proactive chats that were given up, in the last hour.'),
  abandonmentChats: count('Of how many.'),
};

/** Of the group to which invitations lead all of it; of another one only its room. */
export const PacingView = Type.Object({
  ...ROOM,
  ...Type.Partial(Type.Object(NUMBERS)).properties,
});
