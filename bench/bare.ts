// The yardstick: a bare fastify with the schemas and the answer of POST /v1/interactions, that stores
// nothing and checks no credential; it logs nothing, unless `LOG=info` asks for fastify's own log. Prints
// its address and serves until it is killed.

import { fastify } from 'fastify';
import { IdempotencyHeaders } from '#src/http/server/idempotency.js';
import { createValidatorCompiler } from '#src/http/server/validation.js';
import {
  CreatedInteraction,
  type InteractionView,
  ref,
  SHARED_SCHEMAS,
} from '#src/http/shapes/schemas.js';
import { CreateBody } from '#src/http/site/interactions.js';

const MOMENT = '2026-01-31T08:00:00.000Z';

/** What a real one takes from its request. */
type Asked = 'visitId' | 'visitorId' | 'pageUrl' | 'identity' | 'userData';

/** As long as a real one, field by field. */
const ANSWER: Omit<InteractionView, Asked> & { readonly token: string } = {
  id: '01998f5b-6c2e-7a10-8b3c-5d6e7f809102',
  state: 'Qualified',
  queue: 'Webengagement_Qualified',
  status: 'active',
  visitorIdClaimed: false,
  channel: null,
  chatId: null,
  category: null,
  pageId: null,
  dispositionCode: null,
  reason: null,
  reasonDetail: null,
  engagementRule: null,
  createdAt: MOMENT,
  engagedAt: null,
  displayedAt: null,
  disposedAt: null,
  stoppedAt: null,
  deadlineAt: MOMENT,
  serverTime: MOMENT,
  registrationForm: null,
  caseData: {},
  version: 1,
  token: `wit_${'a'.repeat(8)}.${'b'.repeat(75)}.${'c'.repeat(43)}`,
};

const app = fastify({ logger: process.env.LOG === 'info' });
app.setValidatorCompiler(createValidatorCompiler());
for (const schema of SHARED_SCHEMAS) app.addSchema(schema);

app.post<{ Body: Record<string, string> & { userData?: Record<string, string> } }>(
  '/v1/interactions',
  {
    schema: {
      headers: IdempotencyHeaders,
      body: CreateBody,
      response: { 201: ref(CreatedInteraction) },
    },
  },
  async ({ body }, reply) => {
    const { visitId, visitorId = null, pageUrl = null, userData = {} } = body;
    const email = userData.EmailAddress;
    const identity =
      email === undefined ? null : { id: ANSWER.id, key: 'EmailAddress', value: email };
    return reply.code(201).send({ ...ANSWER, visitId, visitorId, pageUrl, userData, identity });
  },
);

const address = await app.listen({ host: '127.0.0.1', port: 0 });
process.stdout.write(`${JSON.stringify({ address })}\n`);
