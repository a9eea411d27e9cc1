import { AGENT_ACTORS, AGENT_STATES } from '../../domain/agents/vocabulary.js';
import { MOST_PRIORITY } from '../../domain/chats/order.js';
import { PLAIN_TEXT, PLAIN_TEXT_VALID } from '../../domain/chats/plain-text.js';
import type { ViewedChat } from '../../domain/chats/view.js';
import {
  CHAT_ACTORS,
  CHAT_FACTS,
  CHAT_NOTES,
  CHAT_STATES,
  OUTCOMES,
  SIDES,
} from '../../domain/chats/vocabulary.js';
import { LIMITS } from '../../domain/limits.js';
import { SkillLevels } from '../../domain/rules/chat-routing.js';
import { type TSchema, Type } from '../../domain/typebox.js';
import { moment, momentOrNull, oneOf, oneOfOrNull, printable, ref, textOrNull } from './schemas.js';

const stored = (description: string) =>
  Type.Unsafe<Record<string, string>>({
    type: 'object',
    additionalProperties: { type: 'string' },
    description,
  });

export const numberOrNull = (description: string) =>
  Type.Unsafe<number | null>({ type: ['number', 'null'], description });

const Identity = Type.Unsafe<{ id: string; key: string; value: string } | null>({
  type: ['object', 'null'],
  required: ['id', 'key', 'value'],
  properties: {
    id: { type: 'string' },
    key: { type: 'string' },
    value: { type: 'string' },
  },
  description: 'The contact that the visitor was proven to be.',
});

/** A chat as back ends, agents and operators see it. */
export const Chat = Type.Object(
  {
    id: Type.String({ format: 'uuid' }),
    state: oneOf(CHAT_STATES),
    outcome: oneOfOrNull(OUTCOMES, 'How it ended.'),
    queue: Type.String({ description: 'The interaction queue that its endpoint leads to.' }),
    group: textOrNull('The agent group it is for; null until a strategy has said so.'),
    skills: Type.Unsafe<Record<string, number>>({
      type: 'object',
      additionalProperties: { type: 'integer' },
      description: 'The least level of each skill that an agent must have.',
    }),
    priority: Type.Integer({ description: 'The higher is served first.' }),
    rule: textOrNull('The rule of Chat Routing that decided.'),
    agent: textOrNull('Who has it, or had it last.'),
    visitId: textOrNull('The visit.'),
    visitorId: textOrNull('The visitor, as the site knows them.'),
    visitorIdClaimed: Type.Boolean({ description: 'Whether only a browser says so.' }),
    visitorConnected: Type.Boolean({ description: "Whether the visitor's browser is heard of." }),
    identity: Identity,
    interactionId: textOrNull('The accepted invitation; null for a chat that the visitor began.'),
    category: textOrNull('Of the interaction.'),
    engagementRule: textOrNull('The rule of Engagement Logic that engaged, of the interaction.'),
    pageUrl: textOrNull('The page on which the visit was found worth an offer.'),
    userData: stored('Of the interaction, as `chat.copyUserData` says, or of the site.'),
    visitorData: stored('What the browser sent along; proves nothing.'),
    note: textOrNull('What the agent who transferred it wrote.'),
    messages: Type.Integer({ description: 'How many there are.' }),
    queuedAt: moment('When it was placed.'),
    waitingSince: moment('When the wait for an agent began: its placement, or the last transfer.'),
    offeredAt: momentOrNull('When it began to ring.'),
    acceptedAt: momentOrNull('When an agent first took it.'),
    lastMessageAt: momentOrNull('When somebody last wrote.'),
    endedAt: momentOrNull('When it was over for the visitor.'),
    closedAt: momentOrNull('When the place of the agent was free again.'),
    serverTime: moment('Now, on the clock of the service.'),
    version: Type.Integer({ description: 'Rises by one with each change.' }),
  } satisfies { readonly [Name in keyof ViewedChat]: TSchema },
  { $id: 'Chat' },
);

/** A chat as its visitor sees it. */
export const VisitorChat = Type.Object(
  {
    id: Type.String({ format: 'uuid' }),
    state: oneOf(CHAT_STATES, '`Ended` as soon as it is over for the visitor.'),
    outcome: oneOfOrNull(OUTCOMES),
    position: numberOrNull(
      'Among those that wait for the same group, from 1; null when it does not.',
    ),
    estimatedWaitSeconds: numberOrNull(
      'How long it will take, up to the next 30 s; null when nobody can say.',
    ),
    agent: Type.Unsafe<{ displayName: string } | null>({
      type: ['object', 'null'],
      required: ['displayName'],
      properties: { displayName: { type: 'string' } },
      description: 'Who talks.',
    }),
    interactionId: textOrNull('The accepted invitation.'),
    queuedAt: moment('When it was placed.'),
    acceptedAt: momentOrNull('When an agent took it.'),
    endedAt: momentOrNull('When it was over.'),
    messages: Type.Integer({ description: 'How many there are.' }),
    serverTime: moment('Now, on the clock of the service.'),
  },
  { $id: 'VisitorChat' },
);

export const ChatMessage = Type.Object(
  {
    sequence: Type.Integer({ description: '1, 2, 3, … without gaps.' }),
    from: oneOf(SIDES),
    text: Type.String(),
    at: moment('When it was said.'),
    clientId: textOrNull('The name that its sender gave it.'),
  },
  { $id: 'ChatMessage' },
);

export const ChatHistoryItem = Type.Object({
  sequence: Type.Integer({ description: '1, 2, 3, … without gaps.' }),
  type: oneOf([...CHAT_FACTS, ...CHAT_NOTES] as const),
  at: moment('When it happened.'),
  by: oneOf(CHAT_ACTORS),
  from: oneOfOrNull(CHAT_STATES),
  to: oneOf(CHAT_STATES),
  agent: textOrNull('Whom it concerned.'),
  group: textOrNull('The agent group it was for.'),
  outcome: oneOfOrNull(OUTCOMES),
  detail: textOrNull('Why, or where to.'),
});

/** What people write: newlines, and no other controls. */
export const MessageText = Type.String({
  minLength: 1,
  maxLength: LIMITS.messageText.most,
  format: 'text',
  pattern: PLAIN_TEXT,
  'x-valid': PLAIN_TEXT_VALID,
  description: 'Plain text.',
});

/** A last word of a strategy. */
export const Word = Type.Unsafe<string>({
  ...MessageText,
  description: 'What the visitor is told before it ends: plain text.',
});

/** Where a chat is to go: a group or an agent. */
export const ROUTE_MEMBERS = {
  group: Type.Optional(printable(LIMITS.objectName.most, 'The agent group.')),
  agent: Type.Optional(printable(LIMITS.name.most, 'Or an agent, by name.')),
  priority: Type.Optional(
    Type.Integer({
      minimum: 0,
      maximum: MOST_PRIORITY,
      description: 'The higher is served first. Default: as before, at first 0.',
    }),
  ),
  skills: Type.Optional(Type.Unsafe<Record<string, number>>({ ...SkillLevels })),
};

export const ClientId = printable(
  LIMITS.name.most,
  'A name of your own for it: sent again, it is the same message.',
);

/** Where an agent stands, with what they have. */
export const AgentDesk = Type.Object(
  {
    name: Type.String(),
    displayName: textOrNull('As visitors see it.'),
    state: oneOf(AGENT_STATES),
    reason: textOrNull('Why, where somebody said so.'),
    by: oneOfOrNull(AGENT_ACTORS, 'Who brought the agent there.'),
    since: momentOrNull('Since when.'),
    capacity: Type.Integer({ description: 'Chats at a time.' }),
    held: Type.Integer({ description: 'Chats that ring, are talked, or are being finished.' }),
    wrapUpSeconds: Type.Integer({
      description: 'How long a chat that ended may be finished: `agents.wrapUpTime`.',
    }),
    offers: Type.Array(
      Type.Object({
        chatId: Type.String(),
        until: moment('When it stops ringing.'),
        chat: ref(Chat),
      }),
    ),
    chats: Type.Array(ref(Chat), { description: 'Those that are talked, or being finished.' }),
    serverTime: moment('Now, on the clock of the service.'),
  },
  { $id: 'AgentDesk' },
);

export const ChatParams = Type.Object({
  chatId: Type.String({ description: 'The id of the chat.' }),
});

export const CHAT_SCHEMAS = [Chat, VisitorChat, ChatMessage, AgentDesk];
