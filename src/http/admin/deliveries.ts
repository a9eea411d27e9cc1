import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Problem } from '../../domain/problems.js';
import { Type } from '../../domain/typebox.js';
import type { WebhookEndpoints } from '../../settings/webhook-endpoints.js';
import { DELIVERY_STATES, DELIVERY_STATUSES, type Delivery } from '../../store/lists.js';
import type { Store } from '../../store/store.js';
import { COLUMNS } from '../../text/lists.js';
import { operatorOf } from '../server/authentication.js';
import { describe } from '../server/description.js';
import { checkNames, deliveryNamings } from '../server/filters.js';
import { found } from '../server/outcomes.js';
import { placeOf, presentPage } from '../server/pages.js';
import { isoOrNull } from '../server/present.js';
import { DELIVERY_FILTERS, deliveryFilterOf } from '../shapes/filters.js';
import {
  moment,
  momentOrNull,
  momentParameter,
  oneOf,
  PAGE_PARAMETERS,
  pageOf,
} from '../shapes/schemas.js';
import { endpointProblem } from '../shapes/webhook-endpoints.js';

const idOrNull = (description: string) =>
  Type.Unsafe<string | null>({ type: ['string', 'null'], description });

const statusOrNull = (description: string) =>
  Type.Unsafe<number | null>({ type: ['integer', 'null'], description });

const Attempt = Type.Object({
  at: moment('When it began.'),
  status: statusOrNull('The status of the answer; null when there was none.'),
  durationMs: Type.Integer(),
  error: idOrNull('Why there was no answer, for instance `timeout`.'),
  responseExcerpt: idOrNull('The first kilobyte of the answer.'),
});

const DeliveryView = Type.Object({
  id: Type.String({ format: 'uuid' }),
  messageId: Type.String({ description: 'What was sent as `webhook-id`.' }),
  endpointId: Type.String(),
  eventType: Type.String(),
  interactionId: idOrNull('Null for events that are not about an interaction.'),
  status: oneOf(DELIVERY_STATUSES, '`failed` once it is given up.'),
  state: oneOf(
    DELIVERY_STATES,
    '`pending`: not attempted yet. `retrying`: it failed and is attempted again. `given_up`: no more.',
  ),
  attemptCount: Type.Integer({ description: 'Attempts that are kept, of at most 50.' }),
  lastStatus: statusOrNull('The status of the last answer; null when there was none.'),
  lastError: idOrNull('Why the last attempt had no answer.'),
  nextAttemptAt: momentOrNull('When it is attempted next; null unless it is pending.'),
  attempts: Type.Array(Attempt),
});

const present = (delivery: Delivery) => {
  const { sendable: _sendable, ...shown } = delivery;
  const last = shown.attempts.at(-1);
  return {
    ...shown,
    attemptCount: shown.attempts.length,
    lastStatus: last?.status ?? null,
    lastError: last?.error ?? null,
    nextAttemptAt: isoOrNull(shown.nextAttemptAt),
    attempts: shown.attempts.map((one) => ({ ...one, at: new Date(one.at).toISOString() })),
  };
};

const Filters = Type.Object(
  { ...DELIVERY_FILTERS, ...PAGE_PARAMETERS },
  { additionalProperties: false },
);

const RECOVERED = Type.Object({
  recovered: Type.Integer({ description: 'Messages; of a dry run, how many it would be.' }),
});

export interface DeliveriesOptions {
  readonly webhookEndpoints: WebhookEndpoints;
  readonly store: Store;
}

/** What became of every message, and sending it again. */
export const adminDeliveries: FastifyPluginAsyncTypebox<DeliveriesOptions> = async (
  app,
  { webhookEndpoints, store },
) => {
  app.get(
    '/v1/admin/deliveries',
    {
      config: {
        access: { scope: 'admin:read' },
        table: COLUMNS.deliveries,
        problems: ['overloaded', 'storage_unavailable'],
      },
      schema: {
        ...describe(
          'listDeliveries',
          'Webhooks',
          'List deliveries with their attempts, newest first',
        ),
        querystring: Filters,
        response: { 200: pageOf(DeliveryView) },
      },
    },
    async ({ query, settings }) => {
      const { pageSize, pageToken, ...filter } = query;
      const page = await store.read('deliveries', deliveryFilterOf(filter), {
        size: pageSize,
        after: placeOf(pageToken, filter),
      });
      await checkNames(page, ...deliveryNamings(filter, settings, store));
      return presentPage(page, filter, present);
    },
  );

  app.post(
    '/v1/admin/deliveries/:id/resend',
    {
      config: {
        access: { scope: 'admin:write' },
        problems: ['endpoint_disabled', 'message_erased'],
      },
      schema: {
        ...describe(
          'resendDelivery',
          'Webhooks',
          'Send a message once more, with its id',
          'The schedule of attempts starts again.',
        ),
        params: Type.Object({ id: Type.String({ description: 'The id of the delivery.' }) }),
        body: Type.Object({}, { additionalProperties: false }),
        response: { 202: DeliveryView },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const delivery = found((await store.read('delivery', id)) ?? undefined, 'delivery');
      if (!webhookEndpoints.get(delivery.endpointId)?.enabled)
        throw endpointProblem('endpoint_disabled');
      if (!delivery.sendable)
        throw new Problem('message_erased', 'What it said was removed with the person.');
      await webhookEndpoints.resend(delivery, operatorOf(request));
      return reply
        .code(202)
        .send(present(found((await store.read('delivery', id)) ?? undefined, 'delivery')));
    },
  );

  app.post(
    '/v1/admin/webhook-endpoints/:id/recover',
    {
      config: { access: { scope: 'admin:write' }, problems: ['endpoint_disabled'] },
      schema: {
        ...describe(
          'recoverWebhookEndpoint',
          'Webhooks',
          'Send what an endpoint missed since a moment',
          'Messages that failed for good or were never sent to it, oldest first: 202. A dry run says how many that would be, is not audited, and answers 200.',
        ),
        params: Type.Object({ id: Type.String({ description: 'The id of the endpoint.' }) }),
        body: Type.Object(
          {
            since: momentParameter('Messages written at this moment or later.'),
            dryRun: Type.Boolean({ default: false, description: 'Only count; send nothing.' }),
          },
          { additionalProperties: false },
        ),
        response: { 200: RECOVERED, 202: RECOVERED },
      },
    },
    async (request, reply) => {
      const { since, dryRun } = request.body;
      const outcome = await webhookEndpoints.recover(
        request.params.id,
        new Date(since).getTime(),
        operatorOf(request),
        { dryRun },
      );
      if ('refusal' in outcome) throw endpointProblem(outcome.refusal);
      return reply.code(dryRun ? 200 : 202).send(outcome);
    },
  );
};
