import { CHANNELS } from '../interactions/vocabulary.js';
import { LIMITS } from '../limits.js';
import { type Static, type TProperties, Type } from '../typebox.js';

export const WEEKDAYS = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** What may have become of an earlier attempt; each word's meaning is in `OUTCOMES` of `rules.ts`. */
export const ATTEMPT_OUTCOMES = [
  /** Was created, whatever became of it. */
  'any',
  /** Was decided for: the invitation went to the browser. */
  'invited',
  /** The visitor said yes. */
  'accepted',
  /** The visitor said no. */
  'rejected',
  /** Was decided for and has ended, in whatever way. */
  'finalised',
  /** The visitor said yes and completed the registration form. */
  'completed',
] as const;
export type AttemptOutcome = (typeof ATTEMPT_OUTCOMES)[number];

const YEAR_S = 31_536_000;

export const closed = <T extends TProperties>(properties: T, description?: string) =>
  Type.Object(properties, { additionalProperties: false, ...(description && { description }) });

const words = <const T extends readonly string[]>(list: T, description?: string) =>
  Type.Unsafe<T[number]>({ type: 'string', enum: [...list], ...(description && { description }) });

const text = (maxLength: number, description?: string) =>
  Type.String({ maxLength, format: 'text', ...(description && { description }) });

const some = (maxLength: number, description: string) =>
  Type.Array(text(maxLength), { minItems: 1, maxItems: LIMITS.ruleValues.most, description });

const clock = (description: string) =>
  Type.String({
    pattern: '^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$',
    'x-valid': 'must be a time of day from 00:00 to 24:00',
    description,
  });

const UserDataCondition = closed(
  {
    present: Type.Optional(Type.Boolean({ description: 'Whether the key has a value.' })),
    is: Type.Optional(some(4096, 'The value is one of these.')),
    like: Type.Optional(some(512, 'The value matches one of these patterns; `*` is any text.')),
  },
  'Everything given here must hold.',
);

const TimeCondition = closed({
  timeZone: Type.String({
    minLength: 1,
    maxLength: 64,
    description: 'An IANA time zone, for instance Europe/Berlin; daylight saving is handled.',
  }),
  weekdays: Type.Optional(
    Type.Array(words(WEEKDAYS), {
      minItems: 1,
      maxItems: 7,
      uniqueItems: true,
      description: 'Default: every day. A window over midnight belongs to the day it began on.',
    }),
  ),
  from: Type.Optional(clock('Local time at which the window begins. Default: 00:00.')),
  to: Type.Optional(clock('Local time at which it has ended; before `from`: on the next day.')),
});

const AttemptsCondition = closed({
  outcome: words(ATTEMPT_OUTCOMES, 'Which of the earlier attempts count.'),
  atLeast: Type.Optional(
    Type.Integer({ minimum: 1, maximum: 1000, description: 'Default: 1, once.' }),
  ),
  withinSeconds: Type.Integer({
    minimum: 1,
    maximum: YEAR_S,
    description: 'Counts attempts created in this period before the decision.',
  }),
});

const CONDITIONS = {
  category: Type.Optional(some(256, 'The category is one of these.')),
  pageUrl: Type.Optional(some(512, 'The address matches one of these; `*` is any text.')),
  userData: Type.Optional(
    Type.Unsafe<Readonly<Record<string, Static<typeof UserDataCondition>>>>({
      type: 'object',
      maxProperties: LIMITS.ruleValues.most,
      propertyNames: { minLength: 1, maxLength: LIMITS.dataKey.most, format: 'text' },
      additionalProperties: UserDataCondition,
      description: 'Conditions by user data key; all must hold.',
    }),
  ),
  channel: Type.Optional(
    Type.Array(words([...CHANNELS, 'none'] as const), {
      minItems: 1,
      uniqueItems: true,
      description: 'The wish of the site is one of these; `none` is no wish.',
    }),
  ),
  time: Type.Optional(TimeCondition),
  attempts: Type.Optional(
    Type.Array(AttemptsCondition, {
      minItems: 1,
      maxItems: 8,
      description:
        'The visitor (without a proven visitorId: the visit) has had so many attempts; all must hold.',
    }),
  ),
};

const ALL = 'All must hold; without any, the rule always applies.';

/** Conditions of every sort of rules. */
export const Conditions = closed(CONDITIONS, ALL);

/** Those of Engagement Logic, which alone invites. */
const EngagementConditions = closed(
  {
    ...CONDITIONS,
    capacity: Type.Optional(
      closed(
        {
          atLeast: Type.Integer({
            minimum: 1,
            maximum: 1000,
            description: 'So many more visitors may be invited to a chat: `allowed` of pacing.',
          }),
        },
        'Agents would have room for more chats.',
      ),
    ),
  },
  ALL,
);

const Result = closed(
  {
    decision: words(['engage', 'noengage'] as const),
    channel: Type.Optional(words(CHANNELS, 'With engage. Default: as without rules.')),
    invitation: Type.Optional(
      Type.Unsafe<Readonly<Record<string, string>>>({
        type: 'object',
        maxProperties: LIMITS.ruleValues.most,
        propertyNames: { minLength: 1, maxLength: LIMITS.dataKey.most, format: 'text' },
        additionalProperties: { type: 'string', maxLength: LIMITS.dataValue.most, format: 'text' },
        'x-maxBytes': 16_384,
        description: 'With engage: texts of the invitation: `title`, `text`, ….',
      }),
    ),
    reason: Type.Optional(text(256, 'With noengage: kept as `reasonDetail`.')),
  },
  'What is decided when the rule applies.',
);

export const RuleName = Type.String({
  minLength: 1,
  maxLength: LIMITS.name.most,
  pattern: '^[^\\p{C}]+$',
  'x-valid': 'must be printable characters only',
  description: 'Unique; refusals and histories name it.',
});

/** One declarative rule: data, never code. */
export const Rule = closed({
  name: RuleName,
  when: Type.Optional(EngagementConditions),
  result: Result,
});
export type Rule = Static<typeof Rule>;
export type RuleConditions = Static<typeof EngagementConditions>;

/** The rules in their order: the first that applies decides. */
export const Rules = Type.Array(Rule, { maxItems: LIMITS.rules.most });
export type Rules = readonly Rule[];
