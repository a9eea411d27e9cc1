import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Sender } from '../../calls/send.js';
import type { WebhookEndpoint } from '../../decisions/endpoint.js';
import type { EndpointOutcome, EndpointSettings } from '../../decisions/webhook-endpoints.js';
import { LIMITS } from '../../domain/limits.js';
import { Problem } from '../../domain/problems.js';
import { Type } from '../../domain/typebox.js';
import { keyReused } from '../../settings/once.js';
import type { WebhookEndpoints } from '../../settings/webhook-endpoints.js';
import type { Store } from '../../store/store.js';
import { COLUMNS } from '../../text/lists.js';
import { addressProblem, checkAddress } from '../server/addresses.js';
import { mustHold, operatorOf } from '../server/authentication.js';
import { describe } from '../server/description.js';
import { IdempotencyHeaders, idempotencyOf } from '../server/idempotency.js';
import { found } from '../server/outcomes.js';
import { expectedVersion, IfMatchHeaders } from '../server/preconditions.js';
import { isoOrNull } from '../server/present.js';
import { validationProblem } from '../server/problems.js';
import { itemsOf } from '../shapes/schemas.js';
import {
  Description,
  Endpoint,
  EndpointParams,
  EndpointWithSecret,
  EventTypes,
  endpointProblem,
  misfitsOf,
  presentEndpoint,
  RateLimitField,
  Statistics,
  Url,
} from '../shapes/webhook-endpoints.js';

function endpointIn(outcome: EndpointOutcome): WebhookEndpoint {
  if (outcome.ok) return outcome.endpoint;
  if (outcome.refusal === 'reused') throw keyReused();
  throw endpointProblem(outcome.refusal, outcome.version);
}

const tag = (reply: FastifyReply, { version }: WebhookEndpoint): FastifyReply =>
  reply.header('etag', `"${version}"`);

export interface WebhookEndpointsOptions {
  readonly webhookEndpoints: WebhookEndpoints;
  readonly sender: Sender;
  readonly store: Store;
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** Where facts are told: making, changing, testing endpoints, and how they do. */
export const adminWebhookEndpoints: FastifyPluginAsyncTypebox<WebhookEndpointsOptions> = async (
  app,
  { webhookEndpoints, sender, store },
) => {
  const read = { access: { scope: 'admin:read' } } as const;
  const write = { access: { scope: 'admin:write' } } as const;

  function check(
    request: FastifyRequest,
    settings: Partial<EndpointSettings>,
    before?: EndpointSettings,
  ): void {
    const misfits = misfitsOf(settings);
    if (misfits.length > 0) throw validationProblem(misfits);
    if (settings.url !== undefined)
      mustHold(request, ['admin:read'], 'An address that is told everything');
    const isToldWords = (types: readonly string[] = []) => types.includes('chat.message');
    const { url, eventTypes } = { ...before, ...settings };
    const isNew = url !== before?.url || !isToldWords(before?.eventTypes);
    if (isNew && isToldWords(eventTypes))
      mustHold(request, ['chats:read'], 'An address that is told what is said in chats');
  }

  app.get(
    '/v1/admin/webhook-endpoints',
    {
      config: { ...read, table: COLUMNS.webhookEndpoints },
      schema: {
        ...describe('listWebhookEndpoints', 'Webhooks', 'List the endpoints, newest first'),
        response: { 200: itemsOf(Endpoint) },
      },
    },
    async () => ({ items: webhookEndpoints.list().toReversed().map(presentEndpoint) }),
  );

  app.post(
    '/v1/admin/webhook-endpoints',
    {
      config: {
        ...write,
        problems: [
          'address_not_allowed',
          'too_many_endpoints',
          'idempotency_key_reused',
          'not_found',
        ],
      },
      schema: {
        ...describe(
          'createWebhookEndpoint',
          'Webhooks',
          'Subscribe an address; the secret is shown this once',
          'It is told what happens from now on. The key needs the scope `admin:read` too: messages carry what it reads; for `chat.message` also `chats:read`.',
        ),
        headers: IdempotencyHeaders,
        body: Type.Object(
          {
            url: Url,
            eventTypes: EventTypes,
            description: Type.Optional(Description),
            rateLimitPerSecond: Type.Optional(RateLimitField),
            enabled: Type.Optional(Type.Boolean()),
          },
          { additionalProperties: false },
        ),
        response: { 201: EndpointWithSecret },
      },
    },
    async (request, reply) => {
      const settings = {
        description: '',
        rateLimitPerSecond: null,
        enabled: true,
        ...request.body,
      };
      check(request, settings);
      const endpoint = await webhookEndpoints.create(settings, operatorOf(request), {
        idempotency: idempotencyOf(request, request.headers['idempotency-key'], request.body),
        isAllowed: (await sender.refuse(new URL(settings.url))) === null,
      });
      if (endpoint === 'address_not_allowed') throw addressProblem('#/url');
      if (endpoint === 'too_many')
        throw new Problem(
          'too_many_endpoints',
          `There can be ${LIMITS.webhookEndpoints.most} endpoints.`,
        );
      return tag(reply, endpoint)
        .code(201)
        .header('location', `/v1/admin/webhook-endpoints/${endpoint.id}`)
        .send({ ...presentEndpoint(endpoint), secret: endpoint.secret });
    },
  );

  app.get(
    '/v1/admin/webhook-endpoints/:id',
    {
      config: read,
      schema: {
        ...describe('getWebhookEndpoint', 'Webhooks', 'Read one endpoint'),
        params: EndpointParams,
        response: { 200: Endpoint },
      },
    },
    async ({ params }, reply) => {
      const endpoint = found(webhookEndpoints.get(params.id), 'webhook endpoint');
      return tag(reply, endpoint).send(presentEndpoint(endpoint));
    },
  );

  app.patch(
    '/v1/admin/webhook-endpoints/:id',
    {
      config: { ...write, problems: ['precondition_failed', 'address_not_allowed'] },
      schema: {
        ...describe(
          'updateWebhookEndpoint',
          'Webhooks',
          'Change an endpoint, disable it or enable it again',
          'An endpoint that is enabled again is told what happens from then on; `recover` sends what it missed.',
        ),
        params: EndpointParams,
        headers: IfMatchHeaders,
        body: Type.Object(
          {
            url: Type.Optional(Url),
            eventTypes: Type.Optional(EventTypes),
            description: Type.Optional(Description),
            rateLimitPerSecond: Type.Optional(RateLimitField),
            enabled: Type.Optional(Type.Boolean()),
          },
          { additionalProperties: false },
        ),
        response: { 200: Endpoint },
      },
    },
    async (request, reply) => {
      const { params, body } = request;
      check(request, body, found(webhookEndpoints.get(params.id), 'webhook endpoint'));
      if (body.url !== undefined) await checkAddress(sender, body.url, '#/url');
      const expected = expectedVersion(request.headers['if-match']);
      const endpoint = endpointIn(
        await webhookEndpoints.update(params.id, body, operatorOf(request), expected),
      );
      return tag(reply, endpoint).send(presentEndpoint(endpoint));
    },
  );

  app.delete(
    '/v1/admin/webhook-endpoints/:id',
    {
      config: { ...write, problems: ['precondition_failed'] },
      schema: {
        ...describe('deleteWebhookEndpoint', 'Webhooks', 'Remove an endpoint and its deliveries'),
        params: EndpointParams,
        headers: IfMatchHeaders,
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      const expected = expectedVersion(request.headers['if-match']);
      endpointIn(await webhookEndpoints.remove(request.params.id, operatorOf(request), expected));
      return reply.code(204).send(null);
    },
  );

  app.post(
    '/v1/admin/webhook-endpoints/:id/rotate-secret',
    {
      config: { ...write, problems: ['precondition_failed', 'idempotency_key_reused'] },
      schema: {
        ...describe(
          'rotateWebhookSecret',
          'Webhooks',
          'Make a new secret; it is shown this once',
          'For 24 hours each delivery is signed with the old and the new one.',
        ),
        params: EndpointParams,
        headers: Type.Object({ ...IfMatchHeaders.properties, ...IdempotencyHeaders.properties }),
        body: Type.Object({}, { additionalProperties: false }),
        response: { 200: EndpointWithSecret },
      },
    },
    async (request, reply) => {
      const { params, headers } = request;
      const endpoint = endpointIn(
        await webhookEndpoints.rotateSecret(params.id, operatorOf(request), {
          expectedVersion: expectedVersion(headers['if-match']),
          idempotency: idempotencyOf(request, headers['idempotency-key'], params),
        }),
      );
      return tag(reply, endpoint).send({ ...presentEndpoint(endpoint), secret: endpoint.secret });
    },
  );

  app.post(
    '/v1/admin/webhook-endpoints/:id/test',
    {
      config: { ...write, problems: ['endpoint_disabled'] },
      schema: {
        ...describe(
          'testWebhookEndpoint',
          'Webhooks',
          'Send a test event to this endpoint alone',
          'Delivered like every message: `GET /v1/admin/deliveries?endpointId=` shows what came of it.',
        ),
        params: EndpointParams,
        body: Type.Object({}, { additionalProperties: false }),
        response: {
          202: Type.Object({
            messageId: Type.String({ format: 'uuid' }),
            eventType: Type.String(),
          }),
        },
      },
    },
    async (request, reply) => {
      const outcome = await webhookEndpoints.test(request.params.id, operatorOf(request));
      if ('refusal' in outcome) throw endpointProblem(outcome.refusal);
      return reply.code(202).send({ ...outcome, eventType: 'webhook_endpoint.tested' });
    },
  );

  app.get(
    '/v1/admin/webhook-endpoints/:id/statistics',
    {
      config: { ...read, problems: ['overloaded', 'storage_unavailable'] },
      schema: {
        ...describe('getWebhookStatistics', 'Webhooks', 'What the last 24 hours were like'),
        params: EndpointParams,
        response: { 200: Statistics },
      },
    },
    async ({ params }) => {
      const { id } = found(webhookEndpoints.get(params.id), 'webhook endpoint');
      const { durationMs, failingSince, now, ...counts } = await store.read(
        'endpointStatistics',
        id,
      );
      return {
        ...counts,
        since: new Date(now - DAY_MS).toISOString(),
        averageDurationMs: counts.attempts > 0 ? durationMs / counts.attempts : null,
        failingSince: isoOrNull(failingSince),
      };
    },
  );
};
