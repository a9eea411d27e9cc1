import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { OpsEvent } from '../../decisions/interactions.js';
import { Type } from '../../domain/typebox.js';
import type { Engine } from '../../engine/engine.js';
import type { Store } from '../../store/store.js';
import { COLUMNS } from '../../text/lists.js';
import { operatorOf } from '../server/authentication.js';
import { describe } from '../server/description.js';
import { checkNames, queueNaming } from '../server/filters.js';
import { interactionOf, respond } from '../server/outcomes.js';
import { placeOf, presentPage } from '../server/pages.js';
import { expectedVersion, IfMatchHeaders } from '../server/preconditions.js';
import { answerInteraction, presentInteraction, viewpointOf } from '../server/present.js';
import { INTERACTION_FILTERS, interactionFilterOf } from '../shapes/filters.js';
import {
  flagParameter,
  IdParams,
  Interaction,
  PAGE_PARAMETERS,
  pageOf,
  ref,
} from '../shapes/schemas.js';

const Filters = Type.Object(
  {
    ...INTERACTION_FILTERS,
    visitorIdClaimed: Type.Optional(
      flagParameter('`true`: only where a browser named the visitor. `false`: only the others.'),
    ),
    ...PAGE_PARAMETERS,
  },
  { additionalProperties: false },
);

export interface AdminInteractionsOptions {
  readonly engine: Engine;
  readonly store: Store;
}

/** Finding interactions, and ending those that are stuck. */
export const adminInteractions: FastifyPluginAsyncTypebox<AdminInteractionsOptions> = async (
  app,
  { engine, store },
) => {
  async function operate(
    request: FastifyRequest,
    reply: FastifyReply,
    id: string,
    event: OpsEvent,
  ) {
    const expected = expectedVersion(request.headers['if-match']);
    const outcome = await engine.operate(interactionOf(id), event, operatorOf(request), expected);
    return answerInteraction(reply, respond(outcome), viewpointOf(engine, request));
  }

  app.get(
    '/v1/admin/interactions',
    {
      config: {
        access: { scope: 'admin:read' },
        table: COLUMNS.interactions,
        problems: ['overloaded', 'storage_unavailable'],
      },
      schema: {
        ...describe(
          'listInteractions',
          'Admin',
          'List interactions, newest first',
          'States are those of the last sweep, well under a second ago; a single read settles.',
        ),
        querystring: Filters,
        response: { 200: pageOf(ref(Interaction)) },
      },
    },
    async (request) => {
      const { pageSize, pageToken, ...filter } = request.query;
      const conditions = interactionFilterOf(filter);
      const viewpoint = viewpointOf(engine, request);
      const page = await store.read('interactions', conditions, {
        size: pageSize,
        after: placeOf(pageToken, conditions),
      });
      await checkNames(page, queueNaming(filter.queue, request.settings, store));
      return presentPage(page, conditions, (item) =>
        presentInteraction(engine.settled(item), viewpoint),
      );
    },
  );

  app.post(
    '/v1/admin/interactions/:id/stop',
    {
      config: {
        access: { scope: 'admin:write' },
        problems: ['not_allowed', 'precondition_failed'],
      },
      schema: {
        ...describe(
          'adminStopInteraction',
          'Admin',
          'End the processing of a terminal interaction',
        ),
        params: IdParams,
        headers: IfMatchHeaders,
        body: Type.Object({}, { additionalProperties: false }),
        response: { 200: ref(Interaction) },
      },
    },
    (request, reply) => operate(request, reply, request.params.id, { type: 'stop', by: 'ops' }),
  );

  app.post(
    '/v1/admin/interactions/:id/clean',
    {
      config: { access: { scope: 'admin:write' }, problems: ['precondition_failed'] },
      schema: {
        ...describe(
          'cleanInteraction',
          'Admin',
          'Take a stuck interaction out of its queue',
          'From Qualified and Engaged it moves to Failed, reason `cleaned`; in a terminal queue it is stopped.',
        ),
        params: IdParams,
        headers: IfMatchHeaders,
        body: Type.Object({}, { additionalProperties: false }),
        response: { 200: ref(Interaction) },
      },
    },
    (request, reply) => operate(request, reply, request.params.id, { type: 'clean', by: 'ops' }),
  );
};
