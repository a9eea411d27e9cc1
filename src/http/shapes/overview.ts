import { REFUSAL_REASONS } from '../../decisions/change.js';
import { AGENT_STATES } from '../../domain/agents/vocabulary.js';
import { OUTCOMES } from '../../domain/chats/vocabulary.js';
import { REASONS, STATES } from '../../domain/interactions/vocabulary.js';
import { type TProperties, Type } from '../../domain/typebox.js';
import { numberOrNull } from './chats.js';
import { PacingView } from './pacing.js';
import { moment, momentOrNull, oneOf, oneOfOrNull, textOrNull } from './schemas.js';

const count = (description: string) => Type.Integer({ description });
const countOrNull = (description: string) =>
  Type.Unsafe<number | null>({ type: ['integer', 'null'], description });

const QueueNow = Type.Object({
  name: Type.String(),
  states: Type.Array(oneOf(STATES), {
    description: 'The states whose interactions the options place in it.',
  }),
  active: count('Interactions in it that are not stopped, or chats that are not closed.'),
  stopped: count('Those that are.'),
  entered: count('Ever placed in it.'),
  oldestActiveAt: momentOrNull('When the oldest active one was placed in it.'),
});

/** Something with how often it happened. */
const passed = <P extends TProperties>(members: P) =>
  Type.Array(
    Type.Object({
      ...members,
      counts: Type.Array(Type.Integer(), {
        description: 'How often in each of the last `minutes`, in their order, to five seconds.',
      }),
    }),
  );

const FlowNow = Type.Object({
  since: moment('Nothing before is counted: the process started then, or it is too long ago.'),
  minutes: Type.Array(Type.Integer(), { description: 'The times that are told apart.' }),
  moves: passed({
    from: oneOfOrNull(STATES, 'The state that was left; null for new interactions.'),
    to: oneOf(STATES),
    reason: oneOfOrNull(REASONS, 'Why, where it ended without an answer of the visitor.'),
  }),
  facts: passed({
    type: Type.String({ description: 'A fact that is no move, of an interaction, chat or agent.' }),
  }),
  refused: passed({ reason: oneOf(REFUSAL_REASONS) }),
  outcomes: passed({ outcome: oneOf(OUTCOMES, 'How a chat ended.') }),
});

const CHATS = {
  open: count('Chats that are not closed.'),
  waiting: count('Those that nobody has accepted, the ones that ring included.'),
  ringing: count('Those that are offered to an agent.'),
  oldestWaitingAt: momentOrNull('Since when the one waits that waits longest.'),
  oldestWaitingId: textOrNull('Its id.'),
};

const ChatsNow = Type.Object({
  ...CHATS,
  serviceLevelGoal: count('Percent: `chat.serviceLevelGoal`.'),
  queues: Type.Array(
    Type.Object({
      name: Type.String(),
      ...CHATS,
      serviceLevel: numberOrNull(
        'Percent of chats taken in time today; null where there were none.',
      ),
    }),
  ),
});

const STAFF = {
  byState: Type.Unsafe<Record<(typeof AGENT_STATES)[number], number>>({
    type: 'object',
    required: [...AGENT_STATES],
    properties: Object.fromEntries(AGENT_STATES.map((state) => [state, { type: 'integer' }])),
    description: 'How many there are in each state.',
  }),
  busy: count('Those of Ready who hold as much as they may.'),
  slots: count('Chats that those of Ready may hold.'),
  freeSlots: count('How many more.'),
};

const AgentsNow = Type.Object({
  total: count('Agents there are.'),
  ...STAFF,
  groups: Type.Array(Type.Object({ group: Type.String(), ...STAFF })),
});

const DeliveriesNow = Type.Object({
  pending: countOrNull('To be attempted, now or later; may be some seconds late.'),
  oldestPendingAt: momentOrNull('When the oldest message was written that is undelivered.'),
  failing: Type.Array(
    Type.Object({
      endpointId: Type.String(),
      name: Type.String({ description: 'Its description, or else its address.' }),
      since: moment('Since when every attempt has failed.'),
      lastStatus: countOrNull('The status of the last answer; null when there was none.'),
      lastError: textOrNull('Why the last attempt had no answer.'),
    }),
    { description: 'Enabled endpoints that fail, the longest first.' },
  ),
});

const ServiceNow = Type.Object({
  ready: Type.Boolean({ description: 'As `/readyz` says, looked at every five seconds.' }),
  failing: Type.Array(
    Type.Object({
      name: Type.String(),
      detail: Type.String(),
      advisory: Type.Boolean({ description: 'Whether it is ready all the same.' }),
    }),
    { description: 'Checks that do not hold.' },
  ),
});

/** What an operator sees first. */
export const OverviewView = Type.Object({
  serverTime: moment('Now.'),
  queues: Type.Array(QueueNow),
  flow: FlowNow,
  chats: ChatsNow,
  agents: AgentsNow,
  pacing: Type.Array(PacingView, {
    description:
      'As `GET /v1/pacing` says: of the group of the invitations everything, of other groups with agents who are there their room.',
  }),
  deliveries: DeliveriesNow,
  expiryLagMs: count('How long the earliest deadline is overdue.'),
  service: ServiceNow,
});
