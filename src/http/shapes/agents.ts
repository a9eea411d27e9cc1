import { AGENT_ACTORS, AGENT_STATES } from '../../domain/agents/vocabulary.js';
import { LIMITS } from '../../domain/limits.js';
import { SkillLevels } from '../../domain/rules/chat-routing.js';
import { Type } from '../../domain/typebox.js';
import { moment, momentOrNull, oneOf, oneOfOrNull, printable, textOrNull } from './schemas.js';

const Skills = Type.Unsafe<Record<string, number>>({ ...SkillLevels });

/** An agent as operators see them. */
export const AGENT = {
  name: Type.String(),
  displayName: textOrNull('As visitors see it.'),
  capacity: Type.Integer({ description: 'Chats at a time.' }),
  ownCapacity: Type.Unsafe<number | null>({
    type: ['integer', 'null'],
    description: 'Their own; null for that of `agents.chatCapacity`.',
  }),
  skills: Skills,
  groups: Type.Array(Type.String()),
  state: oneOf(AGENT_STATES),
  reason: textOrNull('Why, where somebody said so.'),
  since: momentOrNull('Since when.'),
  by: oneOfOrNull(AGENT_ACTORS, 'Who brought the agent there; null before the first login.'),
  held: Type.Integer({ description: 'Chats that ring, are talked, or are being finished.' }),
  lastSeenAt: momentOrNull('When the client was last heard of, to a third of the presence time.'),
  createdAt: moment('When the agent was made.'),
  version: Type.Integer({ description: 'Rises by one with each change.' }),
};
export const AgentView = Type.Object(AGENT);

/** What operators say of an agent. */
export const AGENT_MEMBERS = {
  displayName: Type.Optional(
    Type.Unsafe<string | null>({
      type: ['string', 'null'],
      minLength: 1,
      maxLength: LIMITS.name.most,
      pattern: '^[^\\p{C}]+$',
      'x-valid': 'must be printable characters only',
      description: 'As visitors see it.',
    }),
  ),
  capacity: Type.Optional(
    Type.Unsafe<number | null>({
      type: ['integer', 'null'],
      minimum: 1,
      maximum: 25,
      description: 'Chats at a time; null for as many as `agents.chatCapacity` says.',
    }),
  ),
  skills: Type.Optional(Skills),
  groups: Type.Optional(
    Type.Array(printable(LIMITS.objectName.most, 'An agent group.'), {
      uniqueItems: true,
      maxItems: LIMITS.entries.most,
      description:
        'The groups that have the agent. When made: that of `pacing.connector.chatGroup`.',
    }),
  ),
};
