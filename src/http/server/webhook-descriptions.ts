import {
  WEBHOOK_EVENT_TYPES,
  WEBHOOK_EVENTS,
  type WebhookEventType,
} from '../../domain/event-types.js';
import { FACTS } from '../../domain/interactions/vocabulary.js';
import { describeQuestion } from './strategy-description.js';
import { webhookExamples } from './webhook-examples.js';

/** What signs a message, as Standard Webhooks say. */
const SIGNATURE_HEADERS = [
  {
    name: 'webhook-id',
    in: 'header',
    required: true,
    description: 'The id of the message: the same over all attempts, so that repeats are known.',
    schema: { type: 'string' },
  },
  {
    name: 'webhook-timestamp',
    in: 'header',
    required: true,
    description: 'When this attempt was made, in seconds since 1970. Refuse what is minutes off.',
    schema: { type: 'string', pattern: '^\\d+$' },
  },
  {
    name: 'webhook-signature',
    in: 'header',
    required: true,
    description:
      'Standard Webhooks: `v1,` and base64 of HMAC-SHA256 over `id.timestamp.body`; several, separated by spaces, while a secret is rotated.',
    schema: { type: 'string' },
  },
];

const isFact = (type: string): boolean => (FACTS as readonly string[]).includes(type);

const FACT_DATA = {
  type: 'object',
  required: ['sequence', 'by', 'interaction'],
  properties: {
    sequence: {
      type: 'integer',
      description: 'Of the fact in the history of its interaction: order by it.',
    },
    by: { type: 'string', description: 'Who caused it.' },
    interaction: { $ref: '#/components/schemas/Interaction' },
    phoneNumber: {
      type: ['string', 'null'],
      description: 'Of accepted interactions: where to call.',
    },
    identity: {
      type: ['object', 'null'],
      description: 'Of accepted interactions: the contact it is bound to.',
    },
    truncated: {
      type: 'boolean',
      description: 'True when the user data was left out, because the body was above 20 kB.',
    },
  },
};

function describeEvent(type: WebhookEventType, example: unknown) {
  return {
    post: {
      operationId: `on_${type.replaceAll('.', '_')}`,
      tags: ['Webhooks'],
      security: [],
      summary: WEBHOOK_EVENTS[type],
      parameters: SIGNATURE_HEADERS,
      requestBody: {
        required: true,
        content: {
          'application/json': {
            schema: {
              type: 'object',
              required: ['type', 'timestamp', 'data'],
              properties: {
                type: { type: 'string', enum: [type] },
                timestamp: { type: 'string', format: 'date-time' },
                data: isFact(type) ? FACT_DATA : { type: 'object' },
              },
            },
            example,
          },
        },
      },
      responses: {
        '2XX': { description: 'It was taken. Anything else is tried again.' },
        '410': { description: 'Nothing more is wanted: the endpoint is disabled.' },
      },
    },
  };
}

/** The `webhooks` section of the API description: every event, with an example of its body. */
export function describeWebhooks() {
  const examples = webhookExamples();
  return {
    ...Object.fromEntries(
      WEBHOOK_EVENT_TYPES.map((type) => [type, describeEvent(type, examples.get(type))]),
    ),
    'strategy.requested': describeQuestion(SIGNATURE_HEADERS),
  };
}
