import { AGENT_STATES } from '../../domain/agents/vocabulary.js';
import { FUNNEL_GROUPINGS, FUNNEL_STEPS } from '../../domain/funnel/words.js';
import { Type } from '../../domain/typebox.js';
import { numberOrNull } from './chats.js';
import { moment, momentOrNull, oneOf, printable, textOrNull } from './schemas.js';

/** How many there were of each; those there were none of are left out. */
const Numbers = (description: string) =>
  Type.Unsafe<Readonly<Record<string, number>>>({
    type: 'object',
    additionalProperties: { type: 'integer' },
    description,
  });

const COVERED = {
  from: moment('From when it is counted: midnight of `statistics.timeZone`.'),
  to: moment('Until when: now.'),
  since: moment('Everything since then is counted; what was before is not.'),
};

const Queue = Type.Object({
  name: Type.String(),
  waiting: Type.Integer({
    description: 'Interactions that are not stopped, or chats that nobody has accepted.',
  }),
  longestWaitSeconds: numberOrNull('How long the one has waited that waits longest.'),
  longestWaitId: textOrNull('The id of that interaction or chat.'),
  entered: Type.Integer({
    description: 'Placed in it today; of chats, transfers too, and not offers again.',
  }),
  outcomes: Numbers(
    'What became of those that left it today: the state of an interaction, the outcome of a chat.',
  ),
  serviceLevel: numberOrNull(
    'Percent of chats taken within `chat.serviceLevelTime`, of all but those left within `chat.shortAbandonTime`; null where there were none.',
  ),
  serviceLevelMet: Type.Unsafe<boolean | null>({
    type: ['boolean', 'null'],
    description: 'Whether that is `chat.serviceLevelGoal` or more.',
  }),
});

const Agent = Type.Object({
  name: Type.String(),
  displayName: textOrNull('As visitors see it.'),
  state: oneOf(AGENT_STATES),
  reason: textOrNull('Why, where somebody said so.'),
  since: momentOrNull('Since when.'),
  held: Type.Integer({ description: 'Chats that ring, are talked, or are being finished.' }),
  capacity: Type.Integer({ description: 'Chats at a time.' }),
  offered: Type.Integer({ description: 'Offers today.' }),
  accepted: Type.Integer(),
  rejected: Type.Integer(),
  missed: Type.Integer({ description: 'Offers that were shown, and expired.' }),
  handled: Type.Integer({
    description: 'Chats taken care of until the place was free; one that comes back counts once.',
  }),
  averageHandlingSeconds: numberOrNull('With wrap-up; null before the first.'),
});

const Step = Type.Object({
  from: Type.Optional(moment('With `step`: when the step of time begins.')),
  group: Type.Optional(textOrNull('With `by`: the category, channel or rule; null for none.')),
  step: oneOf(FUNNEL_STEPS),
  number: Type.Integer({ description: 'How many came to it.' }),
  rateToBefore: numberOrNull('The share, from 0 to 1, of those of the step before.'),
  rateToFirst: numberOrNull('The share of those of the first step.'),
  medianSeconds: numberOrNull('Of the time since the step before, to 9.1 %.'),
  p90Seconds: numberOrNull('Nine of ten took at most that long.'),
  lost: Type.Integer({ description: 'How many came to the step before, and not to this one.' }),
  losses: Numbers('Why, by reason.'),
});

export const FUNNEL_QUERY = Type.Object(
  {
    from: Type.Optional(
      printable(
        40,
        'A moment (RFC 3339), or a day such as 2030-03-18 of `statistics.timeZone`. When left out, midnight of the day of `to`.',
      ),
    ),
    to: Type.Optional(printable(40, 'The same; not included. When left out, now.')),
    step: Type.Optional(
      printable(
        8,
        'Tells the time apart in steps: 15m, 1h, 6h, 1d, 7d. Days begin at midnight of `statistics.timeZone`.',
      ),
    ),
    by: Type.Optional(oneOf(FUNNEL_GROUPINGS, 'What is told apart.')),
  },
  { additionalProperties: false },
);

/** How queues do, and what agents can take. */
export const QueueReport = Type.Object({
  items: Type.Array(Queue),
  agents: Type.Unsafe<Record<(typeof AGENT_STATES)[number], number>>({
    type: 'object',
    required: [...AGENT_STATES],
    properties: Object.fromEntries(AGENT_STATES.map((state) => [state, { type: 'integer' }])),
    description: 'How many there are in each state.',
  }),
  busy: Type.Integer({ description: 'Those of Ready who hold as much as they may.' }),
  slots: Type.Integer({ description: 'Chats that those of Ready may hold.' }),
  freeSlots: Type.Integer({ description: 'How many more.' }),
  serviceLevelGoal: Type.Integer({ description: 'Percent: `chat.serviceLevelGoal`.' }),
  ...COVERED,
});

export const AgentReport = Type.Object({ items: Type.Array(Agent), ...COVERED });

/** How far invitations came. */
export const FunnelReport = Type.Object({
  items: Type.Array(Step),
  by: textOrNull('What is told apart.'),
  step: textOrNull('The steps of time.'),
  from: moment('From when it is counted, by whole quarters of an hour.'),
  to: moment('Until when.'),
  since: moment('Everything since then is counted; what was before is not.'),
  timeZone: Type.String({ description: '`statistics.timeZone`.' }),
});
