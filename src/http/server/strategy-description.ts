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
      required: ['interaction', 'deadlineAt', 'visit'],
      properties: {
        interaction: { $ref: '#/components/schemas/Interaction' },
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
    instruction: { type: 'string', enum: ['engage', 'noengage'] },
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
  },
};

/** What a remote strategy is asked, and how it may answer. */
export function describeQuestion(headers: readonly object[]) {
  return {
    post: {
      operationId: 'on_strategy_requested',
      tags: ['Strategies'],
      security: [],
      summary: 'A remote strategy is asked what is to be done with a Qualified interaction.',
      description:
        'Only the URL in `STRATEGY` (and `STRATEGY_FALLBACK`) is asked, within 2 seconds; the same `webhook-id` over all attempts.',
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
