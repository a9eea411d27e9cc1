import type { ViewedInteraction } from '../../domain/interactions/view.js';
import {
  ACTORS,
  CHANNELS,
  DISPOSITION_CODES,
  FACTS,
  FORM_STATUSES,
  NOTES,
  REASONS,
  STATES,
} from '../../domain/interactions/vocabulary.js';
import { LIMITS } from '../../domain/limits.js';
import { type Static, type TSchema, Type } from '../../domain/typebox.js';

/** A closed list of words, as one `enum` in the API description. */
export function oneOf<const T extends readonly string[]>(words: T, description?: string) {
  return Type.Unsafe<T[number]>({
    type: 'string',
    enum: [...words],
    ...(description && { description }),
  });
}

/** The same, or nothing. */
export function oneOfOrNull<const T extends readonly string[]>(words: T, description?: string) {
  return Type.Unsafe<T[number] | null>({
    type: ['string', 'null'],
    enum: [...words, null],
    ...(description && { description }),
  });
}

export const textOrNull = (description: string) =>
  Type.Unsafe<string | null>({ type: ['string', 'null'], description });

const MOMENT = 'RFC 3339, UTC, with milliseconds';

/** A moment as the service writes it. */
export const moment = (description: string) =>
  Type.Unsafe<string>({
    type: 'string',
    format: 'date-time',
    description: `${description} ${MOMENT}.`,
  });

export const momentOrNull = (description: string) =>
  Type.Unsafe<string | null>({
    type: ['string', 'null'],
    format: 'date-time',
    description: `${description} ${MOMENT}.`,
  });

/** Yes or no as a caller may write it, in a query. */
export const flagParameter = (description: string) => oneOf(['true', 'false'], description);

/** A moment as a caller may write it, in a query. */
export const momentParameter = (description: string) =>
  Type.String({ format: 'date-time', description });

/** The moment that such a text names. */
export const momentOf = (text: string | undefined): number | undefined =>
  text === undefined ? undefined : new Date(text).getTime();

export const printable = (maxLength: number, description: string) =>
  Type.String({
    minLength: 1,
    maxLength,
    pattern: '^[^\\p{C}]+$',
    'x-valid': 'must be printable characters only',
    description,
  });

/**
 * A name that is looked up by its address: clients and proxies take `.` and `..` for steps through
 * it, however they are escaped.
 */
export const addressable = (maxLength: number, description: string) =>
  Type.String({
    minLength: 1,
    maxLength,
    pattern: '^(?!\\.{1,2}$)[^\\p{C}]+$',
    'x-valid': 'must be printable characters only, and not . or .. , which no address can carry',
    description,
  });

/** The same of what gets its name here: two that look alike are one, so each has one spelling. */
export const givenName = (maxLength: number, description: string) =>
  Type.String({
    ...addressable(maxLength, description),
    format: 'name',
  });

const english = (value: number): string => value.toLocaleString('en');

const DATA_LIMITS = `At most ${LIMITS.dataKeys.most} keys of ${LIMITS.dataKey.most} characters, values of ${english(LIMITS.dataValue.most)}, ${LIMITS.dataBytes.most / 1024} KiB in all.`;

/** String key-values within the limits of the service. */
export const dataOf = (description: string) =>
  Type.Unsafe<Record<string, string>>({
    type: 'object',
    maxProperties: LIMITS.dataKeys.most,
    propertyNames: { minLength: 1, maxLength: LIMITS.dataKey.most, format: 'text' },
    additionalProperties: { type: 'string', maxLength: LIMITS.dataValue.most, format: 'text' },
    'x-maxBytes': LIMITS.dataBytes.most,
    description: `${description} ${DATA_LIMITS}`,
  });

const stored = (description: string) =>
  Type.Unsafe<Record<string, string>>({
    type: 'object',
    additionalProperties: { type: 'string' },
    description,
  });

export const IdParams = Type.Object({
  id: Type.String({ description: 'The id of the interaction.' }),
});

export const TokenField = Type.Optional(
  Type.String({ description: 'The token of the browser, for callers that set no header.' }),
);

export const TokenQuery = Type.Object({ token: TokenField }, { additionalProperties: false });

const Identity = Type.Unsafe<{ id: string; key: string; value: string } | null>({
  type: ['object', 'null'],
  description: 'The contact the interaction is bound to. Never shown to browsers.',
  required: ['id', 'key', 'value'],
  properties: { id: { type: 'string' }, key: { type: 'string' }, value: { type: 'string' } },
});

const RegistrationForm = Type.Unsafe<{
  status: (typeof FORM_STATUSES)[number];
  fields: Record<string, string>;
  completedAt: string | null;
} | null>({
  type: ['object', 'null'],
  description: 'Null until the invitation is accepted.',
  required: ['status', 'fields', 'completedAt'],
  properties: {
    status: { type: 'string', enum: [...FORM_STATUSES] },
    fields: { type: 'object', additionalProperties: { type: 'string' } },
    completedAt: { type: ['string', 'null'], format: 'date-time' },
  },
});

const INTERACTION = {
  id: Type.String({ format: 'uuid' }),
  state: oneOf(STATES, 'The role of the queue it is in.'),
  queue: Type.String({ description: 'The name of the queue it was placed in.' }),
  status: oneOf(['active', 'stopped']),
  visitId: textOrNull('Null once the person is erased.'),
  visitorId: textOrNull('The visitor, as the site knows them.'),
  visitorIdClaimed: Type.Boolean({
    description:
      'Whether only a browser named the visitor: nobody has proven who it is, no cap counts it, and the export of the visitor has it not.',
  }),
  channel: oneOfOrNull(CHANNELS),
  category: textOrNull('What the visit was found worth an offer for.'),
  pageId: textOrNull('The page the visit was on.'),
  pageUrl: textOrNull('Its address.'),
  dispositionCode: oneOfOrNull(
    DISPOSITION_CODES,
    "The visitor's answer, or `timeout` set by the server.",
  ),
  reason: oneOfOrNull(REASONS, "Why it ended, when not by the visitor's answer."),
  reasonDetail: Type.Optional(textOrNull("The strategy's own words. Never shown to browsers.")),
  engagementRule: Type.Optional(
    textOrNull('The rule of Engagement Logic that engaged. Never shown to browsers.'),
  ),
  createdAt: moment('When it was placed in the Qualified queue.'),
  engagedAt: momentOrNull('When the strategy said engage.'),
  displayedAt: momentOrNull('When the invitation was on screen.'),
  disposedAt: momentOrNull('When it reached its terminal state; for an expiry, the deadline.'),
  stoppedAt: momentOrNull('When its processing ended.'),
  deadlineAt: momentOrNull('When the clock that runs on it ends.'),
  serverTime: moment('Now, on the clock of the service.'),
  registrationForm: RegistrationForm,
  identity: Type.Optional(Identity),
  chatId: textOrNull('The chat that it led to.'),
  caseData: stored('Data about the visit for the agent.'),
  userData: Type.Optional(stored('Attached key-values. Never shown to browsers.')),
  version: Type.Integer({ description: 'Rises by one with each change.' }),
} satisfies { readonly [Name in keyof ViewedInteraction]: TSchema };

export const Interaction = Type.Object(INTERACTION, { $id: 'Interaction' });
export type InteractionView = Static<typeof Interaction>;

export const CreatedInteraction = Type.Object(
  {
    ...INTERACTION,
    token: Type.String({ description: 'For the browser: good for this interaction, 24 hours.' }),
  },
  { $id: 'CreatedInteraction' },
);

export const HistoryItem = Type.Object(
  {
    sequence: Type.Integer({ description: '1, 2, 3, … without gaps.' }),
    type: oneOf([...FACTS, ...NOTES] as const),
    at: moment('When it happened.'),
    by: oneOf(ACTORS, '`system` is a consequence, like auto-stop.'),
    from: oneOfOrNull(STATES),
    to: oneOf(STATES),
    queue: Type.String(),
    reason: oneOfOrNull(REASONS),
    reasonDetail: Type.Optional(
      Type.String({
        description:
          "With the reason `not_engaged`: the strategy's own words. Never shown to browsers.",
      }),
    ),
    detail: Type.Optional(
      Type.String({
        description:
          'The rule that decided, or how a call to the strategy went, with what of its answer was not understood. Never shown to browsers.',
      }),
    ),
  },
  { $id: 'HistoryItem' },
);

const Problem = Type.Object(
  {
    type: Type.String({
      description: 'Where the guides of this service tell of it; ends in the code.',
    }),
    title: Type.String(),
    status: Type.Integer(),
    detail: Type.String({ description: 'What was wrong this time, and what would be valid.' }),
    instance: Type.String({ description: 'Names this request in the log of the service.' }),
    code: Type.String(),
    help: Type.String({ description: 'What the caller can do about it.' }),
    errors: Type.Optional(
      Type.Array(Type.Object({ pointer: Type.String(), detail: Type.String() })),
    ),
  },
  { $id: 'Problem', additionalProperties: true },
);

/** The schemas that answers refer to by name. */
export const SHARED_SCHEMAS: readonly TSchema[] = [
  Interaction,
  CreatedInteraction,
  HistoryItem,
  Problem,
];

/** A reference to a shared schema, typed as that schema. */
export function ref<T extends TSchema & { readonly $id?: string }>(schema: T) {
  return Type.Unsafe<Static<T>>({ $ref: `${String(schema.$id)}#` });
}

/** All of a short list. */
export function itemsOf<T extends TSchema>(item: T) {
  return Type.Object({ items: Type.Array(item) });
}

/** One page of a list, newest first. */
export function pageOf<T extends TSchema>(item: T) {
  return Type.Object({
    items: Type.Array(item),
    nextPageToken: Type.Unsafe<string | null>({
      type: ['string', 'null'],
      description: 'Send it as `pageToken` for the next page; null on the last one.',
    }),
  });
}

export const PAGE_PARAMETERS = {
  pageSize: Type.Integer({
    minimum: 1,
    maximum: LIMITS.pageSize.most,
    default: 50,
    description: 'Items in a page.',
  }),
  pageToken: Type.Optional(
    Type.String({ description: 'The `nextPageToken` of the page before, with the same filters.' }),
  ),
};

/** Of lists that are short as a rule: they come whole as long as they are. */
export const WHOLE_PAGE_PARAMETERS = {
  ...PAGE_PARAMETERS,
  pageSize: Type.Integer({
    minimum: 1,
    maximum: LIMITS.pageSize.most,
    default: LIMITS.pageSize.most,
    description: 'Items in a page.',
  }),
};

/** The fields that a caller must send: those that are required and have no default. */
export function requiredOf(schema: object): readonly string[] {
  const { required = [], properties = {} } = schema as {
    readonly required?: readonly string[];
    readonly properties?: Readonly<Record<string, object>>;
  };
  return required.filter((name) => !('default' in (properties[name] ?? {})));
}
