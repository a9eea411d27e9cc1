import { MOST_PRIORITY } from '../../domain/chats/order.js';
import { CHANNELS } from '../../domain/interactions/vocabulary.js';
import { LIMITS } from '../../domain/limits.js';

const MOMENT = { type: 'string', format: 'date-time' };

const QUESTION = {
  type: 'object',
  required: ['type', 'timestamp', 'data'],
  properties: {
    type: { type: 'string', enum: ['strategy.requested'] },
    timestamp: MOMENT,
    data: {
      type: 'object',
      required: ['deadlineAt', 'visit'],
      properties: {
        interaction: { $ref: '#/components/schemas/Interaction' },
        chat: {
          allOf: [{ $ref: '#/components/schemas/Chat' }],
          description: 'Instead of an interaction: a chat of a queue whose routing is the address.',
        },
        deadlineAt: { ...MOMENT, description: 'When the clock decides, if nobody has by then.' },
        visit: {
          type: 'object',
          required: ['visitId', 'visitorId', 'visitorIdClaimed'],
          properties: {
            visitId: { type: 'string' },
            visitorId: { type: ['string', 'null'] },
            visitorIdClaimed: { type: 'boolean' },
          },
        },
        truncated: {
          type: 'boolean',
          description: 'True when the user data was left out, because the body was above 20 kB.',
        },
      },
    },
  },
};

const INSTRUCTION = {
  type: 'object',
  required: ['instruction'],
  properties: {
    instruction: {
      type: 'string',
      enum: ['engage', 'noengage', 'route', 'end'],
      description: 'Of an interaction engage or noengage, of a chat route or end.',
    },
    channel: { type: ['string', 'null'], enum: [...CHANNELS, null], description: 'With engage.' },
    invitation: {
      type: ['object', 'null'],
      additionalProperties: { type: 'string' },
      description: 'With engage: texts of the invitation.',
    },
    reason: {
      type: ['string', 'null'],
      maxLength: LIMITS.label.most,
      description: 'With noengage: kept as `reasonDetail`.',
    },
    group: { type: ['string', 'null'], description: 'With route: the agent group.' },
    agent: { type: ['string', 'null'], description: 'With route: or an agent, by name.' },
    priority: {
      type: ['integer', 'null'],
      minimum: 0,
      maximum: MOST_PRIORITY,
      description: 'With route: the higher is served first.',
    },
    skills: {
      type: ['object', 'null'],
      additionalProperties: { type: 'integer', minimum: 1, maximum: 100 },
      description: 'With route: the least level of each skill that an agent must have.',
    },
    message: {
      type: ['string', 'null'],
      maxLength: LIMITS.messageText.most,
      description: 'With end: what the visitor is told before it ends.',
    },
  },
};

/** What a remote strategy is asked, and how it may answer. */
export function describeQuestion(headers: readonly object[]) {
  return {
    post: {
      operationId: 'on_strategy_requested',
      tags: ['Strategies'],
      security: [],
      summary:
        'A remote strategy is asked what is to be done with a Qualified interaction, or a waiting chat.',
      description:
        'Only the URL that the Enhanced Routing object of the queue names is asked (about interactions: in `STRATEGY`, where that is set), then `STRATEGY_FALLBACK`, each within 2 seconds; the same `webhook-id` over all attempts.',
      parameters: headers,
      requestBody: { required: true, content: { 'application/json': { schema: QUESTION } } },
      responses: {
        '200': {
          description: 'The instruction.',
          content: { 'application/json': { schema: INSTRUCTION } },
        },
        '202': { description: 'It calls back before the deadline.' },
        default: { description: 'No answer: asked again, but not after any other 4xx.' },
      },
    },
  };
}
