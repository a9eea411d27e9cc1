import { CHANNELS } from '../../domain/interactions/vocabulary.js';
import { LIMITS } from '../../domain/limits.js';
import { Type } from '../../domain/typebox.js';
import {
  dataOf,
  moment,
  momentParameter,
  oneOf,
  oneOfOrNull,
  printable,
  textOrNull,
} from './schemas.js';

/** What somebody would have answered a session. */
const ScriptedAnswer = Type.Object(
  {
    fetch: Type.Optional(
      Type.String({
        maxLength: LIMITS.address.most,
        description:
          'Which fetch: its `requestid`, or the beginning of its address. Without it, the next one.',
      }),
    ),
    submit: Type.Optional(
      Type.String({
        maxLength: LIMITS.objectName.most,
        description: 'Which `queue:submit`: the name of one of its targets.',
      }),
    ),
    status: Type.Optional(
      Type.Integer({ minimum: 100, maximum: 599, description: '200 when left out.' }),
    ),
    body: Type.Optional(
      Type.Unsafe<unknown>({ description: 'A text as it is; anything else becomes JSON.' }),
    ),
    agent: Type.Optional(textOrNull('Who takes the chat; nobody in time when left out.')),
  },
  { additionalProperties: false },
);

/** An interaction that does not have to exist. */
const TriedInteraction = Type.Object(
  {
    userData: Type.Optional(dataOf('What is attached to it.')),
    category: Type.Optional(printable(LIMITS.label.most, 'Its category.')),
    channel: Type.Optional(oneOf(CHANNELS, 'The wish of the site.')),
    pageUrl: Type.Optional(printable(LIMITS.address.most, 'The page the visit was on.')),
    pageId: Type.Optional(printable(LIMITS.label.most, 'The id of that page.')),
    visitorId: Type.Optional(printable(LIMITS.name.most, 'The visitor.')),
  },
  { additionalProperties: false },
);

/** What a strategy is tried on, and who would have answered what. */
export const DryRunBody = Type.Object(
  {
    interactionId: Type.Optional(Type.String({ description: 'An interaction to decide on.' })),
    chatId: Type.Optional(Type.String({ description: 'Or a chat to route.' })),
    interaction: Type.Optional(TriedInteraction),
    version: Type.Optional(Type.Integer({ minimum: 1, description: 'The newest when left out.' })),
    answers: Type.Optional(
      Type.Array(ScriptedAnswer, {
        maxItems: LIMITS.strategyAnswers.most,
        description:
          'What fetches and submits are answered: each once, the first that fits. A fetch without one fails, a submit without one finds nobody.',
      }),
    ),
    at: Type.Optional(momentParameter('Where the clock of the session begins; now when left out.')),
    clock: Type.Optional(
      oneOf(
        ['virtual', 'real'],
        '`virtual`, when left out: delays pass as soon as nothing else is to be done.',
      ),
    ),
  },
  { additionalProperties: false },
);

const Places = Type.Array(
  Type.Object({ file: Type.String(), line: Type.Integer({ description: 'From 1.' }) }),
);

const TraceLine = Type.Object({
  step: Type.Integer({ description: 'From 1.' }),
  event: textOrNull('Null for a transition without one, and for the beginning.'),
  exited: Type.Array(Type.String(), { description: 'Ids of states.' }),
  entered: Type.Array(Type.String(), { description: 'Ids of states.' }),
  transitions: Places,
  log: Type.Array(Type.String(), { description: 'What the document logged, and its errors.' }),
});

/** How a session ended, with its trace. */
const ENDED = {
  version: Type.Integer({ description: 'Of the strategy.' }),
  how: oneOf(
    ['final', 'stopped', 'killed', 'failed'],
    '`final`: in a final state; `stopped`: from outside, or nothing it could wait for; `killed`: by a limit; `failed`: it could not be run.',
  ),
  limit: textOrNull('The limit that ended it.'),
  detail: textOrNull('What else is known of its end.'),
  states: Type.Array(Type.String(), { description: 'Where it was last.' }),
  trace: Type.Array(TraceLine),
};

/** What a dry run came to. */
export const TriedStrategy = Type.Object({
  decision: oneOfOrNull(
    ['engage', 'noengage', 'route', 'end'],
    'What would have been decided first; null for nothing.',
  ),
  channel: textOrNull('Of an engagement.'),
  reason: textOrNull('What would become the `reasonDetail`.'),
  route: Type.Unsafe<object | null>({
    type: ['object', 'null'],
    properties: {
      group: { type: 'string' },
      agent: { type: 'string' },
      skills: { type: 'object', additionalProperties: { type: 'integer' } },
      priority: { type: 'integer' },
      overflow: {
        type: 'object',
        properties: { afterSeconds: { type: 'integer' }, group: { type: 'string' } },
      },
    },
    description: 'Where a chat would have gone last.',
  }),
  userData: Type.Unsafe<Readonly<Record<string, string>>>({
    type: 'object',
    additionalProperties: { type: 'string' },
    description: 'What would be attached then.',
  }),
  actions: Type.Array(
    Type.Object({
      type: Type.String(),
      file: Type.String(),
      line: Type.Integer(),
      asked: Type.String({ description: 'In short what was asked.' }),
      answer: textOrNull('The event that answered it.'),
    }),
    { description: 'Everything that the session asked of the world, in its order.' },
  ),
  ...ENDED,
});

/** A session of the last hour. */
export const SessionView = Type.Object({
  interactionId: textOrNull('What it decided on.'),
  chatId: textOrNull('What it routed.'),
  startedAt: moment('When it began.'),
  endedAt: moment('When it ended.'),
  decision: textOrNull('What was decided; null for nothing.'),
  ...ENDED,
});
