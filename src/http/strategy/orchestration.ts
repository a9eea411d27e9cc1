import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Event } from '../../domain/interactions/interaction.js';
import { CHANNELS } from '../../domain/interactions/vocabulary.js';
import { LIMITS } from '../../domain/limits.js';
import { Type } from '../../domain/typebox.js';
import type { Engine } from '../../engine/engine.js';
import { describe } from '../server/description.js';
import { interactionOf, respond } from '../server/outcomes.js';
import { expectedVersion, IfMatchHeaders } from '../server/preconditions.js';
import { answerInteraction, viewpointOf } from '../server/present.js';
import { dataOf, IdParams, Interaction, oneOf, ref } from '../shapes/schemas.js';

export interface OrchestrationOptions {
  readonly engine: Engine;
}

/** The instructions of an orchestration strategy. */
export const orchestration: FastifyPluginAsyncTypebox<OrchestrationOptions> = async (
  app,
  { engine },
) => {
  async function instruct(request: FastifyRequest, reply: FastifyReply, id: string, event: Event) {
    const expected = expectedVersion(request.headers['if-match']);
    const interaction = respond(await engine.apply(interactionOf(id), event, expected));
    return answerInteraction(reply, interaction, viewpointOf(engine, request));
  }

  app.post(
    '/v1/interactions/:id/engage',
    {
      config: {
        access: { scope: 'orchestration' },
        problems: ['engagement_expired', 'already_disposed', 'precondition_failed'],
      },
      schema: {
        ...describe(
          'engageInteraction',
          'Strategies',
          'Decide for an engagement: invite the visitor',
        ),
        params: IdParams,
        headers: IfMatchHeaders,
        body: Type.Object(
          {
            channel: Type.Optional(oneOf(CHANNELS, 'Default: what the site asked for, else chat.')),
            invitation: Type.Optional(dataOf('Texts of the invitation: `title`, `text`, ….')),
          },
          { additionalProperties: false },
        ),
        response: { 200: ref(Interaction) },
      },
    },
    (request, reply) =>
      instruct(request, reply, request.params.id, { type: 'engage', ...request.body }),
  );

  app.post(
    '/v1/interactions/:id/noengage',
    {
      config: {
        access: { scope: 'orchestration' },
        problems: ['engagement_expired', 'already_disposed', 'precondition_failed'],
      },
      schema: {
        ...describe('noengageInteraction', 'Strategies', 'Decide against an engagement'),
        params: IdParams,
        headers: IfMatchHeaders,
        body: Type.Object(
          {
            reason: Type.Optional(
              Type.String({
                maxLength: LIMITS.label.most,
                format: 'text',
                description: "The strategy's own words; kept as `reasonDetail`.",
              }),
            ),
          },
          { additionalProperties: false },
        ),
        response: { 200: ref(Interaction) },
      },
    },
    (request, reply) =>
      instruct(request, reply, request.params.id, {
        type: 'noengage',
        detail: request.body.reason,
      }),
  );

  app.post(
    '/v1/interactions/:id/stop',
    {
      config: {
        access: { scope: 'orchestration' },
        problems: ['not_allowed', 'precondition_failed'],
      },
      schema: {
        ...describe(
          'stopInteraction',
          'Strategies',
          'End the processing of a terminal interaction',
        ),
        params: IdParams,
        headers: IfMatchHeaders,
        body: Type.Object({}, { additionalProperties: false }),
        response: { 200: ref(Interaction) },
      },
    },
    (request, reply) =>
      instruct(request, reply, request.params.id, { type: 'stop', by: 'strategy' }),
  );
};
