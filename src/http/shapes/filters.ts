import { CHAT_STATES, OUTCOMES } from '../../domain/chats/vocabulary.js';
import { WEBHOOK_EVENT_TYPES } from '../../domain/event-types.js';
import { REASONS, STATES } from '../../domain/interactions/vocabulary.js';
import { LIMITS } from '../../domain/limits.js';
import { type Static, type TObject, Type } from '../../domain/typebox.js';
import {
  type ChatFilter,
  DELIVERY_STATES,
  DELIVERY_STATUSES,
  type DeliveryFilter,
  type InteractionFilter,
} from '../../store/lists.js';
import { momentOf, momentParameter, oneOf, printable } from './schemas.js';

/** What lists of interactions are narrowed by. */
export const INTERACTION_FILTERS = {
  state: Type.Optional(oneOf(STATES)),
  queue: Type.Optional(
    Type.String({ format: 'text', description: 'The name of the queue it is in.' }),
  ),
  status: Type.Optional(oneOf(['active', 'stopped'])),
  visitId: Type.Optional(printable(LIMITS.name.most, 'The visit.')),
  visitorId: Type.Optional(printable(LIMITS.name.most, 'The visitor.')),
  visitorIdClaimed: Type.Optional(
    Type.Unsafe<boolean | 'true' | 'false'>({
      enum: ['true', 'false', true, false],
      description: '`true`: only where a browser named the visitor. `false`: only the others.',
    }),
  ),
  reason: Type.Optional(oneOf(REASONS, 'Why it ended.')),
  createdAfter: Type.Optional(momentParameter('Created later than this moment.')),
  createdBefore: Type.Optional(momentParameter('Created earlier than this moment.')),
};

export const CHAT_FILTERS = {
  state: Type.Optional(oneOf(CHAT_STATES)),
  queue: Type.Optional(
    Type.String({ format: 'text', description: 'The name of the queue it came to.' }),
  ),
  agent: Type.Optional(Type.String({ format: 'text', description: 'Who has it, or had it last.' })),
  outcome: Type.Optional(oneOf(OUTCOMES, 'How it ended.')),
  interactionId: Type.Optional(
    Type.String({ format: 'text', description: 'The interaction that it came of.' }),
  ),
  visitId: Type.Optional(printable(LIMITS.name.most, 'The visit.')),
  createdAfter: Type.Optional(momentParameter('Begun later than this moment.')),
  createdBefore: Type.Optional(momentParameter('Begun earlier than this moment.')),
};

export const DELIVERY_FILTERS = {
  endpointId: Type.Optional(Type.String({ format: 'text', description: 'To this endpoint.' })),
  eventType: Type.Optional(oneOf(WEBHOOK_EVENT_TYPES)),
  interactionId: Type.Optional(
    Type.String({ format: 'text', description: 'About this interaction.' }),
  ),
  status: Type.Optional(
    oneOf(
      [...new Set([...DELIVERY_STATUSES, ...DELIVERY_STATES])],
      '`pending`: still to be attempted. `failed`: what failed until now, `retrying` or `given_up`.',
    ),
  ),
  createdAfter: Type.Optional(momentParameter('Of messages written later than this moment.')),
  createdBefore: Type.Optional(momentParameter('Of messages written earlier than this moment.')),
};

type Given<P extends Parameters<typeof Type.Object>[0]> = Static<TObject<P>>;

const momentsOf = (of: { createdAfter?: string; createdBefore?: string }) => ({
  createdAfter: momentOf(of.createdAfter),
  createdBefore: momentOf(of.createdBefore),
});

/** A filter as the store takes it. */
export const interactionFilterOf = ({
  visitorIdClaimed: claimed,
  ...filter
}: Given<typeof INTERACTION_FILTERS>): InteractionFilter => ({
  ...filter,
  visitorIdClaimed: claimed === undefined ? undefined : String(claimed) === 'true',
  ...momentsOf(filter),
});

export const chatFilterOf = (filter: Given<typeof CHAT_FILTERS>): ChatFilter => ({
  ...filter,
  ...momentsOf(filter),
});

export const deliveryFilterOf = (filter: Given<typeof DELIVERY_FILTERS>): DeliveryFilter => ({
  ...filter,
  ...momentsOf(filter),
});
